import type { Catalogue, Logger } from '../../../bot/bot.ts';
import type { DiscordConfig } from '../../../config/config.ts';
import { changesInWords, countChanges } from './changes-in-words.ts';
import { placeInWords } from './command-place.ts';
import { type CommandsApi, type CommandsApiOptions, createCommandsApi } from './commands-api.ts';
import { declareCommands } from './declare-commands.ts';
import { registerCommands } from './register-commands.ts';

/** What registering at start needs. */
export interface RegisterAtStartOptions<Services> extends Pick<CommandsApiOptions, 'outgoing' | 'timeoutMs'> {
  readonly config: DiscordConfig;
  readonly catalogue: Catalogue<Services>;
  readonly logger: Logger;
  /** Default: Discord's, through discord.js. */
  readonly api?: CommandsApi;
}

/**
 * Registers the commands where `DISCORD_REGISTER` says so, and only where they differ. Never throws: a bot whose commands
 * are those of yesterday is better than none, so that what fails is logged and the bot goes on.
 */
export async function registerAtStart<Services>(options: RegisterAtStartOptions<Services>): Promise<void> {
  const { config, catalogue, logger } = options;
  const place = config.register;
  if (place.kind === 'off') return;
  try {
    const api = options.api ?? createCommandsApi(options);
    const { outcome, changes } = await registerCommands({ api, place, declared: declareCommands(catalogue) });
    if (outcome === 'unchanged') {
      logger.debug({ place }, `Discord has our commands ${placeInWords(place)} already`);
      return;
    }
    const what = changes === undefined ? 'all of them' : countChanges(changes);
    const lines = changesInWords(changes ?? []).slice(0, 20);
    logger.info({ place, changes: lines }, `Discord's commands are registered ${placeInWords(place)}: ${what}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logger.error(
      { place, err: error },
      `Discord's commands are not registered, and those it has stay in force. ${reason}`,
    );
  }
}
