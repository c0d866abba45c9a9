import { UserError } from '../../src/bot/bot.ts';
import { joinWords } from './phrases.ts';
import { type Term, termLabel } from './resolve-terms.ts';

/** One unknown name among known ones is a name; more of them make a sentence. */
const mostUnknown = 1;

/**
 * Refuses a line of which several words are nobody's name: it is a sentence, and one that asks what is *not* needed must
 * not get what is.
 *
 * @throws {UserError} `sentence`
 */
export function refuseSentence(terms: readonly Term[]): void {
  const unknown = terms.filter(({ kind }) => kind === 'unknown');
  if (unknown.length <= mostUnknown) return;
  const known = terms.filter((term) => term.kind !== 'unknown').map((term) => termLabel(term).toLowerCase());
  throw new UserError({
    code: 'sentence',
    message: `I cannot place ${joinWords(unknown.map(termLabel))} here.`,
    remedy: `Write only services and ports: \`ports ${known.join(' ')}\`.`,
  });
}
