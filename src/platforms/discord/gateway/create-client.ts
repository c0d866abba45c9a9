import { Client, GatewayIntentBits, Options, Partials, type WebSocketOptions } from 'discord.js';
import type { DiscordConfig } from '../../../config/config.ts';
import type { Outgoing } from '../../../outgoing/outgoing.ts';
import { answeringOptions } from '../request-maker.ts';

export interface CreateClientOptions {
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
