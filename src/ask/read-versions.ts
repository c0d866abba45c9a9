import {
  compareVersions,
  isVersion,
  type KnowledgeBase,
  readSpan,
  type Service,
  type VersionSpan,
} from '../../knowledge/knowledge.ts';
import { concepts, counted } from './lexicon.ts';
import type { Span } from './read-terms.ts';

/** A version in a question that is not one of MDaemon's: `SecurityPlus 5.1`. */
export interface ForeignVersion {
  readonly version: string;
  /** What it is a version of, as an answer calls it. */
  readonly of: string;
  /** The same, where it is in the knowledge. */
  readonly service?: Service;
  /** What MDaemon runs on or beside, such as Windows. */
  readonly isPlatform?: boolean;
}

/** The versions of a question, each with the product it belongs to. */
export interface VersionReading {
  /** The spans, with the numbers that turned out to be versions. */
  readonly spans: readonly Span[];
  /** MDaemon's, without a leading v: `24.5.1c`, or `25` where no more is said. */
  readonly versions: readonly string[];
  /** Versions in a row, where they are asked about: `between 21 and 23`, `all of 25`. */
  readonly span: VersionSpan | undefined;
  readonly foreign: readonly ForeignVersion[];
}

/** What is needed beside the words. */
export interface VersionTools {
  readonly knowledge: KnowledgeBase;
  /** True for a word that may be a product's name: one that is nowhere in the knowledge's texts, or a name in them. */
  readonly mayBeName: (word: string) => boolean;
}

const number = String.raw`v?\d{1,2}(?:\.\d{1,2}){0,3}[a-z]?(?:\.x)?(?![\w./])`;
const dotted = /^v?\d{1,2}(?:\.\d{1,2}){1,3}[a-z]?$/;
const bare = /^\d{1,2}$/;
const year = /^(?:19|20)\d\d$/;

/** Words between a product's name and its version. */
const between: ReadonlySet<string> = new Set('version versions v ver release build edition number nr'.split(' '));
/** Behind a product's version, and a part of it: `server 2012 r2`. */
const editions: ReadonlySet<string> = new Set(['r2', 'sp1', 'sp2', 'sp3']);
/** Behind a version: no port is released. */
const released: ReadonlySet<string> = new Set(['released', 'erschienen', 'veroffentlicht', 'lanzada', 'publicada']);
/** Between a version and the product it is one of: `5.1 of securityplus`. */
const belonging: ReadonlySet<string> = new Set(['of', 'von', 'de']);
const articles: ReadonlySet<string> = new Set(['the', 'our', 'my', 'unser', 'mein']);

/** Finds the versions in a question, and whose they are. A version belongs to the product that is named next to it. */
export function readVersions(spans: readonly Span[], words: readonly string[], tools: VersionTools): VersionReading {
  const foreign: ForeignVersion[] = [];
  const versions: string[] = [];
  const row = readRow(spans, words);
  const marked = spans.map((span, index): Span => {
    const { text, at } = span;
    const isNumber = dotted.test(text) || bare.test(text) || year.test(text);
    const isEdition = editions.has(text) && foreign.length > 0;
    if (isEdition) return { at, words: span.words, text, kind: 'filler' };
    const within = foreignWithin(span, tools);
    if (within !== undefined) foreign.push(within);
    if (!isNumber || span.kind === 'filler') return span;
    const version = text.replace(/^v/, '');
    const owner = ownerOf(version, spans, index, tools);
    if (owner !== undefined && owner !== 'mdaemon') {
      foreign.push({ version, ...owner });
      return { at, words: span.words, text, kind: 'version' };
    }
    if (year.test(text)) return span;
    const isOurs = dotted.test(text) || owner === 'mdaemon' || row?.at.has(at) === true;
    if (!isOurs || !isVersion(version)) return span;
    versions.push(version);
    return dotted.test(text) ? span : { at, words: span.words, text, kind: 'version' };
  });
  const series = spans.flatMap(({ text }) => (/^v?\d[\d.]*\.x$/.test(text) ? [readSpan([text]) ?? []].flat() : []));
  return { spans: marked, versions: [...new Set(versions)], span: row?.span ?? series[0], foreign };
}

/** `SecurityPlus 4` is the name of a date, and a version of SecurityPlus all the same. */
function foreignWithin({ text, named }: Span, { knowledge }: VersionTools): ForeignVersion | undefined {
  const [, name = '', version = ''] = /^(.+) (\d{1,2}(?:\.\d{1,2})*)$/.exec(text) ?? [];
  const service = named === undefined || name === '' ? undefined : knowledge.services.get(name);
  return service?.own_versions === undefined ? undefined : { version, of: service.name, service };
}

type Owner = Omit<ForeignVersion, 'version'> | 'mdaemon' | undefined;

