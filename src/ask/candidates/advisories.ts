import {
  type Advisory,
  advisoriesOn,
  isSeries,
  type KnowledgeBase,
  type Service,
  type VersionSpan,
  wordsOfSpan,
} from '../../../knowledge/knowledge.ts';
import { concepts } from '../lexicon.ts';
import type { ForeignVersion } from '../read-versions.ts';
import type { Reading } from '../reading.ts';
import { unknownRecords } from '../remarks.ts';
import { advisoryVerdict } from '../verdict/advisory-verdict.ts';
import { type Candidate, callOf } from './candidate.ts';
import { comparisonOf } from './releases.ts';

const explains = concepts(
  `danger safe protected enough version update need use exists product now what which list who how newest find urgent critical server software
  mail people old same enabled fail gone changed keep antivirus engine amount open when date past off deadline migrate`,
);

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Words of security that are no concepts of their own. */
const securityWords = words(`patch patched patches patching unpatched exploited exploitable exploit xss insecure secure
  vulnerable compromised hackable zero-day 0day advisory advisories hole holes parche parchear parches patchen gepatcht
  anfallig ausgenutzt explotada angreifbar verwundbar`);
/** Words that an answer about them explains, and that ask for nothing by themselves. */
const explainedWords = new Set([...securityWords, ...words('hit hits clean concern concerns hurt hurts')]);
/** They ask for the advisories themselves. */
const advisoryWords = words('advisory advisories cve cves vulnerability vulnerabilities hole holes');
/** Beside a version they ask whether it can be kept. */
const keepingWords = words('stay staying upgrade upgrading outdated hole holes bleiben aktuell');

/** Which vulnerabilities concern a version, or what one of them is. A yes or no comes from its ranges only. */
export function advisoriesCandidates(reading: Reading, knowledge: KnowledgeBase): Candidate[] {
  const { has, mentions, services, ports, processes, span } = reading;
  if (comparisonOf(reading) !== undefined) return [];
  const advisories = [...new Set(mentions.flatMap(({ named }) => named.advisories))];
  const foreign = reading.foreign.find(({ service }) => service !== undefined && service.includes.length === 0);
  if (foreign !== undefined && (asksSecurity(reading) || has('safe', 'protected') || advisories.length > 0))
    return [candidateOf(reading, knowledge, { foreign, advisories, score: 0.97 })];
  const versions = span === undefined ? versionsOf(reading, advisories.length > 0) : [];
  const hasVersion = versions.length > 0 || span !== undefined;
  const named = { ...(span === undefined ? { versions } : { span }), advisories };
  if (advisories.length > 0) {
    // `what happened to Cyren` is answered elsewhere; a version asks whether it is concerned.
    if (advisories.every(({ kind }) => kind === 'end-of-service') && !hasVersion) return [];
    const asksDate = has('deadline', 'when', 'date') && !hasVersion && !asksSecurity(reading);
    const attacks = reading.words.some((word) => attackWords.has(word));
    return [candidateOf(reading, knowledge, { ...named, attacks, score: asksDate ? 0.8 : 0.97 })];
  }
  // Of a record that is not known here nothing can be said.
  if (reading.records.length > 0) return [];
  // `is 25 vulnerable`: a port has no holes of its own.
  const isPort = ports.some(({ rows, port }) => rows.length > 0 && !versions.includes(String(port)));
  if (has('port', 'fake', 'deadline', 'licence') || isPort) return [];
  const security = asksSecurity(reading);
  const typed = reading.words;
  if (hasVersion) {
    const parts = partsOf(reading, knowledge);
    // `protection` is a word of many names.
    // `webmail 25.0.1 is on the LAN only, are we safe` is asked of the version all the same.
    const aside = has('gone') || (has(...ofPorts) && (ports.length > 0 || versions.length !== 1 || !isWhole(versions)));
    const safe = (has('safe') || (has('protected') && parts.length === 0)) && !aside;
    const keeps = reading.yesNo && services.length === 0 && typed.some((word) => keepingWords.has(word));
    // `which version should I upgrade to from 22.0.3`
    const goes =
      has('which', 'what') && typed.some((word) => /^(?:upgrade|update)$/.test(word)) && typed.includes('to');
    const judged =
      security ||
      (goes && services.length === 0 && !namesOther(reading)) ||
      (safe && (parts.length > 0 || !namesOther(reading))) ||
      ((has('enough') || keeps) && !namesOther(reading));
    if (judged) return [candidateOf(reading, knowledge, { ...named, parts, score: 0.96 })];
    // `is 26.0 ok`: a version alone is asked about because somebody runs it. Other words lower the score.
    // `does 24.0 run on Windows Server 2012` is not asked of the advisories.
    const beside = reading.foreign.some(({ isPlatform }) => isPlatform === true) || reading.elsewhere.length > 0;
    const alone = services.length + processes.length === 0 && !beside && !namesOther(reading) && isAboutState(reading);
    return alone ? [candidateOf(reading, knowledge, { ...named, score: 0.93 })] : [];
  }
  if (reading.foreign.length > 0) return [];
  const [part] = services.filter(({ id }) => concerned.has(id));
  if (part !== undefined && services.length === 1 && reading.yesNo && processes.length === 0) {
    // What a yes would mean for `is Webmail safe` depends on its version.
    const asked = has('safe', 'protected') && !security && !has(...ofPorts) && typed.length < 6;
    if (asked) return [candidateOf(reading, knowledge, { parts: [part], score: 0.94 })];
  }
  const others = services.filter(({ id }) => !concerned.has(id));
  // `is MDaemon safe`: that depends on its version, which is to be named.
  const short = typed.length < 7 && services.length + processes.length === 0 && reading.elsewhere.length === 0;
  if (reading.yesNo && short && has('safe', 'protected') && has('product') && !has(...ofPorts))
    return [candidateOf(reading, knowledge, { score: 0.9 })];
  if (!security || others.length + processes.length > 0 || has('when', 'date', 'off', 'internet', 'account')) return [];
  const lists = has('which', 'list', 'what', 'newest', 'amount') || (typed.length < 5 && !reading.yesNo);
  if (lists && part !== undefined && services.length === 1 && typed.some((word) => advisoryWords.has(word)))
    return [candidateOf(reading, knowledge, { parts: [part], score: 0.96 })];
  if (lists) return [candidateOf(reading, knowledge, { all: true, score: 0.9 })];
  const own =
    reading.yesNo && (has('product', 'version', 'need', 'exists') || typed.some((word) => ownWords.has(word)));
  return own ? [candidateOf(reading, knowledge, { score: 0.9 })] : [];
}

