import { BotError, type Finding } from '../../bot/bot.ts';
import { type ChatInspectOptions, inspectSocketHost, isUnreached, unreachedFinding } from '../../chat/chat.ts';
import type { DiscordConfig } from '../../config/config.ts';
import { type CommandPlace, type CommandsApi, createCommandsApi, placeInWords } from './registration/commands-api.ts';
import { countChanges } from './registration/compare-commands.ts';
import { declareCommands } from './registration/declare-commands.ts';
import { registerCommands } from './registration/register-commands.ts';

const token = "Discord's token";
const commands = "Discord's commands";
const socket = "Discord's socket";
/** Servers in which commands of our own are looked for where none are registered for everybody. */
const mostServers = 20;

/** Looks at the token, the commands that Discord has, and where the socket would be; see `ChatPlatform.inspect`. */
export async function inspectDiscord<Services>(
  options: ChatInspectOptions<DiscordConfig, Services>,
): Promise<readonly Finding[]> {
  const { config, outgoing, timeoutMs } = options;
  const api = createCommandsApi({ config, outgoing, timeoutMs });
  try {
    const { id, name } = await api.application();
    const [registered, connection] = await Promise.all([
      inspectCommands(api, options),
      inspectGateway(api, outgoing.fetch, timeoutMs),
    ]);
    return [
      { part: token, verdict: 'fine', says: `DISCORD_TOKEN works: it belongs to ${name} (${id}).` },
      registered,
      connection,
    ];
  } catch (error) {
    const rest = [commands, socket].map((part): Finding => {
      return { part, verdict: 'unknown', says: 'I can’t look at this until the token works.' };
    });
    return [notTaken(token, error), ...rest];
  }
}

function notTaken(part: string, error: unknown): Finding {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (isUnreached(cause)) return unreachedFinding(part, 'Discord', cause);
  const message = error instanceof Error ? error.message : String(error);
  const isRefused = error instanceof BotError && error.code === 'discord-refused';
  const end = message.indexOf('. ') + 1;
  return isRefused && end > 0
    ? { part, verdict: 'wrong', says: message.slice(0, end), remedy: message.slice(end + 1) }
    : { part, verdict: 'unknown', says: message, remedy: 'Try again in a while.' };
}

/** Compares what Discord has with what this version declares, as `discord register --dry-run` does. */
async function inspectCommands<Services>(
  api: CommandsApi,
  { config, catalogue }: Pick<ChatInspectOptions<DiscordConfig, Services>, 'config' | 'catalogue'>,
): Promise<Finding> {
  const declared = declareCommands(catalogue);
  const remedy = (place: CommandPlace) =>
    `Run \`mdaemon-bot discord register${place.kind === 'guild' ? ` --guild ${place.guild}` : ''}\`.`;
  try {
    const place = config.register.kind === 'off' ? await findPlace(api, declared) : config.register;
    if (place === 'nowhere' || place === 'unsure') {
      return {
        part: commands,
        verdict: place === 'nowhere' ? 'wrong' : 'unknown',
        says: 'The bot’s commands are not registered for everybody, nor in the servers I looked at.',
        remedy: remedy({ kind: 'global' }),
      };
    }
    const { outcome, changes } = await registerCommands({ api, place, declared, dryRun: true });
    if (outcome === 'unchanged') {
      return {
        part: commands,
        verdict: 'fine',
        says: `Discord has this version’s commands ${placeInWords(place)}.`,
      };
    }
    if (changes === undefined) {
      return { part: commands, verdict: 'unknown', says: 'Discord does not say which commands it has.' };
    }
    return {
      part: commands,
      verdict: 'wrong',
      says: `The commands that Discord has ${placeInWords(place)} differ from this version’s: ${countChanges(changes)}.`,
      remedy: remedy(place),
    };
  } catch (error) {
    if (error instanceof BotError && error.code === 'discord-registered-elsewhere') {
      return { part: commands, verdict: 'wrong', says: error.message };
    }
    return notTaken(commands, error);
  }
}

/** Where our commands are registered, where the settings do not say it. `unsure`: not every server was looked at. */
async function findPlace(
  api: CommandsApi,
  declared: ReturnType<typeof declareCommands>,
): Promise<CommandPlace | 'nowhere' | 'unsure'> {
  const names = new Set(declared.map(({ name }) => name));
  const application = await api.application();
  const has = async (place: CommandPlace) => {
    const registered = await api.registered(application, place);
    // Where Discord's stand-in keeps no list, the comparison says that it cannot tell.
    return registered === undefined || registered.some(({ name }) => names.has(name));
  };
  if (await has({ kind: 'global' })) return { kind: 'global' };
  let looked = 0;
  let missed = false;
  for await (const page of api.servers()) {
    for (const guild of page) {
      if (looked === mostServers) return 'unsure';
      looked += 1;
      const place = { kind: 'guild' as const, guild };
      const there = await has(place).catch(() => undefined);
      if (there === true) return place;
      missed ||= there === undefined;
    }
  }
  return missed ? 'unsure' : 'nowhere';
}

async function inspectGateway(api: CommandsApi, fetch: typeof globalThis.fetch, timeoutMs: number): Promise<Finding> {
  try {
    const { url, session_start_limit: limit } = await api.gateway();
    if (limit.remaining === 0) {
      return {
        part: socket,
        verdict: 'wrong',
        says: `Discord won’t let the bot connect again today: all ${limit.total} connections for 24 hours are used.`,
        remedy: `Discord will allow it again in ${Math.ceil(limit.reset_after / 60_000)} minutes. Find out in the log why the bot connects so often.`,
      };
    }
    return await inspectSocketHost({ label: 'Discord', address: url, fetch, timeoutMs });
  } catch (error) {
    return notTaken(socket, error);
  }
}
