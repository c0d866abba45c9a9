import type { KnowledgeBase, Port, Service } from '../../../knowledge/knowledge.ts';
import { joinWords } from '../../text/text.ts';
import { asksToMove, isTarget } from '../read-ports.ts';
import type { Reading } from '../reading.ts';
import type { PortVerdictInput, SettledVerdict } from './port-facts.ts';
import { describeRows, isBehindWithout, needVerdict } from './port-facts.ts';

/** `does CardDAV need a port of its own`, `does CardDAV share Webmail's`. */
export function ownPortVerdict({ reading, services, rows, knowledge }: PortVerdictInput): SettledVerdict | undefined {
  const era = rows[0]?.era ?? 'now';
  const riders = services.filter((service) => knowledge.carriersOf(service, era).length > 0);
  const [rider] = riders;
  const shares = reading.has('shared', 'same') && rider !== undefined && riders.length === 1;
  const [service] = shares ? [rider] : services;
  if (service === undefined || (!shares && (!reading.has('ownport') || services.length !== 1))) return undefined;
  const carriers = knowledge.carriersOf(service, era);
  const others = services.filter((each) => each !== service);
  const fits = shares && others.every((each) => carriers.includes(each));
  if (shares && (others.length === 0 || !fits)) return undefined;
  const rides = carriers.length > 0;
  const because = rides
    ? `${service.name} goes through ${joinWords(carriers.map(({ name }) => name))}.`
    : `${service.name} has its own port.`;
  return {
    verdict: { says: rides === shares ? 'yes' : rides ? 'no' : 'yes', because },
    explains: ['ownport', 'need', 'other', 'shared', 'same', 'use'],
    settled: true,
  };
}

/** `does Outlook Connector use IMAP`, `does CalDAV go through Webmail`. */
export function carriedVerdict({ reading, services, ports, knowledge }: PortVerdictInput): SettledVerdict | undefined {
  const [first, second] = services;
  if (first === undefined || second === undefined || services.length > 2 || ports.length > 0) return undefined;
  if (!reading.has('use', 'need', 'connect')) return undefined;
  const goesThrough = (a: Service, b: Service) => knowledge.carriersOf(a, 'now').includes(b);
  const [rider, carrier] = goesThrough(second, first) ? [second, first] : [first, second];
  if (!goesThrough(rider, carrier)) return undefined;
  const because = `${rider.name} goes through ${carrier.name}.`;
  return { verdict: { says: 'yes', because }, explains: ['use', 'need', 'connect'], settled: true };
}

/** `can I move Remote Administration to 443`: ports can be moved, but only to one that nothing else listens on. */
export function movedVerdict({ reading, ports, rows, knowledge }: PortVerdictInput): SettledVerdict | undefined {
  const { has, words, unused } = reading;
  const services = reading.services.filter((service) => !unused.includes(service) && isNamed(service, reading));
  const [target] = ports.length > 0 ? ports : reading.ports;
  if (
    !asksToMove(reading) ||
    has('changed', 'past') ||
    services.length === 0 ||
    target === undefined ||
    ports.length > 1
  )
    return undefined;
  if (!isTarget(words, target.at)) return undefined;
  const explains = ['move', 'use', 'open', 'default', 'safe', 'people'] as const;
  if (target.rows.length === 0) {
    const open = `MDaemon's ports can be moved. Check first whether something else on the server listens on ${target.port}.`;
    return { verdict: { says: 'depends', because: open }, explains, settled: true };
  }
  const own = services.flatMap((service) => knowledge.portsOfService(service, 'now'));
  const taken = rows.filter((row) => row.directions.includes('inbound') && row.status !== 'obsolete');
  if (taken.length === 0 || taken.some((row) => own.includes(row))) return undefined;
  const because = `MDaemon's ports can be moved, but ${describeRows(taken.map(inboundOnly))} by default, and two services cannot share a port on one address.`;
  return {
    verdict: { says: 'depends', because },
    explains,
    settled: true,
    instead: services,
  };
}

