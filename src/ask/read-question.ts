import { type KnowledgeBase, normaliseName, type Port, type Process, type Service } from '../../knowledge/knowledge.ts';
import type { Classifier } from './classifier.ts';
import { type Concept, concepts, languageOf } from './lexicon.ts';
import type { NameFinder } from './name-finder.ts';
import type { NormaliseQuestion } from './normalise-question.ts';
import { cutTag, foldQuestion, readWords, stem } from './question-words.ts';
import { readPorts, unusedServices } from './read-ports.ts';
import { readSpans, termsOf } from './read-terms.ts';
import { readVersions } from './read-versions.ts';
import type { Mention, Reading, Unjudged } from './reading.ts';
import { type CorrectWord, correctStrange } from './spelling.ts';
import type { Stance } from './verdict/stance.ts';
import { asksWhichOf, asksYesNo, beginsWithVerb, finalParticles } from './yes-no.ts';

/** The most words that are looked at; a question has fewer, and what has more is no question. */
const mostWords = 100;
/** From this likelihood on a question is taken to ask for a yes or a no. */
const leastForYesNo = 0.5;

export interface ReadingTools {
  readonly knowledge: KnowledgeBase;
  readonly names: NameFinder;
  readonly correct: CorrectWord;
  readonly classifier: Classifier;
  readonly stance: Stance;
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
  const reading: Unjudged = {
    words,
    text: folded,
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
    seemsYesNo: tagged || asksYesNo({ words, concepts, folded, language, things: found.length + mentions.length }),
    asks: /[?？]/.test(folded),
    has,
  };
  return { ...reading, yesNo: reading.seemsYesNo || tools.stance.asksYesNo(reading) > leastForYesNo };
}

/** Ordinary words that are also names say little where something else is named. */
const passedOver: ReadonlySet<Concept> = new Set(
  concepts('update autoupdate mail send receive server licence tls people http'),
);

/** The services that are named; a group only where none of its members is, nor any other on its ports. */
export function servicesOf(
  all: readonly Mention[],
  onTheWay: boolean,
  portsOf: (service: Service) => readonly Port[],
): Service[] {
  // `mail from other servers` names no service; it says what is on its way.
  const mentions = onTheWay ? all.filter(({ concept }) => concept !== 'mail' && concept !== 'server') : all;
  const strong = mentions.filter(
    (mention) => mention.concept === undefined || !passedOver.has(mention.concept) || isListed(mention, mentions),
  );
  const withService = strong.some(({ named }) => named.services.length > 0) ? strong : mentions;
  const found = [...new Set(withService.flatMap(({ named }) => named.services.slice(0, 1)))];
  // `imap over ssl for thunderbird` asks for that of IMAP, and not for all that a mail program may use.
  const isWithin = (member: Service, group: Service) => {
    const all = portsOf(group);
    const own = portsOf(member);
    return group.includes.includes(member.id) || (own.length > 0 && own.every((row) => all.includes(row)));
  };
  return found.filter(
    (group) => group.includes.length === 0 || !found.some((member) => member !== group && isWithin(member, group)),
  );
}

/** A list has that many names. */
const shortestList = 3;

/** `mail server, webmail and phones`: a name among others that stand right beside it is meant as one. */
function isListed({ at, words }: Mention, mentions: readonly Mention[]): boolean {
  const named = mentions.filter(({ named: { services } }) => services.length > 0);
  const beside = named.some((other) => other.at === at + words || other.at + other.words === at);
  return beside && named.length >= shortestList;
}

/**
 * Programs go by the names of services as well; those are meant where a program is asked for, or the file is named, or
 * where it is the program's own name and the service has it only as one among others.
 */
export function processesOf(
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
