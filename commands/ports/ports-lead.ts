import {
  confirmationOf,
  type Era,
  exposures,
  type KnowledgeBase,
  type Need,
  type Port,
  type PortUse,
} from '../../knowledge/knowledge.ts';
import { joinWords } from '../../src/text/text.ts';
import { capitalise } from '../vocabulary/phrases.ts';
import type { Term } from '../vocabulary/terms.ts';
import { directionWords, portLabel } from './ports-table.ts';

/** Encrypted ports are named first: they are the ones to prefer. */
const encryptionOrder: readonly Port['encryption'][] = ['implicit-tls', 'starttls', 'plain', 'unknown'];

/** The subject of a question, with the ports found for it. */
interface TermPorts {
  readonly term: Term;
  readonly rows: readonly Port[];
}

interface PortsLeadInput {
  readonly knowledge: KnowledgeBase;
  readonly era: Era;
  /** The direction asked for: the lead then says nothing of the other. */
  readonly direction: 'inbound' | 'outbound' | 'all';
  /** All ports found. */
  readonly rows: readonly Port[];
  /** The same by what was asked for; empty where all ports were. */
  readonly found: readonly TermPorts[];
}

/** The one sentence that answers a question about ports. */
export function portsLead(input: PortsLeadInput): string {
  const { rows, found, direction } = input;
  const corrected = found.flatMap(({ term }) =>
    term.kind === 'service' && term.misspelt !== undefined ? [term.service.name] : [],
  );
  const prefix = corrected.length === 0 ? '' : `Showing ${joinWords(corrected)}: `;
  const alone = corrected.length === 1 && found.length === 1;
  const sentences =
    found.length === 0 ? [leadOfAll(rows, direction)] : found.map((each) => leadOfTerm(each, input, alone));
  return (
    prefix + [...sentences, ...ownPortSentences(rows, input.knowledge)].filter((sentence) => sentence !== '').join(' ')
  );
}

/** Says which numbers are those of the team's own server. */
function ownPortSentences(rows: readonly Port[], { onHosts }: KnowledgeBase): string[] {
  // A row that is one server's alone says so by its name.
  const isOnHost = new Set(onHosts.map(({ row }) => row));
  const moved = rows.filter((row) => row.default_port !== undefined && !isOnHost.has(row));
  const off = rows.filter((row) => row.turned_off === true);
  return [
    ...moved.map(
      (row) => `Your ${row.name.replace(/, moved from \d+$/, '')} is on ${row.port} (${row.default_port} by default).`,
    ),
    ...onHosts
      .filter(({ row }) => rows.some((each) => each.id === row.id && !isOnHost.has(each)))
      .map(
        ({ host, row }) =>
          `On \`${host}\` ${row.name.replace(` on ${host}`, '')} is ${row.turned_off === true ? 'off' : `on ${row.port}`}.`,
      ),
    ...(off.length === 0 ? [] : [`Off on your server: ${joinWords(off.map((row) => `${row.name} (${row.port})`))}.`]),
  ];
}

function leadOfAll(rows: readonly Port[], asked: PortsLeadInput['direction']): string {
  const current = byNumber(withoutAdded(rows).filter((row) => row.status !== 'obsolete'));
  const parts = (['inbound', 'outbound'] as const).flatMap((direction) => {
    const labels = unique(current.filter((row) => row.directions.includes(direction)).map(shortLabel));
    return labels.length === 0 || (asked !== 'all' && asked !== direction) ? [] : [`${direction} ${joinWords(labels)}`];
  });
  return `MDaemon uses ${parts.join('; ')} (TCP unless noted).`;
}

function leadOfTerm({ term, rows }: TermPorts, { knowledge, era }: PortsLeadInput, alone: boolean): string {
  if (term.kind === 'unknown') return '';
  if (term.kind === 'port') return leadOfNumber(term.port, rows);
  const { service } = term;
  const name = alone ? 'it' : capitalise(service.name);
  if (rows.length === 0) return `I don’t know a port like that for ${name}.`;
  const carriers = joinWords(knowledge.carriersOf(service, era).map((carrier) => carrier.name));
  const needs = leadOfService(rows, (row) => knowledge.useOf(service, row), knowledge);
  return carriers === ''
    ? `${name} ${needs}.`
    : `${name} needs no port of its own: it goes through ${carriers}, and that ${needs}.`;
}

function leadOfNumber(port: number, found: readonly Port[]): string {
  const rows = withoutAdded(found);
  const [first] = rows;
  if (first === undefined) return `MDaemon doesn’t use ${port}.`;
  if (rows.length === 1) {
    const name = `${portLabel(first)} ${directionWords(first)} is ${first.name}`;
    if (first.turned_off === true) return '';
    return first.status === 'obsolete'
      ? `${name}, obsolete today${first.until === undefined ? '' : ` since ${first.until}`}. ${first.changed ?? first.purpose}`
      : `${name}. ${first.purpose}`;
  }
  const meanings = rows.map(
    (row) => `${directionWords(row)} ${row.name}${row.status === 'obsolete' ? ' (obsolete)' : ''}`,
  );
  return `${port} has ${countWord(rows.length)} meanings: ${joinWords(meanings)}.`;
}

