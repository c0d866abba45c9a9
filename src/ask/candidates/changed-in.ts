import { compareVersions, type KnowledgeBase } from '../../../knowledge/knowledge.ts';
import type { Concept } from '../lexicon/english.ts';
import type { Reading } from '../reading.ts';
import { type Candidate, callOf } from './candidate.ts';

const explains: readonly Concept[] = [
  'changed',
  'what',
  'gone',
  'past',
  'now',
  'product',
  'version',
  'when',
  'why',
  'update',
];

/** Changes since a version: `what changed in 17.0`. The few deadlines that are named after a version go first. */
export function changedInCandidates(reading: Reading, { rows }: KnowledgeBase): Candidate[] {
  const { has, versions, services, mentions, ports } = reading;
  const [version, ...others] = versions;
  if (version === undefined || others.length > 0 || !has('changed', 'gone', 'what') || ports.length > 0) return [];
  if (mentions.some(({ named }) => named.deadlines.length > 0) || reading.yesNo) return [];
  const named = new Set(services.map(({ id }) => id));
  return rows.articles
    .filter(({ since }) => since !== undefined && compareVersions(since, version) === 0)
    .map((row, index) => ({
      call: callOf(['article'], { name: row.id }, [`article ${row.id}`]),
      about: [{ kind: 'article' as const, row }],
      score: (has('changed', 'gone') && named.size === 0 ? 0.88 : 0.6) - 0.02 * index,
      by: 'structure' as const,
      explains,
      remarks: [],
    }));
}