function ownerOf(version: string, spans: readonly Span[], index: number, tools: VersionTools): Owner {
  let before = index - 1;
  while (before >= 0 && between.has(spans[before]?.text ?? '')) before -= 1;
  const owner = ownerIn(version, spans[before], tools, isVerbAt(spans, before));
  if (owner !== undefined) return owner;
  if (belonging.has(spans[index + 1]?.text ?? '')) {
    const behind = articles.has(spans[index + 2]?.text ?? '') ? index + 3 : index + 2;
    const named = ownerIn(version, spans[behind], tools);
    if (named !== undefined && named !== 'mdaemon') return named;
  }
  // `version 25`, `v25`
  const [first, second] = [spans[index - 2]?.text, spans[index - 1]?.text];
  const isAlone = /^(?:since when|seit wann|desde cuando)$/.test(second ?? '') || `${first} ${second}` === 'since when';
  const isReleased = released.has(spans[index + 1]?.text ?? '') || isSeriesOfOurs(version, spans, index, tools);
  return bare.test(version) && (isReleased || before < index - 1 || (isAlone && index === spans.length - 1))
    ? 'mdaemon'
    : undefined;
}

/** Before a version that somebody runs: `in 22`, `does 24 use it`. */
const running: ReadonlySet<string> = new Set(
  'in on with since does did has will bei mit seit hat en con desde'.split(' '),
);

/** `do keywords work in 22`: a number that is no port of ours, that we have releases of, and beside which no port is meant. */
function isSeriesOfOurs(
  version: string,
  spans: readonly Span[],
  index: number,
  { knowledge: { portsByNumber, releases } }: VersionTools,
): boolean {
  return (
    running.has(spans[index - 1]?.text ?? '') &&
    !counted.has(spans[index + 1]?.text ?? '') &&
    portsByNumber(Number(version)).length === 0 &&
    releases.some(({ id }) => id.startsWith(`${version}.`)) &&
    !spans.some(
      ({ concept, elsewhere }) => elsewhere !== undefined || (concept !== undefined && ofPorts.includes(concept)),
    )
  );
}

const encryption: ReadonlySet<string> = new Set(['tls', 'ssl', 'dtls', 'starttls']);

/** Words with which a question begins whose verb stands behind its subject. */
const auxiliaries: ReadonlySet<string> = new Set('do does did can could will would may might should'.split(' '));

/** True for the place behind `does the CVE-2025-3929`, where a sentence has its verb. */
function isVerbAt(spans: readonly Span[], index: number): boolean {
  const isName = ({ named, kind, text }: Span) =>
    named !== undefined || (kind === 'version' && text.startsWith('cve-'));
  const subject = spans[index - 1];
  if (subject === undefined || !isName(subject)) return false;
  const before = articles.has(spans[index - 2]?.text ?? '') ? spans[index - 3] : spans[index - 2];
  return auxiliaries.has(before?.text ?? '');
}

function ownerIn(
  version: string,
  span: Span | undefined,
  { knowledge, mayBeName }: VersionTools,
  isVerb = false,
): Owner {
  if (span === undefined) return undefined;
  const { concept, elsewhere, named, text, kind } = span;
  if (concept === 'product' || /mdaemon$/.test(text)) return 'mdaemon';
  const isPort = bare.test(version) && knowledge.portsByNumber(Number(version)).length > 0;
  if (elsewhere !== undefined && !isPort) {
    const isCalledSo = elsewhere.kind === 'product' || elsewhere.subject.toLowerCase() === text;
    const of = isCalledSo ? elsewhere.subject : capitalise(text);
    return { of, isPlatform: elsewhere.kind === 'around' };
  }
  // `smtp over tls 1.0`
  const last = text.split(' ').at(-1) ?? '';
  if (encryption.has(last) && /^\d(?:\.\d)?$/.test(version)) return { of: last.toUpperCase() };
  const [service] = named?.services ?? [];
  if (service?.own_versions !== undefined && !(isPort && concept !== undefined)) {
    const { own_versions: own } = service;
    const isYear = year.test(version);
    const isOwn = own === true || (!isYear && compareVersions(version, own.before) < 0);
    if (!isOwn || (isYear && own !== true)) return undefined;
    const called = [service.name, ...service.former, ...service.aliases].find((name) => name.toLowerCase() === text);
    return { of: called === undefined ? service.name : capitalise(called), service };
  }
  // `does CVE-2025-3929 affect 25.0.0`: what stands there is the verb.
  if (isVerb) return undefined;
  // A word that nobody here knows, right before a number that is no release of MDaemon's: `openssl 1.1.1`.
  const isOther = named !== undefined && named.services.length + named.processes.length + named.advisories.length === 0;
  if (
    (kind !== 'word' && !isOther) ||
    !/^[a-z][a-z\d]{1,19}$/.test(text) ||
    !dotted.test(version) ||
    !mayBeName(text) ||
    isKnownVersion(version, knowledge)
  )
    return undefined;
  return { of: capitalise(text) };
}

