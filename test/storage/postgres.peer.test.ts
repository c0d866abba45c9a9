import { CompiledQuery, Kysely } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import type { ClaimedDelivery } from '../../src/reminders/ledger.ts';
import { createPlanner } from '../../src/reminders/planner.ts';
import { createPostgresDialect } from '../../src/storage/postgres.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { startPostgres } from '../peers/start-postgres.ts';
import { until } from '../peers/until.ts';
import { createTestClock, every, nextOccurrence, once } from '../reminders/fixture.ts';
import { describeAudit } from './audit-contract.ts';
import { describeKeptAnswers } from './kept-answers-contract.ts';
import { deliverOne, describeLedger, type OpenStore } from './ledger-contract.ts';
import { describeOwnServers } from './own-servers-contract.ts';
import { describePrivacy } from './privacy-contract.ts';
import { describeQuestions } from './questions-contract.ts';
import { describeStoredBefore, readDump } from './stored-before.ts';

const planner = createPlanner(nextOccurrence);
const postgres = await startPostgres();

if ('missing' in postgres) {
  it.skip(`the ledger on PostgreSQL: ${postgres.missing}`, () => {});
} else {
  afterAll(() => postgres.stop());

  const prepare = async (): Promise<OpenStore> => {
    const databaseUrl = await postgres.newDatabase();
    return (options) => openStorage({ place: { databaseUrl }, planner, ...options });
  };
  describeLedger('PostgreSQL', prepare);
  describeQuestions('PostgreSQL', prepare);
  describeKeptAnswers('PostgreSQL', prepare);
  describeOwnServers('PostgreSQL', prepare);
  describeAudit('PostgreSQL', async () => {
    const databaseUrl = await postgres.newDatabase();
    return (options) => openStorage({ place: { databaseUrl }, planner, ...options });
  });
  describePrivacy('PostgreSQL', prepare);
  describeStoredBefore('PostgreSQL', async (options) => {
    const databaseUrl = await postgres.newDatabase();
    const before = new Kysely({ dialect: createPostgresDialect(databaseUrl) });
    await before.executeQuery(CompiledQuery.raw(readDump('schema.sql') + readDump('rows.sql')));
    await before.destroy();
    return openStorage({ place: { databaseUrl }, ...options });
  });

  describe('the clock on PostgreSQL', () => {
    it('is the database’s own', async () => {
      const storage = await openStorage({ place: { databaseUrl: await postgres.newDatabase() }, planner });
      const { rows } = await storage.db.executeQuery<{ at: Date }>(CompiledQuery.raw('select clock_timestamp() as at'));
      const difference = (await storage.ledger.now()).getTime() - (rows[0]?.at.getTime() ?? 0);
      expect(difference).toBeGreaterThanOrEqual(0);
      expect(difference).toBeLessThan(10_000);
      await storage.close();
    });
  });

  describe('an idle look on PostgreSQL', () => {
    it('reads its indexes, whatever is stored', async () => {
      const clock = createTestClock();
      const storage = await openStorage({
        place: { databaseUrl: await postgres.newDatabase() },
        planner,
        now: clock.now,
      });
      await storage.ledger.importAll(Array.from({ length: 5_000 }, (_, index) => once(clock.at(1_000_000 + index))));
      await storage.db.executeQuery(CompiledQuery.raw('analyze reminders'));
      for (const text of [
        "select next_due_at from reminders where platform = 'slack' and next_due_at is not null order by next_due_at limit 1",
        "select * from reminders where platform = 'slack' and next_due_at <= 5 order by next_due_at limit 1000",
      ]) {
        const { rows } = await storage.db.executeQuery<Record<string, string>>(CompiledQuery.raw(`explain ${text}`));
        const plan = rows.map((row) => Object.values(row)[0]).join('\n');
        expect(plan).toContain('reminders_next_due');
        expect(plan).not.toMatch(/Seq Scan|Sort/);
      }
      await storage.close();
    });
  });

  describe('statements on PostgreSQL', () => {
    const open = async () => {
      const clock = createTestClock();
      const place = { databaseUrl: await postgres.newDatabase() };
      return { clock, place, storage: await openStorage({ place, planner, now: clock.now }) };
    };
    // One thing after the other is done on one connection, whose statements this shows.
    const kept = async ({ db }: Awaited<ReturnType<typeof openStorage>>) => {
      const text =
        'with kept as (select * from pg_prepared_statements) select count(*) as statements, sum(generic_plans + custom_plans) as runs from kept';
      const { rows } = await db.executeQuery<{ statements: number; runs: string }>(CompiledQuery.raw(text));
      return { statements: rows[0]?.statements ?? 0, runs: Number(rows[0]?.runs) };
    };

    it('are prepared by the first delivery, and none by the second', async () => {
      const { storage, clock } = await open();
      await deliverOne(storage, clock);
      const first = await kept(storage);
      await deliverOne(storage, clock);
      const second = await kept(storage);
      expect(second.statements).toBe(first.statements);
      expect(second.runs - first.runs).toBeGreaterThan(15);
      await storage.close();
    });

    it('are prepared anew when another replica has changed a table', async () => {
      const { storage, clock, place } = await open();
      const other = await openStorage({ place, planner });
      await deliverOne(storage, clock);
      await storage.ledger.list('slack:T1');
      await other.db.executeQuery(CompiledQuery.raw('alter table reminders add column added_later text'));
      expect(await storage.ledger.list('slack:T1')).toHaveLength(1);
      await deliverOne(storage, clock);
      await other.db.executeQuery(CompiledQuery.raw('alter table reminders add column added_last text'));
      // A transaction cannot go on after a refusal. The loop begins it anew.
      await expect(deliverOne(storage, clock)).rejects.toMatchObject({ code: '0A000' });
      await deliverOne(storage, clock);
      await other.close();
      await storage.close();
    });
  });

  describe('an add on PostgreSQL', () => {
    it('is due as the database’s clock says, whenever that was last read', async () => {
      const storage = await openStorage({ place: { databaseUrl: await postgres.newDatabase() }, planner });
      const { ledger } = storage;
      await ledger.create(every(120_000));
      for (let count = 0; count < 20; count += 1) {
        const before = await ledger.now();
        const made = await ledger.create(every(120_000 + count));
        if (made.kind !== 'created') throw new Error(made.kind);
        const { createdAt, nextDueAt, schedule } = made.reminder;
        expect(createdAt.getTime()).toBeGreaterThanOrEqual(before.getTime());
        expect(nextDueAt).toEqual(nextOccurrence(schedule, createdAt));
      }
      await storage.close();
    });
  });

  describe('rows that another transaction has locked', () => {
    it('hold up nobody who begins or ends at the same moment', async () => {
      const clock = createTestClock();
      const storage = await openStorage({
        place: { databaseUrl: await postgres.newDatabase() },
        planner,
        now: clock.now,
      });
      const { ledger, db } = storage;
      for (const id of ['C1', 'C2', 'C3']) await ledger.create(once(clock.now(), { target: { kind: 'channel', id } }));
      await ledger.materialiseDue(['slack']);
      const held = await ledger.claim({ limit: 3, owner: 'a', leaseMs: 10_000, platforms: ['slack'] });
      const locked = held[1]?.id ?? '';
      const holdWhile = (work: () => Promise<void>) =>
        db.transaction().execute(async (transaction) => {
          await transaction.selectFrom('deliveries').selectAll().where('id', '=', locked).forUpdate().execute();
          await work();
        });
      const ended: string[] = [];
      const wait = async <Result>(id: string, work: Promise<Result>) => {
        const result = await work;
        ended.push(id);
        return result;
      };
      let begun: Promise<readonly (string | ClaimedDelivery)[]> = Promise.resolve([]);
      await holdWhile(async () => {
        const all = held.map((each) => wait(each.id, ledger.beginSend(each, 1_000)));
        begun = Promise.all(all);
        await Promise.all(all.filter((_, index) => index !== 1));
        expect(ended).not.toContain(locked);
      });
      const posts = (await begun).flatMap((result) => (typeof result === 'string' ? [] : [result]));
      expect(posts).toHaveLength(3);
      ended.length = 0;
      let settled: Promise<readonly string[]> = Promise.resolve([]);
      await holdWhile(async () => {
        const all = posts.map((each) => wait(each.id, ledger.settle(each, { kind: 'posted', messageId: each.id })));
        settled = Promise.all(all);
        await Promise.all(all.filter((_, index) => index !== 1));
        expect(ended).not.toContain(locked);
      });
      expect(await settled).toEqual(['sent', 'sent', 'sent']);
      await storage.close();
    });
  });

  describe('a connection that the server ends', () => {
    it('fails the transaction it was in, and nothing else', async () => {
      const databaseUrl = await postgres.newDatabase();
      const storage = await openStorage({ place: { databaseUrl }, planner });
      const other = await openStorage({ place: { databaseUrl }, planner });
      const broken = storage.db.transaction().execute(async (transaction) => {
        const { rows } = await transaction.executeQuery<{ pid: number }>(
          CompiledQuery.raw('select pg_backend_pid() as pid'),
        );
        await other.db.executeQuery(CompiledQuery.raw('select pg_terminate_backend($1)', [rows[0]?.pid]));
        // The connection ends between two statements, which nobody waits for.
        await until('the end', async () => {
          const left = await other.db.executeQuery(
            CompiledQuery.raw('select pid from pg_stat_activity where pid = $1', [rows[0]?.pid]),
          );
          return left.rows.length === 0;
        });
        await new Promise((resolve) => setTimeout(resolve, 50));
        await transaction.selectFrom('reminders').selectAll().execute();
      });
      await expect(broken).rejects.toThrow();
      expect(await storage.ledger.list('slack:T1')).toEqual([]);
      await other.close();
      await storage.close();
    });
  });

  describe('a database that is not there', () => {
    it('is told without the password', async () => {
      const databaseUrl = 'postgresql://bot:secret@127.0.0.1:1/none';
      const refused = openStorage({ place: { databaseUrl }, planner });
      await expect(refused).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('DATABASE_URL'),
      });
      await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('secret') });
    });
  });
}
