import type { KnowledgeBase } from '../../knowledge/knowledge-base.ts';
import { normaliseName } from '../../knowledge/normalise-name.ts';
import type { Process, Service } from '../../knowledge/schema.ts';
import { asksWhichOf, asksYesNo, beginsWithVerb } from './asks-yes-no.ts';
import type { CorrectWord } from './correct-word.ts';
import { foldQuestion } from './fold.ts';
import type { Concept } from './lexicon/english.ts';
import type { Language } from './lexicon/filler.ts';
import { languageOf } from './lexicon/lexicon-index.ts';
import type { NameFinder } from './name-finder.ts';
import { readPorts } from './read-ports.ts';
import { readSpans, type Span, termsOf } from './read-terms.ts';
import { readWords } from './read-words.ts';
import type { Mention, Reading } from './reading.ts';
import { stem } from './stem.ts';

/** The most words that are looked at; a question has fewer, and what has more is no question. */
const mostWords = 100;

/** What a question is read with. */
export interface ReadingTools {
  readonly knowledge: KnowledgeBase;
  readonly names: NameFinder;
  readonly correct: CorrectWord;
  /** True for a stem that is somewhere in the knowledge's texts. */
  readonly isKnown: (term: string) => boolean;
  /** True for one that is in few of them. */
  readonly isRare: (term: string) => boolean;
}

/** Takes a question apart. */
export function readQuestion(text: string, tools: ReadingTools): Reading {
  const folded = foldQuestion(text);
  const typed = readWords(folded).slice(0, mostWords);
  const language = languageOf(typed);
  const first = readSpans(typed, language, tools.names);
  const { words, corrected } = correctStrange(typed, first, tools);
  const spans = corrected.size === 0 ? first : readSpans(words, language, tools.names);

  const concepts = new Map<Concept, number[]>();
  const mentions: Mention[] = [];
  for (const { at, words: length, concept, named } of spans) {
    if (concept !== undefined) concepts.set(concept, [...(concepts.get(concept) ?? []), at]);
    if (named === undefined) continue;
    const wasCorrected =
      named.misspellingOf !== undefined ||
      Array.from({ length }, (_, index) => at + index).some((each) => corrected.has(each));
    mentions.push({ named, at, words: length, concept, corrected: wasCorrected });
  }
  for (const { concept, at } of finalParticles(words, language))
    concepts.set(concept, [...(concepts.get(concept) ?? []), at]);
  const has = (...any: readonly Concept[]) => any.some((concept) => concepts.has(concept));
  const found = readPorts(spans, concepts, tools.knowledge, words);
  const isPort = (term: string) => found.some(({ port }) => term === `n:${port}`);
  const plainWords = spans.filter(({ kind }) => kind === 'word').map(({ text: word }) => word);
  return {
    words,
    language,
    concepts,
    mentions,
    services: servicesOf(mentions, has('send', 'receive', 'deliver', 'other', 'provider', 'between')),
    processes: processesOf(mentions, words, has('process'), !has('port')),
    ports: found,
    versions: [
      ...spans.filter(({ kind }) => kind === 'version').map(({ text: word }) => word),
      // One that is a name as well, such as a deadline's.
      ...spans
        .filter(({ kind, text: word }) => kind === 'meaning' && /^v?\d+(?:\.\d+){1,2}[a-z]?$/.test(word))
        .map(({ text: word }) => word),
    ],
    elsewhere: spans.flatMap(({ elsewhere, at }) => (elsewhere === undefined ? [] : [{ ...elsewhere, at }])),
    plain: plainWords.filter((word) => tools.isKnown(stem(word))),
    rare: new Set(plainWords.filter((word) => tools.isRare(stem(word)))),
    strange: plainWords.filter((word) => !tools.isKnown(stem(word))),
    terms: termsOf(spans).filter((term) => !/^(?:n:|v:\d)/.test(term) || tools.isKnown(term) || isPort(term)),
    choice: asksWhichOf({ words, concepts, things: found.length + mentions.length }),
    verbFirst: beginsWithVerb(words, language),
    yesNo: asksYesNo({ words, concepts, folded, language, things: found.length + mentions.length }),
    asks: /[?？]/.test(folded),
    has,
  };
}

