import type { PlatformName, TeamKey } from '../bot/bot.ts';
import type { PrivacyStore } from '../teams/teams.ts';
import type { Schedule } from './calendar/calendar.ts';
import type {
  Acknowledgement,
  ClaimedDelivery,
  Delivery,
  PostResult,
  Reminder,
  ReminderPurpose,
  Target,
} from './ledger.ts';

export type { Acknowledgement } from './ledger.ts';

/** Everything that is stored of reminders. `src/storage` implements it on SQLite and PostgreSQL. */
export interface LedgerStore
  extends ReminderRepository,
    DeliveryLedger,
    OccurrenceRepository,
    DeadlineRepository,
    InboxRepository,
    Coordination,
    Pick<PrivacyStore, 'eraseDue'>,
    StoreWatch {}

/** The first occurrence strictly after an instant; nothing where there is none. */
export type NextOccurrence = (schedule: Schedule, after: Date) => Date | undefined;

/** The part of a reminder that a person gives; the store adds the rest. */
export type ReminderDraft = Omit<
  Reminder,
  'id' | 'changedBy' | 'createdAt' | 'state' | 'parkedReason' | 'nextDueAt'
> & {
  /** Times before it are left out. Default: those before now. */
  readonly from?: Date;
};

/** Changes to a reminder. `escalation: null` removes the escalation. */
export interface ReminderPatch {
  readonly text?: string;
  /** Works out anew when the reminder is next due. */
  readonly schedule?: Schedule;
  readonly target?: Reminder['target'];
  readonly catchUp?: Reminder['catchUp'];
  readonly graceMs?: number;
  readonly escalation?: Reminder['escalation'] | null;
  readonly pingsEveryone?: boolean;
  /** Whoever changes it, where they did not make it; null where its maker does. */
  readonly changedBy?: string | null;
}

/** Made, or refused because the team has as many as it may. */
type CreateResult =
  | { readonly kind: 'created'; readonly reminder: Reminder }
  | { readonly kind: 'limit-reached'; readonly limit: number };

/** Keeps the reminders of all teams. No call ever crosses from one team to another. */
export interface ReminderRepository {
  /** Makes a reminder. When it returns, the reminder survives a kill. */
  create(draft: ReminderDraft): Promise<CreateResult>;
  /**
   * Makes a reminder in place of those of the same purpose, and saves what it is for, in one transaction: where it is refused
   * nothing has changed.
   */
  replace(
    draft: ReminderDraft & { readonly purpose: ReminderPurpose },
    profile: object,
    change: { readonly by: string; readonly at: Date },
  ): Promise<CreateResult>;
  /** Removes the reminders of a purpose and saves what it was for, in one transaction. */
  retire(
    team: TeamKey,
    purpose: ReminderPurpose,
    profile: object,
    change: { readonly by: string; readonly at: Date },
  ): Promise<void>;
  /**
   * Makes a reminder whose UID none of its maker's has, within the team's limit. Where one has it, that is what was `present`
   * before; a removed one does not count.
   */
  createOnce(
    draft: ReminderDraft & { readonly uid: string },
  ): Promise<CreateResult | { readonly kind: 'present'; readonly reminder: Reminder }>;
  /** Makes many in one transaction, without the team's limit. Returns how many. */
  importAll(drafts: readonly ReminderDraft[]): Promise<number>;
  get(team: TeamKey, id: string): Promise<Reminder | undefined>;
  /** The team's reminders, the next one due first, those never due again last. */
  list(team: TeamKey): Promise<readonly Reminder[]>;
  /** Changes fields; returns the reminder as it is now, nothing where there is none. */
  update(team: TeamKey, id: string, patch: ReminderPatch): Promise<Reminder | undefined>;
  /**
   * Pauses, resumes or finishes a reminder. A paused or finished one is not due, and what was due of it and not yet
   * begun is skipped with a reason. `active` works out from now when it is next due, also after `parked`.
   */
  setState(team: TeamKey, id: string, state: 'active' | 'paused' | 'done'): Promise<Reminder | undefined>;
  /** Removes a reminder and skips what was due of it and not yet begun. False where there was none. */
  remove(team: TeamKey, id: string): Promise<boolean>;
  /** A reminder that was removed and can be restored. */
  findRemoved(team: TeamKey, id: string): Promise<Reminder | undefined>;
  /**
   * Restores a removed reminder, within the team's limit. What was skipped in between stays skipped. Nothing where there
   * is none.
   */
  restore(team: TeamKey, id: string): Promise<CreateResult | undefined>;
}

