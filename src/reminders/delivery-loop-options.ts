import type { Logger, PlatformName } from '../bot/bot.ts';
import type { Delivered, DeliverParts } from './deliver.ts';
import type { ClaimedDelivery, Poster } from './ledger.ts';
import type { LedgerStore } from './ledger-store.ts';
import type { LedgerStatus } from './occurrence-repository.ts';

/** What the delivery loop is built of. */
export interface DeliveryLoopOptions {
  readonly store: LedgerStore;
  /** One poster for each platform this process delivers to; the others' reminders are left alone. */
  readonly posters: Partial<Record<PlatformName, Poster>>;
  readonly logger: Logger;
  /** Names this process in leases; unique among replicas. */
  readonly owner: string;
  readonly observe?: (event: DeliveryEvent) => void;
  /** Covers the way from a claim to its post. Default 15,000. */
  readonly leaseMs?: number;
  /** Deliveries in flight at once. Default 50. */
  readonly concurrency?: number;
  /** How long settled rows are kept. Default 90 days. */
  readonly keepDays?: number;
  /** Default: the process's own timers. */
  readonly time?: LoopTime;
}

/** What the loop tells of itself, for metrics. */
export type DeliveryEvent =
  | {
      readonly kind: 'delivered';
      readonly delivery: ClaimedDelivery;
      readonly result: Delivered;
      readonly lateMs: number;
    }
  | { readonly kind: 'skipped'; readonly count: number }
  | { readonly kind: 'fault'; readonly where: string }
  | { readonly kind: 'tick-dropped'; readonly tick: string }
  | { readonly kind: 'status'; readonly status: LedgerStatus };

/** Timers, and a clock that only goes forward, in milliseconds. */
export interface LoopTime extends Pick<DeliverParts, 'monotonicMs' | 'sleep'> {
  /** Runs once after a time; returns what cancels it. */
  readonly after: (ms: number, run: () => void) => () => void;
}
