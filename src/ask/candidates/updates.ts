import type { KnowledgeBase } from '../../../knowledge/knowledge.ts';
import { readAsked } from '../read-asked.ts';
import type { Reading } from '../reading.ts';
import { type Candidate, callOf } from './candidate.ts';

/** How MDaemon updates itself, when, and how to turn it off. Virus definitions are another matter. */
export function updatesCandidates(reading: Reading, knowledge: KnowledgeBase): Candidate[] {
  const { has } = reading;
  if (!has('update', 'autoupdate') || has('port', 'definitions', 'spamrules', 'deadline', 'firewall')) return [];
  const byItself =
    has('autoupdate') || (has('update') && has('automatic', 'unasked')) || (has('update') && has('off', 'hour'));
  if (reading.versions.length > 0 && !has('autoupdate', 'off')) return [];
  const { era } = readAsked(reading);
  const said = era === undefined ? {} : { era };
  const ids = ['auto-update-now', 'auto-update-off-now', ...(has('restart') ? ['why-restart-now'] : [])];
  const articles = ids.flatMap((id) => knowledge.article(id) ?? []);
  return [
    {
      call: callOf(['updates', 'show'], said, ['updates', ...Object.values(said)]),
      about: articles.map((row) => ({ kind: 'article', row })),
      score: byItself ? 0.9 : has('config') ? 0.82 : has('when', 'how', 'where', 'night', 'default') ? 0.62 : 0.5,
      by: 'structure',
      explains: [
        'update',
        'autoupdate',
        'automatic',
        'unasked',
        'off',
        'enabled',
        'hour',
        'night',
        'when',
        'how',
        'where',
        'default',
        'what',
        'which',
        'product',
        'server',
        'restart',
        'past',
        'now',
        'config',
        'use',
        'exists',
        'need',
      ],
      remarks: [],
    },
  ];
}
