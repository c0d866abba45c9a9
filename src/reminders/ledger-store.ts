import type { Schedule } from './calendar/calendar.ts';
import type { Coordination } from './coordination.ts';
import type { DeadlineRepository } from './deadline-repository.ts';
import type { DeliveryLedger } from './delivery-ledger.ts';
import type { OccurrenceRepository } from './occurrence-repository.ts';
import type { ReminderRepository } from './reminder-repository.ts';

/** Everything that is stored of reminders. `src/storage` implements it on SQLite and PostgreSQL. */
export interface LedgerStore
  extends ReminderRepository,
    DeliveryLedger,
    OccurrenceRepository,
    DeadlineRepository,
    Coordination {}

/** The first occurrence strictly after an instant; nothing where there is none. */
export type NextOccurrence = (schedule: Schedule, after: Date) => Date | undefined;
