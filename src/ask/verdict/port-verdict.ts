import type { KnowledgeBase } from '../../../knowledge/knowledge-base.ts';
import type { Port, Service } from '../../../knowledge/schema.ts';
import type { Concept } from '../lexicon/english.ts';
import type { Asked } from '../read-asked.ts';
import type { PortMention, Reading } from '../reading.ts';
import type { Verdict } from '../understanding.ts';
import { exposureVerdict, needVerdict } from './need-verdict.ts';
import { describeEach, describeRows, joinWords, lowerFirst, verdictOf } from './words.ts';

/** What a yes or no about ports is worked out from. */
export interface PortVerdictInput {
  readonly reading: Reading;
  readonly asked: Asked;
  /** Of the era asked about. */
  readonly rows: readonly Port[];
  readonly ports: readonly PortMention[];
  readonly services: readonly Service[];
  readonly knowledge: KnowledgeBase;
}

/** A verdict, and the concepts of the question that it settles. */
export interface SettledVerdict {
  readonly verdict: Verdict;
  readonly explains: readonly Concept[];
  /** It is a fact of the rows; what may be closed or opened is advice. */
  readonly settled: boolean;
}

/** Answers `is 4069 tcp`, `is 993 imap`, `do I need 366`, `may 1000 be open to the internet` from the rows. */
export function portVerdict(input: PortVerdictInput): SettledVerdict | undefined {
  const { reading, rows, asked } = input;
  if (!reading.yesNo) return undefined;
  if (rows.length === 0) return listedVerdict(input);
  const { has } = reading;
  const own = ownPortVerdict(input) ?? carriedVerdict(input);
  if (own !== undefined) return own;
  const listed = listedVerdict(input);
  if (listed !== undefined) return listed;
  // Whether something is needed in a direction it does not have is a fact as well.
  const { direction } = asked;
  const without = direction !== undefined && !rows.some(({ directions }) => directions.includes(direction));
  const asksNeed = input.ports.length > 0 && has('need') && !has('open') && !without;
  const facts = asked.transport !== undefined || (direction !== undefined && !asksNeed);
  if (facts && !has('close', 'unneeded', 'keep', 'internet')) return factVerdict(input);
  const gone = has('need') && rows.every(({ status }) => status === 'obsolete');
  if (input.ports.length > 0 && reading.services.length > 0 && !has('close', 'unneeded') && !gone) {
    return serviceVerdict(input);
  }
  const obsolete = rows.every(({ status }) => status === 'obsolete');
  if (has('close', 'need', 'unneeded', 'keep') || (obsolete && has('use'))) return needVerdict(input);
  if (has('internet', 'safe', 'private', 'open')) return exposureVerdict(input);
  if (input.ports.length === 0 && !reading.verbFirst) return factVerdict(input);
  return encryptionVerdict(input) ?? factVerdict(input);
}

/** `does Outlook Connector use IMAP`, `does CalDAV go through Webmail`. */
function carriedVerdict({ reading, services, ports, knowledge }: PortVerdictInput): SettledVerdict | undefined {
  const [first, second] = services;
  if (first === undefined || second === undefined || services.length > 2 || ports.length > 0) return undefined;
  if (!reading.has('use', 'need', 'connect')) return undefined;
  const goesThrough = (a: Service, b: Service) => knowledge.carriersOf(a, 'now').includes(b);
  const [rider, carrier] = goesThrough(second, first) ? [second, first] : [first, second];
  if (!goesThrough(rider, carrier)) return undefined;
  const because = `${rider.name} goes through ${carrier.name}.`;
  return { verdict: { says: 'yes', because }, explains: ['use', 'need', 'connect'], settled: true };
}

const newWords: ReadonlySet<string> = new Set(['new', 'neu', 'nuevo', 'newer']);

/** `was 366 on the founding list`, `is 444 new`. */
function listedVerdict({ reading, asked, ports, services, knowledge }: PortVerdictInput): SettledVerdict | undefined {
  const { has } = reading;
  const isNew = has('changed') || newWords.has(reading.words.at(-1) ?? '');
  const facts = [asked.transport, asked.direction, asked.encryption].some((each) => each !== undefined);
  if ((!isNew && asked.era !== 'then') || facts || has('close', 'need', 'same')) return undefined;
  const inList = [
    ...ports.flatMap(({ rows }) => rows.filter(({ era }) => era === 'then')),
    ...services.flatMap((service) => knowledge.portsOfService(service, 'then')),
  ];
  const name = joinWords([...ports.map(({ port }) => String(port)), ...services.map((service) => service.name)]);
  const because = inList.length > 0 ? `${name} is on the founding list.` : `${name} is not on the founding list.`;
  return {
    verdict: { says: inList.length > 0 !== isNew ? 'yes' : 'no', because },
    explains: ['past', 'changed', 'list', 'exists', 'use', 'open'],
    settled: true,
  };
}