/** True for a question about vulnerabilities, whatever it is about. */
export function asksSecurity({ has, words: typed }: Reading): boolean {
  return (
    has('danger') ||
    typed.some((word) => securityWords.has(word)) ||
    (has('safe') && has('version') && has('which', 'what'))
  );
}

/** The parts of MDaemon that are named, and not only in passing: `update` is a word before it is a service. */
function partsOf({ mentions }: Reading, knowledge: KnowledgeBase): Service[] {
  const named = mentions.flatMap(({ concept, named: { services } }) => {
    const [service] = services;
    if (service === undefined || service.includes.length > 0) return [];
    const isSubject = concept === undefined || advisoriesOn(service, knowledge).length > 0;
    return isSubject ? [service] : [];
  });
  return [...new Set(named)];
}

/** What a release brought, and how to get one, is not asked of the advisories. */
function isAboutState({ yesNo, has, words: typed }: Reading): boolean {
  const asks = yesNo || typed.some((word) => trouble.has(word)) || typed.length === 1;
  return (
    asks &&
    !has(
      'amount',
      'newest',
      'changed',
      'when',
      'date',
      'how',
      'where',
      'why',
      'gone',
      'download',
      'past',
      'cluster',
      'bits',
    )
  );
}

/** No series: `25.0.1`, and not `25`. */
function isWhole(versions: readonly string[]): boolean {
  return versions.every((version) => !isSeries(version));
}

/** They ask whether something is the matter. */
const trouble = words('clean wrong worried worry trouble problem problems issues known falsch schlimm mal');

/** Whether a port may be open is told by its row. */
const ofPorts = concepts('open close internet private tls plain off port only');
/** They ask whether somebody has used a hole. */
const attackWords = words('exploited attacked hacked wild attacks ausgenutzt angegriffen explotada explotado atacado');

/** Services the advisories are about. */
const concerned: ReadonlySet<string> = new Set(['webmail', 'remote-administration']);

/** `is 22 enough for OAuth` asks for something else than vulnerabilities. */
function namesOther({ mentions, words: typed }: Reading): boolean {
  return mentions.some(
    ({ named, at, concept }) =>
      concept === undefined &&
      !/^v?\d/.test(typed[at] ?? '') &&
      named.deadlines.length + named.processes.length + named.services.filter(({ id }) => !concerned.has(id)).length >
        0,
  );
}