/** What people say about direct messages that others have the bot send them, and who sent how many. */
export interface InboxRepository {
  /**
   * Refuses direct messages set by one person, or by everybody. What was set for them is paused, with the reason, and taken
   * back where its post had not begun. Returns the ids of the reminders it paused.
   */
  refuseMessages(team: TeamKey, recipient: string, sender: string | 'everybody'): Promise<readonly string[]>;
  /** Takes a refusal back; false where there was none. */
  acceptMessages(team: TeamKey, recipient: string, sender: string | 'everybody'): Promise<boolean>;
  /** Whom this person refuses; `everybody` is one of them where it is all. */
  refusedSenders(team: TeamKey, recipient: string): Promise<readonly string[]>;
  /**
   * Asks for one direct message to each recipient, in the name of the sender, and counts it for a day. Counts nothing where
   * one of them refuses, or where it is too much.
   */
  countMessages(
    team: TeamKey,
    sender: string,
    recipients: readonly string[],
    limits: MessageLimits,
  ): Promise<MessageVerdict>;
}

/** How many direct messages to others one person may ask for in a day. */
export interface MessageLimits {
  readonly recipients: number;
  /** Reminders that are set, changed or repeated for one recipient. */
  readonly each: number;
}

type MessageVerdict =
  | { readonly kind: 'counted' }
  | { readonly kind: 'refused'; readonly recipient: string }
  | { readonly kind: 'too-many-recipients'; readonly limit: number }
  | { readonly kind: 'too-many-messages'; readonly recipient: string; readonly limit: number };

/** How much one call of `materialiseDue` did. */
export interface Materialised {
  /** Occurrences that joined a delivery. */
  readonly due: number;
  /** Occurrences left out by policy; each has a row with the reason. */
  readonly skipped: number;
  /** Reminders whose schedule could not be worked out; they are parked. */
  readonly parked: number;
  /** More is due than one batch takes: call again. */
  readonly more: boolean;
}

/** Which deliveries to claim, and for whom. */
export interface ClaimOptions {
  /** At most this many. */
  readonly limit: number;
  /** Names this process in the lease, for people who read the table. */
  readonly owner: string;
  /** How long the claim holds before another worker may take it. Covers the way to `beginSend` and one `find`. */
  readonly leaseMs: number;
  /** Only deliveries of these platforms: a bot without a terminal leaves the terminal's alone. */
  readonly platforms: readonly PlatformName[];
}

/** How a claim ends: as the post did, or without one. */
export type Settlement =
  | PostResult
  /** The post may have arrived and nothing can tell: kept, counted and told, never posted again by itself. */
  | { readonly kind: 'ambiguous'; readonly reason: string }
  /** The history could not be read for now: look again later. */
  | { readonly kind: 'look-again'; readonly retryAfterMs: number; readonly reason: string };

/** A delivery's state after `settle`; `stale` if another worker holds it by now, so that nothing was written. */
export type Settled = 'sent' | 'due' | 'sending' | 'ambiguous' | 'dead' | 'stale';

/** The ambiguous deliveries that are looked for again. */
export type Reconsidered =
  | { readonly team: TeamKey; readonly target?: Target }
  | { readonly platforms: readonly PlatformName[] };

/**
 * The ledger as the delivery loop sees it. Every write names the fencing token of its claim; a stale one changes
 * nothing.
 */
export interface DeliveryLedger {
  /** The store's clock, which alone decides what is due: the database's own on PostgreSQL. */
  now(): Promise<Date>;
  /**
   * Turns reminders that are due into occurrences, joins those of one target and instant to one delivery, and moves
   * each reminder on, all in one transaction. Bounded.
   */
  materialiseDue(platforms: readonly PlatformName[]): Promise<Materialised>;
  /**
   * Takes deliveries that need attention: due ones, claimed ones whose lease ran out, and begun ones whose outcome is
   * unknown and whose post has certainly ended. One per channel and second, so that a busy channel delays no other.
   */
  claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]>;
  /**
   * Records, durably and before the post, that one begins. The delivery returned has the items as they are now. Where
   * none is returned there must be no post: the claim is stale, nothing is left to post, or it was tried too often and
   * is dead by now. Nobody looks for the post before its time-out and five seconds have passed.
   */
  beginSend(claim: ClaimedDelivery, postTimeoutMs: number): Promise<ClaimedDelivery | 'stale' | 'skipped' | 'dead'>;
  /** Records how a claim ended, and with it what follows: escalations, a parked reminder, a pause of the channel. */
  settle(claim: ClaimedDelivery, settlement: Settlement): Promise<Settled>;
  /** Gives a claim back that was not begun: the program stops. */
  release(claim: ClaimedDelivery): Promise<void>;
  /** The next instant at which `materialiseDue` or `claim` has something to do. Costs the same whatever is stored. */
  nextInstant(platforms: readonly PlatformName[]): Promise<Date | undefined>;
  /**
   * Has ambiguous deliveries looked for again, since their history may be readable by now: of one target all, of a team or
   * of platforms one for each target. A look takes its channel a second, so many that are in vain would hold up what is
   * due there; one that succeeds is followed by the others of its target. Returns how many are ambiguous.
   */
  reconsiderAmbiguous(of: Reconsidered): Promise<number>;
  /** Forgets what was settled before this instant, and events of more than a day ago. Bounded; returns how many rows. */
  purge(before: Date): Promise<number>;
}