function inboundOnly(row: Port): Port {
  return { ...row, directions: ['inbound'] };
}

/** `is 993 imap`, `does webmail use 3000`. A wrong pair shows the ports of what was named, and not those of the number. */
export function serviceVerdict(input: PortVerdictInput): SettledVerdict | undefined {
  const { reading, rows, knowledge } = input;
  const services = reading.services.filter((service) => !reading.unused.includes(service));
  if (services.length === 0) return undefined;
  const enough = enoughVerdict(input, services);
  if (enough !== undefined) return enough;
  const era = rows[0]?.era ?? 'now';
  const own = [...new Set(services.flatMap((service) => knowledge.portsOfService(service, era)))];
  const fitting = rows.filter((row) => own.includes(row));
  const explains = ['use', 'same', 'default', 'need', 'tls', 'plain', 'connect', 'mail'] as const;
  // `do I need 3000 if webmail is on 443`
  const instead = reading.ports.some(({ conditional }) => conditional);
  if (fitting.length > 0 && instead && reading.has('need')) return needVerdict(input);
  if (fitting.length > 0 && asksWithout(reading)) return withoutVerdict(input, services, fitting);
  if (fitting.length > 0 && reading.has('need')) return neededVerdict(input, services, fitting);
  if (fitting.length > 0) {
    return { verdict: { says: 'yes', because: `${describeRows(fitting)}.` }, explains, settled: true };
  }
  // `may 444 be open on the mail server` pairs nothing.
  if (!services.some((service) => isNamed(service, reading))) return undefined;
  const numbers = joinWords([...new Set(rows.map(({ port }) => String(port)))]);
  const names = joinWords(services.map(({ name }) => name));
  const ofThose = own.length === 0 ? '' : `; that is ${labels(own)}`;
  return {
    verdict: { says: 'no', because: `${numbers} is not ${names}${ofThose}.` },
    explains,
    settled: true,
    ...(own.length === 0 || !isAboutName(reading) ? {} : { instead: services }),
  };
}

/** `does AutoDiscover work without 80`: not where it is required; else that depends on what stops without it. */
function withoutVerdict(input: PortVerdictInput, services: readonly Service[], rows: readonly Port[]): SettledVerdict {
  const needed = rows.filter((row) =>
    services.some((service) => input.knowledge.useOf(service, row).need === 'required'),
  );
  const other = { ...needVerdict(input), settled: true };
  if (needed.length === 0) return other;
  const because = `${joinWords(services.map(({ name }) => name))} needs ${labels(needed)}.`;
  return { ...other, verdict: { says: 'no', because } };
}

/** `does ActiveSync need 80`: that it uses a port is no need of it, nor is what we only infer. */
function neededVerdict(input: PortVerdictInput, services: readonly Service[], rows: readonly Port[]): SettledVerdict {
  const uses = rows.flatMap((row) =>
    services.map((service) => ({ service, row, ...input.knowledge.useOf(service, row) })),
  );
  const sure = uses.some(({ need, row }) => need === 'required' && row.confidence !== 'inferred');
  const explains = ['use', 'same', 'default', 'need', 'tls', 'plain', 'connect', 'mail'] as const;
  if (sure) return { verdict: { says: 'yes', because: `${describeRows(rows)}.` }, explains, settled: true };
  const because = uses.map(({ service, row, need, for: task }) => {
    const label = `${row.port}/${row.transports.join('+')}`;
    if (need === 'required') return `It is my conclusion that ${service.name} needs ${label}.`;
    if (need === 'default') return `${service.name} uses ${label} by default, and it can be moved.`;
    if (need === 'alternative')
      return `${service.name} can use ${label}${task === undefined ? '' : ` for ${task}`}, or another port.`;
    return task === undefined
      ? `${service.name} works without ${label}.`
      : `${service.name} needs ${label} only for ${task}.`;
  });
  return { verdict: { says: 'depends', because: [...new Set(because)].join(' ') }, explains, settled: true };
}

