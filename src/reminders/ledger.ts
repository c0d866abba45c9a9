import type { TeamKey } from '../bot/bot.ts';
import type { Schedule } from './calendar/calendar.ts';

/** How to catch up on missed occurrences: post only the newest, all (at most 20), or none. */
type CatchUp = 'latest' | 'all' | 'skip';

/** Where a reminder is posted. */
export interface Target {
  /** `channel`: a conversation of the team's platform. `person`: a direct message. `terminal`: the local terminal. */
  readonly kind: 'channel' | 'person' | 'terminal';
  /** The platform's own id. */
  readonly id: string;
}

/** The steps to take if nobody acknowledges a post. */
interface Escalation {
  /** Posted again after this many hours. */
  readonly afterHours: number;
  /** And once more to this target, after the same time again. */
  readonly then?: Target;
}

/** The setting a reminder belongs to. */
export type ReminderPurpose = 'update-policy';

/** A reminder as people made it. */
export interface Reminder {
  /** Short, lower-case, unique in its team: `r7k2`. */
  readonly id: string;
  readonly team: TeamKey;
  readonly text: string;
  readonly schedule: Schedule;
  readonly target: Target;
  readonly catchUp: CatchUp;
  /** A late occurrence within this time is posted without a note; one later than it says "due …, sent …". */
  readonly graceMs: number;
  readonly escalation?: Escalation;
  /** Only an administrator can make one that may ping everybody, and has to say so. */
  readonly pingsEveryone: boolean;
  readonly createdBy: string;
  /** Somebody else, who changed last what it says or when. */
  readonly changedBy?: string;
  /** Its maker's alone: made for themselves, or in a direct message. Nobody else sees or changes it. */
  readonly isPrivate?: true;
  /** Set where a setting of the whole team brought it along, and replaces it. */
  readonly purpose?: ReminderPurpose;
  /** Of an imported one: its UID in the calendar it came from. */
  readonly uid?: string;
  readonly createdAt: Date;
  /** `parked`: cannot be delivered (a channel that is gone, a revoked token) until somebody changes it. */
  readonly state: 'active' | 'paused' | 'done' | 'parked';
  readonly parkedReason?: string;
  /** The next instant it is due; absent where there is none. */
  readonly nextDueAt?: Date;
}

/**
 * Why an occurrence exists. `parked-notice` tells a reminder's owner, once, that it cannot be delivered, and `done-notice`
 * that somebody else ended what was not due yet; each is an
 * occurrence like the others, so that this message is neither lost nor doubled either.
 */
export type OccurrenceKind = 'scheduled' | 'snooze' | 'escalation' | 'run-now' | 'parked-notice' | 'done-notice';

/** One time a reminder is due. `(reminder, kind, scheduledFor)` is unique, and that is what keeps it from doubling. */
export interface Occurrence {
  readonly id: string;
  readonly reminder: string;
  readonly kind: OccurrenceKind;
  readonly scheduledFor: Date;
  /** The delivery it joined; absent where policy skipped it, for the reason given. */
  readonly delivery?: string;
  readonly skippedReason?: string;
}

/**
 * The states of a delivery: `due -> claimed -> sending -> sent | ambiguous | dead`, back to `due` after a refusal.
 * `skipped`: everything in it was taken back (removed, acknowledged) before a post began.
 */
type DeliveryState = 'due' | 'claimed' | 'sending' | 'sent' | 'ambiguous' | 'dead' | 'skipped';

/** One post: the occurrences due in one channel at one instant. They never move to another delivery. */
export interface Delivery {
  /** A UUID. Idempotency key, nonce, message metadata and button ids all come from it. */
  readonly id: string;
  readonly team: TeamKey;
  readonly target: Target;
  readonly dueAt: Date;
  readonly state: DeliveryState;
  /** How many posts have begun. */
  readonly attempts: number;
  /** When the last post began; reconciliation waits for its time-out plus five seconds. */
  readonly attemptStartedAt?: Date;
  readonly postedAt?: Date;
  /** The platform's own id of the message. */
  readonly messageId?: string;
  readonly reason?: string;
  readonly items: readonly DeliveryItem[];
}

