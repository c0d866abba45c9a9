import {
  compareVersions,
  type Era,
  isVersion,
  type KnowledgeBase,
  normaliseName,
  type Service,
} from '../../knowledge/knowledge.ts';
import { type Concept, concepts, counted } from './lexicon.ts';
import type { Span } from './read-terms.ts';
import type { Mention, PortMention, Reading } from './reading.ts';

/** Concepts that a list of ports answers. */
export const portsExplain = concepts(
  `port number open need use list which what where default firewall software inbound outbound tcp udp transport
  tls starttls plain past now changed rule internet connect mail server product exists difference migrate
  bothways urgent download eras`,
);

/** Words other than `port` that ask for ports. */
export const portsSignals = concepts('firewall open close inbound outbound tcp udp tls starttls plain internet rule');

/** Words that ask for some of the ports, so that the answer isn't all of them. */
export const partOfPorts = concepts(
  `close unneeded send receive deliver collect people phone home provider auth other why fail safe private move
  ownport amount process internet test between`,
);

/** Words that say nothing about which ports are wanted. */
export const asideOfPorts = concepts(
  `how who when why only keep version old config same never bothways enough difference find implicit update sure
  renamed exempt`,
);

/** Words that begin a condition. */
const openers: ReadonlySet<string> = new Set(
  'if when since because once while although though provided unless wenn falls weil sobald sofern obwohl da si cuando aunque porque'.split(
    ' ',
  ),
);

/** Words that begin the question itself behind a condition that stands first. */
const questions: ReadonlySet<string> = new Set(
  `can may do does is are should must could which what how why then so kann darf muss soll brauche brauchen sind ist welche
  welcher welchen was wie puedo debo necesito hace cual cuales que como`.split(/\s+/),
);

/** The places of the words that are in a condition: `if everyone uses 587`. Empty where there is none. */
export function conditionOf(words: readonly string[]): ReadonlySet<number> {
  const start = words.findIndex((word) => openers.has(word));
  if (start === -1 || (start === 0 && words.length < 3)) return new Set();
  let end = words.length;
  const before = words.slice(0, start).some((word) => questions.has(word));
  if (!before) {
    const question = words.findIndex((word, at) => at > start + 1 && questions.has(word));
    if (question !== -1) end = question;
  }
  return new Set(Array.from({ length: end - start }, (_, index) => start + index));
}

const asksMay = /^(?:can|may|could|should|kann|darf|soll|puedo|podemos)$/;
const puts = /^(?:put|run|switch|host|serve|place|shift|legen|verlegen|umstellen|betreiben|poner|pasar)$/;
const targets: ReadonlySet<string> = new Set(['to', 'on', 'onto', 'auf', 'nach', 'a', 'al', 'en']);

/** `can I move it to 443`, `may I run it on 8080`; `does it run on 8080` asks for a fact. */
export function asksToMove({ has, words }: Pick<Reading, 'has' | 'words'>): boolean {
  return has('move') || (words.some((word) => asksMay.test(word)) && words.some((word) => puts.test(word)));
}

/** True for the number in `to 443` and `on port 443`. */
export function isTarget(words: readonly string[], at: number): boolean {
  return [1, 2].some((back) => targets.has(words[at - back] ?? ''));
}

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

/** Versions before it are of the time of the list of 2008 to 2010. */
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

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Phrases that say someone doesn't use a thing. A few words may stand in between. */
const far = words(
  'nobody noone without never dont doesnt didnt havent hasnt neither niemand keiner ohne nie niemals nadie sin nunca ningun ninguno ninguna',
);
const farWords = 6;
/** Words that may as well belong to something else: these stand near, or before a word of using. */
const near = words('no not none kein keine keinen keinem nicht non zero');
const nearWords = 2;
const using = words(
  'use using used have having run running offer need want wants collect collects nutzen benutzen verwenden haben benutzt nutzt brauchen usa usamos usan tenemos uso',
);
/** Words that begin another clause, which ends a negation. */
const stops = words(
  'if when but so then can may do does is are must should which what how why where kann darf muss soll ist sind welche was wie puedo debo es son que cual only wenn aber si pero',
);

