export type {
  Asked,
  Audience,
  ChatAdapter,
  ChatEvent,
  ChatFailure,
  ChatRenderer,
  ControlUse,
  HistoryPage,
  HistoryRange,
  Outdated,
  OutgoingPost,
  PressResponder,
  ReminderPressed,
  RequestSource,
  Responder,
  SharePressed,
} from './adapter.ts';
export type { KeptAnswers } from './chat-context.ts';
export { type Chat, type ChatOptions, createChat } from './create-chat.ts';
export { createPoster, type PostingAdapter } from './delivering.ts';
export { createExpiringMap } from './expiring-map.ts';
export { isUnreached } from './failures.ts';
export { type FileSource, readSentFiles } from './files.ts';
export { keepLink, type OpenLink } from './keep-link.ts';
export {
  type ChatInspectOptions,
  type ChatPlatform,
  type Installations,
  inspectSocketHost,
  unreachedFinding,
} from './platform.ts';
export { createEventRecorder, type RecordedEvent } from './recording.ts';