/** German puts half of a verb at the end: `Kann Port 25 zu?`, `Muss 25 auf sein?` So does `smtp out`. */
function finalParticles(words: readonly string[], language: Language): { concept: Concept; at: number }[] {
  if (language === 'english') {
    const last = words.length - 1;
    if (last > 0 && words[last] === 'out') return [{ concept: 'outbound', at: last }];
    return last > 0 && words[last] === 'then' ? [{ concept: 'past', at: last }] : [];
  }
  if (language !== 'german') return [];
  return words.flatMap((word, at): { concept: Concept; at: number }[] => {
    const next = words[at + 1];
    const final = next === undefined || ['wenn', 'falls', 'weil', 'sobald', 'sein', 'bleiben', 'werden'].includes(next);
    if (!final || at === 0) return [];
    if (word === 'zu' || word === 'dicht') return [{ concept: 'close', at }];
    return word === 'auf' ? [{ concept: 'open', at }] : [];
  });
}

/** Replaces words that are nowhere by the known ones they were meant for. */
function correctStrange(
  words: readonly string[],
  spans: readonly Span[],
  { correct, isKnown, names }: ReadingTools,
): { words: readonly string[]; corrected: ReadonlySet<number> } {
  const corrected = new Set<number>();
  const result = [...words];
  for (const { kind, at, text } of spans) {
    if (kind !== 'word' || isKnown(stem(text))) continue;
    const single = text.replaceAll(/(\p{L})\1/gu, '$1');
    const doubled = single !== text && names.at([single], 0) !== undefined ? single : undefined;
    const known = doubled ?? correct(text);
    if (known === undefined) continue;
    result[at] = known;
    corrected.add(at);
  }
  return { words: result, corrected };
}

/** Ordinary words that are also names say little where something else is named. */
const passedOver: ReadonlySet<Concept> = new Set([
  'update',
  'autoupdate',
  'mail',
  'send',
  'receive',
  'server',
  'licence',
  'tls',
  'people',
  'http',
]);

/** The services that are named; a group only where none of its members is. */
function servicesOf(all: readonly Mention[], onTheWay: boolean): Service[] {
  // `mail from other servers` names no service; it says what is on its way.
  const mentions = onTheWay ? all.filter(({ concept }) => concept !== 'mail' && concept !== 'server') : all;
  const strong = mentions.filter(({ concept }) => concept === undefined || !passedOver.has(concept));
  const withService = strong.some(({ named }) => named.services.length > 0) ? strong : mentions;
  const found = [...new Set(withService.flatMap(({ named }) => named.services.slice(0, 1)))];
  return found.filter(({ includes }) => !found.some(({ id }) => includes.includes(id)));
}

/**
 * Programs go by the names of services as well; those are meant where a program is asked for, or the file is named, or
 * where it is the program's own name and the service has it only as one among others.
 */
function processesOf(
  mentions: readonly Mention[],
  words: readonly string[],
  asksForProcess: boolean,
  noPort: boolean,
): Process[] {
  const meant = mentions.flatMap(({ named, at, words: length }) => {
    const [process] = named.processes;
    const [service] = named.services;
    if (process === undefined) return [];
    const typed = words.slice(at, at + length).join('');
    const file = typed.endsWith('.exe');
    const own = length === 1 && normaliseName(process.name).replace(/exe$/, '') === typed;
    const serviceOwn =
      service !== undefined &&
      [service.name, service.id, ...service.former].some((name) => normaliseName(name) === typed);
    return asksForProcess || file || service === undefined || (own && noPort && !serviceOwn) ? [process] : [];
  });
  return [...new Set(meant)];
}
