import type { TeamKey } from '../bot/bot.ts';
import type { Delivery } from './ledger.ts';

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
}

/** What an acknowledgement did. */
export interface AcknowledgeResult {
  /** False where somebody was first; `acknowledgement` is then theirs. */
  readonly first: boolean;
  readonly acknowledgement: Acknowledgement;
}

/** What `status` tells of one team, or of all. Ids are those of deliveries, at most twenty each, oldest first. */
export interface LedgerStatus {
  /** Due or on their way. */
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

/** A count with the first ids. */
export interface StatusLine {
  readonly count: number;
  readonly ids: readonly string[];
}

/** What people do with occurrences and deliveries. */
export interface OccurrenceRepository {
  /** Posts the reminder now, besides its schedule. Returns the delivery's id; nothing where there is no such reminder. */
  runNow(team: TeamKey, reminder: string): Promise<string | undefined>;
  /**
   * Records Done or Snooze with who and when, and takes back what waited for it (escalations; after Done also snoozes).
   * A snooze is a new occurrence at `until`. Done finishes a reminder that has no further occurrence, and a countdown.
   * Nothing where the reminder is not there.
   */
  acknowledge(request: AcknowledgeRequest): Promise<AcknowledgeResult | undefined>;
  /** One delivery as it is, for editing a post in place. */
  delivery(team: TeamKey, id: string): Promise<Delivery | undefined>;
  /** The team of a delivery that goes to this person alone; nothing for any other. */
  teamOf(delivery: string, person: string): Promise<TeamKey | undefined>;
  /** What people said to the occurrences of a delivery, oldest first. */
  acknowledgements(team: TeamKey, delivery: string): Promise<readonly Acknowledgement[]>;
  /** The newest deliveries of a reminder, newest first, at most `limit`. */
  history(team: TeamKey, reminder: string, limit: number): Promise<readonly Delivery[]>;
  /** Counts and ids; without a team, of all teams. */
  status(team?: TeamKey): Promise<LedgerStatus>;
}
