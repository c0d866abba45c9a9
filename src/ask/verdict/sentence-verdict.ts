import type { Article } from '../../../knowledge/knowledge.ts';
import type { Reading } from '../reading.ts';
import type { Verdict } from '../understanding.ts';
import { asksWorth, isDenied } from './article-verdict.ts';

/** One word in common is no statement. */
const fewestTerms = 2;

/** A hedged statement gets no verdict; the reader has to judge it. */
const doubtful = /\b(?:unless|if|whether|probably|may|might|believed|unknown|inferred|reading|contradict)\b/i;

/** Concepts of asking that a statement does not repeat. */
const unsaid: ReadonlySet<string> = new Set(['c:what', 'c:product', 'c:now', 'c:server']);

/**
 * The yes or no of an article that tells it in passing: `does every node need a licence` is answered by a sentence that
 * says `Every node needs its own licence key`. The sentence has to say all that is asked, and of the same subject: a yes
 * to most of a question is a guess. Where the one denies and the other does not, it is a no.
 *
 * @param read takes a sentence apart as a question is
 */
export function sentenceVerdict(
  { answer, note, details }: Article,
  reading: Reading,
  read: (sentence: string) => Reading,
): Verdict | undefined {
  // What a statement is worth, none says of itself: `is an expired licence a problem`.
  if (asksWorth(reading) || reading.strange.length > 0) return undefined;
  const asked = termsOf(reading).filter((term) => !unsaid.has(term));
  if (asked.length < fewestTerms) return undefined;
  const sentence = [answer, note ?? '', ...details].flatMap(sentencesOf).find((each) => {
    if (doubtful.test(each)) return false;
    const told = termsOf(read(each)).filter((term) => !unsaid.has(term));
    return asked.every((term) => told.includes(term)) && sameSubject(asked, told);
  });
  if (sentence === undefined) return undefined;
  const denied = isDenied(reading.words.join(' ')) !== isDenied(sentence.toLowerCase());
  // The answer begins with it.
  const because = answer.startsWith(sentence) ? '' : sentence;
  return { says: denied ? 'no' : 'yes', because };
}

/** `does A need B` is not answered by what B needs, nor `do I need B`: names and the verb stand in the same order. */
function sameSubject(asked: readonly string[], told: readonly string[]): boolean {
  const [verb] = asked;
  if ((verb === 'c:need' || verb === 'c:use') && told.find((term) => asked.includes(term)) !== verb) return false;
  const names = (terms: readonly string[]) => terms.filter((term) => term.startsWith('@') && asked.includes(term));
  return names(asked)[0] === names(told)[0];
}

/** Of a word that is a name as well, the word; what updates itself is an update. */
function termsOf({ terms, mentions }: Reading): string[] {
  const words = new Set(
    mentions.flatMap(({ named, concept }) => (concept === undefined ? [] : named.services.map(({ id }) => `@${id}`))),
  );
  return [
    ...new Set(
      terms
        .filter((term) => !words.has(term))
        .flatMap((term) => (term === 'c:autoupdate' ? ['c:update', 'c:automatic'] : [term])),
    ),
  ];
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?;])\s+/).filter((part) => part !== '');
}
