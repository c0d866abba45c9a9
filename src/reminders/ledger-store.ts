import type { Coordination } from './coordination.ts';
import type { DeadlineBook } from './deadline-book.ts';
import type { DeliveryLedger } from './delivery-ledger.ts';
import type { OccurrenceBook } from './occurrence-book.ts';
import type { ReminderBook } from './reminder-book.ts';
import type { Schedule } from './schedule.ts';

/** Everything that is stored of reminders. `src/storage` implements it on SQLite and PostgreSQL. */
export interface LedgerStore extends ReminderBook, DeliveryLedger, OccurrenceBook, DeadlineBook, Coordination {}

/** The first occurrence strictly after an instant; nothing where there is none. */
export type NextOccurrence = (schedule: Schedule, after: Date) => Date | undefined;
