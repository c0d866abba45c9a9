import type { Selectable } from 'kysely';
import type { Deed, Role, TeamKey } from '../bot/bot.ts';
import type { AuditEntry, AuditedKind, AuditLog, AuditSubject } from '../teams/teams.ts';
import { type ReminderRow, readAcknowledgement, readReminder } from './rows.ts';
import type { Schema } from './schema.ts';
import type { Database, StorageContext } from './storage-context.ts';

/** The stored audit. What keeps it append-only are triggers; see `createAudit` in `migrations.ts`. */
export function createAuditLog({ db, now }: StorageContext): AuditLog {
  return {
    async read(team, { since, by, of, limit, order }) {
      const asked = db
        .selectFrom('audit_events')
        .where('audit_events.team', '=', team)
        .$if(since !== undefined, (query) => query.where('audit_events.at', '>=', since?.getTime() ?? 0))
        .$if(by !== undefined, (query) => query.where('by_whom', '=', by ?? ''))
        .$if(of !== undefined, (query) =>
          query.where((where) => where.or([where('subject_kind', '=', of ?? ''), where('subject', '=', of ?? '')])),
        );
      const { total } = await asked.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await asked
        .leftJoin('audit_contents', 'audit_contents.event', 'audit_events.number')
        .selectAll('audit_events')
        .select(['audit_contents.before', 'audit_contents.after', 'audit_contents.event'])
        .orderBy('audit_events.number', order === 'newest-first' ? 'desc' : 'asc')
        .limit(limit)
        .execute();
      return { entries: rows.map(readEntry), total: Number(total) };
    },
    async note(deed, subject) {
      await writeEvent(db, deed, await now(), subject);
    },
  };
}

interface Changes {
  readonly deed: Deed;
  readonly now: Date;
  readonly before: TeamState;
  readonly after: TeamState;
  readonly scope: StateScope;
}

/** Puts everything on record that differs, within the transaction that made it differ. */
export async function writeChanges(db: Database, { deed, now, before, after, scope }: Changes): Promise<void> {
  let isTold = false;
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key), after.get(key)];
    const item = is ?? was;
    if (item === undefined || was?.value === is?.value || item.maker === deed.by) continue;
    await writeEvent(db, deed, now, item.subject, { before: was?.value, after: is?.value });
    isTold = true;
  }
  // Somebody else's reminder that was only posted once more is as it was.
  const untold = scope === 'team' || isTold ? undefined : after.get(`reminder ${scope.reminder}`);
  if (untold !== undefined) await writeEvent(db, deed, now, untold.subject);
}

/** Puts one thing on record. */
export async function writeEvent(
  db: Database,
  { team, by, role, place, act, request }: Deed,
  now: Date,
  { kind, id }: AuditSubject,
  content?: { readonly before: string | undefined; readonly after: string | undefined },
): Promise<void> {
  const at = now.getTime();
  const { number } = await db
    .insertInto('audit_events')
    .values({
      team,
      at,
      by_whom: by,
      role,
      place,
      act,
      request,
      subject_kind: kind,
      subject: id,
      has_content: content === undefined ? 0 : 1,
    })
    .returning('number')
    .executeTakeFirstOrThrow();
  if (content === undefined) return;
  await db
    .insertInto('audit_contents')
    .values({ event: number, team, at, before: content.before ?? null, after: content.after ?? null })
    .execute();
}

type Row = Selectable<Schema['audit_events']> & {
  readonly before: string | null;
  readonly after: string | null;
  readonly event: number | null;
};

function readEntry(row: Row): AuditEntry {
  const kind = row.subject_kind as AuditedKind;
  return {
    number: Number(row.number),
    at: new Date(Number(row.at)),
    team: row.team as TeamKey,
    by: row.by_whom,
    role: row.role as Role,
    place: row.place,
    act: row.act,
    request: row.request,
    subject: { kind, id: row.subject },
    ...(row.before === null ? {} : { before: JSON.parse(row.before) as unknown }),
    ...(row.after === null ? {} : { after: JSON.parse(row.after) as unknown }),
    ...(row.event === null && row.has_content === 1 ? { hidden: 'erased' as const } : {}),
  };
}

/** Deleted in one go. */
const batch = 1_000;

/**
 * Deletes old entries, of one team or of all (`*`), within a transaction. Bounded; returns how many rows.
 *
 * @param which `but-privacy` leaves what was done about privacy
 */
