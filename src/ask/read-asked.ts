import { compareVersions, type Era, isVersion, normaliseName } from '../../knowledge/knowledge.ts';
import type { Reading } from './reading.ts';

/** The limits a question puts on the ports. */
export interface Asked {
  readonly direction: 'inbound' | 'outbound' | undefined;
  readonly transport: 'tcp' | 'udp' | undefined;
  readonly encryption: 'tls' | 'starttls' | 'plain' | undefined;
  readonly era: Era | 'both' | undefined;
}

/** The direction, transport, encryption and era of a question, each where exactly one is named. */
export function readAsked(reading: Reading): Asked {
  const { has } = reading;
  return {
    direction: one(has('inbound'), 'inbound', has('outbound'), 'outbound'),
    transport: one(has('tcp'), 'tcp', has('udp'), 'udp'),
    encryption: encryptionOf(reading),
    era: readEra(reading),
  };
}

function encryptionOf({ has }: Reading): Asked['encryption'] {
  if (has('starttls')) return has('tls', 'plain') ? undefined : 'starttls';
  // `which ports begin unencrypted and upgrade`
  if (has('plain') && has('update')) return 'starttls';
  return one(has('tls'), 'tls', has('plain') || has('http'), 'plain');
}

/** Versions before it are of the founding list's time. */
const firstBetween = '13';

/** Words for former times that the concept `past` doesn't have, since they also ask for changes. */
const beforeWords: ReadonlySet<string> = new Set([
  'fruher',
  'frueher',
  'damals',
  'formerly',
  'previously',
  'antes',
  'antiguamente',
]);
const wasWords: ReadonlySet<string> = new Set(
  'did was were used war waren era eran hatte hatten brauchte benutzte nutzte usaba tenia necesitaba'.split(' '),
);

/** `what was the worldclient port again` asks for what has slipped one's mind, and not for old days. */
const recall: ReadonlySet<string> = new Set(['again', 'nochmal', 'gleich', 'noch', 'denn', 'otra']);

/** `how did I stop securityplus updates`: an old name is typed. */
export function usesOldName({ mentions, words }: Reading): boolean {
  return mentions.some(({ named, at, words: length }) => {
    const typed = words.slice(at, at + length).join('');
    return named.services.some(({ former }) => former.some((name) => normaliseName(name) === typed));
  });
}

function readEra(reading: Reading): Era | 'both' | undefined {
  const { has, services, ports, concepts, words, versions } = reading;
  const compared = has('changed', 'difference');
  // `old port list`, and not `my old server`.
  const [old = Number.NaN] = concepts.get('old') ?? [];
  const oldPorts = [...(concepts.get('port') ?? []), ...(concepts.get('list') ?? [])].some(
    (at) => at > old && at - old < 3,
  );
  const before = has('port') && words.some((word) => beforeWords.has(word));
  const past =
    has('past') ||
    versions.some((version) => isVersion(version) && compareVersions(version, firstBetween) < 0) ||
    before ||
    oldPorts ||
    (has('renamed') && has('port') && services.length + ports.length === 0);
  // `which ports did securityplus use`: an old name, of what was.
  if (
    !past &&
    usesOldName(reading) &&
    words.some((word) => wasWords.has(word)) &&
    !words.some((word) => recall.has(word))
  )
    return 'then';
  if (has('eras')) return 'both';
  // `did the webadmin port change`
  if (has('port') && has('changed', 'move') && words.includes('did')) return 'both';
  if (past) return has('now') || compared ? 'both' : 'then';
  return has('changed') && services.length + ports.length === 0 ? 'both' : undefined;
}

function one<First extends string, Second extends string>(
  isFirst: boolean,
  first: First,
  isSecond: boolean,
  second: Second,
): First | Second | undefined {
  if (isFirst === isSecond) return undefined;
  return isFirst ? first : second;
}
