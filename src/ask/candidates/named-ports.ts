import type { Era, KnowledgeBase, Port, Service } from '../../../knowledge/knowledge.ts';
import { type Row, writeNames } from '../entries.ts';
import type { Concept } from '../lexicon.ts';
import { type Asked, portsExplain, portsSignals } from '../read-ports.ts';
import type { PortMention, Reading } from '../reading.ts';
import { exposureVerdict, losses, transportVerdict } from '../verdict/port-facts.ts';
import { portVerdict } from '../verdict/port-verdict.ts';
import { type Candidate, callOf } from './candidate.ts';

/** The ports of services and numbers that are named, with a yes or no where one is asked for. */
export function namedPorts(
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
  // A service without a port today may have had one in 2008.
  const era = asked.era ?? (rowsIn('now').length === 0 && rowsIn('then').length > 0 ? 'then' : undefined);
  const rows = rowsIn(era === 'then' ? 'then' : 'now');
  const ofEach = [
    ...ports.map(({ port }) => rows.filter((row) => row.port === port)),
    ...services.map((service) => knowledge.portsOfService(service, era === 'then' ? 'then' : 'now')),
  ];
  const filters: PortFilters = ports.length > 0 && reading.yesNo ? {} : usefulFilters(asked, ofEach);
  // What we add to the list of 2008 to 2010 is shown with it, but says nothing of what is on it.
  const stated = rows.filter(({ added }) => added === undefined);
  const verdict =
    wrong.length > 0
      ? transportVerdict(wrong[0]?.transport ?? 'tcp', stated)
      : portVerdict({ reading, asked, rows: stated, ports, services, knowledge });
  // `restrict 587 to the LAN?`: who should reach it is said, and no yes or no to the plan.
  const exposed =
    !reading.yesNo && ports.length > 0 && reading.has('restrict') && stated.length > 0
      ? exposureVerdict({ reading, asked, rows: stated, ports, services, knowledge })
      : undefined;
  // `pop3 is 143, isn't it`: the ports of POP3 are shown, and not what else 143 is.
  const instead = verdict?.instead;
  // Only the answer about a port says who may reach it.
  const [numbered] =
    reading.has('who') && services.length === 1 && new Set(rows.map(({ port }) => port)).size === 1 ? rows : [];
  // A paste may name the same port on every line.
  const subjects = [
    ...(instead === undefined ? ports : []).map(({ port, transport }) =>
      transport === undefined ? String(port) : `${port}/${transport}`,
    ),
    ...(numbered === undefined ? [] : [String(numbered.port)]),
    ...writeNames(
      (numbered === undefined ? (instead ?? services) : []).map(({ id }) => id),
      knowledge,
    ),
  ];
  const what = [...new Set(subjects)];
  const shown = rows.filter((row) => filters.direction === undefined || row.directions.includes(filters.direction));
  return {
    call: callOf(['ports'], { what, ...filters, ...(era === undefined ? {} : { era }) }, [
      'ports',
      ...what,
      ...Object.values(filters),
      ...(era === undefined ? [] : [era]),
    ]),
    about: [...aboutOf(services, shown), ...(ports.length > 0 ? aboutOf(reading.services, []) : [])],
    score: listensElsewhere(reading, rows)
      ? 0.5
      : verdict?.explains.includes('move')
        ? Math.max(0.9, scoreOf(reading, ports.length > 0))
        : scoreOf(reading, ports.length > 0),
    by: 'structure',
    explains: [
      ...portsExplain,
      ...(reading.has('effect') ? (['effect', 'close', 'fail', 'gone', 'never'] as const) : []),
      ...(verdict === undefined ? [] : verdict.explains),
      ...(exposed === undefined ? [] : exposed.explains),
      ...weakConcepts(reading),
    ],
    ...(verdict === undefined ? {} : { verdict: verdict.verdict, settled: verdict.settled }),
    remarks: [
      ...unknownNumbers(unknown),
      ...(exposed === undefined ? [] : [exposed.verdict.because]),
      ...effects(reading, rows),
    ],
  };
}

/** For a service with outbound ports only: where it listens isn't known: `which port does SpamAssassin listen on`. */
function listensElsewhere({ words, ports }: Reading, rows: readonly Port[]): boolean {
  const listens = words.some((word) =>
    /^(?:listen|listens|listening|lauscht|lauschen|escucha|local|locally|lokal|lokaler|lokalen|internal|internally|intern|interner|interno)$/.test(
      word,
    ),
  );
  return listens && ports.length === 0 && rows.every(({ directions }) => !directions.includes('inbound'));
}