/** That a person said Done or Snooze to an occurrence. */
export interface Acknowledgement {
  readonly how: 'done' | 'snooze';
  readonly by: string;
  readonly at: Date;
  /** When a snoozed one comes back. */
  readonly until?: Date;
  readonly occurrence: string;
  readonly reminder: string;
}

/** One reminder in a delivery, with what the post says of it. */
export interface DeliveryItem {
  readonly occurrence: Occurrence;
  readonly reminder: Reminder;
  /** For a notice: who answered the reminder. */
  readonly answer?: Acknowledgement;
}

/** A delivery that this worker holds. Every write names the token; a stale one is refused. */
export interface ClaimedDelivery extends Delivery {
  /** Rises with every claim. */
  readonly fencingToken: number;
  /** True where an earlier attempt may have arrived: look before posting again. */
  readonly mustReconcile: boolean;
}

/** How a post ended, as a platform tells it. */
export type PostResult =
  | { readonly kind: 'posted'; readonly messageId: string }
  /** Certainly not posted; try again not before this many milliseconds. */
  | { readonly kind: 'refused'; readonly retryAfterMs: number; readonly reason: string }
  /** Certainly not posted, and trying again will not help: the channel is gone, the token revoked. */
  | { readonly kind: 'impossible'; readonly reason: string }
  /** It may have been posted: a time-out, a dropped reply, a 500. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** The result of a search in the channel's history. */
export type FindResult =
  | { readonly kind: 'found'; readonly messageId: string }
  | { readonly kind: 'absent' }
  /** The look itself failed for now (a 429, no connection): look again not before this many milliseconds. */
  | { readonly kind: 'refused'; readonly retryAfterMs: number; readonly reason: string }
  /** The history cannot be read; the delivery stays ambiguous and is told. */
  | { readonly kind: 'cannot-tell'; readonly reason: string };

/** How reminders reach people. Platforms implement it; none retries by itself. */
export interface Poster {
  /** Posts once. Never throws; whatever happens is a result. Ends within its own time-out. */
  post(delivery: ClaimedDelivery, options: { readonly late: boolean }): Promise<PostResult>;
  /** Looks for an earlier post of the same delivery. */
  find(delivery: ClaimedDelivery): Promise<FindResult>;
  /** The time-out of one post, in milliseconds. */
  readonly postTimeoutMs: number;
  /**
   * Tells, when a reminder is made, whether it could be delivered; the sentence says what to do.
   *
   * @param needs what is needed beside that; left out, nothing
   */
  check(team: TeamKey, target: Target, needs?: PostNeeds): Promise<PostCheck>;
  /**
   * Whether a person may read a channel. Remembered for five minutes, and that the platform does not say for half a minute.
   * Left out: everybody may.
   */
  readers?(team: TeamKey, channel: string, person: string): Promise<Readers>;
}

/**
 * Who reads a channel: everybody in the team, or the person who was asked about and not everybody, or not even they. Unknown is
 * a no that has to be told.
 */
export type Readers = 'team' | 'person' | 'others' | 'unknown';

/** Whether a reminder could be delivered. */
type PostCheck =
  /** `unchecked`: a sentence on what the platform did not say, for whoever made the reminder. */
  { readonly ok: true; readonly unchecked?: string } | { readonly ok: false; readonly message: string };

/** What a post needs beside the bot's own right to post. */
export interface PostNeeds {
  /** Default false. */
  readonly pingsEveryone?: boolean;
  /** Send a first direct message, where nothing else tells whether this person takes them. */
  readonly proof?: boolean;
  /**
   * The platform's id of the person it is posted for, who has to be allowed to post there too. Where the platform does not
   * say so, the answer is no. Left out where they are there already.
   */
  readonly asker?: string;
}
