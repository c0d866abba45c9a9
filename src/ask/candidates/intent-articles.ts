import type { KnowledgeBase } from '../../../knowledge/knowledge.ts';
import type { Concept } from '../lexicon/english.ts';
import type { Intent } from '../lexicon/intent.ts';
import { intentsOfPorts } from '../lexicon/intents-of-ports.ts';
import { intentsOfUpdates } from '../lexicon/intents-of-updates.ts';
import type { Reading } from '../reading.ts';
import { type Candidate, callOf } from './candidate.ts';

const intents: readonly Intent[] = [...intentsOfPorts, ...intentsOfUpdates];

/** Articles for what is asked again and again in words of every kind. */
export function intentCandidates(reading: Reading, knowledge: KnowledgeBase): Candidate[] {
  return intents.flatMap((intent) => {
    const row = knowledge.article(intent.article);
    if (row === undefined || !fits(intent, reading)) return [];
    return [
      {
        call: callOf(['article'], { name: row.id }, [`article ${row.id}`]),
        about: [{ kind: 'article' as const, row }],
        score: intent.score,
        by: 'structure' as const,
        explains: [...intent.all, ...intent.any, ...(intent.explains ?? []), ...asking],
        whatever: true,
        remarks: [],
      },
    ];
  });
}

const asking: readonly Concept[] = ['what', 'which', 'how', 'where', 'need', 'use', 'exists', 'list', 'now', 'product'];

function fits({ all, any, none, about }: Intent, { has, ports, services, processes }: Reading): boolean {
  if (!all.every((concept) => has(concept)) || (any.length > 0 && !has(...any)) || has(...none)) return false;
  const named = services.length + ports.length + processes.length > 0;
  if (about === 'nothing') return !named;
  if (about === 'anything') return true;
  const main = ports.filter(({ conditional }) => !conditional);
  const ids = new Set([
    ...services.map(({ id }) => id),
    ...(main.length > 0 ? main : ports).map(({ port }) => String(port)),
  ]);
  return about.some((id) => ids.has(id)) && [...ids].every((id) => about.includes(id));
}
