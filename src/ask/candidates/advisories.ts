import {
  type Advisory,
  assessAdvisory,
  assessVersion,
  isVersion,
  type KnowledgeBase,
  type Service,
} from '../../../knowledge/knowledge.ts';
import type { Concept } from '../lexicon/english.ts';
import type { Reading } from '../reading.ts';
import type { Verdict } from '../understanding.ts';
import { type Candidate, callOf } from './candidate.ts';

const explains: readonly Concept[] = [
  ...([
    'danger',
    'safe',
    'protected',
    'enough',
    'version',
    'update',
    'need',
    'use',
    'exists',
    'product',
    'now',
  ] as const),
  ...(['what', 'which', 'list', 'who', 'how', 'newest', 'find', 'urgent', 'critical', 'server', 'software'] as const),
  ...(['mail', 'people', 'old', 'same', 'enabled', 'fail', 'gone', 'changed', 'keep', 'antivirus', 'engine'] as const),
  ...(['when', 'date', 'past', 'off', 'deadline', 'migrate'] as const),
];

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Words of security that are no concepts of their own. */
const securityWords = words(`patch patched patches patching unpatched exploited exploitable exploit xss insecure secure
  vulnerable compromised hackable zero-day 0day parche parchear parches patchen gepatcht anfallig ausgenutzt explotada`);
/** `is it fixed`, `is 24.5.1 safe`: a yes to these is good news. */
const goodWords =
  words(`fix fixes safe secure protected fixed patched unaffected enough sicher geschutzt behoben gepatcht seguro
  protegido corregido`);
/** A yes to these is bad news. */
const badWords =
  words(`vulnerable affected exploitable hit vulnerability vulnerabilities unsafe insecure dangerous risky
  danger unpatched concerned concern affect affects hackable patch update upgrade betroffen verwundbar angreifbar
  anfallig unsicher vulnerable afectado afectada`);
/** With any of these it takes a reader to tell what a yes would mean. */
const turningWords = words(
  'exploited hacked attacked compromised ausgenutzt not isnt arent no longer never nicht kein keine nunca ya sin without dont doesnt',
);
/** `can I stay on 25.0.1`: a yes would be an all-clear. */
const stayingWords = words('stay staying outdated bleiben');
/** Beside a version they ask whether it can be kept. */
const keepingWords = words('stay staying upgrade upgrading outdated hole holes bleiben aktuell');
/** Of a service that has ended. */
const worksWords = words('work works working get gets receive receives funktioniert funciona');

/** Which vulnerabilities concern a version, or what one of them is. A yes or no comes from its ranges only. */
export function advisoriesCandidates(reading: Reading, knowledge: KnowledgeBase): Candidate[] {
  const { has, mentions, services, ports, processes } = reading;
  const [advisory] = mentions.flatMap(({ named }) => named.advisories);
  const version = versionOf(reading, advisory !== undefined);
  const typed = reading.words;
  const asksSecurity =
    has('danger') ||
    typed.some((word) => securityWords.has(word)) ||
    (has('safe') && has('version') && has('which', 'what'));
  if (advisory !== undefined) {
    // `what happened to Cyren` is answered elsewhere; a version asks whether it is concerned.
    if (advisory.kind === 'end-of-service' && version === undefined) return [];
    const asksDate = has('deadline', 'when', 'date') && version === undefined;
    const attacks = typed.some((word) => attackWords.has(word));
    return [candidateOf(reading, knowledge, { version, advisory, attacks, score: asksDate ? 0.8 : 0.97 })];
  }
  // Of a record that is not known here nothing can be said.
  if (reading.versions.some((each) => each.startsWith('cve-'))) return [];
  // `is 25 vulnerable`: a port has no holes of its own.
  const isPort = ports.some(({ rows, port }) => rows.length > 0 && String(port) !== version);
  if (has('port', 'fake', 'deadline', 'licence') || isPort) return [];
  if (version !== undefined) {
    const keeps = reading.yesNo && services.length === 0 && typed.some((word) => keepingWords.has(word));
    const judged = asksSecurity || ((has('safe', 'protected', 'enough') || keeps) && !namesOther(reading));
    if (judged) return [candidateOf(reading, knowledge, { version, score: 0.96 })];
    // `is 26.0 ok`: a version alone is asked about because somebody runs it. Other words lower the score.
    const alone = services.length + processes.length === 0 && !namesOther(reading) && isAboutState(reading);
    return alone ? [candidateOf(reading, knowledge, { version, score: 0.93 })] : [];
  }
  const [part] = services.filter(({ id }) => concerned.has(id));
  if (part !== undefined && services.length === 1 && reading.yesNo && processes.length === 0) {
    // What a yes would mean for `is Webmail safe` depends on its version.
    const asked = has('safe', 'protected') && !asksSecurity && !has(...ofPorts) && typed.length < 6;
    if (asked) return [candidateOf(reading, knowledge, { part, score: 0.94 })];
  }
  const named = services.filter(({ id }) => !concerned.has(id));
  if (!asksSecurity || named.length + processes.length > 0 || has('when', 'date', 'off', 'internet', 'account'))
    return [];
  const lists = has('which', 'list', 'what', 'newest') || (typed.length < 5 && !reading.yesNo);
  if (lists) return [candidateOf(reading, knowledge, { all: true, score: 0.9 })];
  const own =
    reading.yesNo && (has('product', 'version', 'need', 'exists') || typed.some((word) => ownWords.has(word)));
  return own ? [candidateOf(reading, knowledge, { score: 0.9 })] : [];
}

