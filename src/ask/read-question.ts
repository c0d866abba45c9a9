import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import { asksWhichOf, asksYesNo, beginsWithVerb } from './asks-yes-no.ts';
import type { Classifier } from './classifier.ts';
import { correctStrange } from './correct-question.ts';
import type { CorrectWord } from './correct-word.ts';
import { cutTag } from './cut-tag.ts';
import { finalParticles } from './final-particles.ts';
import { foldQuestion } from './fold.ts';
import type { Concept } from './lexicon.ts';
import { languageOf } from './lexicon.ts';
import type { NameFinder } from './name-finder.ts';
import { processesOf, servicesOf } from './named-rows.ts';
import type { NormaliseQuestion } from './normalise-question.ts';
import { readPorts } from './read-ports.ts';
import { readSpans, termsOf } from './read-terms.ts';
import { readVersions } from './read-versions.ts';
import { readWords } from './read-words.ts';
import type { Mention, Reading } from './reading.ts';
import { stem } from './stem.ts';
import { unusedServices } from './unused-services.ts';

/** The most words that are looked at; a question has fewer, and what has more is no question. */
const mostWords = 100;

export interface ReadingTools {
  readonly knowledge: KnowledgeBase;
  readonly names: NameFinder;
  readonly correct: CorrectWord;
  readonly classifier: Classifier;
  /** Writes out what was typed in haste, misspelt or dictated. */
  readonly normalise: NormaliseQuestion;
  /** True for a stem that is somewhere in the knowledge's texts. */
  readonly isKnown: (term: string) => boolean;
  /** True for one that is in few of them. */
  readonly isRare: (term: string) => boolean;
  /** True for a word that the knowledge's texts write as a name is: `IKARUS`. */
  readonly isName: (word: string) => boolean;
  /** True for a word that is there in just this form: `remot` is only a stem. */
  readonly isWord: (word: string) => boolean;
}

/** Takes a question apart. */
export function readQuestion(text: string, tools: ReadingTools): Reading {
  const { text: folded, tagged } = cutTag(foldQuestion(text));
  const typed = readWords(folded).slice(0, mostWords);
  const language = languageOf(typed);
  const first = readSpans(typed, language, tools.names);
  const { words, corrected } = correctStrange(typed, first, tools);
  const { spans, versions, span, foreign } = readVersions(
    corrected.size === 0 ? first : readSpans(words, language, tools.names),
    words,
    {
      knowledge: tools.knowledge,
      mayBeName: (word) =>
        tools.isName(word) || (language === 'english' && !/(?:ed|ing)$/.test(word) && !tools.isKnown(stem(word))),
    },
  );

  const concepts = new Map<Concept, number[]>();
  const said = new Map<Concept, string>();
  const mentions: Mention[] = [];
  for (const { at, words: length, text: phrase, concept, named } of spans) {
    for (const each of concept === 'implicit' ? [concept, 'tls' as const] : concept === undefined ? [] : [concept])
      concepts.set(each, [...(concepts.get(each) ?? []), at]);
    if (concept !== undefined && !said.has(concept)) said.set(concept, phrase);
    if (named === undefined) continue;
    const wasCorrected =
      named.misspellingOf !== undefined ||
      Array.from({ length }, (_, index) => at + index).some((each) => corrected.has(each));
    mentions.push({ named, at, words: length, concept, corrected: wasCorrected });
  }
  for (const { concept, at } of finalParticles(words, language))
    concepts.set(concept, [...(concepts.get(concept) ?? []), at]);
  // `how did the ports change`
  const moved = words.includes('did') ? concepts.get('move') : undefined;
  if (moved !== undefined) {
    concepts.delete('move');
    concepts.set('changed', moved);
  }
  const has = (...any: readonly Concept[]) => any.some((concept) => concepts.has(concept));
  const onItsWay = has('send', 'receive', 'deliver', 'other', 'provider', 'between');
  const found = readPorts(spans, concepts, tools.knowledge, words);
  const isPort = (term: string) => found.some(({ port }) => term === `n:${port}`);
  const plainWords = spans.filter(({ kind }) => kind === 'word').map(({ text: word }) => word);
  return {
    words,
    language,
    concepts,
    said,
    mentions,
    services: servicesOf(mentions, onItsWay || (has('list') && has('inbound', 'outbound')), (service) =>
      tools.knowledge.portsOfService(service, 'now'),
    ),
    processes: processesOf(mentions, words, has('process'), !has('port')),
    ports: found,
    versions,
    span,
    foreign,
    records: spans.flatMap(({ kind, text: word }) => (kind === 'version' && word.startsWith('cve-') ? [word] : [])),
    elsewhere: spans.flatMap(({ elsewhere, at, words: length }) =>
      elsewhere === undefined ? [] : [{ ...elsewhere, at, words: length, behind: words[at - 1] ?? '' }],
    ),
    plain: plainWords.filter((word) => tools.isKnown(stem(word))),
    rare: new Set(plainWords.filter((word) => tools.isRare(stem(word)))),
    strange: plainWords.filter((word) => !tools.isKnown(stem(word))),
    terms: termsOf(spans).filter((term) => !/^(?:n:|v:\d)|\.\p{L}/u.test(term) || tools.isKnown(term) || isPort(term)),
    choice: asksWhichOf({ words, concepts, things: found.length + mentions.length }),
    verbFirst: beginsWithVerb(words, language),
    unused: unusedServices(words, mentions),
    yesNo: tagged || asksYesNo({ words, concepts, folded, language, things: found.length + mentions.length }),
    asks: /[?？]/.test(folded),
    has,
  };
}
