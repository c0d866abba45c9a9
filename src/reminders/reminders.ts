export type { Coordination } from './coordination.ts';
export type { DeadlineRepository, TeamDeadline } from './deadline-repository.ts';
export type { ClaimOptions, DeliveryLedger, Materialised, Settled, Settlement } from './delivery-ledger.ts';
export { createDeliveryLoop, type DeliveryLoop } from './delivery-loop.ts';
export type { DeliveryEvent } from './delivery-loop-options.ts';
export { createDeliveryService, type DeliveryService, type PressHow, type PressResult } from './delivery-service.ts';
export { type DeliveryView, type ViewAnswer, type ViewDelivery, type ViewItem, viewDelivery } from './delivery-view.ts';
export type {
  ClaimedDelivery,
  Delivery,
  DeliveryItem,
  FindResult,
  Occurrence,
  OccurrenceKind,
  Poster,
  PostResult,
  Reminder,
  Target,
} from './ledger.ts';
export type { LedgerStore } from './ledger-store.ts';
export type {
  Acknowledgement,
  AcknowledgeRequest,
  AcknowledgeResult,
  LedgerStatus,
  OccurrenceRepository,
  StatusLine,
} from './occurrence-repository.ts';
export { createPlanner, type Planner } from './planner.ts';
export type { ReminderDraft, ReminderPatch, ReminderRepository } from './reminder-repository.ts';
export { createReminderService, type ReminderService, type ScheduledReminder } from './reminder-service.ts';
export type { AnnounceDue } from './wake-up.ts';
