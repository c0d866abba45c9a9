import type { KnowledgeBase } from '../../../knowledge/knowledge-base.ts';
import type { Deadline } from '../../../knowledge/schema.ts';
import type { Concept } from '../lexicon/english.ts';
import type { Reading } from '../reading.ts';
import { type Candidate, callOf } from './candidate.ts';

const explains: readonly Concept[] = [
  ...([
    'deadline',
    'when',
    'date',
    'what',
    'which',
    'list',
    'need',
    'update',
    'migrate',
    'gone',
    'off',
    'exists',
    'who',
  ] as const),
  ...(['product', 'now', 'past', 'people', 'danger', 'version', 'server', 'changed', 'renamed'] as const),
];

/** A date to act by, or on which something changed; or all of them. */
export function deadlinesCandidates(reading: Reading, knowledge: KnowledgeBase): Candidate[] {
  const { has, mentions } = reading;
  const asksDate = has('deadline', 'when', 'date');
  const rows = mentions.flatMap(({ named }) => named.deadlines);
  const found = [...new Set(rows)];
  // A name that is also that of a service or a version says nothing about dates by itself.
  const own = mentions.some(({ named, concept }) => {
    const only = named.services.length + named.renames.length === 0 && concept === undefined;
    return named.deadlines.length > 0 && only;
  });
  if (found.length === 0) return has('deadline') ? [all(reading)] : [];
  if (!asksDate && !own) return [];
  return found.slice(0, 2).map((row, index) => one(row, reading, index, knowledge));
}

function one(row: Deadline, reading: Reading, index: number, { version }: KnowledgeBase): Candidate {
  const { has, mentions, yesNo } = reading;
  const named = mentions.filter(({ named: { deadlines } }) => deadlines.includes(row)).length;
  // The date of a version itself is not what became due with it.
  const ofVersion =
    has('version') &&
    mentions.every(({ named: { deadlines }, at }) => !deadlines.includes(row) || /^v?\d/.test(reading.words[at] ?? ''));
  const base = has('deadline')
    ? 0.94
    : has('when', 'date')
      ? ofVersion
        ? 0.8
        : 0.92
      : has('gone', 'changed')
        ? 0.9
        : 0.76;
  return {
    call: callOf(['deadlines', 'list'], { name: [row.id] }, ['deadlines', row.id]),
    about: [{ kind: 'deadline', row }],
    score: base - 0.03 * index + (named > 1 ? 0.06 : 0),
    by: 'structure',
    explains: [...explains, 'elapsed'],
    // What lay behind when the knowledge was written has passed.
    ...(yesNo && (has('elapsed') || reading.words.includes('over')) && row.date < version.replaceAll('.', '-')
      ? { verdict: { says: 'yes' as const, because: 'The day has passed.' } }
      : {}),
    remarks: [],
  };
}

function all(reading: Reading): Candidate {
  const plain = reading.services.length + reading.ports.length + reading.strange.length === 0;
  return {
    call: callOf(['deadlines', 'list'], { name: [] }, ['deadlines']),
    about: [],
    score: plain ? 0.88 : 0.6,
    by: 'structure',
    explains,
    remarks: [],
  };
}
