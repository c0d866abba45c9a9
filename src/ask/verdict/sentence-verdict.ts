import type { Article } from '../../../knowledge/knowledge.ts';
import type { Reading } from '../reading.ts';
import { kindWeight } from '../term-weights.ts';
import type { Verdict } from '../understanding.ts';

/** How much of what a question says one sentence has to say. */
const enough = 0.75;
/** One word in common is no statement. */
const fewestTerms = 2;

const negation =
  /\b(?:not|no|never|cannot|cant|isnt|arent|doesnt|dont|nothing|none|neither|without|kein\w*|nicht|nie|ni|nunca|sin)\b/g;

/** A hedged statement gets no verdict; the reader has to judge it. */
const doubtful = /\b(?:unless|if|whether|probably|may|might|believed|unknown|inferred|reading|contradict)\b/i;

/** `is an expired licence a problem` asks what a statement is worth, and none says that of itself. */
const valued = /\b(?:problem|problems|bad|issue|trouble|harmful|schlimm|problematisch|problema|problemas|grave|malo)\b/;

/** Concepts of asking that a statement does not repeat. */
const unsaid: ReadonlySet<string> = new Set([
  'c:what',
  'c:need',
  'c:use',
  'c:exists',
  'c:product',
  'c:now',
  'c:only',
  'c:other',
  'c:server',
  'c:enough',
]);

/**
 * The yes or no of an article that tells it in passing: `does every node need a licence` is answered by a sentence that
 * says `Every node needs its own licence key`. Where the one denies and the other does not, it is a no.
 *
 * @param read takes a sentence apart as a question is
 */
export function sentenceVerdict(
  { answer, note, details }: Article,
  reading: Reading,
  read: (sentence: string) => Reading,
): Verdict | undefined {
  if (valued.test(reading.words.join(' '))) return undefined;
  const asked = termsOf(reading).filter((term) => !unsaid.has(term));
  const whole = weigh(asked);
  let best: { readonly sentence: string; readonly share: number } | undefined;
  for (const sentence of [answer, note ?? '', ...details].flatMap(sentencesOf)) {
    if (doubtful.test(sentence)) continue;
    const terms = new Set(termsOf(read(sentence)));
    const common = asked.filter((term) => terms.has(term));
    const share = common.length < fewestTerms ? 0 : weigh(common) / whole;
    if (share >= enough && share > (best?.share ?? 0)) best = { sentence, share };
  }
  if (best === undefined) return undefined;
  const denied = isDenied(reading.words.join(' ')) !== isDenied(best.sentence.toLowerCase());
  // The answer begins with it.
  const because = answer.startsWith(best.sentence) ? '' : best.sentence;
  return { says: denied ? 'no' : 'yes', because };
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

function weigh(terms: readonly string[]): number {
  return terms.reduce((sum, term) => sum + kindWeight(term), 0);
}

function isDenied(text: string): boolean {
  return (text.match(negation) ?? []).length % 2 === 1;
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?;])\s+/).filter((part) => part !== '');
}
