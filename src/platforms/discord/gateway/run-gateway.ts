import { createHash } from 'node:crypto';
import type { Coordination } from '../../../reminders/reminders.ts';
import { type ConnectionOptions, type KeptConnection, keepConnection } from './connection.ts';
import { holdGateway } from './hold-gateway.ts';

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

/** What this process is to Discord: connected, about to be, or waiting for another process to end. */
export type GatewayState = 'connected' | 'connecting' | 'standby';

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
      // What had begun to be answered may still be sent.
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
