import type { Actor, Attachment, Control, PlatformError, PlatformName, Reply, Request, TeamKey } from '../bot/bot.ts';
import type {
  DeliveryService,
  DeliveryView,
  Poster,
  PressHow,
  Readers,
  Target,
  ViewAnswer,
} from '../reminders/reminders.ts';
import type { StartTimer } from '../time/time.ts';
import type { RecordedEvent } from './recording.ts';

/**
 * What a platform has to do to be a chat. Everything that all chats do alike (answering in time, sharing, turning pages,
 * recording presses, posting reminders once) is in this folder and reaches the platform through this contract only.
 *
 * `Event` is what the platform's transport hands over; `Message` is what its renderer makes and its API takes.
 */
export interface ChatAdapter<Event, Message> {
  readonly platform: PlatformName;
  /** The platform's name as people write it: `Slack`. */
  readonly label: string;
  /** The platform's word for a team: `workspace`, `server`. */
  readonly teamWord: string;
  readonly limits: ChatLimits;
  readonly render: ChatRenderer<Message>;

  /**
   * Reads an event: what was asked or pressed, and how to respond. Makes no call. Nothing for what isn't for the bot.
   * `source.newId` gives the same id each time; it is also in the log.
   */
  decode(event: Event, source: RequestSource): ChatEvent<Message> | undefined;

  /**
   * Asks the platform what somebody is in the team. Left out where each event says it. Asked for an actor that `decode`
   * took for a member, and remembered for five minutes; where it rejects, the person counts as an outsider until asked
   * again.
   */
  findActor?(team: TeamKey, actor: Actor): Promise<Actor>;

  /** The same event as JSON, so that it can be replayed: as the platform sent it, and what `decode` knows beside it. */
  record(event: Event): RecordedEvent;

  /** True where a button can carry this command line. Half a line would be another command, so there is no cutting. */
  carriesLine(line: string, requestId: string): boolean;

  /** Set where a message cannot carry files, so that they are uploaded after it. */
  readonly separateFiles?: SeparateFiles;

  /**
   * Finds where a target is reached; may open a direct message. Rejects with what `classify` understands.
   *
   * @param purpose some platforms post to a person without opening anything, but read a history only by its channel
   */
  findPlace(target: Target, purpose: 'post' | 'history', signal: AbortSignal): Promise<string>;

  /**
   * Posts once, as the bot itself, and resolves with the message's id. It never tries again by itself, ends when the
   * signal does, and rejects with what `classify` understands.
   */
  post(place: string, post: OutgoingPost<Message>, signal: AbortSignal): Promise<string>;

  /** One page of a place's history, oldest or newest first as the platform likes. Rejects as `post` does. */
  readHistory(place: string, range: HistoryRange, signal: AbortSignal): Promise<HistoryPage>;

  /**
   * Asked where a history came back empty. Resolves with why it may not be read, where some platforms show an empty one
   * without an error; with nothing where it is really empty.
   */
  whyUnreadable?(team: TeamKey, target: Target, place: string, signal: AbortSignal): Promise<string | undefined>;

  /** Tells, when a reminder is made, whether it could be delivered. See `Poster.check`. */
  readonly check: Poster['check'];

  /** Tells whether a person may read a channel. Left out: everybody may. Rejects where the platform does not say. */
  readers?(team: TeamKey, channel: string, person: string, signal: AbortSignal): Promise<Readers>;

  /** Classifies a failed call. `purpose` is what the call was for. */
  classify(error: unknown, purpose: 'post' | 'history' | 'respond'): ChatFailure;

  /** The same failure for the log; its code is counted, so there must be few. */
  toError(error: unknown, what: string): PlatformError;
}

/** A platform's own numbers. Milliseconds. */
interface ChatLimits {
  /** An answer that takes longer is announced first: below what the platform waits. */
  readonly announceAfterMs: number;
  /** How far the platform's clock and the store's may be apart, when a history is read by time. */
  readonly clockSkewMs: number;
  /** Pages of a history that are read for one post. */
  readonly historyPages: number;
}

/** Pure: the same input gives the same message, within the platform's limits. */
export interface ChatRenderer<Message> {
  answer(reply: Reply, options?: AnswerOptions): { readonly message: Message; readonly pages: number };
  /** @param mayPing only the post itself may ping everybody, never an edit. Default false. */
  reminder(view: DeliveryView, options?: { readonly mayPing?: boolean }): Message;
  /** A sentence of the bot's own. With a title it looks like an answer. `text` is already in the platform's markup. */
  note(text: string, title?: string): Message;
  /** How far a command is, in the bot's own words, with a Stop button that carries the request's id. */
  progress(text: string, requestId: string): Message;
  /** The person who answered a reminder, and when, in the platform's markup. */
  answeredBy(answer: ViewAnswer): { readonly person: string; readonly at: string; readonly until?: string };
}

