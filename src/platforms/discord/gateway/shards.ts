import { createRequire } from 'node:module';
import {
  Collection,
  type FetchingStrategyOptions,
  type GatewayDispatchPayload,
  type IShardingStrategy,
  managerToFetchingStrategyOptions,
  SimpleContextFetchingStrategy,
  type WebSocketOptions,
  WebSocketShardStatus,
} from 'discord.js';
import type { Logger } from '../../../bot/bot.ts';
import { sleep } from '../../../time/time.ts';

/**
 * discord.js hides these two behind its own of the same names. An `import` would load the ES modules of the package beside
 * the CommonJS ones discord.js has loaded already: 84 ms and 2.4 MB for nothing.
 */
const { WebSocketShard, WebSocketShardEvents } = createRequire(import.meta.url)(
  '@discordjs/ws',
) as typeof import('@discordjs/ws');
type Shard = InstanceType<typeof WebSocketShard>;

/** Says whether the shards of one client may connect, and where. */
interface ShardGate {
  /** False once the client is done with, or another process is connected: then nothing is opened or handed on. */
  isOpen(): boolean;
  /** Aborted once the client is done with. */
  readonly over: AbortSignal;
  /** The address to connect to in place of a gateway's. Default: the same. */
  readonly addressFor?: ((gateway: string) => string) | undefined;
  /** Handles an event in place of the library. False for one that it leaves to the library. */
  take(event: GatewayDispatchPayload, shard: number): boolean;
}

/** What a shard tells with `WebSocketShardEvents.Dispatch`. */
interface Dispatched {
  readonly data: GatewayDispatchPayload;
}

type BuildStrategy = NonNullable<WebSocketOptions['buildStrategy']>;
type Manager = Parameters<BuildStrategy>[0];

/** Before the first try, the second, and so on, since the last time a shard was connected. */
const backOffMs = [0, 0, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000] as const;
const longestBackOffMs = 30_000;

/**
 * Runs all shards in this process, in place of the library's own strategy (`SimpleShardingStrategy` of @discordjs/ws 1.2.3),
 * and only through what the library offers for it: `ws.buildStrategy`, `IShardingStrategy`, `IContextFetchingStrategy`. The
 * library's strategy lacks four things:
 *
 * - A client that was destroyed while a shard waits to reconnect connects again half a second later, and then answers
 *   beside its successor. Here a try to connect never goes on once the gate is closed.
 * - Shards reconnect twice a second for as long as Discord is away. Here they wait longer and longer.
 * - A fault while an event is handled becomes an unhandled rejection, which ends the process. Here it is logged.
 * - Sockets take no proxy. Here they can be opened to another address; see `startGatewayRelay`.
 *
 * Events that arrive once the gate is closed are dropped: whoever owns the gateway now is sent them too.
 */
export function shardsBehind(gate: ShardGate, logger: Logger): BuildStrategy {
  return (manager) => {
    const shards = new Map<number, Shard>();
    const strategy: IShardingStrategy = {
      async spawn(ids) {
        const options = await managerToFetchingStrategyOptions(manager);
        for (const id of ids) shards.set(id, createShard(id, { manager, options, gate, logger }));
      },
      async connect() {
        await Promise.all([...shards.values()].map((shard) => shard.connect()));
      },
      async destroy(options) {
        await Promise.all([...shards.values()].map((shard) => shard.destroy(options)));
        shards.clear();
      },
      async send(id, payload) {
        await shards.get(id)?.send(payload);
      },
      fetchStatus() {
        const statuses: unknown = new Collection([...shards].map(([id, { status }]) => [id, status]));
        // The same class, of another version: discord.js has one of its own.
        return statuses as ReturnType<IShardingStrategy['fetchStatus']>;
      },
    };
    return strategy;
  };
}

interface ShardOptions {
  readonly manager: Manager;
  readonly options: FetchingStrategyOptions;
  readonly gate: ShardGate;
  readonly logger: Logger;
}

function createShard(id: number, { manager, options, gate, logger }: ShardOptions): Shard {
  const { addressFor = (gateway: string) => gateway } = gate;
  const { gatewayInformation: gateway } = options;
  const kept = new SimpleContextFetchingStrategy(manager, options);
  let tries = 0;
  const shard: Shard = new WebSocketShard(
    {
      options: { ...options, gatewayInformation: { ...gateway, url: addressFor(gateway.url) } },
      updateSessionInfo: (_id, session) => kept.updateSessionInfo(id, session),
      waitForIdentify: (_id, signal) => kept.waitForIdentify(id, signal),
      async retrieveSessionInfo() {
        // A shard asks with every event; one that is idle asks because it is about to connect.
        if (shard.status !== WebSocketShardStatus.Idle) return kept.retrieveSessionInfo(id);
        const delayMs = backOffMs[tries] ?? longestBackOffMs;
        tries += 1;
        await sleep(delayMs, gate.over).catch(() => {});
        // An error would end the process, and any answer open a socket: such a shard is left waiting.
        if (!gate.isOpen()) return new Promise(() => {});
        const session = await kept.retrieveSessionInfo(id);
        return session && { ...session, resumeURL: addressFor(session.resumeURL) };
      },
    },
    id,
  );
  const pass = manager.emit.bind(manager) as (event: string, payload: object) => boolean;
  for (const event of Object.values(WebSocketShardEvents)) {
    shard.on(event, (payload?: object) => {
      if (event === WebSocketShardEvents.Ready || event === WebSocketShardEvents.Resumed) tries = 0;
      if (event === WebSocketShardEvents.Dispatch && !gate.isOpen()) return;
      try {
        if (event === WebSocketShardEvents.Dispatch && gate.take((payload as Dispatched).data, id)) return;
        pass(event, { ...payload, shardId: id });
      } catch (error) {
        logger.error({ platform: 'discord', err: error }, `Cannot handle an event of Discord's (${event})`);
      }
    });
  }
  return shard;
}
