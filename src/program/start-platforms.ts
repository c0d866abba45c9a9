import { randomUUID } from 'node:crypto';
import type { Logger, PlatformName, RunningPlatform } from '../bot/bot.ts';
import { type ChatPlatform, createEventRecorder, type Installations } from '../chat/chat.ts';
import type { Config } from '../config/config.ts';
import type { Outgoing } from '../outgoing/outgoing.ts';
import { type Coordination, type Poster, viewDelivery } from '../reminders/reminders.ts';
import type { Storage } from '../storage/storage.ts';
import { platformDeed } from '../teams/teams.ts';
import type { buildBot } from './build-bot.ts';
import type { RunningReminders } from './open-reminders.ts';
import { tellStoreFailures } from './store-failures.ts';

interface StartPlatformsOptions {
  readonly config: Config;
  readonly bot: Awaited<ReturnType<typeof buildBot>>;
  readonly logger: Logger;
  readonly outgoing: Outgoing | undefined;
  /** Filled with a poster for each platform. */
  readonly posters: Map<PlatformName, Poster>;
  readonly reminders: RunningReminders;
  /** Told of each platform once it has started. */
  readonly watch: (platform: RunningPlatform) => void;
}

/** Every platform, by the name of its settings. A new one is a line here. */
export const starters = [
  starter('slack', async () => (await import('../platforms/slack/slack.ts')).slackPlatform),
  starter('discord', async () => (await import('../platforms/discord/discord.ts')).discordPlatform),
];

/** True where there is any chat to start. */
export function isAnyConfigured(config: Config): boolean {
  return starters.some(({ name }) => config[name] !== undefined);
}

/**
 * Starts every chat platform that is configured, and loads no other's library.
 *
 * @throws what the first one that could not start threw; the others are then stopped
 */
export async function startPlatforms(options: StartPlatformsOptions): Promise<RunningPlatform[]> {
  const started = await Promise.allSettled(starters.flatMap(({ start }) => start(options) ?? []));
  const running = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = started.find((each) => each.status === 'rejected');
  if (failed === undefined) return running;
  await Promise.all(running.map((platform) => platform.stop()));
  throw failed.reason;
}

/** Makes a function that starts a platform if it is configured. */
function starter<Name extends PlatformName & keyof Config>(
  name: Name,
  load: () => Promise<ChatPlatform<NonNullable<Config[Name]>>>,
) {
  return {
    name,
    load,
    start(options: StartPlatformsOptions): Promise<RunningPlatform> | undefined {
      const config = options.config[name];
      return config === undefined ? undefined : start(name, config, load, options);
    },
  };
}

async function start<PlatformConfig>(
  name: PlatformName,
  config: PlatformConfig,
  load: () => Promise<ChatPlatform<PlatformConfig>>,
  { config: program, bot, logger, outgoing, posters, reminders, watch }: StartPlatformsOptions,
): Promise<RunningPlatform> {
  const platform = await load();
  const { deliveries, storage } = reminders;
  const now = () => new Date();
  posters.set(name, platform.createPoster({ config, logger, now, view: viewDelivery, outgoing }));
  const running = await platform.start({
    config,
    router: bot.router,
    catalogue: bot.catalogue,
    services: bot.services,
    logger,
    zone: program.zone,
    now,
    newId: () => randomUUID(),
    administrators: platformAdministrators(name, program),
    record: openRecorder(program, logger),
    outgoing,
    deliveries,
    overview: reminders.service.overview,
    kept: storage.answers,
    coordination: tellStoreFailures<Coordination>(storage.ledger),
    installations: installationsOf(name, storage, logger),
    requestLimits: program.requestLimits,
    replicas: 'databaseUrl' in program.storage,
  });
  watch(running);
  return running;
}

function installationsOf(name: PlatformName, { privacy }: Storage, logger: Logger): Installations {
  return {
    async present(team) {
      const isBack = await privacy.cancelErasure(platformDeed(team, 'bot added again'), undefined, 'removed');
      if (isBack) logger.info({ platform: name, team }, 'The bot was added again, so the team’s data is kept');
    },
    async removed(team) {
      const { dueAt } = await privacy.planErasure(platformDeed(team, 'bot removed'), undefined, 'removed');
      logger.info({ platform: name, team, dueAt }, 'The bot was removed from a team, so its data will be erased');
    },
    known: () => privacy.teamsOn(name),
  };
}

function openRecorder({ recordEvents: directory, slack, discord, mcp, askModel }: Config, logger: Logger) {
  if (directory === undefined) return undefined;
  const slackSecret = slack?.mode === 'http' ? slack.signingSecret : slack?.appToken;
  const secrets = [slack?.botToken, slackSecret, discord?.token, mcp?.token, askModel?.key];
  return createEventRecorder({ directory, logger, secrets: secrets.filter((secret) => secret !== undefined) });
}

/** The ids of the people the operator named, as the platform writes them. */
export function platformAdministrators(
  platform: PlatformName,
  { administrators }: Pick<Config, 'administrators'>,
): ReadonlySet<string> {
  const prefix = `${platform}:`;
  return new Set(administrators.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length)));
}