/** What a release brought, and how to get one, is not asked of the advisories. */
function isAboutState({ yesNo, has, words: typed }: Reading): boolean {
  const asks = yesNo || typed.some((word) => trouble.has(word)) || typed.length === 1;
  return (
    asks &&
    !has('amount', 'newest', 'changed', 'when', 'date', 'how', 'where', 'why', 'gone', 'download', 'past', 'cluster')
  );
}

/** They ask whether something is the matter. */
const trouble = words('wrong worried worry trouble problem problems issues known falsch schlimm mal');

/** Whether a port may be open is told by its row. */
const ofPorts: readonly Concept[] = ['open', 'close', 'internet', 'private', 'tls', 'plain', 'off', 'port', 'only'];
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
  readonly version?: string | undefined;
  readonly advisory?: Advisory;
  /** Whether it was used in attacks comes first. */
  readonly attacks?: boolean;
  /** Only what concerns one part of MDaemon. */
  readonly part?: Service;
  /** The list, whatever version the team runs. */
  readonly all?: true;
  readonly score: number;
}

function candidateOf(reading: Reading, knowledge: KnowledgeBase, wanted: Wanted): Candidate {
  const { version, advisory, attacks, part, all, score } = wanted;
  const what = [
    ...(version === undefined ? [] : [version]),
    ...(advisory === undefined ? [] : [advisory.id]),
    ...(part === undefined ? [] : [part.id]),
    ...(attacks ? ['attacks'] : []),
    ...(all ? ['all'] : []),
  ];
  const says = version === undefined ? undefined : verdictOf(reading, knowledge, version, advisory);
  return {
    call: callOf(['advisories'], { what }, ['advisories', ...what]),
    about:
      advisory === undefined
        ? part === undefined
          ? []
          : [{ kind: 'service', row: part }]
        : [{ kind: 'advisory', row: advisory }],
    score,
    by: 'structure',
    explains,
    whatever: true,
    // The answer's first sentence gives the range that decides.
    ...(says === undefined ? {} : { verdict: { says, because: '' }, settled: true }),
    remarks: [],
  };
}

/** No yes and no no where the ranges leave it open, and never an all-clear from one advisory while another concerns it. */
function verdictOf(
  { yesNo, words: typed, has: hasConcept }: Reading,
  { rows: { advisories } }: KnowledgeBase,
  version: string,
  advisory: Advisory | undefined,
): Verdict['says'] | undefined {
  const has = (set: ReadonlySet<string>) => typed.some((word) => set.has(word));
  const good = has(goodWords) || (advisory?.kind === 'end-of-service' && has(worksWords));
  const uses = advisory?.kind === 'end-of-service' && hasConcept('use');
  const bad = has(badWords) || uses || (!good && hasConcept('danger'));
  // A yes needs a question whose yes is known to mean the one or the other.
  const stays = advisory === undefined && has(stayingWords);
  if (!yesNo || stays || has(turningWords) || good === bad) return undefined;
  const whole = assessVersion(advisories, version).says;
  const one = advisory === undefined ? undefined : assessAdvisory(advisory, version).says;
  if ((one ?? whole) === 'affected') return good ? 'no' : 'yes';
  if (one !== 'fixed') return undefined;
  if (!good) return 'no';
  return whole === 'not-named' ? 'yes' : undefined;
}

/** The one version of a question; `12` alone is one only beside the name of an advisory, or where a hole is asked for. */
function versionOf({ versions, words: typed, has }: Reading, named: boolean): string | undefined {
  const found = versions.map((each) => each.replace(/^v/, '')).filter(isVersion);
  const bare = typed.filter((word, at) => /^\d{1,2}$/.test(word) && !/^ports?$/.test(typed[at - 1] ?? ''));
  const meant = named || (has('danger') && !has('port', 'open', 'close', 'tcp', 'udp', 'inbound', 'outbound'));
  const all = [...new Set(found.length > 0 || !meant ? found : bare)];
  return all.length === 1 ? all[0] : undefined;
}
