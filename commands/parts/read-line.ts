import type { AskCall } from '../../src/ask/ask.ts';
import { BotError, parseArguments, tokenize } from '../../src/bot/bot.ts';
import type { Services } from '../services.ts';

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
