export type {
  AnswerKey,
  AnswerOptions,
  Asked,
  Audience,
  ChatAdapter,
  ChatEvent,
  ChatFailure,
  ChatLimits,
  ChatRenderer,
  HandledByPlatform,
  HistoryPage,
  HistoryRange,
  Outdated,
  OutgoingPost,
  PagePressed,
  PressResponder,
  ReminderPressed,
  RequestSource,
  Responder,
  SeparateFiles,
  SharePressed,
} from './adapter.ts';
export type { KeptAnswers } from './context.ts';
export { type Chat, type ChatOptions, createChat } from './create-chat.ts';
export { createPoster, type PosterOptions, type PostingAdapter } from './delivering.ts';
export { createExpiringMap, type ExpiringMap } from './expiring-map.ts';
export { isUnreached } from './is-unreached.ts';
export { keepLink, type OpenLink } from './keep-link.ts';
export { createWorkTracker, type WorkTracker } from './work-tracker.ts';
