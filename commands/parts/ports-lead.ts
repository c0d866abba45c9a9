import type { Need, Port } from '../../knowledge/schema.ts';
import { capitalise, directionWords, joinWords, portLabel } from './phrases.ts';
import type { Term } from './resolve-terms.ts';

/** Encrypted ports are named first: they are the ones to prefer. */
const encryptionOrder: readonly Port['encryption'][] = ['implicit-tls', 'starttls', 'plain', 'unknown'];

/** The one sentence that answers a question about ports. */
export function portsLead(
  rows: readonly Port[],
  terms: readonly Term[],
  asked: { readonly direction: 'inbound' | 'outbound' | 'all' },
): string {
  const corrected = terms.flatMap((term) =>
    term.kind === 'service' && term.misspelt !== undefined ? [term.service.name] : [],
  );
  const prefix = corrected.length === 0 ? '' : `Showing ${joinWords(corrected)}: `;
  const alone = corrected.length === 1 && terms.length === 1;
  const sentences =
    terms.length === 0 ? [leadOfAll(rows)] : terms.map((term) => leadOfTerm(term, rows, asked.direction, alone));
  return prefix + sentences.filter((sentence) => sentence !== '').join(' ');
}

function leadOfAll(rows: readonly Port[]): string {
  const current = rows.filter((row) => row.status !== 'obsolete');
  const numbers = (direction: 'inbound' | 'outbound') =>
    joinWords(unique(byNumber(current.filter((row) => row.directions.includes(direction))).map(shortLabel)));
  const parts = [
    ...(current.some((row) => row.directions.includes('inbound')) ? [`inbound ${numbers('inbound')}`] : []),
    ...(current.some((row) => row.directions.includes('outbound')) ? [`outbound ${numbers('outbound')}`] : []),
  ];
  return `MDaemon uses ${parts.join('; ')} (TCP unless said).`;
}

function leadOfTerm(
  term: Term,
  rows: readonly Port[],
  direction: 'inbound' | 'outbound' | 'all',
  named: boolean,
): string {
  if (term.kind === 'unknown') return '';
  if (term.kind === 'port')
    return leadOfNumber(
      term.port,
      rows.filter((row) => row.port === term.port),
    );
  const own = rows.filter((row) => needOf(row, term.service.id) !== undefined);
  return leadOfService(
    named ? 'it' : capitalise(term.service.name),
    own.length > 0 ? own : rows,
    term.service.id,
    direction,
  );
}

function leadOfNumber(port: number, rows: readonly Port[]): string {
  const [first] = rows;
  if (first === undefined) return `${port} is not used.`;
  if (rows.length === 1) {
    const name = `${portLabel(first)} ${directionWords(first)} is ${first.name}`;
    return first.status === 'obsolete'
      ? `${name}, obsolete today${first.until === undefined ? '' : ` since ${first.until}`}: ${lowerFirst(first.changed ?? first.purpose)}`
      : `${name}: ${lowerFirst(first.purpose)}`;
  }
  const meanings = rows.map(
    (row) => `${directionWords(row)} ${row.name}${row.status === 'obsolete' ? ' (obsolete)' : ''}`,
  );
  return `${port} has ${countWord(rows.length)} meanings: ${joinWords(meanings)}.`;
}

function leadOfService(
  name: string,
  rows: readonly Port[],
  serviceId: string,
  direction: 'inbound' | 'outbound' | 'all',
): string {
  const current = rows.filter((row) => row.status !== 'obsolete');
  if (current.length === 0) {
    const since = rows.find((row) => row.until !== undefined)?.until;
    return `${name} needs no port any more: ${joinWords(rows.map(portLabel))} ${rows.length > 1 ? 'are' : 'is'} obsolete${since === undefined ? '' : ` since ${since}`}.`;
  }
  const withNeed = (need: Need) => current.filter((row) => (needOf(row, serviceId) ?? 'required') === need);
  const required = phrase(withNeed('required'), direction);
  const byDefault = phrase(withNeed('default'), direction);
  const optional = phrase(withNeed('optional'), direction);
  const parts = [
    ...(required === '' ? [] : [`needs ${required}`]),
    ...(byDefault === ''
      ? []
      : [required === '' ? `uses ${byDefault} by default` : `${withoutDirection(byDefault)} by default`]),
    ...(optional === ''
      ? []
      : [required === '' && byDefault === '' ? `can use ${optional}` : `optionally ${optional}`]),
  ];
  return `${name} ${parts.length > 1 ? `${parts[0]}, and ${parts.slice(1).join('; ')}` : parts[0]}.`;
}

/** Ports grouped by direction: `443/tcp and 80/tcp inbound, 53/udp outbound`. */
function phrase(rows: readonly Port[], asked: 'inbound' | 'outbound' | 'all'): string {
  const ordered = [...rows].sort(
    (a, b) => encryptionOrder.indexOf(a.encryption) - encryptionOrder.indexOf(b.encryption) || a.port - b.port,
  );
  const groups = Map.groupBy(ordered, (row) => (asked === 'all' ? directionWords(row) : asked));
  return [...groups].map(([words, group]) => `${joinWords(unique(group.map(portLabel)))} ${words}`).join(', ');
}

/** `3000/tcp inbound` after `443/tcp inbound` need not say the direction again. */
function withoutDirection(text: string): string {
  return text.replace(/ inbound$/, '');
}

function needOf(row: Port, serviceId: string): Need | undefined {
  return row.services.find(({ id }) => id === serviceId)?.need;
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

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) && !/^(MDaemon|WorldClient|Webmail|Minger|Windows|ActiveSync)/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}

function countWord(number: number): string {
  return ['no', 'one', 'two', 'three', 'four', 'five', 'six'][number] ?? String(number);
}