export async function forgetAudit(
  db: Database,
  team: string,
  beforeMs: number,
  which: 'all' | 'but-privacy' = 'all',
): Promise<number> {
  const old = await db
    .selectFrom('audit_events')
    .select('number')
    .where('at', '<', beforeMs)
    .$if(which === 'but-privacy', (query) => query.where('subject_kind', '!=', 'privacy'))
    .$if(team !== '*', (query) => query.where('team', '=', team))
    .limit(batch)
    .execute();
  if (old.length === 0) return 0;
  const numbers = old.map(({ number }) => number);
  await db.insertInto('audit_releases').values({ team, before_at: beforeMs }).execute();
  await db.deleteFrom('audit_contents').where('event', 'in', numbers).execute();
  await db.deleteFrom('audit_events').where('number', 'in', numbers).execute();
  await db.deleteFrom('audit_releases').execute();
  return numbers.length;
}

/** One thing of a team's state: what the audit shows of it before and after a change. */
interface StateItem {
  readonly subject: AuditSubject;
  /** JSON, the same for the same state. */
  readonly value: string;
  /** For what belongs to one person: changing it oneself goes on no record. */
  readonly maker?: string;
}

/** By kind and id. */
type TeamState = ReadonlyMap<string, StateItem>;

/** The whole team, or one reminder with its last answer. */
export type StateScope = { readonly reminder: string } | 'team';

/**
 * Reads everything of a team that goes on record when it changes. A reminder that was removed is not there. Neither is what
 * changes by itself: when a reminder is due next.
 */
export async function readTeamState(db: Database, team: TeamKey, scope: StateScope): Promise<TeamState> {
  const items: StateItem[] = [];
  const add = (kind: AuditedKind, id: string, value: unknown, maker?: string) =>
    items.push({ subject: { kind, id }, value: JSON.stringify(value), ...(maker === undefined ? {} : { maker }) });
  const reminders = await db
    .selectFrom('reminders')
    .selectAll()
    .where('team', '=', team)
    .where('state', '!=', 'removed')
    .$if(scope !== 'team', (query) => query.where('id', '=', (scope as { reminder: string }).reminder))
    .execute();
  for (const row of reminders) add('reminder', row.id, reminderState(row), makerIn(row));
  if (scope !== 'team') {
    const [reminder] = reminders;
    const last = await db
      .selectFrom('acknowledgements')
      .selectAll()
      .where('team', '=', team)
      .where('reminder', '=', scope.reminder)
      .orderBy('at', 'desc')
      .orderBy('occurrence', 'desc')
      .orderBy('how')
      .limit(1)
      .executeTakeFirst();
    if (last !== undefined) {
      const { occurrence, how, by, until } = readAcknowledgement(last);
      add(
        'answer',
        scope.reminder,
        { occurrence, how, by, until },
        reminder === undefined ? undefined : makerIn(reminder),
      );
    }
    return byKey(items);
  }
  const said = await db.selectFrom('teams').select(['settings', 'profile']).where('team', '=', team).executeTakeFirst();
  // One row holds both, so that either may be empty.
  for (const kind of ['settings', 'profile'] as const) {
    if (said !== undefined && said[kind] !== '{}') add(kind, '', JSON.parse(said[kind]));
  }
  const administrators = await db
    .selectFrom('administrators')
    .select(['person', 'appointed_by'])
    .where('team', '=', team)
    .execute();
  for (const { person, appointed_by } of administrators) add('administrator', person, { appointedBy: appointed_by });
  const hosts = await db.selectFrom('hosts').select(['host', 'added_by']).where('team', '=', team).execute();
  for (const { host, added_by } of hosts) add('host', host, { addedBy: added_by });
  const ports = await db
    .selectFrom('own_ports')
    .select(['port_row', 'host', 'port'])
    .where('team', '=', team)
    .execute();
  for (const { port_row, host, port } of ports) add('port', `${port_row} ${host}`.trim(), { port: Number(port) });
  const deadlines = await db.selectFrom('deadlines').selectAll().where('team', '=', team).execute();
  for (const { id, title, date, note, created_by, done_by } of deadlines) {
    add('deadline', id, { title, date, note, createdBy: created_by, doneBy: done_by });
  }
  const blocks = await db
    .selectFrom('refused_senders')
    .select(['recipient', 'sender'])
    .where('team', '=', team)
    .execute();
  for (const { recipient, sender } of blocks) add('block', `${recipient} ${sender}`, {});
  return byKey(items);
}

function byKey(items: readonly StateItem[]): TeamState {
  return new Map(items.map((item) => [`${item.subject.kind} ${item.subject.id}`, item]));
}

/** Whose a reminder is; nobody's where a setting of the team brought it along. */
export function makerIn({ purpose, created_by }: Pick<ReminderRow, 'purpose' | 'created_by'>): string | undefined {
  return purpose === null ? created_by : undefined;
}

/** What a direct message says is between its sender and its recipient, whoever changes it. */
function reminderState(row: ReminderRow): object {
  const { text, schedule, target, state, catchUp, graceMs, escalation, pingsEveryone, createdBy } = readReminder(row);
  const said = target.kind === 'person' ? {} : { text };
  return { ...said, schedule, target, state, catchUp, graceMs, escalation, pingsEveryone, createdBy };
}
