import {
  type APIGatewayBotInfo,
  type Client,
  Events,
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  Routes,
  Status,
} from 'discord.js';
import type { Logger } from '../../../bot/bot.ts';
import type { OpenLink } from '../../../chat/chat.ts';
import { withinTime } from '../../../time/time.ts';
import { connectFault } from './connect-fault.ts';
import { type CreateClientOptions, createClient } from './create-client.ts';
import { guardShards } from './guard-shards.ts';
import { createPace } from './pace-identifies.ts';
import type { RecentStarts } from './recent-starts.ts';
import type { GatewayRelay } from './relay-gateway.ts';

/** What a connection is created with. */
export interface CreateConnectionOptions extends Pick<CreateClientOptions, 'config' | 'outgoing'> {
  /** Registers what the bot reacts to. Called once for each connection, before it is opened. */
  attach(client: Client): void;
  /** False once another process may be connected. */
  mayAnswer(): boolean;
  readonly starts: RecentStarts;
  /** How the gateway is reached where a proxy is set. */
  readonly relay?: GatewayRelay | undefined;
  readonly elapsedMs: () => number;
  readonly now: () => Date;
  readonly logger: Logger;
}

/** One connection to Discord, from its opening to its end. It may have several shards. */
export interface Connection {
  /**
   * Opens it; resolves once Discord has sent the servers.
   *
   * @throws {PlatformError} `discord-refused` or `discord-failed`; the connection is then over
   */
  open(): Promise<OpenLink>;
  /** True while every shard is connected. */
  isReady(): boolean;
  /** Closes the sockets; nothing that arrives from now on is handled. Running answers may still be sent. */
  disconnect(): Promise<void>;
  /** Ends everything. */
  close(): Promise<void>;
}

/** A connection that lived so long was no quick restart. */
const soundAfterMs = 600_000;
/** The same, where it was ended on purpose: a crash loop is faster, and one of restarts cannot use up a day's sessions. */
const calmAfterMs = 120_000;
/** A peer that does not answer the closing of a socket is not waited for. */
const closeTimeoutMs = 1_000;

/** Prepares a connection. It is used once: what was closed is replaced by another. */
export function createConnection(options: CreateConnectionOptions): Connection {
  const { config, outgoing, attach, mayAnswer, starts, relay, elapsedMs, now, logger } = options;
  const log = { platform: 'discord' };
  const over = new AbortController();
  const isOpen = () => !over.signal.aborted && mayAnswer();
  const look = (signal: AbortSignal) => client.rest.get(Routes.gatewayBot(), { signal }) as Promise<APIGatewayBotInfo>;
  const pace = createPace({ look, elapsedMs, now, logger });
  /** Interactions are read as they come (`listen`); the library would make objects of them that nobody looks at. */
  const take = ({ t: event, d: data }: GatewayDispatchPayload, shard: number) =>
    event === GatewayDispatchEvents.InteractionCreate && client.ws.emit(event, data, shard);
  let shards: ReturnType<ReturnType<typeof guardShards>> | undefined;
  const client = createClient({
    config,
    outgoing,
    buildStrategy(manager) {
      shards = guardShards({ isOpen, addressFor: relay?.addressFor, take }, logger)(manager);
      return shards;
    },
    async buildIdentifyThrottler(manager) {
      const { session_start_limit: limit } = await manager.fetchGatewayInformation();
      return pace.throttler(limit.max_concurrency);
    },
  });
  let closeCode: number | undefined;
  let openedAt: number | undefined;
  const { promise: closed, resolve: end } = Promise.withResolvers<void>();
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    closeCode = code;
    logger.warn({ ...log, shard, closeCode: code }, 'Discord ended the connection');
    end();
  });
  client.on(Events.ShardReconnecting, (shard) => logger.info({ ...log, shard }, 'Connecting to Discord again'));
  client.on(Events.ShardResume, (shard, replayed) =>
    logger.info({ ...log, shard, replayed }, 'Connected to Discord again, where it was lost'),
  );
  client.on(Events.ShardError, (error, shard) => logger.warn({ ...log, shard }, connectFault(error).message));
  attach(client);

  const settle = () =>
    starts.settle().catch((error: unknown) => logger.warn({ ...log, err: error }, 'Cannot take back a start'));
  const disconnect = async () => {
    if (over.signal.aborted) return;
    over.abort();
    end();
    const calm = openedAt !== undefined && elapsedMs() - openedAt >= calmAfterMs;
    await withinTime(
      Promise.all([shards?.destroy({ reason: 'The bot stops' }), calm && settle()]),
      closeTimeoutMs,
      () => {},
    );
  };
  const close = async () => {
    await disconnect();
    await withinTime(client.destroy(), closeTimeoutMs, () => {});
  };
  const open = async () => {
    const before = await starts.note();
    client.rest.setToken(config.token);
    await pace.beforeConnecting(before, over.signal);
    const ready = new Promise<void>((resolve) => void client.once(Events.ClientReady, () => resolve()));
    await Promise.race([client.login(config.token).then(() => ready), closed]);
    if (over.signal.aborted || closeCode !== undefined) throw new Error('The connection was closed');
    openedAt = elapsedMs();
    const sound = setTimeout(settle, soundAfterMs);
    void closed.then(() => clearTimeout(sound));
    return { closed };
  };
  return {
    async open() {
      try {
        return await open();
      } catch (error) {
        const fault = connectFault(error, closeCode);
        // An outage is no crash loop: what never got as far as a session has used none up.
        if (!pace.hasBegun()) await settle();
        await close();
        throw fault;
      }
    },
    isReady: () => isOpen() && client.isReady() && client.ws.shards.every(({ status }) => status === Status.Ready),
    disconnect,
    close,
  };
}
