import { type Selectable, sql } from 'kysely';
import type { Deed, Role, TeamKey } from '../bot/bot.ts';
import type { Collected, Erasure, PrivacyStore } from '../teams/teams.ts';
import { forgetAudit, writeEvent } from './audit-log.ts';
import { readReminder } from './rows.ts';
import type { Schema } from './schema.ts';
import {
  chunks,
  type Database,
  erasedPerson,
  inTransaction,
  lockLedger,
  type StorageContext,
} from './storage-context.ts';
import type { KeptPorts } from './team-store.ts';

/** The key of the whole team, which no person's id is. */
const wholeTeam = '';
const dayMs = 86_400_000;

/** Hands out and erases what is stored of people and teams. */
export function createPrivacyStore(context: StorageContext, kept: KeptPorts): PrivacyStore {
  const { db, now, limits } = context;
  const record = (trx: Database, deed: Deed, at: Date, person: string) =>
    writeEvent(trx, deed, at, { kind: 'privacy', id: person === wholeTeam ? 'team' : person });
  return {
    async planErasure(deed, person = wholeTeam, why = 'asked') {
      const { team, by, role, place, request } = deed;
      const at = await now();
      const due_at = at.getTime() + limits.eraseAfterDays * dayMs;
      return inTransaction(db, async (trx) => {
        await lockLedger(context, trx);
        const made = await trx
          .insertInto('erasures')
          .values({ team, person, asked_by: by, role, place, request, asked_at: at.getTime(), due_at, why })
          .onConflict((conflict) => conflict.columns(['team', 'person']).doNothing())
          .returningAll()
          .executeTakeFirst();
        if (made !== undefined) await record(trx, deed, at, person);
        return readErasure(made ?? (await selectOne(trx, team, person).executeTakeFirstOrThrow()));
      });
    },
    async cancelErasure(deed, person = wholeTeam, why) {
      const at = await now();
      return inTransaction(db, async (trx) => {
        await lockLedger(context, trx);
        const gone = await trx
          .deleteFrom('erasures')
          .where('team', '=', deed.team)
          .where('person', '=', person)
          .$if(why !== undefined, (query) => query.where('why', '=', why ?? ''))
          .returning('team')
          .executeTakeFirst();
        if (gone !== undefined) await record(trx, deed, at, person);
        return gone !== undefined;
      });
    },
    async plannedErasures(team) {
      const rows = await db.selectFrom('erasures').selectAll().where('team', '=', team).orderBy('due_at').execute();
      return rows.map(readErasure);
    },
    async eraseDue() {
      const at = await now();
      const due = await db.selectFrom('erasures').selectAll().where('due_at', '<=', at.getTime()).execute();
      if (due.length === 0) return [];
      const erased: Erasure[] = [];
      for (const { team, person } of due) {
        // Another replica may have done it, or somebody has cancelled it meanwhile.
        const done = await inTransaction(db, (trx) => eraseOne(context, trx, team as TeamKey, person, at));
        kept.forget(team);
        if (done !== undefined) erased.push(done);
      }
      if (erased.length > 0) await forgetFreeSpace(context);
      return erased;
    },
    collect: (team, person) => collect(db, team, person),
    async teamsOn(platform) {
      const { rows } = await sql<{ team: TeamKey }>`select team from teams union select team from reminders
        union select team from deadlines union select team from hosts union select team from administrators`.execute(
        db,
      );
      return rows.map(({ team }) => team).filter((team) => team.startsWith(`${platform}:`));
    },
  };
}

async function eraseOne(
  context: StorageContext,
  db: Database,
  team: TeamKey,
  person: string,
  at: Date,
): Promise<Erasure | undefined> {
  await lockLedger(context, db);
  const row = await selectOne(db, team, person).executeTakeFirst();
  if (row === undefined || row.due_at > at.getTime()) return undefined;
  if (person === wholeTeam) await eraseTeam(db, team);
  else await erasePerson(db, team, person, erasedPerson);
  const { asked_by: by, role, place, request } = row;
  const deed: Deed = { team, by, role: role as Role, place, act: 'privacy erased', request };
  await writeEvent(db, deed, at, { kind: 'privacy', id: person === wholeTeam ? 'team' : person });
  return readErasure(row);
}

