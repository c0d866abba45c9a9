import { randomUUID } from 'node:crypto';
import { UserError } from './bot/errors/user-error.ts';
import type { Logger } from './bot/logger.ts';
import type { PlatformName } from './bot/request.ts';
import type { StoragePlace } from './config/storage-place.ts';
import { nextOccurrence } from './reminders/calendar/next-occurrence.ts';
import { resolveWallClock } from './reminders/calendar/resolve-wall-clock.ts';
import { createDeliveryDesk } from './reminders/create-delivery-desk.ts';
import type { DeliveryDesk } from './reminders/delivery-desk.ts';
import type { DeliveryLoop } from './reminders/delivery-loop.ts';
import type { DeliveryEvent } from './reminders/delivery-loop-options.ts';
import type { Poster } from './reminders/ledger.ts';
import { createPlanner } from './reminders/planner.ts';
import { createReminderDesk, type ReminderDesk } from './reminders/reminder-desk.ts';
import type { Delivering } from './storage/delivering-lock.ts';
import type { Storage } from './storage/open-storage.ts';
import type { TeamStore } from './teams/team-store.ts';

/** What reminders are opened with. */
export interface OpenRemindersOptions {
  readonly place: StoragePlace;
  /** How reminders reach people, by platform. May be filled after the opening. */
  readonly posters: Map<PlatformName, Poster>;
}

/** Reminders and settings, open. */
export interface OpenReminders {
  readonly desk: ReminderDesk;
  readonly teams: TeamStore;
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
  const desk = createReminderDesk({ store: storage.ledger, posters, nextOccurrence, wake: () => {} });
  return { desk, teams: storage.teams, storage, close: storage.close };
}

/** Reminders that are delivered by this process. */
export interface RunningReminders extends OpenReminders {
  /** Where the buttons of posts are answered. */
  readonly deliveries: DeliveryDesk;
  /** Starts to deliver, once the posters are there. */
  start(): Promise<void>;
  /** Stops delivering within ten seconds, gives back what had not begun, and closes the store. */
  close(): Promise<void>;
}

/** What reminders are delivered with. */
export interface RunRemindersOptions extends OpenRemindersOptions {
  readonly logger: Logger;
  /** To chat platforms, or to the terminal this process runs in. */
  readonly delivering: Delivering;
  /** The zone of teams that have set none. */
  readonly zone: string;
  /** How many reminders a team may have. Default 500. */
  readonly remindersPerTeam?: number;
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
  const engine = await createEngine(place, logger);
  const { openStorage } = await import('./storage/open-storage.ts');
  const storage = await openStorage({
    place,
    delivering,
    planner: createPlanner(nextOccurrence),
    announce: engine.announce,
    ...(options.remindersPerTeam === undefined ? {} : { limits: { remindersPerTeam: options.remindersPerTeam } }),
  });
  let loop: DeliveryLoop | undefined;
  const wake = () => loop?.wake();
  return {
    storage,
    teams: storage.teams,
    desk: createReminderDesk({ store: storage.ledger, posters, nextOccurrence, wake }),
    deliveries: createDeliveryDesk({
      book: storage.ledger,
      now: () => storage.ledger.now(),
      zoneOf: async (team) => (await storage.teams.settings(team)).zone ?? zone,
      resolveWallClock,
      wake,
    }),
    async start() {
      const { createDeliveryLoop } = await import('./reminders/delivery-loop.ts');
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

async function createEngine(place: StoragePlace, logger: Logger) {
  if ('databaseUrl' in place) {
    const { createPgBossEngine } = await import('./reminders/engine/pg-boss.ts');
    return createPgBossEngine({ databaseUrl: place.databaseUrl, logger });
  }
  const { createInProcessEngine } = await import('./reminders/engine/in-process.ts');
  return createInProcessEngine();
}

async function open(place: StoragePlace): Promise<Storage> {
  const { openStorage } = await import('./storage/open-storage.ts');
  try {
    return await openStorage({ place, planner: createPlanner(nextOccurrence) });
  } catch (error) {
    throw new UserError({
      code: 'store-unusable',
      message: error instanceof Error ? error.message : String(error),
      remedy: 'Look at `DATA_DIR` or `DATABASE_URL`; questions about MDaemon are answered without it.',
    });
  }
}