/** The services that a question says are not used: `if nobody uses pop`, `without activesync`, `we have no BlackBerry`. */
export function unusedServices(all: readonly string[], mentions: readonly Mention[]): Service[] {
  return [...new Set(mentions.flatMap(({ at, named }) => (isUnused(all, at) ? [...named.services.slice(0, 1)] : [])))];
}

function isUnused(all: readonly string[], at: number): boolean {
  for (let back = 1; back <= farWords && at - back >= 0; back += 1) {
    const word = all[at - back] ?? '';
    // `no one`
    if (far.has(word) || (word === 'one' && all[at - back - 1] === 'no')) return true;
    if (near.has(word)) {
      const between = all.slice(at - back + 1, at);
      if (back <= nearWords || between.some((each) => using.has(each))) return true;
    }
    if (stops.has(word)) return false;
  }
  return false;
}

const lastPort = 65_535;

/** What a number may stand beside that nobody knows, and be a port all the same: `may 8080 be open`. */
const ofPorts: ReadonlySet<Concept> = new Set([...portsExplain, ...partOfPorts, ...asideOfPorts]);
/** Concepts of a way through a firewall. */
const ways = concepts('open close tcp udp inbound outbound firewall rule internet');

/** Words before a number that isn't a port: a version, an edition. */
const versioned: ReadonlySet<string> = new Set(
  'mdaemon version versions release v ver securityplus windows win office server bes exchange outlook ios android error code fehler ticket'.split(
    ' ',
  ),
);
/** Words before a number that a mail server replies with. */
const replied: ReadonlySet<string> = new Set(
  'give gives gave get gets got say says said return returns answer answers reply replies with a'.split(' '),
);

/**
 * The numbers of a question that are ports. A number the knowledge has is one unless it counts or versions something; a
 * number it does not have is one only where the question calls it a port.
 */
export function readPorts(
  spans: readonly Span[],
  concepts: ReadonlyMap<Concept, readonly number[]>,
  knowledge: KnowledgeBase,
  words: readonly string[],
): PortMention[] {
  const asksPorts = concepts.has('port');
  const alone = spans.every(
    ({ kind, concept, named }) =>
      kind === 'number' ||
      kind === 'filler' ||
      (kind === 'meaning' && (concept === undefined ? named !== undefined : ofPorts.has(concept))),
  );
  const moves = asksToMove({ words, has: (...any) => any.some((each) => concepts.has(each)) });
  const asksWay = ways.some((each) => concepts.has(each));
  const found: PortMention[] = [];
  const condition = conditionOf(words);
  spans.forEach((span, index) => {
    if (span.kind !== 'number') return;
    const [digits = '', written] = span.text.split('/');
    const port = Number(digits);
    const before = spans[index - 1];
    const after = spans[index + 1];
    const rows = knowledge.portsByNumber(port);
    const beside = (each: Span | undefined) =>
      each?.concept === 'port' || each?.concept === 'tcp' || each?.concept === 'udp';
    // `ports 4 imap`
    if (digits.length === 1 && before?.text.endsWith('s') === true && after !== undefined && after.kind !== 'number')
      return;
    const called = written !== undefined || beside(before) || beside(after);
    if (!called && (versioned.has(lastWord(before)) || counted.has(after?.text ?? '') || isYear(digits, rows.length)))
      return;
    const meant =
      called ||
      rows.length > 0 ||
      (asksPorts && digits.length > 1) ||
      (alone && digits.length > 1) ||
      (moves && digits.length > 1 && isTarget(words, span.at));
    // `gives 451`: what a mail server replies.
    const isReply = replied.has(lastWord(before)) || (!asksPorts && !asksWay && !spans.every(isPlain));
    if (!called && rows.length === 0 && /^[245]\d\d$/.test(digits) && isReply) return;
    if (!meant) return;
    found.push({
      port: port <= lastPort ? port : lastPort + 1,
      transport: written === 'tcp' || written === 'udp' ? written : undefined,
      rows,
      conditional: condition.has(span.at),
      at: span.at,
    });
  });
  return found;
}

/** A number, or a word that says nothing of it: `451?`. */
function isPlain({ kind }: Span): boolean {
  return kind === 'number' || kind === 'filler';
}

function lastWord(span: Span | undefined): string {
  return span?.text.split(' ').at(-1) ?? '';
}

function isYear(digits: string, rows: number): boolean {
  return rows === 0 && /^(?:19|20)\d\d$/.test(digits);
}
