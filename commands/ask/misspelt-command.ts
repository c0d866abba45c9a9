import editDistance from 'damerau-levenshtein';
import type { Understanding } from '../../src/ask/ask.ts';
import { type Catalogue, tokenize, type UserError, unknownCommand } from '../../src/bot/bot.ts';
import type { Services } from '../services.ts';

/** Shorter words are too near to too much: `helo` to `help`, `sort` to `port`. */
const shortestMisspelt = 5;
/** Longer lines are sentences. */
const longestCommand = 4;

/**
 * The refusal of a line that was a command with a slip in its name, such as `remnd add …`; nothing for a question. What
 * is about another product, or asks for a secret, is told so whatever it begins with; and what is understood surely as
 * that very command, `prots imap`, is answered.
 */
export function misspeltCommand(
  line: string,
  understanding: Understanding,
  catalogue: Catalogue<Services>,
): UserError | undefined {
  const words = tokenize(line).map(({ text }) => text);
  const [first = ''] = words;
  if (words.length > 1 && first.length < shortestMisspelt) return undefined;
  const [name] = catalogue.nearest(first);
  // `ask help`: a right name is no slip.
  if (
    name === undefined ||
    name === first.toLowerCase() ||
    !isSlip(first.toLowerCase(), name, words.length, understanding, catalogue)
  )
    return undefined;
  return unknownCommand(catalogue, words);
}

function isSlip(
  first: string,
  name: string,
  length: number,
  understanding: Understanding,
  catalogue: Catalogue<Services>,
): boolean {
  if (understanding.kind === 'declined') return !['elsewhere', 'secret'].includes(understanding.reason);
  // `firewalls` is a word; `firewal` is a slip.
  if (length > longestCommand || first.startsWith(name) || editDistance(first, name).steps > 1) return false;
  const meant = catalogue.at([name])?.path[0];
  return !understanding.sure || understanding.call.path[0] !== meant;
}
