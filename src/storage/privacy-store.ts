import { type Selectable, sql } from 'kysely';
import type { Deed, Role, TeamKey } from '../bot/bot.ts';
import type { Erasure, PrivacyStore } from '../teams/teams.ts';
import { writeEvent } from './audit-log.ts';
import { type Database, erasedPerson, inTransaction, lockLedger, type StorageContext } from './context.ts';
import { collect, erasePerson, eraseTeam } from './personal-data.ts';
import type { Schema } from './schema.ts';
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
