import { type APIApplicationCommand, ApplicationCommandType } from 'discord.js';
import { BotError, type Catalogue, type Logger, PlatformError } from '../../../bot/bot.ts';
import type { DiscordConfig } from '../../../config/config.ts';
import { checkCommands } from './command-limits.ts';
import {
  type Application,
  type CommandPlace,
  type CommandsApi,
  type CommandsApiOptions,
  commandFor,
  createCommandsApi,
  placeInWords,
} from './commands-api.ts';
import { type CommandChange, changesInWords, compareCommands, countChanges } from './compare-commands.ts';
import { type DeclaredCommand, declareCommands } from './declare-commands.ts';

/** How many servers are looked at together; discord.js keeps to what Discord allows in a second. */
const serversAtOnce = 10;
/** A message names no more servers than these. */
const mostNamed = 5;

interface RegisterOptions {
  readonly api: CommandsApi;
  readonly place: CommandPlace;
  /** Empty: everything that is registered there is taken away. */
  readonly declared: readonly DeclaredCommand[];
  /** Only says what would change. */
  readonly dryRun?: boolean;
}

interface Registration {
  readonly application: Application;
  readonly place: CommandPlace;
  readonly outcome: 'unchanged' | 'registered' | 'would-register';
  /** `undefined` where the API does not tell what is registered, and so everything was written. */
  readonly changes: readonly CommandChange[] | undefined;
}

/**
 * Makes what is registered the same as what is declared: one call, and only where they differ.
 *
 * Commands are registered for everybody or in servers, never both, since people would see each of them twice. What is
 * registered elsewhere is therefore looked at before anything is written.
 *
 * @throws {BotError} `discord-registered-elsewhere`, which says how to get out of it, or `discord-invalid`
 * @throws {PlatformError} what `registrationFault` makes of a call that failed
 */
export async function registerCommands({ api, place, declared, dryRun }: RegisterOptions): Promise<Registration> {
  const problems = checkCommands(declared);
  if (problems.length > 0) {
    throw new BotError('discord-invalid', ['Discord would not accept these commands:', ...problems].join('\n  '));
  }
  const application = await api.application();
  const registered = await api.registered(application, place);
  // Discord makes the command that opens an Activity by itself, and refuses a list without it.
  const kept = registered?.filter(({ type }) => type === ApplicationCommandType.PrimaryEntryPoint) ?? [];
  const comparable = registered?.filter((command) => !kept.includes(command));
  const changes = comparable === undefined ? undefined : compareCommands(declared, comparable, place);
  if (changes?.length === 0) return { application, place, outcome: 'unchanged', changes };
  await refuseTwice({ api, place, declared }, application);
  if (dryRun === true) return { application, place, outcome: 'would-register', changes };
  await api.overwrite(application, place, [...declared.map((command) => commandFor(command, place)), ...kept]);
  return { application, place, outcome: 'registered', changes };
}

async function refuseTwice(
  { api, place, declared }: Pick<RegisterOptions, 'api' | 'place' | 'declared'>,
  application: Application,
): Promise<void> {
  if (declared.length === 0) return;
  const names = new Set(declared.map(({ name }) => name));
  const isThere = async (other: CommandPlace) =>
    ((await api.registered(application, other)) ?? []).some((command) => isTyped(command) && names.has(command.name));
  if (place.kind === 'guild') {
    if (await isThere({ kind: 'global' })) throw registeredElsewhere(place, [{ kind: 'global' }]);
    return;
  }
  const found: CommandPlace[] = [];
  for await (const page of api.servers()) {
    for (let at = 0; at < page.length; at += serversAtOnce) {
      const places = page.slice(at, at + serversAtOnce).map((guild) => ({ kind: 'guild' as const, guild }));
      const there = await Promise.all(places.map((server) => isThere(server).catch(whereWeMayNotLook)));
      found.push(...places.filter((_place, index) => there[index] === true));
    }
  }
  if (found.length > 0) throw registeredElsewhere(place, found);
}

/** A server that added the bot without its commands has none of them. */
function whereWeMayNotLook(error: unknown): false {
  if (error instanceof PlatformError && error.code === 'discord-no-access') return false;
  throw error;
}

function isTyped({ type }: APIApplicationCommand): boolean {
  return type === ApplicationCommandType.ChatInput;
}

function registeredElsewhere(place: CommandPlace, others: readonly CommandPlace[]): BotError {
  const named = others.slice(0, mostNamed);
  const more = others.length > named.length ? ` and ${others.length - named.length} more` : '';
  const cures = named.map((other) =>
    other.kind === 'global' ? '`discord unregister`' : `\`discord unregister --guild ${other.guild}\``,
  );
  const instead = place.kind === 'guild' ? ', or leave it like that: the server already has them' : '';
  return new BotError(
    'discord-registered-elsewhere',
    `The same commands are registered ${named.map(placeInWords).join(', ')}${more}: people would see each of them twice. Remove them there first, with ${cures.join(', ')}${instead}.`,
  );
}

interface RegisterAtStartOptions<Services> extends Pick<CommandsApiOptions, 'outgoing' | 'timeoutMs'> {
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
      logger.debug({ place }, `Discord already has the commands ${placeInWords(place)}`);
      return;
    }
    const what = changes === undefined ? 'all of them' : countChanges(changes);
    const lines = changesInWords(changes ?? []).slice(0, 20);
    logger.info({ place, changes: lines }, `I registered the commands ${placeInWords(place)}: ${what}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logger.error(
      { place, err: error },
      `I could not register the commands, so Discord keeps the ones it has. ${reason}`,
    );
  }
}

/** Describes a registration for the terminal: the changes, and a sentence about them. */
export function describeRegistration({ application, place, outcome, changes }: Registration): string {
  const where = `${placeInWords(place)}, application ${application.name} (${application.id})`;
  if (outcome === 'unchanged') return `Nothing to do: Discord already has these commands ${where}.`;
  const what = changes === undefined ? 'everything, since I can’t read what was there' : countChanges(changes);
  const sentence =
    outcome === 'registered'
      ? `I changed the commands ${where}: ${what}.`
      : `I would change the commands ${where}: ${what}. Nothing was done.`;
  return [...changesInWords(changes ?? []), sentence].join('\n');
}
