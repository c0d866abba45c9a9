import type { Candidate } from './candidates/candidate.ts';
import { genericServices } from './lexicon/generic-services.ts';
import { type Concept, concepts } from './lexicon.ts';
import type { Reading } from './reading.ts';

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
