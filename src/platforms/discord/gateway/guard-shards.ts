import { type ClientOptions, type GatewayDispatchPayload, SimpleShardingStrategy } from 'discord.js';
import type { Logger } from '../../../bot/bot.ts';
import { sleep } from '../../../time/time.ts';

/** What the shards of one client are allowed, and where they connect. */
export interface ShardGate {
  /** False once the client is done with, or another process is connected: then nothing is opened or handed on. */
  isOpen(): boolean;
  /** The address to connect to in place of a gateway's. Default: the same. */
  readonly addressFor?: ((gateway: string) => string) | undefined;
  /** Handles an event in place of the library. Returns false for one it does not. */
  take?(event: GatewayDispatchPayload, shard: number): boolean;
}

/** How the library builds what runs its shards. */
export type BuildStrategy = NonNullable<NonNullable<ClientOptions['ws']>['buildStrategy']>;
type Manager = Parameters<BuildStrategy>[0];

/** What a shard tells; a dispatch has the event in `data`. */
interface ShardEvent {
  readonly shardId: number;
  readonly data?: GatewayDispatchPayload;
}

/** Before the first try, the second, and so on, since the last time a shard was connected. */
const backOffMs = [0, 0, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000] as const;
const longestBackOffMs = 30_000;

/**
 * Runs all shards in this process, as the library does by default, with three things it lacks (@discordjs/ws 1.2.3):
 *
 * - A client that was destroyed while a shard waits to reconnect connects again half a second later, and then answers
 *   beside its successor. Here a try to connect never goes on once the gate is closed.
 * - Shards reconnect twice a second for as long as Discord is away. Here they wait longer and longer.
 * - A fault while an event is handled becomes an unhandled rejection, which ends the process. Here it is logged.
 *
 * Events that arrive once the gate is closed are dropped: whoever owns the gateway now is sent them too.
 */
export function guardShards(gate: ShardGate, logger: Logger): BuildStrategy {
  const { addressFor = (gateway: string) => gateway } = gate;
  return (manager) => {
    const fetchGatewayInformation = manager.fetchGatewayInformation.bind(manager);
    manager.fetchGatewayInformation = async (force) => {
      const information = await fetchGatewayInformation(force);
      return { ...information, url: addressFor(information.url) };
    };
    const tries = new Map<number, number>();
    const connected = new Set<number>();
    const { retrieveSessionInfo } = manager.options;
    manager.options.retrieveSessionInfo = async (shard) => {
      if (connected.has(shard)) return retrieveSessionInfo(shard);
      // Only a shard that is about to connect asks while it is not connected.
      const count = tries.get(shard) ?? 0;
      tries.set(shard, count + 1);
      await sleep(backOffMs[count] ?? longestBackOffMs);
      if (!gate.isOpen()) return new Promise(() => {});
      const session = await retrieveSessionInfo(shard);
      return session && { ...session, resumeURL: addressFor(session.resumeURL) };
    };
    const emit = manager.emit.bind(manager) as (event: string, payload: ShardEvent) => boolean;
    const guarded = (event: string, payload: ShardEvent): boolean => {
      const { shardId } = payload;
      if (event === 'hello') connected.add(shardId);
      else if (event === 'closed') connected.delete(shardId);
      else if (event === 'ready' || event === 'resumed') tries.delete(shardId);
      else if (event === 'dispatch' && !gate.isOpen()) return false;
      try {
        if (event === 'dispatch' && payload.data !== undefined && gate.take?.(payload.data, shardId) === true)
          return true;
        return emit(event, payload);
      } catch (error) {
        logger.error({ platform: 'discord', err: error }, `Cannot handle an event of Discord's (${event})`);
        return true;
      }
    };
    manager.emit = guarded as Manager['emit'];
    return new SimpleShardingStrategy(manager);
  };
}