/** More than that is no remark. */
const mostEffects = 3;

/** `what breaks if 25 is closed`: said first, since that is what was asked. */
function effects({ has, yesNo }: Reading, rows: readonly Port[]): string[] {
  const current = rows.filter(({ status }) => status !== 'obsolete');
  return has('effect') && !yesNo && current.length > 0 && current.length <= mostEffects ? [losses(current)] : [];
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
  if (reading.has('port') || isListOfNames(reading)) return 0.95;
  if (onlyWeak && !reading.has('firewall', 'inbound', 'outbound'))
    return reading.has('what', 'which') && reading.has('open', 'need') && !reading.has('amount') ? 0.9 : 0.45;
  if (byNumber || reading.has('effect')) return 0.92;
  if (reading.has(...portsSignals)) return 0.88;
  if (reading.has('who') && reading.has('need', 'use', 'connect', 'open')) return 0.93;
  if (reading.has('transport') && !reading.has('tcp', 'udp')) return 0.5;
  if (reading.has('need', 'use', 'connect')) return 0.8;
  const goesOn = reading.words[1] === 'about';
  const nothingElse = reading.terms.every(
    (term) => term.startsWith('@') || bare.has(term) || (goesOn && term === 'c:what'),
  );
  // `did mdaemon update` asks for no ports.
  if (nothingElse && !reading.yesNo) return 0.9;
  return 0.5;
}

/** `mail server, webmail and phones`: nothing but names. */
function isListOfNames({ words, mentions, yesNo }: Reading): boolean {
  const named = mentions.filter(({ named: { services } }) => services.length > 0);
  const rest = words.filter(
    (word, at) => !joining.has(word) && !named.some((each) => at >= each.at && at < each.at + each.words),
  );
  return !yesNo && named.length > 1 && rest.length === 0;
}

const joining: ReadonlySet<string> = new Set(['and', 'und', 'y', 'or', 'plus', 'oder', 'o', 'the']);

/** What may stand beside a name that is all of a question: `imap 2008`. */
const bare: ReadonlySet<string> = new Set(['c:product', 'c:past', 'c:now', 'c:same']);

function aboutOf(services: readonly Service[], rows: readonly Port[]): Row[] {
  return [
    ...services.map((row): Row => ({ kind: 'service', row })),
    ...rows.map((row): Row => ({ kind: 'port', row })),
  ];
}

function unknownNumbers(ports: readonly PortMention[]): string[] {
  return ports.map(({ port }) => (port > 65_535 ? 'Ports go from 1 to 65535.' : `${port} is in none of my documents.`));
}

/** The filters of a list of ports. */
export type PortFilters = {
  readonly [Name in 'direction' | 'transport' | 'encryption']?: Exclude<Asked[Name], undefined>;
};

/**
 * Of what a question limits the ports to, only what leaves something of everything that is named: there is no STARTTLS
 * port of Minger, and who asks for IMAP and Minger over SSL is to see both.
 *
 * @param named the ports of each thing that is named
 */
export function usefulFilters(
  { direction, transport, encryption }: Asked,
  named: readonly (readonly Port[])[],
): PortFilters {
  const everywhere = (fits: (row: Port) => boolean) => named.every((rows) => rows.length === 0 || rows.some(fits));
  const any = named.some((rows) => rows.length > 0);
  const isUseful = (asked: unknown, fits: (row: Port) => boolean) => asked !== undefined && any && everywhere(fits);
  return {
    ...(direction !== undefined && isUseful(direction, (row) => row.directions.includes(direction))
      ? { direction }
      : {}),
    ...(transport !== undefined && isUseful(transport, (row) => row.transports.includes(transport))
      ? { transport }
      : {}),
    ...(encryption !== undefined && isUseful(encryption, (row) => isEncrypted(row, encryption)) ? { encryption } : {}),
  };
}

/** As the command reads it: what begins in clear is plain until STARTTLS. */
function isEncrypted({ encryption }: Port, wanted: Asked['encryption']): boolean {
  if (wanted === 'tls') return encryption === 'implicit-tls';
  return encryption === wanted || (wanted === 'plain' && encryption === 'starttls');
}
