import type { Candidate } from './candidates/candidate.ts';
import type { Concept } from './lexicon/english.ts';
import type { Reading } from './reading.ts';

/** What each thing that a candidate leaves unexplained makes of its score. */
const factors = { concept: 0.84, light: 0.97, plain: 0.93, strange: 0.72 };

/** Concepts that any answer may leave aside. */
const light: ReadonlySet<Concept> = new Set([
  ...([
    'what',
    'which',
    'how',
    'where',
    'who',
    'list',
    'number',
    'need',
    'use',
    'exists',
    'product',
    'server',
    'now',
  ] as const),
  ...([
    'only',
    'other',
    'mail',
    'find',
    'people',
    'default',
    'night',
    'home',
    'keep',
    'connect',
    'same',
    'software',
  ] as const),
  ...([
    'version',
    'test',
    'sure',
    'support',
    'on',
    'safe',
    'software',
    'private',
    'internet',
    'between',
    'notice',
  ] as const),
  ...(['send', 'receive', 'deliver', 'collect', 'config', 'provider', 'phone', 'auth', 'why', 'when', 'open'] as const),
]);

/** Lowers a score for what the candidate says nothing about. What was found by its words has that in its score already. */
export function weigh(candidate: Candidate, reading: Reading): Candidate {
  if (candidate.by === 'text') return candidate;
  const explained = new Set(candidate.explains);
  let { score } = candidate;
  for (const concept of reading.concepts.keys()) {
    if (!explained.has(concept)) score *= light.has(concept) ? factors.light : factors.concept;
  }
  score *= factors.plain ** Math.min(reading.plain.length, 6);
  score *= factors.strange ** Math.min(reading.strange.length, 6);
  if (reading.elsewhere.some(({ kind }) => kind !== 'around')) score *= 0.9;
  return { ...candidate, score };
}
