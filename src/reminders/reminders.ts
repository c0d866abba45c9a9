export type { AnnounceDue, DeliveryEvent } from './delivery-loop.ts';
export { createDeliveryLoop, type DeliveryLoop } from './delivery-loop.ts';
export { createDeliveryService, type DeliveryService, type PressHow, type PressResult } from './delivery-service.ts';
export { type DeliveryView, type ViewAnswer, type ViewDelivery, type ViewItem, viewDelivery } from './delivery-view.ts';
export type { ImportDraft, Imported } from './import-reminders.ts';
export type {
  ClaimedDelivery,
  Delivery,
  DeliveryItem,
  FindResult,
  Occurrence,
  OccurrenceKind,
  Poster,
  PostNeeds,
  PostResult,
  Readers,
  Reminder,
  Target,
} from './ledger.ts';
export type {
  Acknowledgement,
  AcknowledgeRequest,
  AcknowledgeResult,
  ClaimOptions,
  Coordination,
  DeadlineRepository,
  DeliveryLedger,
  InboxRepository,
  LedgerStatus,
  LedgerStore,
  Materialised,
  OccurrenceRepository,
  PostUnderWay,
  Reconsidered,
  ReminderDraft,
  ReminderPatch,
  ReminderRepository,
  Settled,
  Settlement,
  StatusLine,
  StoreReport,
  StoreWatch,
  TeamDeadline,
} from './ledger-store.ts';
export { createPlanner, type Planner } from './planner.ts';
export {
  createReminderService,
  type ReminderService,
  type ReminderServiceOptions,
  type ScheduledReminder,
} from './reminder-service.ts';
export type { ReminderState, ToldReminder } from './reminder-state.ts';