function selectOne(db: Database, team: TeamKey, person: string) {
  return db.selectFrom('erasures').selectAll().where('team', '=', team).where('person', '=', person);
}

/**
 * Makes the file anew where it is SQLite's: free space in its pages, and the log of changes, hold what was deleted until
 * something else takes its place. Blocks for about a second for each 100 MB.
 */
async function forgetFreeSpace({ db, kind }: StorageContext): Promise<void> {
  if (kind === 'postgres') return;
  await sql.raw('vacuum').execute(db);
  await sql.raw('pragma wal_checkpoint(truncate)').execute(db);
}

function readErasure(row: Selectable<Schema['erasures']>): Erasure {
  return {
    team: row.team as TeamKey,
    ...(row.person === wholeTeam ? {} : { person: row.person }),
    askedBy: row.asked_by,
    askedAt: new Date(row.asked_at),
    dueAt: new Date(row.due_at),
    why: row.why as Erasure['why'],
  };
}

/** What of a table's rows is about one person. Every table has a column `team`, unless it is `shared`. */
interface Personal {
  /** Columns with a person's id: the whole row is theirs, and goes with them. */
  readonly rows?: readonly string[];
  /** Columns with a person's id: the row is the team's, and names nobody any more. */
  readonly names?: readonly string[];
  /** The columns of those by which a row is handed out: what others said about somebody is theirs to tell. Default: all. */
  readonly tells?: readonly string[];
  /** Columns of JSON that may name a person, and that a rule of their own changes. */
  readonly within?: readonly string[];
  /** Columns of JSON that may name a person: the row goes. */
  readonly mentions?: readonly string[];
  /** Of no team. */
  readonly shared?: true;
  /** A team's erasure leaves it, or takes it by a rule of its own. */
  readonly stays?: true;
  /** Not handed out: it tells what somebody else asked, or nothing that is about anybody. */
  readonly internal?: true;
}

/** Every table there is: one that is missing here does not compile. */
const tables: Readonly<Record<keyof Schema, Personal>> = {
  // First what hangs on others.
  acknowledgements: { names: ['by_whom'] },
  occurrences: {},
  deliveries: {},
  reminders: { names: ['created_by', 'changed_by'], within: ['escalation'] },
  deadlines: { names: ['created_by', 'done_by'] },
  channels: { internal: true },
  seen_events: { internal: true },
  leases: { shared: true, internal: true },
  question_counts: {},
  question_texts: {},
  kept_answers: { mentions: ['reply'], internal: true },
  administrators: { rows: ['person'], names: ['appointed_by'] },
  refused_senders: { rows: ['recipient', 'sender'], tells: ['recipient'] },
  counted_messages: { rows: ['sender', 'recipient'], tells: ['sender'] },
  hosts: { names: ['added_by'] },
  own_ports: { names: ['changed_by'] },
  teams: { names: ['changed_by'] },
  audit_events: { tells: ['by_whom'], stays: true },
  audit_contents: { mentions: ['before', 'after'], stays: true },
  audit_releases: { shared: true, internal: true },
  erasures: { rows: ['person'], names: ['asked_by'] },
};
const all = Object.entries(tables) as [keyof Schema, Personal][];

/** Deletes everything of a team. Of the record only what was done about privacy stays. */
export async function eraseTeam(db: Database, team: TeamKey): Promise<void> {
  for (const [table, { shared, stays }] of all) {
    if (shared !== true && stays !== true) await sql`delete from ${sql.table(table)} where team = ${team}`.execute(db);
  }
  while ((await forgetAudit(db, team, Number.MAX_SAFE_INTEGER, 'but-privacy')) > 0);
}

/**
 * Deletes what is one person's in a team: their rows, reminders that are private, in a direct message, or for them. What they
 * made for others stays without their name. The record keeps who did what, and loses what names them.
 */
