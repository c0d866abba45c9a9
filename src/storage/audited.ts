import type { Deed } from '../bot/bot.ts';
import type {
  DeadlineRepository,
  InboxRepository,
  LedgerStore,
  OccurrenceRepository,
  ReminderRepository,
} from '../reminders/reminders.ts';
import type { TeamStore } from '../teams/teams.ts';
import { makerIn, readTeamState, type StateScope, writeChanges } from './audit-log.ts';
import { createDeadlineRepository } from './deadline-repository.ts';
import { createInboxRepository } from './inbox-repository.ts';
import { createOccurrenceRepository } from './occurrence-repository.ts';
import { createReminderRepository } from './reminder-repository.ts';
import { lockLedger, type StorageContext } from './storage-context.ts';
import { createTeamStore, type KeptPorts } from './team-store.ts';

/**
 * What a method does, as far as the audit is concerned.
 *
 * `reads`: changes nothing. `own`: makes or counts what is its maker's own. `team`: may change anything of the team.
 * `reminder`: changes one reminder, which its first argument or its second names.
 */
type Kind = 'reads' | 'own' | 'team' | 'reminder';

/** Every method that commands and buttons reach. One that is not here does not compile. */
const teamMethods = {
  settings: 'reads',
  saveSettings: 'team',
  profile: 'reads',
  saveProfile: 'team',
  administrators: 'reads',
  appoint: 'team',
  dismiss: 'team',
  hosts: 'reads',
  addHost: 'team',
  removeHost: 'team',
  ownPorts: 'reads',
  setOwnPort: 'team',
  resetOwnPort: 'team',
} as const satisfies Record<keyof TeamStore, Kind>;

const reminderMethods = {
  create: 'own',
  createOnce: 'own',
  importAll: 'own',
  replace: 'team',
  retire: 'team',
  get: 'reads',
  list: 'reads',
  update: 'reminder',
  setState: 'reminder',
  remove: 'reminder',
  findRemoved: 'reads',
  restore: 'reminder',
} as const satisfies Record<keyof ReminderRepository, Kind>;

const occurrenceMethods = {
  runNow: 'reminder',
  acknowledge: 'reminder',
  delivery: 'reads',
  teamOf: 'reads',
  acknowledgements: 'reads',
  lastAnswers: 'reads',
  unanswered: 'reads',
  underWay: 'reads',
  history: 'reads',
  status: 'reads',
} as const satisfies Record<keyof OccurrenceRepository, Kind>;

const deadlineMethods = {
  addDeadline: 'team',
  listDeadlines: 'reads',
  updateDeadline: 'team',
  removeDeadline: 'team',
  finishDeadline: 'team',
} as const satisfies Record<keyof DeadlineRepository, Kind>;

const inboxMethods = {
  refuseMessages: 'team',
  acceptMessages: 'team',
  refusedSenders: 'reads',
  countMessages: 'own',
} as const satisfies Record<keyof InboxRepository, Kind>;

/** The parts of the store that people act on. */
export interface ActedOn {
  readonly ledger: LedgerStore;
  readonly teams: TeamStore;
}

/**
 * The same store for one deed: whatever is changed through it is put on record in the same transaction. The state of the
 * team before is compared with the state after, so that no method has to say what it changed. A person's own reminders are
 * theirs, and what they do with them is on no record.
 */
export function createAudited(
  context: StorageContext,
  kept: KeptPorts,
  { ledger, teams }: ActedOn,
  deed: Deed,
): ActedOn {
  const perform = async <Result>(
    scope: StateScope,
    act: (inner: StorageContext) => Promise<Result>,
  ): Promise<Result> => {
    const now = await context.now();
    try {
      return await context.db.transaction().execute(async (db) => {
        // One after the other, so that what was before and is after is what this deed did.
        await lockLedger(context, db);
        const before = await readTeamState(db, deed.team, scope);
        // Whoever waits for a second connection here, as many do at once, waits for ever.
        const result = await act({ ...context, db, now: async () => now });
        await writeChanges(db, { deed, now, before, after: await readTeamState(db, deed.team, scope), scope });
        return result;
      });
    } finally {
      kept.forget(deed.team);
    }
  };
  const bind = <Store extends object>(
    base: Store,
    kinds: Readonly<Record<string, Kind>>,
    make: (inner: StorageContext) => object,
  ): Partial<Store> => {
    const bound = Object.entries(kinds).flatMap(([name, kind]) => {
      if (kind === 'reads' || kind === 'own') return [];
      const act =
        (given: readonly unknown[]) =>
        (inner: StorageContext): Promise<unknown> =>
          (make(inner) as Methods)[name]?.(...given) ?? Promise.reject(new Error(`There is no ${name}.`));
      const call = async (...given: readonly unknown[]) => {
        if (kind === 'team') return perform('team', act(given));
        const reminder = reminderIn(given);
        const isOwn = (await makerOf(context, deed, reminder)) === deed.by;
        return isOwn ? (base as unknown as Methods)[name]?.(...given) : perform({ reminder }, act(given));
      };
      return [[name, call] as const];
    });
    return Object.fromEntries(bound) as Partial<Store>;
  };
  return {
    teams: { ...teams, ...bind(teams, teamMethods, (inner) => createTeamStore(inner, kept)) },
    ledger: {
      ...ledger,
      ...bind(ledger, reminderMethods, createReminderRepository),
      ...bind(ledger, occurrenceMethods, createOccurrenceRepository),
      ...bind(ledger, deadlineMethods, createDeadlineRepository),
      ...bind(ledger, inboxMethods, createInboxRepository),
    },
  };
}

type Methods = Readonly<Record<string, (...given: readonly unknown[]) => Promise<unknown>>>;

/** `(team, id, …)`, or a request that names the reminder. */
function reminderIn([first, second]: readonly unknown[]): string {
  return typeof first === 'object' && first !== null && 'reminder' in first ? String(first.reminder) : String(second);
}

async function makerOf({ db }: StorageContext, { team }: Deed, reminder: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('reminders')
    .select(['created_by', 'purpose'])
    .where('team', '=', team)
    .where('id', '=', reminder)
    .executeTakeFirst();
  return row === undefined ? undefined : makerIn(row);
}
