import type { Logger } from '../bot/bot.ts';
import { type StartTimer, withinTime } from '../time/time.ts';
import type { ClaimedDelivery, FindResult, Poster, PostResult } from './ledger.ts';
import type { DeliveryLedger, Settled, Settlement } from './ledger-store.ts';

export interface DeliverParts {
  readonly ledger: Pick<DeliveryLedger, 'beginSend' | 'settle' | 'release' | 'reconsiderAmbiguous'>;
  readonly poster: Poster;
  readonly logger: Logger;
  /** True once the program stops: nothing begins any more. */
  readonly isStopping: () => boolean;
  /** A clock that only goes forward, in milliseconds. */
  readonly monotonicMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Starts the time-out of a post or a look. */
  readonly startTimeout: StartTimer;
}

/**
 * How one delivery ended. `skipped`: nothing was left to post. `released`: the program stops, another worker takes it.
 */
export type Delivered = Settled | 'skipped' | 'released';

/** A post starts within this time of being recorded, or not at all: others count on when it must have ended. */
const longestStallMs = 2_000;
/** A post or look that overstays its own time-out by this is given up. */
const overstayMs = 1_000;
/** The database may be away for a moment just when a result is to be written. */
const settlePausesMs = [50, 200, 500, 1_000];

/**
 * Takes one claim to its end: looks for an earlier post where one may have arrived, records the attempt, posts, and
 * writes down what came of it.
 *
 * @throws what the store throws; the lease then runs out and another worker goes on from the ledger.
 */
export async function deliver(claim: ClaimedDelivery, parts: DeliverParts): Promise<Delivered> {
  const { ledger, poster } = parts;
  if (claim.mustReconcile) {
    const found = await findWithin(claim, parts);
    // A history that can be read tells about whatever else was ambiguous in it.
    if (found.kind === 'found' || found.kind === 'absent') {
      await ledger.reconsiderAmbiguous({ team: claim.team, target: claim.target });
    }
    const settlement = settlementOfFind(found);
    if (settlement !== undefined) return settle(claim, settlement, parts);
  }
  if (parts.isStopping()) {
    await ledger.release(claim);
    return 'released';
  }
  const startedMs = parts.monotonicMs();
  const begun = await ledger.beginSend(claim, poster.postTimeoutMs);
  if (typeof begun === 'string') return begun;
  // The process may have been stopped, or the database slow, since the attempt was recorded. A post that starts late
  // would end after others look for it, and so come twice.
  if (parts.monotonicMs() - startedMs > longestStallMs) {
    return settle(
      begun,
      { kind: 'refused', retryAfterMs: 0, reason: 'the process was held up before the post' },
      parts,
    );
  }
  return settle(begun, await postWithin(begun, parts), parts);
}

/** Whether any part of a delivery is later than its grace time. */
function isLate(delivery: ClaimedDelivery): boolean {
  const nowMs = delivery.attemptStartedAt?.getTime() ?? 0;
  return delivery.items.some(
    ({ occurrence, reminder }) => nowMs - occurrence.scheduledFor.getTime() > reminder.graceMs,
  );
}

/** Nothing where the post certainly did not arrive. */
function settlementOfFind(found: FindResult): Settlement | undefined {
  if (found.kind === 'absent') return undefined;
  if (found.kind === 'found') return { kind: 'posted', messageId: found.messageId };
  if (found.kind === 'cannot-tell') return { kind: 'ambiguous', reason: found.reason };
  return { kind: 'look-again', retryAfterMs: found.retryAfterMs, reason: found.reason };
}

async function findWithin(claim: ClaimedDelivery, parts: DeliverParts): Promise<FindResult> {
  const failed = (reason: string): FindResult => ({ kind: 'refused', retryAfterMs: 0, reason });
  return within(parts, failed, () => parts.poster.find(claim));
}

async function postWithin(begun: ClaimedDelivery, parts: DeliverParts): Promise<PostResult> {
  const failed = (reason: string): PostResult => ({ kind: 'unknown', reason });
  return within(parts, failed, () => parts.poster.post(begun, { late: isLate(begun) }));
}

/** A poster keeps its own time-out and never throws; one that does otherwise holds nothing up. */
async function within<Result>(
  { poster, startTimeout }: DeliverParts,
  failed: (reason: string) => Result,
  work: () => Promise<Result>,
): Promise<Result> {
  const late = () => failed('it took too long');
  try {
    return await withinTime(work(), poster.postTimeoutMs + overstayMs, late, startTimeout);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

/** Writes the result down. Without it the delivery would have to be looked for, which not every channel allows. */
async function settle(claim: ClaimedDelivery, settlement: Settlement, parts: DeliverParts): Promise<Settled> {
  for (const pauseMs of settlePausesMs) {
    try {
      return await parts.ledger.settle(claim, settlement);
    } catch (error) {
      const fields = { delivery: claim.id, reason: error instanceof Error ? error.message : String(error) };
      parts.logger.debug(fields, 'A result could not be written down yet');
      await parts.sleep(pauseMs);
    }
  }
  return parts.ledger.settle(claim, settlement);
}
