import type { FormatId } from '../../../knowledge/knowledge.ts';
import type { Family } from '../network.ts';
import type { Direction, Transport } from '../plan.ts';
import type { Span } from './ruleset.ts';

/** Ports that a list or a scan says something about. */
export interface ListedPorts {
  readonly direction: Direction;
  readonly transport: Transport;
  readonly ports: Span;
  readonly open: 'anybody' | 'some' | 'nobody' | 'unknown';
  /** Who it is open to, where it is open to some. */
  readonly to: readonly string[];
  readonly because: string;
}

/** A list of ports, or what a scan found: it says which ports are open, and not why. */
export interface Listing {
  readonly kind: string;
  readonly format?: FormatId;
  readonly families: readonly Family[];
  /** The first entry that has a port says what is true of it. */
  readonly entries: readonly ListedPorts[];
  /** Why the text says nothing of every other port. */
  readonly otherwise: string;
  readonly notes: readonly string[];
}

/** Every port of both transports in one direction, for the end of a list. */
export function everyOther(
  direction: Direction,
  rest: Omit<ListedPorts, 'direction' | 'transport' | 'ports'>,
): ListedPorts[] {
  return (['tcp', 'udp'] as const).map((transport) => ({
    direction,
    transport,
    ports: { from: 1, to: 65_535 },
    ...rest,
  }));
}

/** Reads `25`, `25-30` or `25:30`; `undefined` for anything else, ports out of range included. */
export function parsePorts(text: string): Span | undefined {
  const match = /^(\d{1,5})(?:[-:](\d{1,5}))?$/.exec(text.trim());
  if (match === null) return undefined;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from >= 1 && to <= 65_535 && from <= to ? { from, to } : undefined;
}
