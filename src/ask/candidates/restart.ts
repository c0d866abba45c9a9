import type { KnowledgeBase } from '../../../knowledge/knowledge.ts';
import { readAsked } from '../read-asked.ts';
import type { Reading } from '../reading.ts';
import { type Candidate, callOf } from './candidate.ts';

/** Why it restarted by itself. How to restart it is another matter, which articles answer. */
export function restartCandidates(reading: Reading, knowledge: KnowledgeBase): Candidate[] {
  const { has } = reading;
  if (!has('restart') || has('restartfile', 'how', 'port')) return [];
  const unexpected = has('why', 'unasked', 'night', 'what', 'who');
  const general = reading.services.every(({ id }) => id === 'mail' || id === 'mail-clients');
  const { era } = readAsked(reading);
  const said = era === 'then' || era === 'now' ? { era } : {};
  const articles = ['why-restart-now', 'why-restart-then'].flatMap((id) => knowledge.article(id) ?? []);
  return [
    {
      call: callOf(['why-restart'], said, ['why-restart', ...Object.values(said)]),
      about: articles.map((row) => ({ kind: 'article', row })),
      // `reiniciar solo webmail` is to be done, and did not happen.
      score: unexpected && (has('why', 'night') || general) ? 0.93 : general ? 0.72 : 0.5,
      by: 'structure',
      explains: [
        'restart',
        'why',
        'unasked',
        'night',
        'server',
        'product',
        'past',
        'now',
        'what',
        'when',
        'fail',
        'crash',
        'update',
        'autoupdate',
        'automatic',
        'who',
        'exists',
        'find',
        'where',
        'test',
        'same',
      ],
      remarks: [],
    },
  ];
}
