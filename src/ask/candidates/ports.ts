import type { KnowledgeBase } from '../../../knowledge/knowledge-base.ts';
import type { Era, Port, Service } from '../../../knowledge/schema.ts';
import { type Row, writeNames } from '../entry-of.ts';
import type { Concept } from '../lexicon/english.ts';
import { type Asked, readAsked } from '../read-asked.ts';
import type { PortMention, Reading } from '../reading.ts';
import { transportVerdict } from '../verdict/fact-verdict.ts';
import { portVerdict } from '../verdict/port-verdict.ts';
import { type Candidate, callOf } from './candidate.ts';

/** Concepts that a list of ports answers. */
const explains: readonly Concept[] = [
  'port',
  'number',
  'open',
  'need',
  'use',
  'list',
  'which',
  'what',
  'where',
  'default',
  'firewall',
  'software',
  'inbound',
  'outbound',
  'tcp',
  'udp',
  'transport',
  'tls',
  'starttls',
  'plain',
  'past',
  'now',
  'changed',
  'rule',
  'internet',
  'connect',
  'mail',
  'server',
  'product',
  'exists',
  'difference',
  'between',
  'migrate',
  'bothways',
  'urgent',
];

/** What shows, beside the word itself, that ports are asked for. */
const signals: readonly Concept[] = [
  'firewall',
  'open',
  'close',
  'inbound',
  'outbound',
  'tcp',
  'udp',
  'tls',
  'starttls',
  'plain',
  'internet',
  'rule',
];

/** The ports of what is named, or of everything. */
export function portsCandidates(reading: Reading, knowledge: KnowledgeBase): Candidate[] {
  const all = reading.ports.filter(({ rows }) => rows.length > 0);
  // `can I close 25 if all use 587` is about 25.
  const main = all.filter(({ conditional }) => !conditional);
  const known = main.length > 0 ? main : all;
  const unknown = reading.ports.filter(({ rows }) => rows.length === 0);
  if (known.length === 0 && unknown.length > 0) return [];
  const asked = readAsked(reading);
  if (known.length + reading.services.length === 0) return allPorts(reading, asked, knowledge);
  const services = relevantServices(reading, known);
  if (isNegated(reading)) return [];
  return [namedPorts(reading, asked, known, services, unknown, knowledge)];
}

/** Beside numbers, a service is what the numbers are asked about: `is 993 imap`. */
function relevantServices({ services }: Reading, ports: readonly PortMention[]): readonly Service[] {
  return ports.length > 0 ? [] : services;
}

/** `which port goes without activesync`: the answer is not what ActiveSync needs. */
export function isNegated({ words, mentions }: Reading): boolean {
  return mentions.some(
    ({ at, named }) =>
      named.services.length > 0 &&
      /^(?:without|except|not|no|ohne|ausser|nicht|kein|keine|sin|excepto|except)$/.test(words[at - 1] ?? ''),
  );
}

function namedPorts(
  reading: Reading,
  asked: Asked,
  named: readonly PortMention[],
  services: readonly Service[],
  unknown: readonly PortMention[],
  knowledge: KnowledgeBase,
): Candidate {
  // `4069/tcp` is none: what is asked for is whether it is.
  const ports = named.map((each) =>
    each.rows.some(({ transports }) => each.transport === undefined || transports.includes(each.transport))
      ? each
      : { ...each, transport: undefined },
  );
  const wrong = named.filter((each, index) => each.transport !== ports[index]?.transport);
  const rowsIn = (era: Era) => [
    ...new Set([
      ...ports.flatMap(({ rows, transport }) =>
        rows.filter((row) => row.era === era && (transport === undefined || row.transports.includes(transport))),
      ),
      ...services.flatMap((service) => knowledge.portsOfService(service, era)),
    ]),
  ];
  // What the current product has no port for may have had one.
  const era = asked.era ?? (rowsIn('now').length === 0 && rowsIn('then').length > 0 ? 'then' : undefined);
  const rows = rowsIn(era === 'then' ? 'then' : 'now');
  const filters = ports.length > 0 && reading.yesNo ? {} : usefulFilters(asked, rows);
  const verdict =
    wrong.length > 0
      ? transportVerdict(wrong[0]?.transport ?? 'tcp', rows)
      : portVerdict({ reading, asked, rows, ports, services, knowledge });
  // `pop3 is 143, isn't it`: the ports of POP3 are shown, and not what else 143 is.
  const instead = verdict?.instead;
  const what = [
    ...(instead === undefined ? ports : []).map(({ port, transport }) =>
      transport === undefined ? String(port) : `${port}/${transport}`,
    ),
    ...writeNames(
      (instead ?? services).map(({ id }) => id),
      knowledge,
    ),
  ];
  const shown = rows.filter((row) => filters.direction === undefined || row.directions.includes(filters.direction));
  return {
    call: callOf(['ports'], { what, ...filters, ...(era === undefined ? {} : { era }) }, [
      'ports',
      ...what,
      ...Object.values(filters),
      ...(era === undefined ? [] : [era]),
    ]),
    about: [...aboutOf(services, shown), ...(ports.length > 0 ? aboutOf(reading.services, []) : [])],
    score: scoreOf(reading, ports.length > 0),
    by: 'structure',
    explains: [...explains, ...(verdict === undefined ? [] : verdict.explains), ...weakConcepts(reading)],
    ...(verdict === undefined ? {} : { verdict: verdict.verdict, settled: verdict.settled }),
    remarks: unknownNumbers(unknown),
  };
}