const ownWords = words('i we my our us ich wir mein unser meine unsere estoy estamos mi nuestro');

interface Wanted {
  readonly versions?: readonly string[];
  readonly span?: VersionSpan;
  /** A version of something that counts its own. */
  readonly foreign?: ForeignVersion;
  readonly advisories?: readonly Advisory[];
  /** Whether it was used in attacks comes first. */
  readonly attacks?: boolean;
  /** Only what concerns some parts of MDaemon. */
  readonly parts?: readonly Service[];
  /** The list, whatever version the team runs. */
  readonly all?: true;
  readonly score: number;
}

function candidateOf(reading: Reading, knowledge: KnowledgeBase, wanted: Wanted): Candidate {
  const { versions = [], span, foreign, advisories = [], attacks, parts = [], all, score } = wanted;
  const what = [
    ...(foreign?.service === undefined ? [] : [foreign.service.id, foreign.version]),
    ...versions,
    ...(span === undefined ? [] : wordsOfSpan(span)),
    ...advisories.map(({ id }) => id),
    ...parts.map(({ id }) => id),
    ...(attacks ? ['attacks'] : []),
    ...(all ? ['all'] : []),
  ];
  const on = [...new Set(parts.flatMap((part) => advisoriesOn(part, knowledge)))];
  const isNamed = advisories.length > 0;
  const nothing = parts.length > 0 && on.length === 0;
  // Of a record, or another product, that is not known here nothing is said by what is.
  const threats = isNamed ? [] : strangeThreats(reading);
  const strangers = reading.records.length + threats.length + reading.foreign.filter(isSubject).length;
  const decides = foreign === undefined && strangers === 0 && !nothing;
  const says = decides
    ? advisoryVerdict(reading, knowledge, { versions, span, wanted: isNamed ? advisories : on, isNamed })
    : undefined;
  return {
    call: callOf(['advisories'], { what }, ['advisories', ...what]),
    about: [
      ...advisories.map((row) => ({ kind: 'advisory' as const, row })),
      ...(isNamed ? [] : parts.map((row) => ({ kind: 'service' as const, row }))),
    ],
    score,
    by: 'structure',
    explains,
    explainsWords: explainedWords,
    whatever: true,
    // The answer's first sentence gives the range that decides.
    ...(says === undefined ? {} : { verdict: { says, because: '' }, settled: true }),
    remarks: [
      ...unknownRecords(reading),
      ...threats.map((name) => `I don’t know an advisory called ${name}, but there may still be one.`),
      ...(foreign === undefined ? reading.foreign.filter(isSubject).map(notKnown) : []),
    ],
  };
}

function notKnown({ of, version }: ForeignVersion): string {
  return `I cannot tell for ${of} ${version}: none of the advisories I know gives versions of ${of}.`;
}

/** A platform is named for where MDaemon runs; anything else may be what is asked about. */
function isSubject({ isPlatform }: ForeignVersion): boolean {
  return !isPlatform;
}

/** `affected by heartbleed`: a name that nothing here is known by, behind what says that something is hit. */
function strangeThreats({ words: typed, strange }: Reading): string[] {
  return strange.filter((word) => {
    const at = typed.indexOf(word);
    const before = typed.slice(Math.max(0, at - 3), at).join(' ');
    return /^[a-z][a-z\d]{2,19}$/.test(word) && /\b(?:by|to|from|against|for|about)(?: the)?$/.test(before);
  });
}

/** The versions of a question; `12` alone is one only beside the name of an advisory, or where a hole is asked for. */
function versionsOf({ versions, words: typed, has, foreign, ports }: Reading, named: boolean): readonly string[] {
  const taken = new Set(foreign.map(({ version }) => version));
  const bare = typed.filter(
    (word, at) => /^\d{1,2}$/.test(word) && !taken.has(word) && !/^ports?$/.test(typed[at - 1] ?? ''),
  );
  const asks = has('danger') || typed.some((word) => advisoryWords.has(word));
  const meant = named || (asks && !has('port', 'open', 'close', 'tcp', 'udp', 'inbound', 'outbound'));
  if (versions.length > 0 || !meant || ports.some(({ port }) => port > 99)) return versions;
  return bare.length === 1 ? bare : [];
}