/** Controls and notes around the answer in a message. */
export interface AnswerOptions {
  /** How the answer is found again by a page or Share button. Left out: it has neither. */
  readonly found?: { readonly key: AnswerKey; readonly requestId: string };
  /** Adds a Share button. Default false. */
  readonly share?: boolean;
  /** From 0. Default the first. */
  readonly page?: number;
  /** The platform's id of whoever shared the answer. */
  readonly sharedBy?: string;
  /** The reader may want to make a reminder next. Default false. */
  readonly newReminder?: boolean;
}

/** How an answer is found again: made anew from its command line, or kept for a while under its request's id. */
export type AnswerKey =
  | { readonly by: 'line'; readonly line: string }
  | { readonly by: 'request'; readonly id: string };

/** Sentences about files that are uploaded separately. */
export interface SeparateFiles {
  /** Says how to let the bot send files; shown if it may not. */
  readonly missing: string;
  /** Why one did not arrive, and what helps. */
  explain(error: unknown): string;
}

/** The parts of a request that come from the program rather than from the platform. */
export interface RequestSource {
  /** The IANA zone that dates are shown in. */
  readonly zone: string;
  readonly now: () => Date;
  readonly newId: () => string;
  /** The platform's ids of the people the operator named as administrators. */
  readonly administrators: ReadonlySet<string>;
}

/** The readers of a message: everybody in the conversation, or whoever asked or pressed. */
export type Audience = 'everyone' | 'asker';

/** An event from a chat. */
export type ChatEvent<Message> =
  | Asked<Message>
  | ReminderPressed<Message>
  | SharePressed<Message>
  | PagePressed<Message>
  | StopPressed<Message>
  | Outdated<Message>
  | HandledByPlatform;

interface Identified {
  /** The platform's id of the event: one that comes again is dropped. Left out where the platform never repeats. */
  readonly id?: string;
}

/** Somebody asked something: a command, a message, a form, or a button that carries a command line. */
export interface Asked<Message> extends Identified {
  readonly kind: 'asked';
  readonly request: Request;
  readonly audience: Audience;
  /** A platform takes a second answer to a message, so the store is asked which replica is first even for a question. */
  readonly isMessage: boolean;
  readonly respond: Responder<Message>;
  /** Reads the files that came with it. Called for a command that takes some. @throws {UserError} `file-not-read` */
  readonly readFiles?: (() => Promise<readonly Attachment[]>) | undefined;
  /** The answer to something that needs no running, such as a form filled in wrongly. */
  readonly refusal?: Reply;
  /** Changes the reply for where it is shown, such as a form. */
  readonly revise?: (reply: Reply) => Reply;
}

/** Done, Snooze or Show below a reminder. */
export interface ReminderPressed<Message> extends Identified {
  readonly kind: 'reminder';
  readonly delivery: string;
  readonly reminder: string;
  /** `typed`: a snooze until the time somebody wrote. */
  readonly how: PressHow | { readonly typed: string };
  readonly actor: Actor;
  /** The team it was posted for, where the event alone may not say. */
  findTeam(deliveries: Pick<DeliveryService, 'teamOf'>): Promise<TeamKey>;
  /** The request behind a command line the presser runs. */
  requestLine(line: string): Request;
  readonly audience: Audience;
  readonly respond: PressResponder<Message>;
}

/** Share below an answer that only its asker sees. */
export interface SharePressed<Message> extends Identified {
  readonly kind: 'share';
  readonly key: AnswerKey;
  readonly requestId: string;
  /** Names the message: a second press of the same button shares nothing. */
  readonly messageKey: string;
  readonly by: Actor;
  readonly team: TeamKey;
  requestLine(line: string): Request;
  /** The pressed message, where the platform sends it along: without the button, as it was, and as others may see it. */
  readonly pressed?: { readonly withoutShare: Message; readonly unchanged: Message; readonly copy: Message };
  readonly respond: PressResponder<Message>;
}

/** Another page of an answer. */
export interface PagePressed<Message> extends Identified {
  readonly kind: 'page';
  readonly page: number;
  readonly key: AnswerKey;
  readonly requestId: string;
  readonly team: TeamKey;
  /** The readers of the message, which shows the page to all of them. */
  readonly audience: Audience;
  requestLine(line: string): Request;
  /** The controls and notes that the message had. */
  readonly shown: Pick<AnswerOptions, 'share' | 'sharedBy'>;
  readonly respond: PressResponder<Message>;
}

