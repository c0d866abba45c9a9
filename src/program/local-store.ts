import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Services } from '../../commands/commands.ts';
import { type Deed, type PlatformName, UserError } from '../bot/bot.ts';
import type { StoragePlace } from '../config/config.ts';
import type { Poster, ReminderService } from '../reminders/reminders.ts';
import { createMemoryTeamStore, type TeamStore } from '../teams/teams.ts';
import { type ClaimHosts, claimInStore } from './open-checks.ts';

/** The services that a store is behind. */
export type StoredServices = Pick<Services, 'teams' | 'reminders' | 'questions' | 'audit' | 'privacy'> & {
  /** What changes something, for one deed, which goes on record with everything it changes. */
  actingFor(deed: Deed): Pick<Services, 'teams' | 'reminders' | 'privacy'>;
  /** Puts on record that something of the team's is handed out. */
  noteExport(deed: Deed): Promise<void>;
  /** Claims a host for a check, with everybody who has the same store. Default: within this process. */
  readonly claimHosts?: ClaimHosts;
};

/**
 * What commands get where no store is opened: a team that has set nothing and has no deadlines of its own, and questions
 * that are counted nowhere. Everything else about reminders throws a UserError `no-store`.
 */
export function withoutStore(): StoredServices {
  const refuse = () =>
    Promise.reject(
      new UserError({
        code: 'no-store',
        message: 'Reminders aren’t available here, because nothing is stored.',
        remedy: 'Use the chat, or run the command on its own.',
      }),
    );
  const teams = createMemoryTeamStore();
  const reminders: ReminderService = { ...remindersOnFirstUse(refuse), listDeadlines: async () => [] };
  const privacy = { plan: refuse, cancel: refuse, planned: refuse, collect: refuse };
  return {
    teams,
    reminders,
    privacy,
    actingFor: () => ({ teams, reminders, privacy }),
    audit: { read: refuse },
    // Nothing of the team's is here to be handed out.
    noteExport: async () => {},
    questions: { record: () => {}, list: refuse },
  };
}

type TeamChanges = Omit<TeamStore, 'settings' | 'profile' | 'administrators' | 'hosts' | 'ownPorts'>;

/**
 * A store that is opened by the first command that needs it, so that questions about MDaemon leave no trace. Where it
 * cannot be opened they are answered all the same, as for a team that has set nothing, and standard error says so once;
 * everything else throws a UserError `store-unusable`.
 *
 * @param loadPosters called when the store is opened
 */
export function storeOnFirstUse(
  place: StoragePlace,
  loadPosters: () => Promise<Map<PlatformName, Poster>>,
): StoredServices & { close(): Promise<void> } {
  const openStore = async () => {
    const [{ openReminders }, posters] = await Promise.all([import('./open-reminders.ts'), loadPosters()]);
    return openReminders({ place, posters });
  };
  let opened: ReturnType<typeof openStore> | undefined;
  const open = once(() => {
    opened = openStore();
    return opened;
  });
  let told = false;
  const readOr = <Value>(read: () => Promise<Value>, without: Value): Promise<Value> =>
    read().catch((error: unknown) => {
      if (!told) process.stderr.write(`Answered without settings: ${error instanceof Error ? error.message : error}\n`);
      told = true;
      return without;
    });
  const reminders = remindersOnFirstUse(async () => (await open()).service);
  const changesOf = (acting: () => Promise<TeamStore>): TeamChanges => ({
    saveSettings: async (...change) => (await acting()).saveSettings(...change),
    saveProfile: async (...change) => (await acting()).saveProfile(...change),
    appoint: async (...given) => (await acting()).appoint(...given),
    dismiss: async (...given) => (await acting()).dismiss(...given),
    addHost: async (...given) => (await acting()).addHost(...given),
    removeHost: async (...given) => (await acting()).removeHost(...given),
    setOwnPort: async (...given) => (await acting()).setOwnPort(...given),
    resetOwnPort: async (...given) => (await acting()).resetOwnPort(...given),
  });
  const teams: TeamStore = {
    settings: (team) => readOr(async () => (await open()).teams.settings(team), {}),
    profile: (team) => readOr(async () => (await open()).teams.profile(team), {}),
    administrators: (team) => readOr(async () => (await open()).teams.administrators(team), []),
    hosts: (team) => readOr(async () => (await open()).teams.hosts(team), []),
    // Asked by every question about ports: no store is made for it, so that questions leave no trace.
    ownPorts: async (team) => (exists(place) ? readOr(async () => (await open()).teams.ownPorts(team), []) : []),
    ...changesOf(async () => (await open()).teams),
  };
  const listDeadlines: ReminderService['listDeadlines'] = (team) => readOr(() => reminders.listDeadlines(team), []);
  return {
    // No store is opened to count what could not be answered.
    questions: { record: () => {}, list: async (...query) => (await open()).storage.questions.list(...query) },
    teams,
    reminders: { ...reminders, listDeadlines },
    actingFor(deed) {
      const acting = once(async () => (await open()).actingFor(deed));
      return {
        teams: { ...teams, ...changesOf(async () => (await acting()).teams) },
        reminders: { ...remindersOnFirstUse(async () => (await acting()).reminders), listDeadlines },
        privacy: privacyOnFirstUse(async () => (await acting()).privacy),
      };
    },
    privacy: privacyOnFirstUse(async () => (await open()).privacy),
    audit: { read: async (...query) => (await open()).audit.read(...query) },
    // Where no store can be opened, nothing of the team's is handed out.
    noteExport: (deed) => readOr(async () => (await open()).noteExport(deed), undefined),
    claimHosts: claimInStore(async () => (await open()).storage.ledger),
    close: async () => opened?.then(({ close }) => close()).catch(() => {}),
  };
}