/** A press of Done or Snooze, or the same typed. */
export interface AcknowledgeRequest {
  readonly team: TeamKey;
  readonly reminder: string;
  /** The delivery whose button was pressed; without it, the newest one that was sent. */
  readonly delivery?: string;
  readonly how: 'done' | 'snooze';
  readonly by: string;
  /** Needed for a snooze. */
  readonly until?: Date;
  /** Done, typed: ends the time that is due next, even where the newest post is done already. */
  readonly next?: boolean;
  /** True for whoever made it, and for whom may change it: they end more than one time ahead. Default false. */
  readonly isMakers?: boolean;
}

/** The outcome of an acknowledgement. */
export interface AcknowledgeResult {
  /** False where somebody was first; `acknowledgement` is then theirs. */
  readonly first: boolean;
  readonly acknowledgement: Acknowledgement;
  /** The person has snoozed it as often as they may in a day, so that nothing was recorded; `acknowledgement` is their last. */
  readonly tooMany?: number;
  /** This time was left out already, and only its maker leaves out more; nothing was recorded. `acknowledgement` is the last. */
  readonly leftOut?: Date;
  /**
   * What Done ended. `post`: a post that was waiting for it. `coming`: one time that is not posted any more. `all`: the
   * reminder, before it was posted or with posts to come. Absent for a snooze, and where somebody was first.
   */
  readonly ended?: 'post' | 'coming' | 'all';
  /** The time that is not posted any more. */
  readonly skipped?: Date;
}

/** Deliveries that need a person's attention, in one team or in all: at most twenty ids each, oldest first. */
export interface LedgerStatus {
  /** Due or on their way, those included that no process has turned into a delivery yet. */
  readonly pending: StatusLine;
  /** Of the pending ones, those due more than a minute ago. */
  readonly late: StatusLine;
  /** Nothing can tell whether they arrived. */
  readonly ambiguous: StatusLine;
  readonly dead: StatusLine;
  /** Left out by policy in the last seven days; ids are those of occurrences. */
  readonly skipped: StatusLine;
  /** Reminders that cannot be delivered; ids are those of reminders. */
  readonly parked: StatusLine;
}

/** A post that has not arrived. `waiting`: it is due, or will be. */
export interface PostUnderWay {
  readonly at: Date;
  readonly how: 'waiting' | 'ambiguous' | 'dead';
}

/** A count with the first ids. */
export interface StatusLine {
  readonly count: number;
  readonly ids: readonly string[];
  /** The ids of the first reminders concerned. */
  readonly reminders: readonly string[];
  /** Since when the first of them is due; absent where there are none. */
  readonly since?: Date;
  /** Why, as far as is known: a few different reasons of the first ones. */
  readonly reasons: readonly string[];
}

