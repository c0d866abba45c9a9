import type { TeamKey } from '../bot/bot.ts';
import type { AuditedKind, AuditSubject } from '../teams/teams.ts';
import type { Database } from './context.ts';
import { type ReminderRow, readAcknowledgement, readReminder } from './rows.ts';

/** One thing of a team's state: what the audit shows of it before and after a change. */
export interface StateItem {
  readonly subject: AuditSubject;
  /** JSON, the same for the same state. */
  readonly value: string;
  /** For what belongs to one person: changing it oneself goes on no record. */
  readonly maker?: string;
}

/** By kind and id. */
export type TeamState = ReadonlyMap<string, StateItem>;

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
