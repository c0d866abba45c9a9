import type { Article, KnowledgeBase } from '../../knowledge/knowledge.ts';
import { advisoriesCandidates } from './candidates/advisories.ts';
import type { Candidate } from './candidates/candidate.ts';
import { firewallCandidates } from './candidates/firewall.ts';
import { foundCandidates } from './candidates/found.ts';
import { namedThings } from './candidates/named-things.ts';
import { portsCandidates } from './candidates/ports.ts';
import { releasesCandidates } from './candidates/releases.ts';
import type { FoundRow } from './entry-index.ts';
import { type Concept, concepts } from './lexicon.ts';
import type { Reading } from './reading.ts';
import { genericServices } from './refusals.ts';
import { answersYesOrNo } from './verdict/article-verdict.ts';

/** An article that holds none of the ports that are asked about answers for others: 25 is not what 1000 is. */
export function holdsPorts({ about: [of] }: Pick<Candidate, 'about'>, { ports }: Pick<Reading, 'ports'>): boolean {
  const named = ports.filter(({ rows, conditional }) => rows.length > 0 && !conditional);
  if (of?.kind !== 'article' || named.length === 0) return true;
  const { question, answer, note, details, steps } = of.row;
  const held = new Set([question, answer, note ?? '', ...details, ...steps].join(' ').match(/\d+/g));
  return named.some(({ port }) => held.has(String(port)));
}

/** `64 bit` is not what an article on 32 bits says yes or no to. */
export function namesOtherNumbers({ about: [of] }: Candidate, { words, versions }: Reading): boolean {
  const own = new Set<string>(of?.kind === 'article' ? of.row.question.match(/\d{2,}/g) : []);
  const asked = words
    .filter((word) => !versions.includes(word.replace(/^v/, '')))
    .flatMap((word): string[] => (word === 'x64' ? ['64'] : (word.match(/^\d{2,}/g) ?? [])));
  return own.size > 0 && asked.length > 0 && !asked.some((each) => own.has(each));
}

/** A yes or no to `in 22` is none from an article that has no 22 in it. Versions are judged by themselves. */
export function holdsNumbers(
  { question, answer, note, details, steps }: Article,
  { words, versions }: Reading,
): boolean {
  const held = new Set([question, answer, note ?? '', ...details, ...steps].join(' ').match(/\d+/g));
  return words.filter((word) => /^\d+$/.test(word) && !versions.includes(word)).every((word) => held.has(word));
}

/** What says nothing of TLS 1.3 is no answer to what is asked about it. */
export function holdsVersions({ about, call }: Candidate, { foreign }: Reading): boolean {
  const asked = foreign.filter(({ service, isPlatform }) => service === undefined && !isPlatform);
  if (asked.length === 0 || call.path[0] !== 'article') return true;
  const [of] = about;
  if (of?.kind !== 'article') return true;
  const { question, answer, note, details, steps } = of.row;
  const text = [question, answer, note ?? '', ...details, ...steps].join(' ');
  return asked.every(({ version }) => text.includes(version));
}

/** True where the question names what a candidate is about; an article is found by what it says. */
export function isNamed({ about, by, call }: Candidate, { mentions, services, processes, ports }: Reading): boolean {
  if (by === 'structure' || call.path[0] === 'article') return true;
  const rows = new Set<unknown>([
    ...services,
    ...processes,
    ...ports.flatMap(({ rows: each }) => each),
    ...mentions.flatMap(({ named }) => [
      ...named.services,
      ...named.processes,
      ...named.deadlines,
      ...named.renames,
      ...named.advisories,
    ]),
  ]);
  return about.every(({ row }) => rows.has(row));
}

/** Factors on a candidate's score for each kind of thing that it leaves unexplained. */
const factors = {
  concept: 0.84,
  light: 0.97,
  plain: 0.93,
  rare: 0.7,
  strange: 0.8,
  owner: 0.5,
  name: 0.82,
  corrected: 0.985,
};

/** Words behind which a stranger is what the question is about: `imap port of frobnicator`. */
const owners: ReadonlySet<string> = new Set(
  'of for with on in by from at using von fur für bei mit auf in aus de del para con en desde der die das dem the my our'.split(
    ' ',
  ),
);

/** Concepts that any answer may leave aside. */
const light: ReadonlySet<Concept> = new Set(
  concepts(
    `what which how where who list number need use exists product server now only other mail find people default
  night home keep connect same software version test sure support enabled safe private internet between notice
  config auth why when open never old urgent implicit download eras minimal enough`,
  ),
);

