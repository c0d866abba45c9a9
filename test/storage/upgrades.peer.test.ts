import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CompiledQuery, Kysely } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { nextOccurrence } from '../../src/reminders/calendar/calendar.ts';
import { createPlanner } from '../../src/reminders/planner.ts';
import { migrate } from '../../src/storage/migrations.ts';
import { createPostgresDialect } from '../../src/storage/postgres.ts';
import type { Schema } from '../../src/storage/schema.ts';
import { createSqliteDialect } from '../../src/storage/sqlite.ts';
import { openStorage, type Storage, type StorageOptions } from '../../src/storage/storage.ts';
import { startPostgres } from '../peers/start-postgres.ts';

/*
 * A store of each version's tables, written by the code of that time (`upgrades/write-fixture.ts`): what today's code makes of it.
 */

const folder = join(import.meta.dirname, 'upgrades');
const fixtures = globSync('*.sql', { cwd: folder }).sort();
const textOf = (fixture: string) => readFileSync(join(folder, fixture), 'utf8');
const team = 'slack:T1';
/**
 * From here on the two databases have tables, functions and triggers of their own kind, so that PostgreSQL's are made by the
 * migrations up to that version, which the test below holds to be what they were.
 */
const firstOfItsOwn = '0011';
/** A minute after the last thing that the writer did. */
const afterwards = new Date('2026-11-25T09:07:00Z');

const root = mkdtempSync(join(tmpdir(), 'upgrades-'));
const postgres = await startPostgres();
afterAll(async () => {
  if (!('missing' in postgres)) await postgres.stop();
  rmSync(root, { recursive: true, force: true });
});

/** A database as that version left it, or an empty one; `more` is run on it. */
type Prepare = (fixture?: string, more?: string) => Promise<StorageOptions['place']>;

const inSqlite: Prepare = async (fixture, more = '') => {
  const text = fixture === undefined ? '' : textOf(fixture);
  const directory = mkdtempSync(join(root, 'data-'));
  const database = new DatabaseSync(join(directory, 'mdaemon-bot.db'));
  database.exec(`begin; ${text}; ${more}; commit`);
  database.close();
  return { directory };
};

const open = (place: StorageOptions['place'], clock: { now: Date }) =>
  openStorage({ place, planner: createPlanner(nextOccurrence), now: () => clock.now });

/** Tables, columns and indexes, as the database tells them. */
async function schemaOf({ db }: Storage, engine: string): Promise<string[]> {
  const text =
    engine === 'SQLite'
      ? `select m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || coalesce(c.dflt_value, '-') || ' ' || c.pk as line
          from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'
         union all select sql from sqlite_master where type = 'index' and sql is not null`
      : `select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '-') as line
          from information_schema.columns where table_schema = 'public'
         union all select indexdef from pg_indexes where schemaname = 'public'`;
  const { rows } = await db.executeQuery<{ line: string }>(CompiledQuery.raw(text));
  return rows.map(({ line }) => line).sort();
}

const delivering = { owner: 'test', leaseMs: 15_000, platforms: ['slack'] as const };

