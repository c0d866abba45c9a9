import { compareVersions, isBuildOf, isVersion, isWithin, type KnowledgeBase } from '../../../knowledge/knowledge.ts';
import type { Concept } from '../lexicon/english.ts';
import type { Reading } from '../reading.ts';
import { type Candidate, callOf } from './candidate.ts';

const explains: readonly Concept[] = [
  ...([
    'version',
    'newest',
    'when',
    'date',
    'exists',
    'now',
    'product',
    'what',
    'which',
    'list',
    'who',
    'past',
  ] as const),
  ...(['find', 'old', 'server', 'software', 'elapsed', 'use', 'need'] as const),
];

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
  const [version, ...others] = versions.map((each) => each.replace(/^v/, '')).filter(isVersion);
  const article = knowledge.article('releases-seen');
  const about = article === undefined ? [] : [{ kind: 'article' as const, row: article }];
  const base = { about, by: 'structure' as const, explains, whatever: true, remarks: [] };
  if (version === undefined) {
    const asks = has('version') && (has('newest') || (has('date', 'when') && words.length < 6));
    if (!asks && !(has('newest') && words.includes('know'))) return [];
    if (has('update', 'antivirus')) return [];
    return [{ ...base, call: callOf(['releases'], {}, ['releases']), score: 0.9 }];
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
  const asksOut = words.some((word) => outWords.has(word)) || (has('version') && has('when', 'date'));
  if (!asksOut) return [];
  // A build with a letter is no proof that the version without one came out.
  const known = knowledge.releases.some(({ id }) => isWithin(id, version) && !isBuildOf(id, version));
  return [
    {
      ...base,
      call: callOf(['releases'], { version }, ['releases', version]),
      score: 0.95,
      ...(yesNo && known ? { verdict: { says: 'yes' as const, because: '' }, settled: true } : {}),
    },
  ];
}
