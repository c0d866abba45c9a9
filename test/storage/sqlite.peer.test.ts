import { spawn } from 'node:child_process';
import { once as event } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CompiledQuery } from 'kysely';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createPlanner } from '../../src/reminders/planner.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { createTestClock, nextOccurrence, once } from '../reminders/fixture.ts';
import { describeAudit } from './audit-contract.ts';
import { describeKeptAnswers } from './kept-answers-contract.ts';
import { deliverOne, describeLedger, type OpenStore } from './ledger-contract.ts';
import { describeOwnServers } from './own-servers-contract.ts';
import { describePrivacy } from './privacy-contract.ts';
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
describeOwnServers('SQLite', prepare);
describeAudit('SQLite', async () => {
  const directory = newDirectory();
  return (options) => openStorage({ place: { directory }, planner, ...options });
});
describePrivacy('SQLite', prepare);
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

describe('the files of the store', () => {
  it('are for their owner alone, those of an older version too', async () => {
    const directory = join(newDirectory(), 'made', 'here');
    const storage = await openStorage({ place: { directory }, planner, delivering: 'chat' });
    await storage.ledger.create(once(new Date()));
    const open = () => readdirSync(directory).filter((name) => (statSync(join(directory, name)).mode & 0o077) !== 0);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(open()).toEqual([]);
    await storage.close();
    chmodSync(join(directory, 'mdaemon-bot.db'), 0o644);
    const again = await openStorage({ place: { directory }, planner, delivering: 'chat' });
    await again.ledger.create(once(new Date()));
    expect(open()).toEqual([]);
    await again.close();
  });

  it.each(['/proc/self/data/here', '/proc/1/data', '/dev/null', '/dev/null/data'])(
    'cannot be made at %s, which is said in a sentence and at once',
    async (directory) => {
      const refused = openStorage({ place: { directory }, planner });
      await expect(refused).rejects.toMatchObject({
        code: 'unusable',
        message: expect.stringMatching(
          /^The store in \S+ cannot be opened: .* Set DATA_DIR to (?:a|another) folder\.$/,
        ),
      });
    },
  );

  const open = async () => {
    const directory = newDirectory();
    const storage = await openStorage({ place: { directory }, planner, delivering: 'chat' });
    return { directory, storage, away: `${directory}.away` };
  };

  it('take nothing once their folder is gone, and go on when it is back', async () => {
    const { storage, directory, away } = await open();
    expect(storage.ledger.isStoreWell()).toBe(true);
    renameSync(directory, away);
    expect(storage.ledger.isStoreWell()).toBe(false);
    await expect(storage.ledger.create(once(new Date()))).rejects.toMatchObject({ code: 'gone' });
    await expect(storage.ledger.list('slack:T1')).rejects.toMatchObject({ code: 'gone' });
    expect(await storage.ledger.checkStore()).toMatchObject({
      problem: { message: expect.stringContaining('was removed or replaced while I was running') },
    });
    renameSync(away, directory);
    expect(await storage.ledger.create(once(new Date()))).toMatchObject({ kind: 'created' });
    expect(storage.ledger.isStoreWell()).toBe(true);
    await storage.close();
  });

  it('take nothing once another store has their place', async () => {
    const { storage, directory, away } = await open();
    renameSync(directory, away);
    const other = await openStorage({ place: { directory }, planner, delivering: 'chat' });
    await expect(storage.ledger.claim(claimAll)).rejects.toMatchObject({ code: 'gone' });
    expect(await other.ledger.claim(claimAll)).toEqual([]);
    await other.close();
    await storage.close();
  });

  it.each(['mdaemon-bot.db-wal', 'delivering-chat.lock'])('are missed one by one: %s', async (name) => {
    const { storage, directory } = await open();
    rmSync(join(directory, name));
    await expect(storage.ledger.create(once(new Date()))).rejects.toMatchObject({
      message: expect.stringContaining(name),
    });
    await storage.close();
  });

  it('confirm nothing where the folder goes while a row is written', async () => {
    const { storage, directory, away } = await open();
    const writing = storage.db.transaction().execute(async (db) => {
      await db.insertInto('seen_events').values({ team: 'slack:T1', key: 'k', seen_at: 0 }).execute();
      renameSync(directory, away);
    });
    await expect(writing).rejects.toMatchObject({ code: 'gone' });
    await storage.close();
  });
});

const claimAll = { limit: 1, owner: 'test', leaseMs: 1_000, platforms: ['slack'] as const };

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

it('leaves no byte of what was erased in its files', async () => {
  const directory = newDirectory();
  const clock = createTestClock();
  const storage = await openStorage({ place: { directory }, planner, now: clock.now });
  const text = 'ask about the merger of Example and Sample';
  for (let index = 0; index < 50; index += 1)
    await storage.ledger.create(once(clock.at(1), { team: 'slack:T1', text }));
  const filesWith = () =>
    readdirSync(directory).filter((name) => readFileSync(join(directory, name)).includes('the merger of Example'));
  expect(filesWith()).not.toEqual([]);
  const deed = {
    team: 'slack:T1',
    by: 'U1',
    role: 'administrator',
    place: '',
    act: 'privacy erase',
    request: '',
  } as const;
  await storage.privacy.planErasure(deed);
  clock.advance(8 * 86_400_000);
  expect(await storage.privacy.eraseDue()).toHaveLength(1);
  expect(filesWith()).toEqual([]);
  await storage.close();
  expect(filesWith()).toEqual([]);
});