/** Stop below a message that says how far a command is. */
export interface StopPressed<Message> extends Identified {
  readonly kind: 'stop';
  /** The request whose command is to stop. */
  readonly requestId: string;
  readonly team: TeamKey;
  readonly by: Actor;
  requestLine(line: string): Request;
  readonly respond: PressResponder<Message>;
}

/** A control that only another version of the bot can have made. */
export interface Outdated<Message> extends Identified {
  readonly kind: 'outdated';
  readonly title: string;
  readonly text: string;
  readonly respond: PressResponder<Message>;
}

/**
 * Only this platform has it: completions, forms, a page of the bot's own. The chat settles who uses it, and refuses it to
 * whom it is not for, before it is handled.
 */
export interface HandledByPlatform extends Identified {
  readonly kind: 'platform';
  readonly control: Control;
  /** Who uses it, and where. */
  readonly request: Request;
  /** Handling it changes something, so that the store is asked which replica is first. Default false. */
  readonly changes?: true;
  handle(use: ControlUse): Promise<void>;
  /** Says why it was not handled. */
  refuse(reply: Reply): Promise<void>;
}

/** What the chat hands to a control of the platform's own. */
export interface ControlUse {
  /** As decoded, with what its actor is in the team. */
  readonly request: Request;
  /** Runs a command for whoever uses the control. */
  dispatch(input: Request): Promise<Reply>;
  readonly startTimer: StartTimer;
}

/**
 * The ways to respond to one event. It keeps track of what has been said: the first response is often another call than
 * those after it. All methods reject with what the platform refused.
 */
export interface Responder<Message> {
  /** Says that an answer will come, where the platform would give up waiting. Called at most once, before any other. */
  announce(): Promise<void>;
  /** Answers, for the event's audience. Later calls add messages. */
  answer(message: Message): Promise<void>;
  /**
   * Says how far a command is, after `announce` and before the answer. Later calls change what the first one said. Resolves
   * with how it ends: `replaced`, where the answer takes its place, or `stays`, where the platform lets nobody change it, so
   * that it is not called again. Left out: nothing can be said.
   */
  progress?(message: Message): Promise<'replaced' | 'stays'>;
  /** Sends the files of an answer that was given. Only where the platform has `separateFiles`. */
  upload?(reply: Reply): Promise<void>;
}

/** The ways to respond to a press. */
export interface PressResponder<Message> extends Responder<Message> {
  /** Replaces the message the control is on. */
  update(message: Message): Promise<void>;
  /** The same as the bot's own edit, for when the platform takes no response any more. */
  updateAsBot(message: Message): Promise<void>;
  /** Tells the presser alone. */
  tell(message: Message): Promise<void>;
  /** Posts where everybody in the conversation reads. */
  share(message: Message): Promise<void>;
}

/** A reminder's post. */
export interface OutgoingPost<Message> {
  readonly message: Message;
  /** The delivery's id: the post carries it, so that it is found again. */
  readonly delivery: string;
  /** Two posts of the same key are one, for as long as the platform remembers. */
  readonly idempotencyKey: string;
  readonly pingsEveryone: boolean;
}

/** The part of a history that is asked for. */
export interface HistoryRange {
  readonly from: Date;
  readonly to: Date;
  /** From the page before. */
  readonly cursor?: string;
}

/** A page of a history. */
export interface HistoryPage {
  /** `delivery`: the one the message carries, where it is a reminder's post. */
  readonly messages: readonly { readonly id: string; readonly delivery?: string | undefined }[];
  /** Where the next page begins; nothing for the last. */
  readonly next?: string | undefined;
  /** There is more, and the platform does not say where. */
  readonly isCut?: boolean;
}

/** The meaning of a failed call. Reasons are for people and name no token. */
export type ChatFailure =
  /** Certainly not done, and it passes by itself. */
  | { readonly kind: 'try-again'; readonly retryAfterMs: number; readonly reason: string }
  /** Certainly not done, and trying again won't help. `says`: the platform's own word for it. */
  | { readonly kind: 'refused'; readonly remedy: string; readonly says: string }
  /** As `refused`, since what was sent is too long or malformed: something shorter may be taken. */
  | { readonly kind: 'content-refused'; readonly remedy: string; readonly says: string }
  /** As `refused`, since the place is gone, and all that was in it. */
  | { readonly kind: 'place-gone'; readonly remedy: string; readonly says: string }
  /** The platform has seen this idempotency key and cannot say which message it made of it. */
  | { readonly kind: 'seen-before' }
  /** It may have been done. */
  | { readonly kind: 'unknown'; readonly reason: string };
