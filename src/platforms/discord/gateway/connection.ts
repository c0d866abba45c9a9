import {
  type APIGatewayBotInfo,
  Client,
  DiscordAPIError,
  Events,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  GatewayIntentBits,
  HTTPError,
  type IShardingStrategy,
  Options,
  Partials,
  Routes,
  Status,
  type WebSocketOptions,
} from 'discord.js';
import { type Logger, PlatformError } from '../../../bot/bot.ts';
import { keepLink, type OpenLink } from '../../../chat/chat.ts';
import type { DiscordConfig } from '../../../config/config.ts';
import type { Outgoing } from '../../../outgoing/outgoing.ts';
import { withinTime } from '../../../time/time.ts';
import { readFailure } from '../failures.ts';
import { answeringOptions } from '../request-maker.ts';
import type { GatewayRelay } from './relay-gateway.ts';
import { createSessionBudget } from './session-budget.ts';
import { shardsBehind } from './shards.ts';

export interface ConnectionOptions extends Pick<CreateClientOptions, 'config' | 'outgoing'> {
  /** Registers what the bot reacts to. Called once for each connection, before it is opened. */
  attach(client: Client): void;
  /** False once another process may be connected. */
  mayAnswer(): boolean;
  /** How the gateway is reached where a proxy is set. */
  readonly relay?: GatewayRelay | undefined;
  readonly now: () => Date;
  readonly logger: Logger;
}

/** A connection that is replaced by another whenever it is over, until it is told to stop. */
export interface KeptConnection {
  /** Settles with the first try; rejects only with `discord-refused`. */
  readonly firstTry: Promise<void>;
  isReady(): boolean;
  /** Closes the sockets for good. Running answers may still be sent until `close`. */
  disconnect(): Promise<void>;
  close(): Promise<void>;
}

/** A peer that does not answer the closing of a socket is not waited for. */
const closeTimeoutMs = 1_000;
/** The interval between tries after a refusal: somebody may have put it right in the meantime. */
const refusedRetryMs = 300_000;

/** Connects, and connects again with back-off. Shards that lose their sockets reconnect by themselves before that. */
export function keepConnection(options: ConnectionOptions): KeptConnection {
  const { logger, now } = options;
  let connection: Connection | undefined;
  let stopped = false;
  const link = keepLink({
    platform: 'discord',
    label: 'Discord',
    logger,
    now,
    toError: connectFault,
    async open() {
      // One of its shards may still be connected.
      await connection?.close();
      if (stopped) throw new Error('Stopped');
      connection = createConnection(options);
      return connection.open();
    },
  });
  const disconnect = async () => {
    stopped = true;
    link.stop();
    await connection?.disconnect();
  };
  return {
    firstTry: link.firstTry,
    isReady: () => link.isUp() && connection?.isReady() === true,
    disconnect,
    async close() {
      await disconnect();
      await connection?.close();
    },
  };
}

/** One connection to Discord, from its opening to its end. It may have several shards. */
interface Connection {
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

/** Prepares a connection. It is used once: what was closed is replaced by another. */
function createConnection(options: ConnectionOptions): Connection {
  const { config, outgoing, attach, mayAnswer, relay, now, logger } = options;
  const log = { platform: 'discord' };
  const ended = new AbortController();
  const over = ended.signal;
  const isOpen = () => !over.aborted && mayAnswer();
  const look = () => client.rest.get(Routes.gatewayBot(), { signal: over }) as Promise<APIGatewayBotInfo>;
  const budget = createSessionBudget({ look, over, now, logger });
  // Interactions are read as they come (`listen`); the library would make objects of them that nobody looks at.
  const take = ({ t: event, d: data }: GatewayDispatchPayload, shard: number) =>
    event === GatewayDispatchEvents.InteractionCreate && client.ws.emit(event, data, shard);
  let shards: IShardingStrategy | undefined;
  const client = createClient({
    config,
    outgoing,
    buildStrategy(manager) {
      shards = shardsBehind({ isOpen, over, addressFor: relay?.addressFor, take }, logger)(manager);
      return shards;
    },
    async buildIdentifyThrottler(manager) {
      const { session_start_limit: limit } = await manager.fetchGatewayInformation();
      return budget.throttler(limit.max_concurrency);
    },
  });
  let closeCode: number | undefined;
  const { promise: closed, resolve: end } = Promise.withResolvers<void>();
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    closeCode = code;
    // A refusal is told by whoever opened the connection, and once.
    const level = refusals[code] === undefined ? 'warn' : 'debug';
    logger[level]({ ...log, shard, closeCode: code }, 'Discord ended the connection');
    end();
  });
  client.on(Events.ShardReconnecting, (shard) => logger.info({ ...log, shard }, 'Connecting to Discord again'));
  client.on(Events.ShardResume, (shard, replayed) =>
    logger.info({ ...log, shard, replayed }, 'Connected to Discord again and resumed the session'),
  );
  client.on(Events.ShardError, (error, shard) => logger.warn({ ...log, shard }, connectFault(error).message));
  attach(client);

  const disconnect = async () => {
    if (over.aborted) return;
    ended.abort();
    end();
    await withinTime(Promise.resolve(shards?.destroy({ reason: 'The bot stops' })), closeTimeoutMs, () => {});
  };
  const close = async () => {
    await disconnect();
    await withinTime(client.destroy(), closeTimeoutMs, () => {});
  };
  const open = async () => {
    client.rest.setToken(config.token);
    await budget.beforeConnecting();
    const ready = new Promise<void>((resolve) => void client.once(Events.ClientReady, () => resolve()));
    await Promise.race([client.login(config.token).then(() => ready), closed]);
    if (over.aborted || closeCode !== undefined) throw new Error('The connection was closed');
    return { closed };
  };
  return {
    async open() {
      try {
        return await open();
      } catch (error) {
        const fault = connectFault(error, closeCode);
        await close();
        throw fault;
      }
    },
    isReady: () => isOpen() && client.isReady() && client.ws.shards.every(({ status }) => status === Status.Ready),
    disconnect,
    close,
  };
}