function describeUpgrades(engine: string, prepare: Prepare): void {
  describe(`an upgrade on ${engine}`, () => {
    it.each(fixtures)(
      'of %s loses nothing, doubles nothing, and ends with the tables of a new store',
      async (fixture) => {
        const clock = { now: afterwards };
        const storage = await open(await prepare(fixture), clock);
        const { ledger, teams } = storage;
        const texts = (await ledger.list(team)).map(({ text, state }) => `${text}: ${state}`).sort();
        expect(texts).toEqual([
          'ambiguous: done',
          'count down: active',
          'dead: parked',
          'due and not claimed: done',
          'escalating: done',
          'every day: active',
          'sending when it was killed: done',
          'sent and done: done',
          'to come once: active',
        ]);
        expect(await teams.settings(team)).toMatchObject({ zone: 'Europe/Berlin' });
        expect(await teams.profile(team)).toMatchObject({ version: '25.0.1' });
        expect(await ledger.listDeadlines(team)).toMatchObject([{ id: 'renew', date: '2027-01-31', createdBy: 'U1' }]);
        const { pending, ambiguous, dead, parked } = await ledger.status(team);
        // What was being sent, what is due, and the notice to the owner of what cannot arrive.
        expect({ ...[pending, ambiguous, dead, parked].map(({ count }) => count) }).toEqual({ 0: 3, 1: 1, 2: 1, 3: 1 });
        expect(ambiguous.reasons).toEqual(['it is ambiguous']);

        const claims = await ledger.claim({ limit: 50, ...delivering });
        const told = claims.map(({ items, mustReconcile }) => [
          items.map(({ reminder, occurrence }) => `${reminder.text} (${occurrence.kind})`).join(),
          mustReconcile,
        ]);
        expect(told.sort()).toEqual([
          ['dead (parked-notice)', false],
          ['due and not claimed (scheduled)', false],
          ['sending when it was killed (scheduled)', true],
        ]);
        for (const claim of claims) {
          const begun = claim.mustReconcile ? claim : await ledger.beginSend(claim, 10_000);
          if (typeof begun === 'string') throw new Error(begun);
          expect(await ledger.settle(begun, { kind: 'posted', messageId: '1764061300.000100' })).toBe('sent');
        }
        expect(await ledger.claim({ limit: 50, ...delivering })).toEqual([]);
        // Nobody answered the one that escalates; the one that is done does not.
        clock.now = new Date(afterwards.getTime() + 5 * 3_600_000);
        const later = await ledger.claim({ limit: 50, ...delivering });
        expect(later.flatMap(({ items }) => items.map(({ reminder }) => reminder.text))).toEqual(['escalating']);
        clock.now = new Date('2026-11-26T08:30:00Z');
        expect(await ledger.materialiseDue(['slack'])).toMatchObject({ due: 2, skipped: 0 });

        const made = await ledger.create({
          team,
          text: 'made after the upgrade',
          schedule: { kind: 'once', at: new Date('2026-12-24T08:00:00Z'), zone: 'UTC' },
          target: { kind: 'channel', id: 'C1' },
          catchUp: 'latest',
          graceMs: 60_000,
          pingsEveryone: false,
          createdBy: 'U1',
        });
        expect(made.kind).toBe('created');
        const fresh = await open(await prepare(), clock);
        expect(await schemaOf(storage, engine)).toEqual(await schemaOf(fresh, engine));
        await fresh.close();
        await storage.close();
      },
    );

    it.each(fixtures.filter((fixture) => fixture >= '0008'))(
      'of %s keeps what teams say of their servers and people',
      async (fixture) => {
        const storage = await open(await prepare(fixture), { now: afterwards });
        expect(await storage.teams.hosts(team)).toMatchObject([{ host: 'mail.example.org' }]);
        expect(await storage.teams.ownPorts(team)).toHaveLength(1);
        expect(await storage.teams.administrators(team)).toMatchObject([{ person: 'U9' }]);
        expect(await storage.ledger.refusedSenders(team, 'U2')).toEqual(['U3']);
        await storage.close();
      },
    );

    it('of a newer version is refused in a sentence that says what to do, and nothing is changed', async () => {
      const newer = "insert into kysely_migration values ('9999-newer', '2026-11-25T09:00:00.000Z')";
      const place = await prepare(fixtures.at(-1), newer);
      await expect(open(place, { now: afterwards })).rejects.toMatchObject({
        code: 'unusable',
        message: expect.stringMatching(
          /newer version than this one \(9999-newer\)\. Start that version, or restore the backup/,
        ),
      });
    });
  });
}

describeUpgrades('SQLite', inSqlite);
if ('missing' in postgres) it.skip(`an upgrade on PostgreSQL: ${postgres.missing}`, () => {});
else {
  describeUpgrades('PostgreSQL', async (fixture, more) => {
    const databaseUrl = await postgres.newDatabase();
    const before = new Kysely<Schema>({ dialect: createPostgresDialect(databaseUrl) });
    const run = (text: string) => before.executeQuery(CompiledQuery.raw(text));
    if (fixture !== undefined) {
      const text = textOf(fixture);
      if (fixture < firstOfItsOwn) await run(text);
      else {
        await migrate(before, 'postgres', basename(fixture, '.sql'));
        await run((text.match(/^insert into "(?!kysely_)[\s\S]*?\);$/gm) ?? []).join('\n'));
      }
    }
    if (more !== undefined) await run(more);
    await before.destroy();
    return { databaseUrl };
  });
}

describe('the versions of the tables', () => {
  it.each(fixtures)('%s: its migrations are what they were when it was written', async (fixture) => {
    const asWritten = new DatabaseSync(':memory:');
    asWritten.exec(textOf(fixture));
    const directory = mkdtempSync(join(root, 'data-'));
    const path = join(directory, 'mdaemon-bot.db');
    const quiet = { beforeWork: () => {}, afterWrite: () => {}, onFailure: (error: unknown) => error };
    const db = new Kysely<Schema>({ dialect: createSqliteDialect(path, quiet) });
    await migrate(db, 'sqlite', basename(fixture, '.sql'));
    await db.destroy();
    const asMigrated = new DatabaseSync(path);
    const text = "select sql from sqlite_master where sql is not null and name not like 'sqlite_%' order by sql";
    expect(asMigrated.prepare(text).all()).toEqual(asWritten.prepare(text).all());
    asMigrated.close();
    asWritten.close();
  });

  it('have a fixture each, but for the newest, which is written before the next: see write-fixture.ts', async () => {
    const storage = await open(await inSqlite(), { now: afterwards });
    const { rows } = await storage.db.executeQuery<{ name: string }>(
      CompiledQuery.raw('select name from kysely_migration order by name'),
    );
    await storage.close();
    const names = rows.map(({ name }) => name);
    const written = fixtures.map((fixture) => basename(fixture, '.sql'));
    expect(names.slice(0, -1).filter((name) => !written.includes(name))).toEqual([]);
    expect(written.filter((name) => !names.includes(name))).toEqual([]);
  });
});
