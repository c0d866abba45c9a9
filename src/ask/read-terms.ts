import type { Concept, Language } from './lexicon.ts';
import { type Elsewhere, elsewhere, isFiller, isGrammar, meaningAt } from './lexicon.ts';
import type { Named, NameFinder } from './name-finder.ts';
import { readWords, stem } from './question-words.ts';

/** A run of words with what it means. */
export interface Span {
  readonly at: number;
  readonly words: number;
  readonly text: string;
  readonly concept?: Concept;
  readonly named?: Named;
  readonly elsewhere?: Elsewhere;
  readonly kind: 'meaning' | 'number' | 'version' | 'filler' | 'word';
}

/** Splits words into spans: the longest name, concept or foreign name at each place, else single words. */
export function readSpans(words: readonly string[], language: Language, names: NameFinder): Span[] {
  const spans: Span[] = [];
  for (let at = 0; at < words.length; ) {
    const span = spanAt(words, at, language, names);
    spans.push(span);
    at += span.words;
  }
  return spans;
}

function spanAt(words: readonly string[], at: number, language: Language, names: NameFinder): Span {
  const text = words[at] ?? '';
  const found = names.at(words, at);
  // `im` is no messenger in a German sentence.
  const name = found?.words === 1 && language !== 'english' && isGrammar(text, language) ? undefined : found;
  const meaning = meaningAt(words, at, language);
  const foreign = elsewhereAt(words, at);
  const length = Math.max(name?.words ?? 0, meaning?.words ?? 0, foreign?.words ?? 0);
  if (length > 0) {
    return {
      at,
      words: length,
      text: words.slice(at, at + length).join(' '),
      kind: 'meaning',
      ...(name?.words === length ? { named: name.named } : {}),
      ...(meaning?.words === length ? { concept: meaning.concept } : {}),
      ...(foreign?.words === length ? { elsewhere: foreign.elsewhere } : {}),
    };
  }
  if (/^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/.test(text)) return { at, words: 1, text, kind: 'filler' };
  const kind = /^\d{1,6}(?:\/(?:tcp|udp))?$/.test(text)
    ? 'number'
    : /^v?\d+(?:\.\d+)+(?:[a-z]|\.x)?$|^v?\d+\.x$|^cve-/.test(text)
      ? 'version'
      : isFiller(text)
        ? 'filler'
        : 'word';
  return { at, words: 1, text, kind };
}

const longestElsewhere = 4;
const elsewhereKeys = new Map([...elsewhere].map(([name, each]) => [readWords(name).join(' '), each]));
const elsewhereFirst = new Set([...elsewhereKeys.keys()].map((name) => name.split(' ')[0] ?? ''));

function elsewhereAt(words: readonly string[], at: number): { elsewhere: Elsewhere; words: number } | undefined {
  if (!elsewhereFirst.has(words[at] ?? '')) return undefined;
  for (let length = Math.min(longestElsewhere, words.length - at); length > 0; length -= 1) {
    const found = elsewhereKeys.get(words.slice(at, at + length).join(' '));
    if (found !== undefined) return { elsewhere: found, words: length };
  }
  return undefined;
}

/** The keys to compare spans by. A name that is also an ordinary word counts as both. */
export function termsOf(spans: readonly Span[]): string[] {
  const terms = new Set<string>();
  for (const span of spans) {
    // Texts say `encrypted`, and not always from when on.
    if (span.concept !== undefined) terms.add(span.concept === 'implicit' ? 'c:tls' : `c:${span.concept}`);
    if (span.elsewhere !== undefined)
      terms.add(
        span.elsewhere.kind === 'around'
          ? `a:${span.elsewhere.subject.replaceAll(' ', '_')}`
          : termOfElsewhere(span.elsewhere.subject),
      );
    if (span.named !== undefined) for (const term of termsOfName(span.named, span)) terms.add(term);
    if (span.kind === 'number') terms.add(`n:${span.text.split('/')[0]}`);
    else if (span.kind === 'version') terms.add(`v:${span.text.replace(/^v/, '').replace(/^\d{1,2}$/, '$&.0')}`);
    else if (span.kind === 'word') for (const term of termsOfWord(span.text)) terms.add(term);
  }
  return [...terms];
}

/** A file's name counts with its ending and without: `hostscreen.sem` is near to `HostScreen.dat`. */
function termsOfWord(word: string): string[] {
  const dot = word.lastIndexOf('.');
  return dot > 0 ? [word, `f:${stem(word.slice(0, dot))}`] : [stem(word)];
}

/** The term of a name that is not MDaemon's. */
export function termOfElsewhere(subject: string): string {
  return `e:${subject.replaceAll(' ', '_')}`;
}

/** Old and new names of a thing are one term; names of dates and programs are their words. */
function termsOfName({ services, processes }: Named, { text, concept }: Span): string[] {
  const [service] = services;
  if (service !== undefined) return [`@${service.id}`];
  const [process] = processes;
  if (process !== undefined) return [`@${process.id}`];
  return concept === undefined ? text.split(' ').map(stem) : [];
}
