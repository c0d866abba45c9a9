import type { StoragePlace } from '../../src/config/variables.ts';
import { nextOccurrence } from '../../src/reminders/calendar/schedule.ts';
import { createPlanner } from '../../src/reminders/planner.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';

/** Opens a store with the bot's own calendar, delivering nothing. */
export function openStore(place: StoragePlace): Promise<Storage> {
  return openStorage({ place, planner: createPlanner(nextOccurrence) });
}
