import type { Declined } from '../../src/ask/understanding.ts';
import type { Catalogue } from '../../src/bot/catalogue.ts';
import type { UserError } from '../../src/bot/errors/user-error.ts';
import { tokenize } from '../../src/bot/tokenize.ts';
import { unknownCommand } from '../../src/bot/unknown-command.ts';
import type { Services } from '../services.ts';

/** Shorter words are too near to too much: `helo` to `help`, `sort` to `port`. */
const shortestMisspelt = 5;

/**
 * The refusal of a line that was a command with a slip in its name, such as `remnd add …`; nothing for a question. What
 * is about another product, or asks for a secret, is told so whatever it begins with.
 */
export function misspeltCommand(
  line: string,
  { reason }: Declined,
  catalogue: Catalogue<Services>,
): UserError | undefined {
  if (reason === 'elsewhere' || reason === 'secret') return undefined;
  const words = tokenize(line).map(({ text }) => text);
  const [first = ''] = words;
  if (words.length > 1 && first.length < shortestMisspelt) return undefined;
  return catalogue.nearest(first).length === 0 ? undefined : unknownCommand(catalogue, words);
}
