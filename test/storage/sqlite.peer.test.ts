import { spawn } from 'node:child_process';
import { once as event } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CompiledQuery } from 'kysely';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createPlanner } from '../../src/reminders/planner.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { createTestClock, nextOccurrence, once } from '../reminders/fixture.ts';
import { describeKeptAnswers } from './kept-answers-contract.ts';
import { deliverOne, describeLedger, type OpenStore } from './ledger-contract.ts';
import { describeQuestions } from './questions-contract.ts';
import { describeStoredBefore, readDump } from './stored-before.ts';

const planner = createPlanner(nextOccurrence);
const root = mkdtempSync(join(tmpdir(), 'mdaemon-bot-sqlite-'));
const newDirectory = () => mkdtempSync(join(root, 'data-'));

afterAll(() => rmSync(root, { recursive: true }));

const prepare = async (): Promise<OpenStore> => {
  const directory = newDirectory();
  return (options) => openStorage({ place: { directory }, planner, ...options });
};
describeLedger('SQLite', prepare);
describeQuestions('SQLite', prepare);
describeKeptAnswers('SQLite', prepare);
describeStoredBefore('SQLite', async (options) => {
  const directory = newDirectory();
  const before = new DatabaseSync(join(directory, 'mdaemon-bot.db'));
  before.exec(readDump('schema.sql') + readDump('rows.sql'));
  before.close();
  return openStorage({ place: { directory }, ...options });
});

describe('one delivering process', () => {
  it('refuses a second one on its directory, and lets single commands work beside it', async () => {
    const place = { directory: newDirectory() };
    const first = await openStorage({ place, planner, delivering: 'chat' });
    await expect(openStorage({ place, planner, delivering: 'chat' })).rejects.toMatchObject({
      code: 'already-delivering',
      message: expect.stringContaining('Another process already delivers reminders from'),
    });
    const beside = await openStorage({ place, planner });
    expect(await beside.ledger.create(once(new Date()))).toMatchObject({ kind: 'created' });
    await beside.close();
    await first.close();
    await (await openStorage({ place, planner, delivering: 'chat' })).close();
  });

  it('is let in when the one before was killed', async () => {
    const place = { directory: newDirectory() };
    const program = `
      const { openStorage } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/storage/storage.ts'))});
      await openStorage({ place: ${JSON.stringify(place)}, planner: {}, delivering: 'chat' });
      console.log('open');
      setInterval(() => {}, 1000);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await event(child.stdout, 'data');
    await expect(openStorage({ place, planner, delivering: 'chat' })).rejects.toMatchObject({
      code: 'already-delivering',
    });
    child.kill('SIGKILL');
    await event(child, 'exit');
    await (await openStorage({ place, planner, delivering: 'chat' })).close();
  });
});

describe('a directory that cannot be used', () => {
  it('is named with what the system said', async () => {
    await expect(openStorage({ place: { directory: '/dev/null/data' }, planner })).rejects.toMatchObject({
      code: 'unusable',
      message: expect.stringContaining('/dev/null/data'),
    });
  });
});

describe('an idle look', () => {
  it('reads the first entries of its indexes, whatever is stored', async () => {
    const clock = createTestClock();
    const storage = await openStorage({ place: { directory: newDirectory() }, planner, now: clock.now });
    await storage.ledger.importAll(Array.from({ length: 3_000 }, (_, index) => once(clock.at(1_000_000 + index))));
    const plans = await Promise.all(
      [
        "select next_due_at from reminders where platform = 'slack' and next_due_at is not null order by next_due_at limit 1",
        "select * from reminders where platform = 'slack' and next_due_at <= 5 order by next_due_at limit 1000",
        "select wake_at from deliveries where platform = 'slack' and wake_at is not null order by wake_at limit 1",
        "select * from deliveries where platform = 'slack' and wake_at <= 5 order by wake_at limit 50",
      ].map(async (text) => {
        const { rows } = await storage.db.executeQuery<{ detail: string }>(
          CompiledQuery.raw(`explain query plan ${text}`),
        );
        return rows.map(({ detail }) => detail).join('; ');
      }),
    );
    for (const plan of plans) {
      expect(plan).toMatch(/USING (COVERING )?INDEX (reminders_next_due|deliveries_wake)/);
      expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
    }
    await storage.close();
  });
});

describe('statements', () => {
  const open = async () => {
    const directory = newDirectory();
    const clock = createTestClock();
    const storage = await openStorage({ place: { directory }, planner, now: clock.now });
    /** How many statements are prepared anew while something is done. */
    const count = async (work: () => Promise<unknown>) => {
      const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
      try {
        await work();
        return prepare.mock.calls.length;
      } finally {
        prepare.mockRestore();
      }
    };
    return { directory, clock, storage, count };
  };
  const runMany = async ({ db }: Awaited<ReturnType<typeof openStorage>>, many: number) => {
    for (let each = 0; each < many; each += 1) await db.executeQuery(CompiledQuery.raw(`select ${each}`));
  };

  it('are prepared by the first delivery, and none by the second', async () => {
    const { storage, clock, count } = await open();
    expect(await count(() => deliverOne(storage, clock))).toBeGreaterThan(10);
    expect(await count(() => deliverOne(storage, clock))).toBe(0);
    await storage.close();
  });

  it('are kept in a bounded number, the latest ones', async () => {
    const { storage, clock, count } = await open();
    await runMany(storage, 1_000);
    await deliverOne(storage, clock);
    expect(await count(() => deliverOne(storage, clock))).toBe(0);
    expect(await count(() => runMany(storage, 1_000))).toBe(1_000);
    expect(await count(() => deliverOne(storage, clock))).toBeGreaterThan(10);
    await storage.close();
  });

  it('go on when another process has changed a table', async () => {
    const { storage, clock, directory } = await open();
    await deliverOne(storage, clock);
    const other = new DatabaseSync(join(directory, 'mdaemon-bot.db'));
    other.exec('alter table reminders add column added_later text');
    other.close();
    await deliverOne(storage, clock);
    const [row] = await storage.db.selectFrom('reminders').selectAll().execute();
    expect(row).toHaveProperty('added_later');
    await storage.close();
  });
});

describe('counting what needs a look', () => {
  it('reads no reminder that is well', async () => {
    const storage = await openStorage({ place: { directory: newDirectory() }, planner });
    const text = "select count(*) from reminders where state = 'parked'";
    const { rows } = await storage.db.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${text}`));
    expect(rows[0]?.detail).toContain('INDEX reminders_parked');
    await storage.close();
  });
});
