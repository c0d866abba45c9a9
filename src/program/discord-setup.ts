import { parseArgs } from 'node:util';
import { commands, type Services } from '../../commands/commands.ts';
import { BotError, createCatalogue } from '../bot/bot.ts';
import { requireDiscord } from '../config/config.ts';
import { createOutgoing } from '../outgoing/outgoing.ts';

/** How the commands about Discord are written. */
const usage = `Usage:
  discord register [--guild ID] [--dry-run]     registers the commands for everybody, or in one server
  discord unregister [--guild ID] [--dry-run]   removes them
  discord invite [--everyone]                   prints the link that adds the bot to a server
`;

/** Where answers go. */
export interface ProgramOutput {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

type Task =
  | { readonly kind: 'register' | 'unregister'; readonly guild: string | undefined; readonly dryRun: boolean }
  | { readonly kind: 'invite'; readonly everyone: boolean };

/**
 * Does what an operator does about Discord: `discord register`, `discord unregister`, `discord invite`.
 *
 * @param words the program's arguments behind `discord`
 * @returns the exit status: 0 done, 1 refused or failed, 2 not understood, 78 a token that Discord does not take
 * @throws {ConfigError} where a variable of Discord's is missing or wrong
 */
export async function runDiscord(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  { out, error: tell }: ProgramOutput,
): Promise<number> {
  const task = readTask(words);
  if (typeof task === 'string') {
    tell(task === '' ? usage : `${task}\n${usage}`);
    return 2;
  }
  const config = requireDiscord(environment);
  const outgoing = await createOutgoing(environment);
  try {
    const { createCommandsApi, declareCommands, describeRegistration, inviteLink, registerCommands } = await import(
      '../platforms/discord/discord.ts'
    );
    const api = createCommandsApi({ config, outgoing });
    if (task.kind === 'invite') {
      out(`${inviteLink((await api.application()).id, task)}\n`);
      return 0;
    }
    const declared = task.kind === 'register' ? declareCommands(createCatalogue<Services>(commands)) : [];
    const place =
      task.guild === undefined ? { kind: 'global' as const } : { kind: 'guild' as const, guild: task.guild };
    const { dryRun } = task;
    out(`${describeRegistration(await registerCommands({ api, place, declared, dryRun }))}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    tell(`${error.message}\n`);
    return error.code === 'discord-refused' ? 78 : 1;
  } finally {
    await outgoing?.close();
  }
}

/** Reads the task; a string says what is wrong with the words. */
function readTask(words: readonly string[]): Task | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        guild: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        everyone: { type: 'boolean', default: false },
      },
    });
    const [kind, ...others] = positionals;
    const { guild, everyone, 'dry-run': dryRun } = values;
    if (others.length > 0) return `Unexpected word “${others[0]}”.`;
    if (kind === 'invite') {
      return guild === undefined && !dryRun
        ? { kind, everyone }
        : 'An invite link works for any server: leave out --guild and --dry-run.';
    }
    if (kind !== 'register' && kind !== 'unregister') return kind === undefined ? '' : `There is no “discord ${kind}”.`;
    if (everyone) return '--everyone works only with `discord invite`.';
    if (guild !== undefined && !/^\d{15,21}$/.test(guild)) {
      return `“${guild}” isn’t a server’s id. Right-click the server > Copy Server ID (Settings > Advanced > Developer Mode shows it).`;
    }
    return { kind, guild, dryRun };
  } catch (error) {
    // Node goes on about arguments that begin with a hyphen.
    return error instanceof Error ? `${error.message.split('. ')[0]}.` : String(error);
  }
}
