import { createHash } from 'node:crypto';
import type { Logger } from '../../../bot/bot.ts';
import type { Coordination } from '../../../reminders/reminders.ts';
import { type ConnectionOptions, type KeptConnection, keepConnection } from './connection.ts';

export interface RunGatewayOptions
  extends Pick<ConnectionOptions, 'config' | 'outgoing' | 'relay' | 'attach' | 'now' | 'logger'> {
  readonly coordination: Pick<Coordination, 'holdLease' | 'dropLease'>;
  /**
   * True where other processes may share the store. Where this is the only one it takes the lease of the process that
   * was here before it, instead of waiting for its end.
   */
  readonly replicas: boolean;
  /** A clock that only goes forward; see `createElapsedClock`. */
  readonly elapsedMs: () => number;
  readonly newId: () => string;
}

/** This process's connection: open, opening, or waiting for another process to end. */
type GatewayState = 'connected' | 'connecting' | 'standby';

/** A gateway that is kept, by this process or by another. */
export interface Gateway {
  state(): GatewayState;
  /** Resolves once this process is connected or stands by; rejects with `discord-refused`. */
  readonly firstTry: Promise<void>;
  /** Disconnects and hands over. Running answers may still be sent until `close`. */
  disconnect(): Promise<void>;
  close(): Promise<void>;
}

/** How long answers that had begun may take once the sockets are closed. */
const closeAfterMs = 5_000;

/** Connects to Discord whenever no other process with this token is, until it is told to stop. */
export function runGateway(options: RunGatewayOptions): Gateway {
  const { config, coordination, replicas, newId, logger, elapsedMs } = options;
  // Never the token itself: a lease stands in the store.
  const name = `discord:${createHash('sha256').update(config.token).digest('hex').slice(0, 16)}`;
  const owner = replicas ? newId() : 'the only process';
  let kept: KeptConnection | undefined;
  const hold = holdGateway({
    elapsedMs,
    logger,
    lease: {
      hold: async (leaseMs) => (await coordination.holdLease(name, owner, leaseMs)) !== undefined,
      drop: () => coordination.dropLease(name, owner),
    },
    take() {
      kept = keepConnection({ ...options, mayAnswer: hold.isOwner });
      // Whoever waits for the first try is told; later ones are in the log.
      kept.firstTry.catch(() => {});
    },
    async giveUp() {
      const given = kept;
      await given?.disconnect();
      // Answers that have begun may still be sent.
      setTimeout(() => void given?.close(), closeAfterMs).unref();
    },
  });
  return {
    state() {
      if (hold.state() === 'standby') return 'standby';
      return kept?.isReady() === true ? 'connected' : 'connecting';
    },
    firstTry: hold.firstAsk.then(() => (hold.state() === 'owner' ? kept?.firstTry : undefined)),
    disconnect: hold.stop,
    async close() {
      await hold.stop();
      await kept?.close();
    },
  };
}

/** The lease that says which of several replicas is connected. */
interface GatewayLease {
  /** Takes or renews it. True while it is this process's. */
  hold(leaseMs: number): Promise<boolean>;
  drop(): Promise<void>;
}

interface HoldGatewayOptions {
  readonly lease: GatewayLease;
  /** A clock that only goes forward; see `createElapsedClock`. */
  readonly elapsedMs: () => number;
  readonly logger: Logger;
  /** Called once the gateway is this process's: connect now. */
  take(): void;
  /** Called once it is not any more: disconnect. Whatever it rejects with is logged. */
  giveUp(): Promise<void>;
}

/** One process's part in who is connected. */
interface GatewayHold {
  /**
   * True while this process may answer, by its own clock: asked before each event, so that a process which was paused
   * answers nothing that another has answered since.
   */
  isOwner(): boolean;
  /** `unknown` while the store does not say. */
  state(): 'owner' | 'standby' | 'unknown';
  /** Resolves with the first answer of the store, or with its first failure. */
  readonly firstAsk: Promise<void>;
  /** Disconnects, and gives the lease up so that another replica takes over at once. */
  stop(): Promise<void>;
}

