import { normaliseName } from '../../../knowledge/knowledge.ts';
import type { Concept } from '../lexicon.ts';
import type { Mention, Reading } from '../reading.ts';
import type { Verdict } from '../understanding.ts';
import { type Candidate, callOf } from './candidate.ts';

const explains: readonly Concept[] = [
  'renamed',
  'same',
  'difference',
  'what',
  'which',
  'when',
  'now',
  'past',
  'changed',
  'list',
  'product',
  'use',
  'antivirus',
  'server',
  'exists',
  'gone',
  'version',
  'who',
  'find',
  'where',
  'why',
];

/** Current and former names: `what is WorldClient called today`. */
export function renamesCandidates(reading: Reading): Candidate[] {
  const { has, mentions, words } = reading;
  const named = mentions.filter(({ named: { renames } }) => renames.length > 0);
  const asksName = has('renamed');
  const [first, second] = named;
  // Two names of one thing: `worldclient or webmail`.
  const sameThing =
    first !== undefined &&
    second !== undefined &&
    shareService(first, second) &&
    (has('same', 'difference', 'when', 'migrate') ||
      reading.yesNo ||
      words.some((word) => word === 'or' || word === 'oder' || word === 'o'));
  // The successor of a name that is no longer used.
  const isOld = first?.named.renames.some(({ from, to }) => isFormer(typedName(words, first), from, to)) === true;
  const onlyName = first !== undefined && first.named.services.length === 0 && first.concept === undefined;
  const becameOf =
    (isOld && has('now') && !has('port', 'use', 'need')) ||
    (has('gone', 'changed', 'migrate') && (isOld || onlyName)) ||
    (onlyName && (has('move', 'who', 'what', 'where') || isBare(reading)));
  if (first === undefined) return asksName ? [all()] : [];
  if (!asksName && !sameThing && !becameOf) return [];
  const rows = [...new Set(named.flatMap(({ named: { renames } }) => renames))];
  const typed = words.slice(first.at, first.at + first.words).join(' ');
  return [
    {
      call: callOf(['renames'], { name: typed.split(' ') }, ['renames', typed]),
      about: rows.slice(0, 4).map((row) => ({ kind: 'rename', row })),
      score: has('port') ? 0.5 : sameThing ? 0.95 : 0.93,
      by: 'structure',
      explains,
      ...(sameThing && (has('same') || reading.yesNo) ? { verdict: sameVerdict(first, second) } : {}),
      ...(!sameThing && asksName && reading.yesNo ? { verdict: renamedVerdict(first, words) } : {}),
      remarks: [],
    },
  ];
}

const stillWords: ReadonlySet<string> = new Set(['still', 'noch', 'todavia', 'aun', 'sigue']);

/** `was worldclient renamed`, `is it still called worldclient`. */
function renamedVerdict({ named: { renames } }: Mention, words: readonly string[]): Verdict {
  const [first] = renames;
  const still = words.some((word) => stillWords.has(word));
  return { says: still ? 'no' : 'yes', because: `${first?.from} became ${first?.to}.` };
}

function sameVerdict(a: Mention, b: Mention): Verdict {
  const both = a.named.renames.find((rename) => b.named.renames.includes(rename)) ?? a.named.renames[0];
  return { says: 'yes', because: `${both?.from} became ${both?.to}.` };
}

/** Nothing but names. */
function isBare({ concepts, plain, strange, ports, elsewhere }: Reading): boolean {
  const said = [...concepts.keys()].filter(
    (concept) => concept !== 'product' && concept !== 'exists' && concept !== 'now',
  );
  return said.length + plain.length + strange.length + ports.length + elsewhere.length === 0;
}

/** `mdav` is in the old name and not in the new one. */
function isFormer(typed: string, from: string, to: string): boolean {
  return normaliseName(from).includes(typed) && !normaliseName(to).includes(typed);
}

function typedName(words: readonly string[], { at, words: length }: Mention): string {
  return words.slice(at, at + length).join('');
}

function shareService(a: Mention, b: Mention): boolean {
  const ids = new Set(a.named.renames.flatMap(({ services }) => services));
  return b.named.renames.some(
    (rename) => a.named.renames.includes(rename) || rename.services.some((id) => ids.has(id)),
  );
}

function all(): Candidate {
  return {
    call: callOf(['renames'], { name: [] }, ['renames']),
    about: [],
    score: 0.84,
    by: 'structure',
    explains,
    remarks: [],
  };
}