function asksWithout({ words, ports }: Reading): boolean {
  return ports.some(({ at }) => isBehindWithout(words, at));
}

/** `is 443 enough for activesync`: not where a port is missing that it needs. */
function enoughVerdict(
  { reading, rows, knowledge }: PortVerdictInput,
  services: readonly Service[],
): SettledVerdict | undefined {
  const limited = reading.has('only') && isAboutName(reading) && !reading.has('inbound', 'outbound', 'tcp', 'udp');
  if (!reading.has('enough') && !limited) return undefined;
  const missing = services.flatMap((service) => missingPorts(service, rows, knowledge));
  const names = joinWords(services.map(({ name }) => name));
  const sometimes = services.flatMap((service) => missingSometimes(service, rows, knowledge));
  return {
    verdict:
      missing.length > 0
        ? { says: 'no', because: `${names} needs ${joinWords(missing)} as well.` }
        : sometimes.length > 0
          ? { says: 'depends', because: `${names} needs no other port, except for ${joinWords(sometimes)}.` }
          : { says: 'yes', because: `${names} needs no other port.` },
    explains: ['enough', 'only', 'open', 'need', 'use'],
    settled: true,
    instead: services,
  };
}

/**
 * The ports a service needs beside the rows, each in words: its required ports, and of alternatives those that none of the
 * rows stands for: `587/tcp or 465/tcp for sending`.
 */
function missingPorts(service: Service, rows: readonly Port[], knowledge: KnowledgeBase): readonly string[] {
  const own = knowledge.portsOfService(service, rows[0]?.era ?? 'now').filter(({ status }) => status !== 'obsolete');
  const isThere = ({ port }: Port) => rows.some((row) => row.port === port);
  const required = own.filter((row) => knowledge.useOf(service, row).need === 'required' && !isThere(row));
  const alternatives = Map.groupBy(
    own.filter((row) => knowledge.useOf(service, row).need === 'alternative'),
    (row) => knowledge.useOf(service, row).for ?? '',
  );
  const unmet = [...alternatives].filter(([, group]) => !group.some(isThere));
  return [
    ...(required.length === 0 ? [] : [labels(required)]),
    ...unmet.map(([task, group]) => `${labels(group, 'or')}${task === '' ? '' : ` for ${task}`}`),
  ];
}

/** Ports that a service needs for a part of what it does: `AutoDiscovery it needs 80/tcp`. */
function missingSometimes(service: Service, rows: readonly Port[], knowledge: KnowledgeBase): readonly string[] {
  return knowledge.portsOfService(service, rows[0]?.era ?? 'now').flatMap((row) => {
    const { need, for: task } = knowledge.useOf(service, row);
    const isMissing = need === 'optional' && row.status !== 'obsolete' && !rows.some(({ port }) => port === row.port);
    return isMissing && task !== undefined ? [`${task} (${labels([row])})`] : [];
  });
}

/** `pop3 is 143` asks about POP3, and `is 143 pop3` about 143. */
function isAboutName({ mentions, ports }: Reading): boolean {
  const [mention] = mentions.filter(({ named }) => named.services.length > 0);
  return mention !== undefined && ports.every(({ at }) => mention.at < at);
}

/** True where it has a name of its own in the question, and not only a word such as `mail`. */
function isNamed({ id }: Service, { mentions }: Reading): boolean {
  return mentions.some(({ named, concept }) => concept === undefined && named.services[0]?.id === id);
}

function labels(rows: readonly Port[], word: 'and' | 'or' = 'and'): string {
  const current = rows.filter(({ status }) => status !== 'obsolete');
  return joinWords([...new Set(current.map((row) => `${row.port}/${row.transports.join('+')}`))], word);
}
