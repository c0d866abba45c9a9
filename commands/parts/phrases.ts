import type { Port } from '../../knowledge/knowledge.ts';

/** Words in a sentence: `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[], conjunction = 'and'): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}

/** A port as it is written in a rule: `443/tcp`, `53/udp+tcp`. */
export function portLabel(port: Pick<Port, 'port' | 'transports'>): string {
  return `${port.port}/${port.transports.join('+')}`;
}

/** The directions of a port in words: `inbound`, `inbound and outbound`. */
export function directionWords(port: Pick<Port, 'directions'>): string {
  return joinWords([...port.directions].sort());
}

/** The directions of a port in a table cell: `in`, `out`, `in + out`. */
export function directionCell(port: Pick<Port, 'directions'>): string {
  return [...port.directions]
    .sort()
    .map((direction) => (direction === 'inbound' ? 'in' : 'out'))
    .join(' + ');
}

/** A count with its noun: `1 port`, `3 ports`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The text with a capital at its beginning. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A full hour of the day: `03:00`. */
export function clockHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