function isKnownVersion(version: string, { releases, rows }: KnowledgeBase): boolean {
  return (
    releases.some(({ id }) => id === version || id.startsWith(`${version}.`)) ||
    rows.advisories.some(({ affected }) =>
      affected.some(({ ranges }) => ranges.some((range) => Object.values(range).includes(version))),
    )
  );
}

/** Concepts that show that bare numbers are versions, and those that show that they are ports. */
const ofVersions = concepts('danger safe version product update protected enough');
const ofPorts = concepts('port tcp udp open close inbound outbound firewall internet');

/** How versions in a row are written; `A` and `B` stand for versions. */
const writings: readonly (readonly [string, (a: string, b: string) => VersionSpan | undefined])[] = [
  ['(?:between|zwischen|entre) (?:versions? )?A (?:and|to|und|y) (?:versions? )?B', (a, b) => readSpan([a, 'to', b])],
  ['A (?:to|through|thru|till|until|up to|bis|hasta) (?:version )?B', (a, b) => readSpan([a, 'to', b])],
  [
    'A (?:and|or|und|oder|y|o) (?:later|newer|up|above|higher|upwards|onwards|after|neuer|spater|hoher|superiores|posteriores)',
    (a) => ({ from: a }),
  ],
  ['(?:from|ab|desde) (?:version )?A (?:on|onwards?|up|upwards?|and up)', (a) => ({ from: a })],
  [
    'A (?:and|or|und|oder|y|o) (?:older|earlier|below|lower|before|previous|down|alter|fruher|anteriores)',
    (a) => ({ through: a }),
  ],
  [
    '(?:before|older than|below|prior to|lower than|earlier than|vor|alter als|antes de|anteriores a) (?:version |mdaemon )*A',
    (a) => ({ before: a }),
  ],
  [
    '(?:after|newer than|above|later than|higher than|beyond|nach|neuer als|despues de) (?:version |mdaemon )*A',
    (a) => ({ after: a }),
  ],
  ['(?:since|seit|desde) (?:version )?A', (a) => ({ from: a })],
  ['(?:up to|bis) (?:version )?A', (a) => ({ through: a })],
  [
    '(?:all|every|everything|whole|each|alle|todas?) (?:(?:of|in|versions?|releases?|builds?|from|the|mdaemon|las|von|der) )*A',
    (a) => ({ from: a, through: a }),
  ],
  ['(?:series|line|branch) A', (a) => ({ from: a, through: a })],
  ['A (?:series|line|branch|family|train|versions|releases|builds|er)(?= |$)', (a) => ({ from: a, through: a })],
];

const rows = writings.map(([text, span]) => ({
  pattern: new RegExp(`(?<![\\w./])${text.replace('A', `(?<a>${number})`).replace('B', `(?<b>${number})`)}`, 'd'),
  span,
}));

/** `upgrade from 24.5 to 25.0.1` names where from and where to, and nothing between. */
const steps = /\b(?:upgrad|updat|patch|step|mov|migrat|go|going|jump|switch|aktualisier|actualiz)\w*(?: \w+)? from\b/;

function readRow(spans: readonly Span[], words: readonly string[]) {
  const text = words.join(' ');
  const concepts = new Set(spans.map(({ concept }) => concept));
  const names = spans.some(({ named }) => named !== undefined && named.advisories.length > 0);
  const mayBeBare =
    (names || ofVersions.some((each) => concepts.has(each))) && !ofPorts.some((each) => concepts.has(each));
  for (const { pattern, span } of rows) {
    const found = pattern.exec(text);
    if (found === null || (found.groups?.['b'] !== undefined && steps.test(text))) continue;
    const [a = '', b = ''] = [found.groups?.['a'], found.groups?.['b']];
    const typed = [a, b].filter((each) => each !== '');
    const numbers = typed.map((each) => each.replace(/^v|\.x$/g, ''));
    if (!typed.every((each) => !bare.test(each) || mayBeBare) || !numbers.every(isVersion)) continue;
    const [first = '', last = ''] = numbers;
    const result = span(first, last);
    // All of 25.0.1 is a single version.
    if (
      result === undefined ||
      (last === '' && result.from === result.through && result.from !== undefined && first.split('.').length > 2)
    )
      continue;
    const compared = /(?:^| )(?<a>v?\d[\d.]*[a-z]?) $/d.exec(text.slice(0, found.index))?.indices?.groups?.['a'];
    const starts = [compared, found.indices?.groups?.['a'], found.indices?.groups?.['b']].flatMap((each) =>
      each === undefined ? [] : [each[0]],
    );
    // `is 25 newer than 24` compares two, and names nothing between.
    return {
      span: compared === undefined ? result : undefined,
      at: new Set(starts.map((start) => text.slice(0, start).split(' ').length - 1)),
    };
  }
  return undefined;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
