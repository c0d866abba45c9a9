import { randomUUID } from 'node:crypto';
import type { Deed, Logger, PlatformName } from '../bot/bot.ts';
import type { StoragePlace } from '../config/config.ts';
import { nextOccurrence, resolveWallClock } from '../reminders/calendar/calendar.ts';
import { createEngine } from '../reminders/engine/engine.ts';
import {
  createDeliveryLoop,
  createDeliveryService,
  createPlanner,
  createReminderService,
  type DeliveryEvent,
  type DeliveryLoop,
  type DeliveryService,
  type Poster,
  type ReminderService,
  type ReminderServiceOptions,
} from '../reminders/reminders.ts';
import type { Delivering, Storage } from '../storage/storage.ts';
import {
  type AuditService,
  createAuditService,
  createPrivacyService,
  type PrivacyService,
  type TeamStore,
} from '../teams/teams.ts';
import { tellStoreFailures, toUserError } from './store-failures.ts';

export interface OpenRemindersOptions {
  readonly place: StoragePlace;
  /** How reminders reach people, by platform. May be filled after the opening. */
  readonly posters: Map<PlatformName, Poster>;
}

export interface OpenReminders {
  readonly service: ReminderService;
  readonly teams: TeamStore;
  /** The same for one deed, which goes on record with everything it changes. */
  actingFor(deed: Deed): {
    readonly reminders: ReminderService;
    readonly teams: TeamStore;
    readonly privacy: PrivacyService;
  };
  readonly privacy: PrivacyService;
  readonly audit: AuditService;
  /** Puts on record that something of the team's is handed out. */
  noteExport(deed: Deed): Promise<void>;
  readonly storage: Storage;
  close(): Promise<void>;
}

/**
 * Opens the store beside whatever runs, for single commands: nothing is delivered.
 *
 * @throws {UserError} `store-unusable`
 */
export async function openReminders({ place, posters }: OpenRemindersOptions): Promise<OpenReminders> {
  const storage = await open(place);
  return {
    ...servicesOver(storage, { posters, nextOccurrence, wake: () => {} }),
    storage,
    close: storage.close,
  };
}

/** The services over a store, and the same for single deeds. */
export function servicesOver(
  storage: Storage,
  options: Omit<ReminderServiceOptions, 'store'>,
): Omit<OpenReminders, 'storage' | 'close'> {
  const over = ({ ledger, teams }: Pick<Storage, 'ledger' | 'teams'>) => ({
    reminders: tellStoreFailures(createReminderService({ ...options, store: ledger })),
    teams: tellStoreFailures(teams),
  });
  const { reminders: service, teams } = over(storage);
  const privacy = tellStoreFailures(storage.privacy);
  const { note } = tellStoreFailures(storage.audit);
  return {
    service,
    teams,
    actingFor: (deed) => ({ ...over(storage.actingFor(deed)), privacy: createPrivacyService(privacy, deed) }),
    privacy: createPrivacyService(privacy),
    audit: createAuditService(tellStoreFailures(storage.audit)),
    noteExport: (deed) => note(deed, { kind: 'export', id: '' }),
  };
}

/** Reminders that are delivered by this process. */
export interface RunningReminders extends OpenReminders {
  /** Where the buttons of posts are answered. */
  readonly deliveries: DeliveryService;
  /** Starts to deliver, once the posters are there. */
  start(): Promise<void>;
  /** Stops delivering within ten seconds, gives back what had not begun, and closes the store. */
  close(): Promise<void>;
}

export interface RunRemindersOptions extends OpenRemindersOptions {
  readonly logger: Logger;
  /** To chat platforms, or to the terminal this process runs in. */
  readonly delivering: Delivering;
  /** The zone of teams that have set none. */
  readonly zone: string;
  /** How many reminders a team may have. Default 500. */
  readonly remindersPerTeam?: number;
  /** Other people to whom one person can have direct messages sent in a day. Default 5. */
  readonly recipientsPerDay?: number;
  /** What one person may have and do. Defaults as those of the service and the store. */
  readonly remindersPerPerson?: number;
  readonly deadlines?: { readonly team: number; readonly person: number };
  readonly snoozesPerReminder?: number;
  readonly auditDays?: number;
  readonly eraseAfterDays?: number;
  /** Told of every delivery. */
  readonly observe?: (event: DeliveryEvent) => void;
}

/**
 * Opens the store as a process that delivers.
 *
 * @throws {StorageError} `already-delivering` or `unusable`; the message says what to do.
 */
export async function runReminders(options: RunRemindersOptions): Promise<RunningReminders> {
  const { place, posters, logger, delivering, zone } = options;
  const { database, jobs } = shareConnections(place);
  const engine = await createEngine({ ...jobs, logger });
  const { openStorage } = await import('../storage/storage.ts');
  const storage = await openStorage({
    place: database,
    delivering,
    planner: createPlanner(nextOccurrence),
    announce: engine.announce,
    limits: {
      ...(options.remindersPerTeam === undefined ? {} : { remindersPerTeam: options.remindersPerTeam }),
      ...(options.snoozesPerReminder === undefined ? {} : { snoozesPerReminder: options.snoozesPerReminder }),
      ...(options.auditDays === undefined ? {} : { auditDays: options.auditDays }),
      ...(options.eraseAfterDays === undefined ? {} : { eraseAfterDays: options.eraseAfterDays }),
    },
  });
  let loop: DeliveryLoop | undefined;
  const wake = () => loop?.wake();
  return {
    storage,
    ...servicesOver(storage, {
      posters,
      nextOccurrence,
      wake,
      recipientsPerDay: options.recipientsPerDay,
      remindersPerPerson: options.remindersPerPerson,
      deadlines: options.deadlines,
    }),
    deliveries: createDeliveryService({
      repository: storage.ledger,
      actingFor: (deed) => storage.actingFor(deed).ledger,
      now: () => storage.ledger.now(),
      zoneOf: async (team) => (await storage.teams.settings(team)).zone ?? zone,
      resolveWallClock,
      async readTime(typed, now, zone) {
        const { parseWhen } = await import('../reminders/calendar/calendar.ts');
        // The parser wants a text behind the when.
        const when = parseWhen(`${typed} again`, { now, zone });
        return when.kind === 'ok' && when.schedule.kind === 'once' ? when.schedule.at : undefined;
      },
      wake,
    }),
    async start() {
      loop = createDeliveryLoop({
        store: storage.ledger,
        posters: Object.fromEntries(posters),
        logger,
        owner: randomUUID(),
        ...(options.observe === undefined ? {} : { observe: options.observe }),
      });
      await engine.start(wake);
      loop.start();
    },
    async close() {
      await loop?.stop();
      await engine.stop();
      await storage.close();
    },
  };
}

/** Of one replica, where none are said. */
const defaultConnections = 14;

/** The jobs get up to four of the connections, the store the rest. */
function shareConnections(place: StoragePlace) {
  if ('directory' in place) return { database: place, jobs: {} };
  const { databaseUrl, connections = defaultConnections } = place;
  const forJobs = Math.min(4, Math.floor(connections / 2));
  return {
    database: { databaseUrl, connections: connections - forJobs },
    jobs: { databaseUrl, connections: forJobs },
  };
}

async function open(place: StoragePlace): Promise<Storage> {
  const { openStorage } = await import('../storage/storage.ts');
  try {
    return await openStorage({ place, planner: createPlanner(nextOccurrence) });
  } catch (error) {
    throw toUserError(error);
  }
}
