import type { FormatId } from '../../../knowledge/knowledge.ts';
import type { Network } from '../network.ts';
import type { Direction, Transport } from '../plan.ts';

/** Something that is open, as some firewall or scanner says it. */
export interface ExistingRule {
  readonly direction: Direction;
  readonly transport: Transport;
  /** The first and last port, both open. */
  readonly from: number;
  readonly to: number;
  /** Who it is open to; empty for anybody. */
  readonly remotes: readonly Network[];
  /** True where it is limited in a way that was not understood, such as `LocalSubnet`; then it covers nobody for sure. */
  readonly partly?: true;
}

/** What was read from rules or a list of ports. */
export interface Existing {
  /** What the text was taken for: `iptables-save`. */
  readonly kind: string;
  /** The format rules for the same firewall are written in, where the text is a firewall's own. */
  readonly format?: FormatId;
  readonly rules: readonly ExistingRule[];
  /** The directions the text says anything about. */
  readonly directions: readonly Direction[];
  /** The only address family it speaks of, where it is one. */
  readonly family?: Network['family'];
  /** True where open only means open to the place a scan was made from. */
  readonly fromOnePlace?: true;
  /** Directions in which everything passes that no rule forbids. */
  readonly openByDefault?: readonly Direction[];
  /** The chain each direction goes through, where the text names one: `inet filter input`. */
  readonly chains?: Readonly<Partial<Record<Direction, string>>>;
  /** True where the text does not say whether this port is open. Absent: it says so of every port. */
  isUncertain?(direction: Direction, transport: Transport, port: number): boolean;
  /** What a person should know about the reading, one sentence each. */
  readonly notes: readonly string[];
}

/** Every port. */
export const allPorts = { from: 1, to: 65_535 };

/** Reads `25`, `25-30` or `25:30`; `undefined` for anything else, ports out of range included. */
export function parsePorts(text: string): { from: number; to: number } | undefined {
  const match = /^(\d{1,5})(?:[-:](\d{1,5}))?$/.exec(text.trim());
  if (match === null) return undefined;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from >= 1 && to <= 65_535 && from <= to ? { from, to } : undefined;
}

/** A sentence on rules that were passed over, with their number after it; nothing for none. */
export function passedOver(number: number, what: string): string[] {
  return number === 0 ? [] : [`${what}: ${number}.`];
}
