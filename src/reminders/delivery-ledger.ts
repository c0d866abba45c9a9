import type { PlatformName, TeamKey } from '../bot/bot.ts';
import type { ClaimedDelivery, PostResult } from './ledger.ts';

/** What one call of `materialiseDue` did. */
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

/** What became of a delivery after `settle`; `stale` where another worker holds it by now and nothing was written. */
export type Settled = 'sent' | 'due' | 'sending' | 'ambiguous' | 'dead' | 'stale';

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
   * Records, durably and before the post, that one begins. Without a delivery there must be no post: the claim is
   * stale, nothing is left to post, or it was tried too often and is dead by now. The delivery returned has the items as they are now. Nobody looks for the post
   * before its time-out and five seconds have passed.
   */
  beginSend(claim: ClaimedDelivery, postTimeoutMs: number): Promise<ClaimedDelivery | 'stale' | 'skipped' | 'dead'>;
  settle(claim: ClaimedDelivery, settlement: Settlement): Promise<Settled>;
  /** Gives a claim back that was not begun: the program stops. */
  release(claim: ClaimedDelivery): Promise<void>;
  /** The next instant at which `materialiseDue` or `claim` has something to do. Costs the same whatever is stored. */
  nextInstant(platforms: readonly PlatformName[]): Promise<Date | undefined>;
  /** Makes the team's ambiguous deliveries be looked for once more: the history can be read by now. Returns how many. */
  reconsiderAmbiguous(team: TeamKey): Promise<number>;
  /** Forgets what was settled before this instant, and events of more than a day ago. Bounded; returns how many rows. */
  purge(before: Date): Promise<number>;
}