const application = 'your application at https://discord.com/developers/applications';
const wrongToken = `Discord refuses DISCORD_TOKEN. Open ${application}, choose Bot, Reset Token, and copy the new one.`;
const wrongIntents =
  `Discord refuses the bot's intents (Guilds, Guild Messages, Direct Messages), though none of them is privileged. Open ` +
  `${application}, check whether it is restricted, and update the bot.`;

/** Ends of a connection that no retry cures (developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes). */
const refusals: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: wrongToken,
  [GatewayCloseCodes.InvalidIntents]: wrongIntents,
  [GatewayCloseCodes.DisallowedIntents]: wrongIntents,
  [GatewayCloseCodes.InvalidAPIVersion]: 'Discord no longer accepts the API version that the bot uses. Update the bot.',
};

/**
 * Why a connection to Discord failed, in our terms. The code `discord-refused` is for what no retry cures.
 *
 * @param closeCode the code the gateway closed with, where it did
 */
export function connectFault(error: unknown, closeCode?: number): PlatformError {
  if (error instanceof PlatformError) return error;
  const refusal = closeCode === undefined ? undefined : refusals[closeCode];
  if (refusal !== undefined) return refused(`${refusal} (Discord says: ${closeCode})`, error);
  const failure = readFailure(error);
  if (failure.kind === 'rate-limited') {
    const { reason, retryAfterMs } = failure;
    return new PlatformError('discord-failed', `Cannot connect to Discord: ${reason}`, { cause: error, retryAfterMs });
  }
  const status = statusOf(error);
  if (status === 401) return refused(`${wrongToken} (Discord says: 401)`, error);
  const detail = status === undefined ? causeOf(error, closeCode) : `HTTP ${status}`;
  return new PlatformError('discord-failed', `Cannot connect to Discord: ${detail}`, { cause: error });
}

function refused(message: string, cause: unknown): PlatformError {
  return new PlatformError('discord-refused', message, { cause, retryAfterMs: refusedRetryMs });
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof DiscordAPIError || error instanceof HTTPError) return error.status;
  return (error as { code?: unknown } | undefined)?.code === 'TokenInvalid' ? 401 : undefined;
}

function causeOf(error: unknown, closeCode: number | undefined): string {
  if (closeCode !== undefined) return `closed with ${closeCode}`;
  const { code, cause, message } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown }; message?: unknown };
  return String(cause?.code ?? code ?? message ?? 'the connection was closed').slice(0, 200);
}

interface CreateClientOptions {
  readonly config: DiscordConfig;
  /** How Discord is reached where a proxy is set. */
  readonly outgoing: Pick<Outgoing, 'fetch'> | undefined;
  readonly buildStrategy: NonNullable<WebSocketOptions['buildStrategy']>;
  readonly buildIdentifyThrottler: NonNullable<WebSocketOptions['buildIdentifyThrottler']>;
}

/**
 * What the bot is told of: its servers and channels, and messages, of which it sees the text only where it is mentioned
 * or written to directly. None of these is privileged (developers/events/gateway#privileged-intents).
 */
const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages] as const;

/**
 * Discord sends the servers one by one after READY, and the library holds back everything else until they are there.
 * What was held back for longer than three seconds can no longer be answered, so a missing server is not waited for
 * longer than this since the last one came; it may come later.
 */
const waitGuildTimeoutMs = 2_000;

/** Of everything that comes by the bot keeps the servers, their channels and roles, and itself. */
const itself = ({ id, client }: { id: string; client: Client }) => id === client.user?.id;
const keptItself = { maxSize: 0, keepOverLimit: itself };
const limits = {
  ApplicationCommandManager: 0,
  AutoModerationRuleManager: 0,
  BaseGuildEmojiManager: 0,
  DMMessageManager: 0,
  EntitlementManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildInviteManager: 0,
  GuildMemberManager: keptItself,
  GuildMessageManager: 0,
  GuildScheduledEventManager: 0,
  GuildSoundboardSoundManager: 0,
  GuildStickerManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  StageInstanceManager: 0,
  ThreadMemberManager: 0,
  UserManager: keptItself,
  VoiceStateManager: 0,
};

/** Creates a client of discord.js that is not connected yet. A client that was destroyed cannot be used again. */
export function createClient({ config, outgoing, ...ws }: CreateClientOptions): Client {
  return new Client({
    intents,
    // A direct message comes from a channel the bot was never told of.
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    shards: 'auto',
    waitGuildTimeout: waitGuildTimeoutMs,
    makeCache: Options.cacheWithLimits(limits),
    rest: answeringOptions(config, outgoing),
    ws,
  });
}