async function erasePerson(db: Database, team: TeamKey, person: string, erased: string): Promise<void> {
  await eraseReminders(db, team, person);
  for (const [table, { rows = [], names = [], mentions = [] }] of all) {
    const own = sql`team = ${team}`;
    for (const column of rows) {
      await sql`delete from ${sql.table(table)} where ${own} and ${sql.ref(column)} = ${person}`.execute(db);
    }
    for (const column of names) {
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${erased} where ${own} and ${sql.ref(column)} = ${person}`.execute(
        db,
      );
    }
    for (const column of table === 'audit_contents' ? [] : mentions) {
      await sql`delete from ${sql.table(table)} where ${own} and ${named(column, person)}`.execute(db);
    }
  }
  await db.insertInto('audit_releases').values({ team, before_at: Number.MAX_SAFE_INTEGER }).execute();
  for (const column of ['before', 'after']) {
    await sql`delete from audit_contents where team = ${team} and ${named(column, person)}`.execute(db);
  }
  await db.deleteFrom('audit_releases').execute();
}

/** True where JSON has this id as a text, or within one as an answer writes people: `@U123`. */
function named(column: string, person: string) {
  return sql`(replace(${sql.ref(column)}, ${`"${person}"`}, '') <> ${sql.ref(column)}
    or replace(${sql.ref(column)}, ${`@${person}`}, '') <> ${sql.ref(column)})`;
}

async function eraseReminders(db: Database, team: TeamKey, person: string): Promise<void> {
  const concerned = await db.selectFrom('reminders').selectAll().where('team', '=', team).execute();
  const gone = concerned.filter(
    ({ created_by, is_private, target_kind, target_id }) =>
      (created_by === person && (is_private === 1 || target_kind !== 'channel')) ||
      (target_kind === 'person' && target_id === person),
  );
  for (const row of concerned) {
    const { then, ...rest } = readReminder(row).escalation ?? {};
    if (then?.kind !== 'person' || then.id !== person) continue;
    const escalation = JSON.stringify(rest);
    await db.updateTable('reminders').set({ escalation }).where('team', '=', team).where('id', '=', row.id).execute();
  }
  for (const ids of chunks(gone.map(({ id }) => id))) {
    for (const table of ['acknowledgements', 'occurrences'] as const) {
      await db.deleteFrom(table).where('team', '=', team).where('reminder', 'in', ids).execute();
    }
    await db.deleteFrom('reminders').where('team', '=', team).where('id', 'in', ids).execute();
  }
  // Posts to them, notices about reminders of others included, and posts of which nothing is left.
  const deliveries = await db
    .selectFrom('deliveries')
    .select('id')
    .where('team', '=', team)
    .where((where) =>
      where.or([
        where.and([where('target_kind', '=', 'person'), where('target_id', '=', person)]),
        where.not(
          where.exists(
            where
              .selectFrom('occurrences')
              .select('occurrences.id')
              .whereRef('occurrences.delivery', '=', 'deliveries.id'),
          ),
        ),
      ]),
    )
    .execute();
  for (const ids of chunks(deliveries.map(({ id }) => id))) {
    await db.deleteFrom('acknowledgements').where('delivery', 'in', ids).execute();
    await db.deleteFrom('occurrences').where('delivery', 'in', ids).execute();
    await db.deleteFrom('deliveries').where('id', 'in', ids).execute();
  }
  await db
    .deleteFrom('channels')
    .where('team', '=', team)
    .where('target_kind', '=', 'person')
    .where('target_id', '=', person)
    .execute();
}

/** Everything of a team, or of one person in it; see `PrivacyStore.collect`. */
async function collect(db: Database, team: TeamKey, person?: string): Promise<Collected> {
  const collected: Record<string, readonly object[]> = {};
  for (const [table, rule] of all) {
    if (rule.shared === true || rule.internal === true) continue;
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)} where team = ${team}`.execute(
      db,
    );
    const found = person === undefined ? rows.map(withoutPrivate) : rows.filter((row) => isAbout(row, rule, person));
    if (found.length > 0) collected[table] = found;
  }
  return collected;
}

function isAbout(row: Readonly<Record<string, unknown>>, rule: Personal, id: string): boolean {
  const { rows = [], names = [], mentions = [], within = [], tells = [...rows, ...names] } = rule;
  const isTarget = row['target_kind'] === 'person' && row['target_id'] === id;
  return (
    isTarget ||
    tells.some((column) => row[column] === id) ||
    [...mentions, ...within].some((column) => String(row[column] ?? '').includes(JSON.stringify(id)))
  );
}

function withoutPrivate(row: Readonly<Record<string, unknown>>): object {
  const isPrivate = row['is_private'] === 1 || row['target_kind'] === 'person';
  return isPrivate && 'text' in row ? { ...row, text: null } : row;
}