/** Acts on occurrences and deliveries for people, and reads them. */
export interface OccurrenceRepository {
  /** Posts the reminder now, besides its schedule. Returns the delivery's id; nothing where there is no such reminder. */
  runNow(team: TeamKey, reminder: string): Promise<string | undefined>;
  /**
   * Records Done or Snooze with who and when, and takes back what waited for it (escalations; after Done also snoozes).
   * A snooze is a new occurrence at `until`. Done finishes a one-off and a countdown, and of a recurring one the time that
   * was posted; where none waits for it, the time that is due next, which is then skipped. Where somebody typed it and so
   * ended what was not due yet, the reminder's owner is told, unless they did it themselves.
   * Nothing where the reminder is not there.
   */
  acknowledge(request: AcknowledgeRequest): Promise<AcknowledgeResult | undefined>;
  /** One delivery as it is, for editing a post in place. */
  delivery(team: TeamKey, id: string): Promise<Delivery | undefined>;
  /** The team of a delivery that goes to this person alone; nothing for any other. */
  teamOf(delivery: string, person: string): Promise<TeamKey | undefined>;
  /** People's answers to the occurrences of a delivery, oldest first. */
  acknowledgements(team: TeamKey, delivery: string): Promise<readonly Acknowledgement[]>;
  /** What was last said to each of the team's reminders. */
  lastAnswers(team: TeamKey): Promise<ReadonlyMap<string, Acknowledgement>>;
  /** The reminders with a post that nobody has answered, each with when its newest one was posted. */
  unanswered(team: TeamKey): Promise<ReadonlyMap<string, Date>>;
  /**
   * What is on its way beside the reminders' next times, by reminder, oldest first: posts that have not arrived, or may not
   * have. Without what somebody answered already, and without escalations that are not due.
   */
  underWay(team: TeamKey): Promise<ReadonlyMap<string, readonly PostUnderWay[]>>;
  /** The newest deliveries of a reminder, newest first, at most `limit`. */
  history(team: TeamKey, reminder: string, limit: number): Promise<readonly Delivery[]>;
  /** Counts and ids; without a team, of all teams. */
  status(team?: TeamKey): Promise<LedgerStatus>;
}

/** A deadline of the team's own, beside the built-in ones. */
export interface TeamDeadline {
  /** Short, kebab-case, unique in its team. */
  readonly id: string;
  readonly team: TeamKey;
  readonly title: string;
  /** The day, as `2026-12-31`. */
  readonly date: string;
  readonly note?: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly done?: { readonly by: string; readonly at: Date };
}

/** Keeps teams' own deadlines, and which deadlines are done. */
export interface DeadlineRepository {
  /** Adds one; false where the team has one of this id already. */
  addDeadline(deadline: Omit<TeamDeadline, 'createdAt' | 'done'>): Promise<boolean>;
  /** The team's own deadlines, the nearest first. */
  listDeadlines(team: TeamKey): Promise<readonly TeamDeadline[]>;
  /** Changes fields; nothing where there is none. Reminders that count down to it move with a new date. */
  updateDeadline(
    team: TeamKey,
    id: string,
    patch: { readonly title?: string; readonly date?: string; readonly note?: string },
  ): Promise<TeamDeadline | undefined>;
  /** Removes one and finishes the reminders that count down to it. */
  removeDeadline(team: TeamKey, id: string): Promise<boolean>;
  /**
   * Marks a deadline done and finishes the reminders that count down to it. Works for built-in deadlines too, which
   * have no row of their own. Returns how many reminders it finished.
   */
  finishDeadline(team: TeamKey, id: string, by: string): Promise<number>;
}

/** Lets the replicas of the bot agree on things through the store. */
export interface Coordination {
  /** True for the first replica and the first time only: a chat event that is delivered again is answered once. */
  firstTime(team: TeamKey, key: string): Promise<boolean>;
  /** Makes the next `firstTime` of this key the first one again: what the key stands for was certainly not done. */
  forgetEvent(team: TeamKey, key: string): Promise<void>;
  /**
   * Takes or renews a named lease. Returns the fencing token while this owner holds it, nothing while another does.
   * The token rises whenever the lease changes hands.
   */
  holdLease(name: string, owner: string, leaseMs: number): Promise<number | undefined>;
  /** Gives a lease up, if this owner holds it. */
  dropLease(name: string, owner: string): Promise<void>;
}

/** How the store is, as of just now. */
export interface StoreReport {
  /** As people call it: `The store in /var/lib/bot`. */
  readonly name: string;
  /** When its tables were made. A new store may mean that the wrong place is set. Absent where that cannot be read. */
  readonly madeAt?: Date;
  /** What keeps it from taking a write, and since when; absent where it took one. */
  readonly problem?: { readonly message: string; readonly since: Date };
}

/** Tells how the store is, and who delivers from it. */
export interface StoreWatch {
  /** Writes once, and tells what came of it. Never rejects. */
  checkStore(): Promise<StoreReport>;
  /** False where the last work on it failed, or its files are gone. Makes no statement. */
  isStoreWell(): boolean;
  /** Notes that this process delivers to these platforms, for so many milliseconds. */
  markDelivering(owner: string, platforms: readonly PlatformName[], forMs: number): Promise<void>;
  /** This process delivers no more. */
  unmarkDelivering(owner: string): Promise<void>;
  /** The platforms some process delivers to now; one that was killed counts until its note runs out. */
  deliveredPlatforms(): Promise<ReadonlySet<PlatformName>>;
}