/** Lowers a score for what the candidate says nothing about. What was found by its words has that in its score already. */
export function weigh(candidate: Candidate, reading: Reading): Candidate {
  if (candidate.by === 'text') return candidate;
  const explained = new Set(candidate.explains);
  let { score } = candidate;
  for (const concept of reading.concepts.keys()) {
    if (!explained.has(concept)) score *= light.has(concept) ? factors.light : factors.concept;
  }
  const plain = reading.plain.filter((word) => candidate.explainsWords?.has(word) !== true);
  const rare = plain.filter((word) => reading.rare.has(word)).length;
  score *= factors.rare ** Math.min(rare, 4) * factors.plain ** Math.min(plain.length - rare, 4);
  score *= strangeness(reading, candidate.call.path[0] === 'ports');
  if (candidate.whatever !== true) score *= factors.name ** unexplainedNames(candidate, reading);
  if (reading.mentions.some(({ corrected }) => corrected)) score *= factors.corrected;
  if (reading.elsewhere.some(({ kind }) => kind !== 'around')) score *= 0.9;
  return { ...candidate, score };
}

/** A stranger is whose the thing is that is asked for, behind an `of` or before a name that others have as well. */
function strangeness({ strange, words, mentions }: Reading, showsPorts: boolean): number {
  let factor = 1;
  const generic = new Set(
    mentions.flatMap(({ at, named: { services } }) =>
      showsPorts && genericServices.has(services[0]?.id ?? '') ? [at] : [],
    ),
  );
  for (const word of strange.slice(0, 4)) {
    const at = words.indexOf(word);
    factor *= owners.has(words[at - 1] ?? '') || generic.has(at + 1) ? factors.owner : factors.strange;
  }
  return factor;
}

/** Names of the question that the candidate is not about. */
function unexplainedNames({ about, explains }: Candidate, { mentions }: Reading): number {
  const own = new Set<unknown>(about.map(({ row }) => row));
  return mentions.filter(({ named, concept }) => {
    if (concept !== undefined && (light.has(concept) || explains.includes(concept))) return false;
    const rows = [...named.services, ...named.processes, ...named.deadlines, ...named.renames, ...named.advisories];
    return !rows.some((row) => own.has(row));
  }).length;
}

/** From this on an answer is given without a doubt, unless another is as near. */
export const certain = 0.7;

/** A list of ports that leaves nothing of the question unexplained goes before what is found by its words. */
const plainLookUp = 0.895;
const behindLookUp = 0.88;
const lookUps: ReadonlySet<string> = new Set([
  'ports',
  'process',
  'renames',
  'deadlines',
  'advisories',
  'releases',
  'firewall',
  'updates',
  'why-restart',
]);
/** For a yes-or-no question, an article that answers with yes or no is preferred. */
const withoutYesOrNo = 0.88;

/** Every way to answer a question, best first. */
export function candidatesOf(reading: Reading, found: readonly FoundRow[], knowledge: KnowledgeBase): Candidate[] {
  const all = [
    ...advisoriesCandidates(reading, knowledge),
    ...releasesCandidates(reading, knowledge),
    ...namedThings(reading, knowledge),
    ...portsCandidates(reading, knowledge),
    ...firewallCandidates(reading, knowledge),
    ...foundCandidates(reading, found),
  ];
  const weighed = all.map((candidate) => weigh(candidate, reading));
  // Where ports alone are asked for, and all of the question is explained by that, the list of ports says it best.
  const lookUp = weighed.some(
    ({ call, score, by }) => by === 'structure' && lookUps.has(call.path[0] ?? '') && score >= plainLookUp,
  );
  const settled = weighed.some((candidate) => candidate.settled === true && candidate.score >= certain);
  const comparing = reading.ports.length > 1 && (reading.choice || reading.has('difference'));
  const rank = (candidate: Candidate) => {
    if (reading.yesNo) {
      const factor = settled && candidate.by === 'text' ? behindLookUp : 1;
      return candidate.score * factor * (saysYesOrNo(candidate) ? 1 : withoutYesOrNo);
    }
    // Yes is no answer to `25 or 587`.
    if (reading.choice && candidate.by === 'text' && saysYesOrNo(candidate)) return candidate.score * withoutYesOrNo;
    if (comparing) return candidate.score;
    return candidate.score * (lookUp && candidate.by === 'text' ? behindLookUp : 1);
  };
  return weighed.sort((a, b) => rank(b) - rank(a));
}

/** It has a verdict, or is an article that begins with one, or gives the doubt that stands in its place. */
function saysYesOrNo({ verdict, call, about: [first] }: Candidate): boolean {
  if (verdict !== undefined) return true;
  const path = call.path[0];
  if (path === 'article' && first?.kind === 'article') return answersYesOrNo(first.row);
  // An answer that says it cannot be told counts as a yes or no.
  return (
    path === 'advisories' ||
    path === 'releases' ||
    path === 'why-restart' ||
    (path === 'process' && first !== undefined)
  );
}