/** The words by which a service was named explain themselves: `phone`, `updates`. */
function weakConcepts({ mentions }: Reading): Concept[] {
  return mentions.flatMap(({ concept, named }) =>
    concept === undefined || named.services.length === 0 ? [] : [concept],
  );
}

function scoreOf(reading: Reading, byNumber: boolean): number {
  const onlyWeak =
    !byNumber && reading.mentions.every(({ concept, named }) => concept !== undefined || named.services.length === 0);
  if (reading.has('port')) return 0.95;
  if (onlyWeak && !reading.has('firewall', 'inbound', 'outbound'))
    return reading.has('what', 'which') && reading.has('open', 'need') && !reading.has('amount') ? 0.9 : 0.45;
  if (byNumber) return 0.92;
  if (reading.has(...signals)) return 0.88;
  if (reading.has('transport') && !reading.has('tcp', 'udp')) return 0.5;
  if (reading.has('need', 'use', 'connect')) return 0.8;
  const nothingElse = reading.terms.every((term) => term.startsWith('@') || term === 'c:product');
  if (nothingElse) return 0.9;
  return 0.5;
}

/** Only what leaves something: there is no STARTTLS port of Minger. */
function usefulFilters(asked: Asked, rows: readonly Port[]) {
  const direction = rows.some((row) => asked.direction !== undefined && row.directions.includes(asked.direction))
    ? asked.direction
    : undefined;
  const transport = rows.some((row) => asked.transport !== undefined && row.transports.includes(asked.transport))
    ? asked.transport
    : undefined;
  const encryption = rows.some((row) => isEncrypted(row, asked.encryption)) ? asked.encryption : undefined;
  return {
    ...(direction === undefined ? {} : { direction }),
    ...(transport === undefined ? {} : { transport }),
    ...(encryption === undefined ? {} : { encryption }),
  };
}

/** As the command reads it: what begins in clear is plain until STARTTLS. */
function isEncrypted({ encryption }: Port, wanted: Asked['encryption']): boolean {
  if (wanted === 'tls') return encryption === 'implicit-tls';
  return encryption === wanted || (wanted === 'plain' && encryption === 'starttls');
}

function aboutOf(services: readonly Service[], rows: readonly Port[]): Row[] {
  return [
    ...services.map((row): Row => ({ kind: 'service', row })),
    ...rows.map((row): Row => ({ kind: 'port', row })),
  ];
}

function unknownNumbers(ports: readonly PortMention[]): string[] {
  return ports.map(({ port }) => (port > 65_535 ? 'Ports go from 1 to 65535.' : `${port} is in none of my documents.`));
}

/** Who asks for a part of them does not want them all. */
const narrower: readonly Concept[] = [
  'close',
  'unneeded',
  'send',
  'receive',
  'deliver',
  'collect',
  'people',
  'phone',
  'home',
  'provider',
  'auth',
  'other',
  'why',
  'fail',
  'safe',
  'private',
  'move',
  'ownport',
  'amount',
  'process',
  'internet',
  'test',
];

/** A question about ports that names none and no service. */
function allPorts(reading: Reading, asked: Asked, knowledge: KnowledgeBase): Candidate[] {
  const { has } = reading;
  const theList = has('past') && reading.words.some((word) => ['list', 'liste', 'lista'].includes(word));
  const oneWay = has('inbound', 'outbound') && has('need', 'use', 'open', 'product');
  const ofTransport = has('tcp', 'udp') && has('product');
  const forFirewall =
    theList ||
    oneWay ||
    ofTransport ||
    (has('firewall') && !has('software', 'process', 'exempt') && has('product', 'open', 'need', 'rule'));
  if ((!has('port') && !forFirewall) || reading.strange.length > 1) return [];
  const filters = usefulFilters(asked, knowledge.rows.ports);
  const filtered = Object.keys(filters).length > 0;
  const clear = has('product', 'firewall', 'list', 'default') || filtered || asked.era !== undefined;
  const asks = has('open', 'need', 'use', 'which', 'what', 'exists');
  const choice = (has('tls') && has('starttls')) || (has('never') && has('open', 'need', 'use')) ? 1 : 0;
  const compared = has('difference') && !has('past') ? 1 : 0;
  const part = narrower.filter((concept) => has(concept)).length + choice + compared;
  // Somebody's ports are asked for, and who that is nobody knows.
  const stranger = reading.strange.length > 0 && !has('product') ? 0.6 : 1;
  const score = (clear ? 0.94 : asks ? 0.91 : 0.6) * 0.72 ** part * stranger;
  const era = asked.era === undefined ? {} : { era: asked.era };
  return [
    {
      call: callOf(['ports'], { ...filters, ...era }, ['ports', ...Object.values(filters), ...Object.values(era)]),
      about: [],
      score,
      by: 'structure',
      explains: [...explains, ...narrower],
      remarks: [],
    },
  ];
}