/** `does CardDAV need a port of its own`. */
function ownPortVerdict({ reading, services, rows, knowledge }: PortVerdictInput): SettledVerdict | undefined {
  const [service] = services;
  if (!reading.has('ownport') || service === undefined || services.length !== 1) return undefined;
  const carriers = knowledge.carriersOf(service, rows[0]?.era ?? 'now').map(({ name }) => name);
  const rides = carriers.length > 0;
  const because = rides ? `${service.name} goes through ${joinWords(carriers)}.` : `${service.name} has its own.`;
  return { verdict: { says: rides ? 'no' : 'yes', because }, explains: ['ownport', 'need', 'other'], settled: true };
}

/** `is 993 imap`, `does webmail use 3000`, `is 443 enough for activesync`. */
function serviceVerdict(input: PortVerdictInput): SettledVerdict | undefined {
  const { reading, rows, knowledge, ports } = input;
  const [service] = reading.services;
  if (service === undefined) return undefined;
  const own = knowledge.portsOfService(service, rows[0]?.era ?? 'now');
  const fitting = rows.filter((row) => own.includes(row));
  const explains = ['use', 'same', 'default', 'need', 'tls', 'plain', 'connect', 'suffice', 'only'] as const;
  const numbers = joinWords([...new Set(rows.map(({ port }) => String(port)))]);
  if (fitting.length === 0) {
    const because = `${numbers} is not ${service.name}; that is ${labels(own)}.`;
    return { verdict: { says: 'no', because }, explains, settled: true };
  }
  const required = own.filter((row) => row.status !== 'obsolete' && knowledge.needOf(service, row) === 'required');
  if (reading.has('suffice', 'only')) {
    const missing = required.filter((row) => !ports.some(({ port }) => port === row.port));
    const because = required.length === 0 ? `${describeRows(fitting)}.` : `${service.name} needs ${labels(required)}.`;
    return { verdict: { says: missing.length > 0 ? 'no' : 'yes', because }, explains, settled: true };
  }
  const without = reading.ports.some(({ conditional }) => conditional);
  if (reading.has('need') && (without || !fitting.some((row) => required.includes(row)))) return needVerdict(input);
  return { verdict: { says: 'yes', because: `${describeRows(fitting)}.` }, explains, settled: true };
}

function labels(rows: readonly Port[]): string {
  const current = rows.filter(({ status }) => status !== 'obsolete');
  return joinWords([...new Set(current.map((row) => `${row.port}/${row.transports.join('+')}`))]);
}

/** `is 143 encrypted`: what starts in clear and can add encryption is neither. */
function encryptionVerdict({ asked, reading, rows }: PortVerdictInput): SettledVerdict | undefined {
  const wanted = reading.has('tls') && reading.has('starttls') ? 'starttls' : asked.encryption;
  if (wanted === undefined || rows.some(({ encryption }) => encryption === 'unknown')) return undefined;
  const judge = ({ encryption }: Port): Verdict['says'] => {
    if (wanted === 'starttls') return encryption === 'starttls' ? 'yes' : 'no';
    if (encryption === 'starttls') return 'depends';
    return (encryption === 'implicit-tls') === (wanted === 'tls') ? 'yes' : 'no';
  };
  const because = describeEach(rows, ({ encryption }) => encryptionWords[encryption]);
  return { verdict: verdictOf(rows.map(judge), because), explains: ['tls', 'starttls', 'plain'], settled: true };
}

const encryptionWords: Readonly<Record<Port['encryption'], string>> = {
  'implicit-tls': 'is encrypted from the first byte',
  starttls: 'starts in clear and can add encryption by STARTTLS',
  plain: 'is not encrypted',
  unknown: 'is not known to be encrypted',
};

/** `is 4069 tcp`, `4069/tcp`. */
export function transportVerdict(transport: 'tcp' | 'udp', rows: readonly Port[]): SettledVerdict {
  const because = describeEach(rows, ({ transports }) => {
    const names = joinWords(transports.map((each) => each.toUpperCase()));
    return transports.includes(transport) ? `is ${names}` : `is ${names}, not ${transport.toUpperCase()}`;
  });
  const says = rows.map(({ transports }) => (transports.includes(transport) ? 'yes' : 'no') as Verdict['says']);
  return { verdict: verdictOf(says, because), explains: ['transport', 'need', 'use', 'open'], settled: true };
}

/** `is 4069 tcp`, `is 80 inbound`, `does MultiPOP need an inbound port`. */
function factVerdict({
  asked: { transport, direction },
  rows,
  ports,
  reading,
}: PortVerdictInput): SettledVerdict | undefined {
  if (transport !== undefined) return transportVerdict(transport, rows);
  if (direction === undefined) return undefined;
  const because = describeEach(
    rows,
    (row) => `is ${joinWords([...row.directions].sort())} for ${lowerFirst(row.name)}`,
  );
  const only = reading.has('only');
  const fits = ({ directions }: Port) => directions.includes(direction) && (!only || directions.length === 1);
  const says = rows.map((row) => (fits(row) ? 'yes' : 'no') as Verdict['says']);
  // A service needs a way in where any of its ports does.
  const any = ports.length === 0 && says.includes('yes') && !only;
  return {
    verdict: any ? { says: 'yes', because } : verdictOf(says, because),
    explains: ['need', 'open', 'use', 'ownport', 'only'],
    settled: true,
  };
}
