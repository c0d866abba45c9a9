import type { CorrectWord } from './correct-word.ts';
import type { NameFinder } from './name-finder.ts';
import type { Span } from './read-terms.ts';
import { stem } from './stem.ts';

/** The words and names to correct misspellings to. */
export interface CorrectionTools {
  readonly correct: CorrectWord;
  readonly names: NameFinder;
  /** True for a stem that is somewhere in the knowledge's texts. */
  readonly isKnown: (term: string) => boolean;
  /** True for a word that is there in just this form: `remot` is only a stem. */
  readonly isWord: (word: string) => boolean;
}

/** A question's words as they were meant, and the places of those that were typed in another way. */
export interface Corrected {
  readonly words: readonly string[];
  readonly corrected: ReadonlySet<number>;
}

/** Two words that were one have to make a long one to be taken for it. */
const shortestJoined = 9;

/** Replaces words that are nowhere by the known ones they were meant for: `webmial`, `avupdtae.exe`, `actvie sync`. */
export function correctStrange(words: readonly string[], spans: readonly Span[], tools: CorrectionTools): Corrected {
  const strange = new Map(spans.flatMap((span) => (isStrange(span, tools) ? [[span.at, span] as const] : [])));
  if (strange.size === 0) return { words, corrected: new Set() };
  const loose = new Set(spans.flatMap(({ kind, at }) => (kind === 'word' ? [at] : [])));
  const result: string[] = [];
  const corrected = new Set<number>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const known = strange.has(at) ? knownFor(word, tools) : undefined;
    const next = at + 1;
    const pair = known === undefined && (strange.has(at) || strange.has(next)) && loose.has(at) && loose.has(next);
    const joined = pair ? nameOf(word + (words[next] ?? ''), tools) : undefined;
    if (known !== undefined || joined !== undefined) corrected.add(result.length);
    result.push(known ?? joined ?? word);
    if (joined !== undefined) at += 1;
  }
  return { words: result, corrected };
}

function isStrange({ kind, text }: Span, { isKnown, isWord }: CorrectionTools): boolean {
  if (kind !== 'word') return false;
  const term = stem(text);
  return !isKnown(term) || (term === text && !isWord(text));
}

function knownFor(word: string, { correct, names }: CorrectionTools): string | undefined {
  const dot = word.lastIndexOf('.');
  if (dot > 0) {
    const base = correct(word.slice(0, dot));
    const file = base === undefined ? undefined : `${base}${word.slice(dot)}`;
    return file !== undefined && names.at([file], 0) !== undefined ? file : undefined;
  }
  const single = word.replaceAll(/(\p{L})\1/gu, '$1');
  return single !== word && names.at([single], 0) !== undefined ? single : correct(word);
}

function nameOf(joined: string, { correct, names }: CorrectionTools): string | undefined {
  const known = joined.length < shortestJoined ? undefined : correct(joined);
  return known !== undefined && names.at([known], 0) !== undefined ? known : undefined;
}
