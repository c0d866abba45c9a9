import type { AskCall } from '../../src/ask/ask.ts';
import {
  type Answer,
  BotError,
  type CatalogueEntry,
  parseArguments,
  type RunContext,
  tokenize,
} from '../../src/bot/bot.ts';
import type { Services } from '../services.ts';

/**
 * Runs the command a question was understood as: one that everybody may run, and that changes nothing.
 *
 * @throws {BotError} `bad-call` where the understanding names no such command, or gives it what it does not take
 */
export async function runCall(
  { path, values, line }: Pick<AskCall, 'path' | 'values' | 'line'>,
  { request, services }: RunContext<Services>,
): Promise<Answer> {
  const entry = services.catalogue.at(path);
  if (entry === undefined || !isReading(entry)) throw badCall(line, 'is no command a question may run');
  const parsed = entry.leaf.arguments.safeParse(values);
  if (!parsed.success) throw badCall(line, `has arguments that do not fit: ${parsed.error.issues[0]?.message}`);
  return entry.leaf.run(parsed.data, { request, services });
}

/** True for what everybody may run, and what changes nothing; never the commands that run others. */
function isReading({ name, leaf }: CatalogueEntry<Services>): boolean {
  return leaf.access === 'everyone' && leaf.changes !== true && leaf.hidden !== true && name !== 'ask';
}

function badCall(line: string, why: string): BotError {
  return new BotError('bad-call', `A question was understood as "${line}", which ${why}.`);
}

/**
 * The call in a line of ours, such as an entry's.
 *
 * @throws {BotError} `bad-call` where it begins with no command
 */
export function readLine(line: string, { catalogue }: Pick<Services, 'catalogue'>): AskCall {
  const tokens = tokenize(line);
  const found = catalogue.find(tokens);
  if (found === undefined) throw new BotError('bad-call', `"${line}" is no command.`);
  const { entry, words } = found;
  return { path: entry.path, values: parseArguments(entry.plan, line, tokens, words), line };
}