/** Makes something at the first call, and returns the same at all others. */
function once<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Whether there is a store already: a database that is named counts as one. */
function exists(place: StoragePlace): boolean {
  return 'databaseUrl' in place || existsSync(join(place.directory, 'mdaemon-bot.db'));
}

function privacyOnFirstUse(open: () => Promise<Services['privacy']>): Services['privacy'] {
  return {
    plan: async (...given) => (await open()).plan(...given),
    cancel: async (...given) => (await open()).cancel(...given),
    planned: async (...given) => (await open()).planned(...given),
    collect: async (...given) => (await open()).collect(...given),
  };
}

/** @param open called at every call; has to return the same service each time */
function remindersOnFirstUse(open: () => Promise<ReminderService>): ReminderService {
  return {
    now: async () => (await open()).now(),
    list: async (...given) => (await open()).list(...given),
    unknownChannels: async (...given) => (await open()).unknownChannels(...given),
    listForCalendar: async (...given) => (await open()).listForCalendar(...given),
    retire: async (...given) => (await open()).retire(...given),
    importAll: async (...given) => (await open()).importAll(...given),
    show: async (...given) => (await open()).show(...given),
    checkStore: async () => (await open()).checkStore(),
    isDelivered: async (...given) => (await open()).isDelivered(...given),
    status: async (...given) => (await open()).status(...given),
    add: async (...given) => (await open()).add(...given),
    edit: async (...given) => (await open()).edit(...given),
    setState: async (...given) => (await open()).setState(...given),
    remove: async (...given) => (await open()).remove(...given),
    replace: async (...given) => (await open()).replace(...given),
    requireTarget: async (...given) => (await open()).requireTarget(...given),
    refuseMessages: async (...given) => (await open()).refuseMessages(...given),
    acceptMessages: async (...given) => (await open()).acceptMessages(...given),
    refusedSenders: async (...given) => (await open()).refusedSenders(...given),
    restore: async (...given) => (await open()).restore(...given),
    runNow: async (...given) => (await open()).runNow(...given),
    recheck: async (...given) => (await open()).recheck(...given),
    acknowledge: async (...given) => (await open()).acknowledge(...given),
    overview: async (...given) => (await open()).overview(...given),
    listDeadlines: async (...given) => (await open()).listDeadlines(...given),
    addDeadline: async (...given) => (await open()).addDeadline(...given),
    editDeadline: async (...given) => (await open()).editDeadline(...given),
    removeDeadline: async (...given) => (await open()).removeDeadline(...given),
    finishDeadline: async (...given) => (await open()).finishDeadline(...given),
  };
}