/** How long a lease lasts. A replica that was killed is replaced within this and `standbyPollMs`. */
export const leaseMs = 15_000;
/** The owner renews at a third, so that two tries may fail. */
const renewMs = leaseMs / 3;
/** How often the others look. */
const standbyPollMs = 2_000;
/** The owner stops so long before the lease ends, so that what it has begun is answered before another takes over. */
const marginMs = 3_000;

/**
 * Keeps one process of several connected to Discord. Two connections of one token are each sent every event, so without
 * this a command that changes something would be run twice.
 */
export function holdGateway({ lease, elapsedMs, logger, take, giveUp }: HoldGatewayOptions): GatewayHold {
  let owner = false;
  let standby = false;
  let stopped = false;
  let until = Number.NEGATIVE_INFINITY;
  let closing = Promise.resolve();
  let expiry: NodeJS.Timeout | undefined;
  let wake = () => {};
  const { promise: firstAsk, resolve: asked } = Promise.withResolvers<void>();
  const log = { platform: 'discord' };
  const isOwner = () => owner && elapsedMs() < until;

  const lose = () => {
    owner = false;
    clearTimeout(expiry);
    closing = giveUp().catch((error: unknown) =>
      logger.error({ ...log, err: error }, 'Cannot disconnect from Discord'),
    );
    return closing;
  };
  const watchExpiry = () => {
    clearTimeout(expiry);
    expiry = setTimeout(
      () => {
        if (isOwner()) return watchExpiry();
        logger.error(log, 'The store took too long to say who is connected to Discord: disconnecting');
        void lose();
      },
      Math.max(0, until - elapsedMs()),
    );
  };

  const ask = async () => {
    // From before the asking: the store counts from a later instant, so our end comes first.
    const askedAt = elapsedMs();
    const held = await lease.hold(leaseMs).catch((error: unknown) => {
      logger.warn({ ...log, err: error }, 'Cannot ask the store who is connected to Discord; asking again');
      return undefined;
    });
    if (stopped) {
      if (held === true) await drop();
      return;
    }
    if (held !== undefined && standby !== !held) {
      standby = !held;
      if (standby) logger.info(log, 'Another process is connected to Discord; standing by');
    }
    if (held === false && owner) {
      logger.error(log, 'Another process has taken over the connection to Discord: disconnecting');
      await lose();
    }
    if (held !== true) return;
    // Renewed, but too late: what arrived in between was dropped, and shards may have stopped trying.
    if (owner && !isOwner()) await lose();
    await closing;
    until = askedAt + leaseMs - marginMs;
    if (stopped || elapsedMs() >= until) return;
    watchExpiry();
    if (owner) return;
    owner = true;
    take();
  };
  const drop = () =>
    lease
      .drop()
      .catch((error: unknown) =>
        logger.warn({ ...log, err: error }, 'Cannot release the connection to Discord for another process'),
      );

  const keep = async () => {
    while (!stopped) {
      await ask();
      asked();
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, owner ? renewMs : standbyPollMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  void keep();
  return {
    isOwner,
    state: () => (owner ? 'owner' : standby ? 'standby' : 'unknown'),
    firstAsk,
    async stop() {
      stopped = true;
      clearTimeout(expiry);
      wake();
      if (owner) await lose();
      await closing;
      await drop();
    },
  };
}

/**
 * A clock that only goes forward, in milliseconds, for what must not be believed for too long.
 *
 * It goes as fast as the faster of two clocks: a monotonic one stands still while the machine sleeps, and the wall clock
 * may be set back. Where the wall clock is set forward it runs ahead, which ends a lease too early and never too late.
 *
 * @param monotonicMs such as `performance.now`
 * @param wallMs such as `Date.now`
 */
export function createElapsedClock(monotonicMs: () => number, wallMs: () => number): () => number {
  let monotonic = monotonicMs();
  let wall = wallMs();
  let elapsed = 0;
  return () => {
    const nextMonotonic = monotonicMs();
    const nextWall = wallMs();
    elapsed += Math.max(nextMonotonic - monotonic, nextWall - wall, 0);
    monotonic = nextMonotonic;
    wall = nextWall;
    return elapsed;
  };
}
