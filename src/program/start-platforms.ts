import { randomUUID } from 'node:crypto';
import type { Logger, PlatformName, RunningPlatform } from '../bot/bot.ts';
import type { Config, DiscordConfig, SlackConfig } from '../config/config.ts';
import type { Outgoing } from '../outgoing/outgoing.ts';
import { type Poster, viewDelivery } from '../reminders/reminders.ts';
import type { buildBot } from './build-bot.ts';
import type { Metrics } from './metrics.ts';
import type { RunningReminders } from './open-reminders.ts';

interface StartPlatformsOptions {
  readonly config: Config;
  readonly bot: Awaited<ReturnType<typeof buildBot>>;
  readonly logger: Logger;
  readonly outgoing: Outgoing | undefined;
  /** Filled with a poster for each platform. */
  readonly posters: Map<PlatformName, Poster>;
  readonly reminders: RunningReminders;
  /** Told how Discord is doing whenever it is asked. */
  readonly watchDiscord: Metrics['watchDiscord'];
}

const now = () => new Date();
const newId = () => randomUUID();

/**
 * Starts every chat platform that is configured, and loads no other's library.
 *
 * @throws what the first one that could not start threw; the others are then stopped
 */
export async function startPlatforms(options: StartPlatformsOptions): Promise<RunningPlatform[]> {
  const { slack, discord } = options.config;
  const started = await Promise.allSettled([
    ...(slack === undefined ? [] : [startSlackWith(slack, options)]),
    ...(discord === undefined ? [] : [startDiscordWith(discord, options)]),
  ]);
  const running = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = started.find((each) => each.status === 'rejected');
  if (failed === undefined) return running;
  await Promise.all(running.map((platform) => platform.stop()));
  throw failed.reason;
}

function everyPlatform({ config, bot, logger, outgoing, reminders }: StartPlatformsOptions) {
  const { deliveries, storage } = reminders;
  return { router: bot.router, logger, zone: config.zone, now, newId, outgoing, deliveries, kept: storage.answers };
}

async function startSlackWith(slack: SlackConfig, options: StartPlatformsOptions): Promise<RunningPlatform> {
  const { config, logger, outgoing, posters, reminders } = options;
  const { startSlack, createSlackPoster } = await import('../platforms/slack/slack.ts');
  posters.set('slack', createSlackPoster({ config: slack, logger, now, view: viewDelivery, outgoing }));
  return startSlack({
    ...everyPlatform(options),
    config: slack,
    firstTime: (team, key) => reminders.storage.ledger.firstTime(team, key),
    administrators: administratorsOf('slack', config),
  });
}

async function startDiscordWith(discord: DiscordConfig, options: StartPlatformsOptions): Promise<RunningPlatform> {
  const { config, bot, logger, outgoing, posters, reminders, watchDiscord } = options;
  const { startDiscord, createDiscordPoster, registerAtStart } = await import('../platforms/discord/discord.ts');
  posters.set('discord', createDiscordPoster({ config: discord, logger, now, view: viewDelivery, outgoing }));
  const running = await startDiscord({
    ...everyPlatform(options),
    config: discord,
    catalogue: bot.catalogue,
    services: bot.services,
    coordination: reminders.storage.ledger,
    replicas: 'databaseUrl' in config.storage,
    administrators: administratorsOf('discord', config),
  });
  watchDiscord(running);
  // Not waited for: it takes several calls, and people are answered meanwhile.
  void registerAtStart({ config: discord, catalogue: bot.catalogue, logger, outgoing });
  return running;
}

/** The ids of the people the operator named, as the platform writes them. */
function administratorsOf(platform: PlatformName, { administrators }: Config): ReadonlySet<string> {
  const prefix = `${platform}:`;
  return new Set(administrators.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length)));
}
