import type { Deadline, KnowledgeBase } from '../../../knowledge/knowledge.ts';
import type { Concept } from '../lexicon.ts';
import type { Mention, Reading } from '../reading.ts';
import { type Candidate, callOf } from './candidate.ts';

const explains: readonly Concept[] = [
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
  'product',
  'now',
  'past',
  'people',
  'danger',
  'version',
  'server',
  'changed',
  'renamed',
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
  if ((!asksDate && !own) || (has('amount') && !has('deadline'))) return [];
  // `is SecurityPlus 4 safe`: a date says nothing of that.
  if (!asksDate && has('safe')) return [];
  return found.slice(0, 2).map((row, index) => one(row, reading, index, knowledge));
}

function one(row: Deadline, reading: Reading, index: number, { version }: KnowledgeBase): Candidate {
  const { has, mentions, yesNo, words } = reading;
  const named = mentions.filter(({ named: { deadlines } }) => deadlines.includes(row));
  return {
    call: callOf(['deadlines', 'list'], { name: [row.id] }, ['deadlines', row.id]),
    about: [{ kind: 'deadline', row }],
    score: baseOf(named, reading) - 0.03 * index + (named.length > 1 ? 0.06 : 0),
    by: 'structure',
    explains: [...explains, 'elapsed'],
    // A deadline that had passed when the knowledge was written has passed now.
    ...(yesNo && (has('elapsed') || words.includes('over')) && row.date < version.replaceAll('.', '-')
      ? { verdict: { says: 'yes' as const, because: 'The day has passed.' } }
      : {}),
    remarks: [],
  };
}

function baseOf(named: readonly Mention[], { has, words, yesNo }: Reading): number {
  const byVersion = named.every(({ at }) => /^v?\d/.test(words[at] ?? ''));
  if (has('deadline')) return 0.94;
  // The date of a version itself is not what became due with it.
  if (has('when', 'date')) return byVersion && has('version') ? 0.8 : 0.92;
  if (has('gone', 'changed')) return 0.9;
  const isOwn = !byVersion && named.some(({ named: { services } }) => services.length === 0);
  return isOwn && !yesNo && !has('need', 'how') ? 0.9 : 0.76;
}

function all(reading: Reading): Candidate {
  const plain = reading.services.length + reading.ports.length + reading.strange.length === 0;
  return {
    call: reading.has('past', 'elapsed')
      ? callOf(['deadlines', 'list'], { name: ['past'] }, ['deadlines', 'past'])
      : callOf(['deadlines', 'list'], { name: [] }, ['deadlines']),
    about: [],
    score: plain ? 0.88 : 0.6,
    by: 'structure',
    explains,
    remarks: [],
  };
}
