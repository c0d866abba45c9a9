import { compareVersions, isBuildOf, isWithin, type KnowledgeBase } from '../../../knowledge/knowledge.ts';
import { type Concept, concepts } from '../lexicon.ts';
import type { Reading } from '../reading.ts';
import { type Candidate, callOf } from './candidate.ts';

const explains = concepts(
  `version newest when date exists now product what which list who past find how old server software elapsed use need`,
);

/** Words that ask whether a version has come out. */
const outWords: ReadonlySet<string> = new Set(
  `out released release available seen raus erschienen herausgekommen verfugbar veroffentlicht salio publicada publicado
  disponible lanzada lanzado`.split(/\s+/),
);

/** When a version came out, whether it has, and which is the newest. */
export function releasesCandidates(reading: Reading, knowledge: KnowledgeBase): Candidate[] {
  const { has, versions, services, ports, processes, yesNo, words } = reading;
  if (has('danger', 'changed', 'gone', 'deadline', 'definitions', 'spamrules', 'notice', 'enough', 'safe', 'fail'))
    return [];
  if (services.length + processes.length > 0 || ports.some(({ rows }) => rows.length > 0)) return [];
  const compared = comparisonOf(reading);
  const [version, ...others] = versions;
  const article = knowledge.article('releases-seen');
  const about = article === undefined ? [] : [{ kind: 'article' as const, row: article }];
  const base = { about, by: 'structure' as const, explains, whatever: true, remarks: [] };
  if (version === undefined) {
    const asks = has('version') && (has('newest') || (has('date', 'when') && words.length < 6));
    if (!asks && !(has('newest') && words.includes('know'))) return [];
    if (has('update', 'antivirus')) return [];
    return [{ ...base, call: callOf(['releases'], {}, ['releases']), score: 0.9 }];
  }
  if (compared !== undefined) {
    const { newer, older, says } = compared;
    const because = `${newer} is newer than ${older}.`;
    return [
      {
        ...base,
        call: callOf(['releases'], { version: newer }, ['releases', newer]),
        score: 0.96,
        explains: [...explains, 'changed', 'difference', 'update', 'past'],
        explainsWords: new Set([...newerWords, ...olderWords]),
        ...(says === undefined ? { remarks: [because], settled: true } : { verdict: { says, because }, settled: true }),
      },
    ];
  }
  if (others.length > 0) return [];
  const [newest] = knowledge.releases;
  if (yesNo && has('newest') && newest !== undefined) {
    // Which is the newest is known of older ones only.
    const isOlder = compareVersions(version, newest.id) < 0;
    const because = `The newest release I know is ${newest.id}, and ${version} is older.`;
    return [
      {
        ...base,
        call: callOf(['releases'], { version }, ['releases', version]),
        score: 0.95,
        ...(isOlder ? { verdict: { says: 'no' as const, because }, settled: true } : {}),
      },
    ];
  }
  const asksOut =
    words.some((word) => outWords.has(word)) || ((has('when', 'date') || asksAge(words)) && isBare(reading));
  if (!asksOut) return [];
  // A build with a letter that was seen is no proof that it, or the version without the letter, came out.
  const known = knowledge.releases.some(
    ({ id, basis }) =>
      isWithin(id, version) && !isBuildOf(id, version) && (basis !== 'seen' || !/[a-z]$/.test(id) || id !== version),
  );
  return [
    {
      ...base,
      call: callOf(['releases'], { version }, ['releases', version]),
      score: 0.95,
      ...(yesNo && known ? { verdict: { says: 'yes' as const, because: '' }, settled: true } : {}),
    },
  ];
}

/** `how old is 23.5.3`. */
function asksAge(words: readonly string[]): boolean {
  return /^(?:how old|wie alt)\b/.test(words.join(' '));
}

/** `since when 24.5.1`: nothing else is asked about the version. */
function isBare({ concepts, plain, strange }: Reading): boolean {
  const about = new Set<Concept>(explains);
  return plain.length + strange.length === 0 && [...concepts.keys()].every((concept) => about.has(concept));
}

const newerWords: ReadonlySet<string> = new Set(
  'newer later higher after above neuer spater hoher posterior'.split(' '),
);
const olderWords: ReadonlySet<string> = new Set('older earlier lower before below alter fruher anterior'.split(' '));

interface Comparison {
  readonly newer: string;
  readonly older: string;
  /** For a question that a yes or no answers. */
  readonly says?: 'yes' | 'no';
}

/** `is 24.5.1a older than 24.5.1c`, `which is newer, 24.5.1 or 24.5.2`: the product's own order decides. */
export function comparisonOf({ versions, words, yesNo, choice, has }: Reading): Comparison | undefined {
  const [first, second, ...others] = versions;
  const isNewer = words.some((word) => newerWords.has(word));
  const isOlder = words.some((word) => olderWords.has(word));
  if (first === undefined || second === undefined || others.length > 0 || isNewer === isOlder) return undefined;
  // 24.5 may be any version that begins so, 24.5.1 as well.
  const mayBeSame = isWithin(first, second) || isWithin(second, first);
  if (has('danger', 'safe', 'protected') || (mayBeSame && !isBuildOf(first, second) && !isBuildOf(second, first)))
    return undefined;
  const order = compareVersions(first, second);
  const [newer, older] = order > 0 ? [first, second] : [second, first];
  return { newer, older, ...(yesNo && !choice ? { says: order > 0 === isNewer ? 'yes' : 'no' } : {}) };
}