/** Without rows that we add: they are in the table, but a sentence about the list of 2008 to 2010 keeps to the list. */
function withoutAdded(rows: readonly Port[]): readonly Port[] {
  const listed = rows.filter(({ added }) => added === undefined);
  return listed.length === 0 ? rows : listed;
}

/** A service's needs without its name: `needs 443/tcp inbound, and 3000/tcp by default`. */
function leadOfService(rows: readonly Port[], useOf: (row: Port) => PortUse, knowledge: KnowledgeBase): string {
  const current = rows.filter((row) => row.status !== 'obsolete');
  if (current.length === 0) {
    if (rows.every((row) => row.turned_off === true)) return 'has no port on your server';
    const since = rows.find((row) => row.until !== undefined)?.until;
    return `no longer needs a port: ${joinWords(rows.map(portLabel))} ${rows.length > 1 ? 'are' : 'is'} obsolete${since === undefined ? '' : ` since ${since}`}`;
  }
  const byNeed = Map.groupBy(current, (row) => useOf(row).need);
  const withNeed = (need: Need) => byNeed.get(need) ?? [];
  const needed = [
    ...(withNeed('required').length === 0 ? [] : [phrase(withNeed('required'), knowledge)]),
    ...eitherPhrases(withNeed('alternative'), useOf, knowledge),
  ];
  const byDefault = joinWords(
    [...Map.groupBy(withNeed('default'), limitOf)].map(([limit, of]) => {
      const ports = phrase(of, knowledge);
      return `${needed.length === 0 ? ports : withoutDirection(ports)} by default${limit === '' ? '' : `, ${limit}`}`;
    }),
  );
  const optional = [...Map.groupBy(withNeed('optional'), (row) => useOf(row).for ?? '')].map(
    ([task, of]) => `${phrase(of, knowledge)}${task === '' ? '' : ` for ${task}`}`,
  );
  const parts = [
    ...(needed.length === 0 ? [] : [`needs ${joinWords(needed)}`]),
    ...(byDefault === '' ? [] : [needed.length === 0 ? `uses ${byDefault}` : byDefault]),
    ...(optional.length === 0
      ? []
      : [
          needed.length === 0 && byDefault === ''
            ? `can use ${joinWords(optional)}`
            : `optionally ${joinWords(optional)}`,
        ]),
  ];
  return parts.length > 1 ? `${parts[0]}, and ${parts.slice(1).join('; ')}` : (parts[0] ?? '');
}

/** Who should reach it, where that is not everybody. The list of 2008 to 2010 says nothing of that. */
function limitOf({ exposure, era }: Port): string {
  return era === 'then' ? '' : (exposures[exposure].limit ?? '');
}

/** Ports of which one is enough, by what they are for: `993/tcp or 143/tcp inbound for IMAP`. */
function eitherPhrases(rows: readonly Port[], useOf: (row: Port) => PortUse, knowledge: KnowledgeBase): string[] {
  return [...Map.groupBy(rows, (row) => useOf(row).for ?? '')].map(
    ([task, of]) => `${phrase(of, knowledge, 'or')}${task === '' ? '' : ` for ${task}`}`,
  );
}

/** Ports grouped by direction: `443/tcp and 80/tcp inbound, 53/udp outbound`. */
function phrase(rows: readonly Port[], knowledge: KnowledgeBase, join: 'and' | 'or' = 'and'): string {
  const byEncryption = (a: Port, b: Port) =>
    encryptionOrder.indexOf(a.encryption) - encryptionOrder.indexOf(b.encryption) || a.port - b.port;
  // Of alternatives the files name the one to prefer first.
  const groups = Map.groupBy(join === 'or' ? rows : rows.toSorted(byEncryption), directionWords);
  return [...groups]
    .map(([words, group]) => `${joinWords(unique(group.map((row) => markedLabel(row, knowledge))), join)} ${words}`)
    .join(', ');
}

/** Said behind a number that no document of the vendor's, and not the list of 2008 to 2010 either, gives. */
const doubts = { tool: ' (from third-party code)', reading: ' (my conclusion)' } as const;

function markedLabel(row: Port, { source }: KnowledgeBase): string {
  const [direction = 'inbound'] = row.directions;
  const by = confirmationOf(row, direction, source);
  return `${portLabel(row)}${by === 'tool' || by === 'reading' ? doubts[by] : ''}`;
}

/** `3000/tcp inbound` after `443/tcp inbound` need not say the direction again. */
function withoutDirection(text: string): string {
  return text.replace(/ inbound$/, '');
}

function shortLabel(row: Port): string {
  return row.transports.includes('udp') ? portLabel(row) : String(row.port);
}

function byNumber(rows: readonly Port[]): Port[] {
  return [...rows].sort((a, b) => a.port - b.port);
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}

function countWord(number: number): string {
  return ['no', 'one', 'two', 'three', 'four', 'five', 'six'][number] ?? String(number);
}
