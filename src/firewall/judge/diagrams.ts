import { TooLargeError } from '../refusals.ts';

/** A set of packets, as the number of a diagram. The same set has the same number. */
export type PacketSet = number;

export const nobody: PacketSet = 0;
export const everybody: PacketSet = 1;

/** What a run may use before it gives up. */
export interface DiagramLimits {
  /** Diagram nodes that are kept. */
  readonly nodes: number;
  /** Steps of combining diagrams. */
  readonly steps: number;
}

const and = 0;
const or = 1;
const minus = 2;
const project = 3;
const within = 4;
const meets = 5;

/**
 * Sets of packets as reduced, ordered binary decision diagrams (Bryant, 1986), as Batfish keeps them. A packet is a row of
 * bits, numbered from 0. Nodes are shared, and each combination of two sets is worked out once.
 */
export class Diagrams {
  private variables: Int32Array<ArrayBuffer>;
  private lows: Int32Array<ArrayBuffer>;
  private highs: Int32Array<ArrayBuffer>;
  /** Where nodes are by their hash, plus one; 0 where there is none. */
  private table: Int32Array<ArrayBuffer>;
  private size = 2;
  private readonly cacheMask: number;
  private readonly cacheKeys: Int32Array;
  private readonly cacheValues: Int32Array;
  private readonly limits: DiagramLimits;
  steps = 0;

  constructor(limits: DiagramLimits) {
    this.limits = limits;
    const room = limits.nodes > 200_000 ? 1 << 17 : 1 << 12;
    this.variables = new Int32Array(room);
    this.lows = new Int32Array(room);
    this.highs = new Int32Array(room);
    this.table = new Int32Array(room * 2);
    const cacheSize = limits.nodes > 200_000 ? 1 << 18 : 1 << 14;
    this.cacheMask = cacheSize - 1;
    this.cacheKeys = new Int32Array(cacheSize * 3).fill(-1);
    this.cacheValues = new Int32Array(cacheSize);
    // The two leaves come after every variable.
    this.variables[nobody] = this.variables[everybody] = 0x7fff;
  }

  /** The packets whose bit is set as `low` says where it is 0, and as `high` says where it is 1. */
  node(variable: number, low: PacketSet, high: PacketSet): PacketSet {
    if (low === high) return low;
    const mask = this.table.length - 1;
    let slot = hash(variable, low, high) & mask;
    for (;;) {
      const found = (this.table[slot] ?? 0) - 1;
      if (found === -1) break;
      if (this.variables[found] === variable && this.lows[found] === low && this.highs[found] === high) return found;
      slot = (slot + 1) & mask;
    }
    if (this.size >= this.limits.nodes) throw new TooLargeError('its rules divide traffic into too many parts');
    if (this.size === this.variables.length) this.grow();
    const made = this.size++;
    this.variables[made] = variable;
    this.lows[made] = low;
    this.highs[made] = high;
    if (this.size * 2 > this.table.length) this.rehash();
    else this.table[slot] = made + 1;
    return made;
  }

  and(a: PacketSet, b: PacketSet): PacketSet {
    if (a === b || b === everybody) return a;
    if (a === nobody || b === nobody) return nobody;
    if (a === everybody) return b;
    return a < b ? this.combine(and, a, b) : this.combine(and, b, a);
  }

  or(a: PacketSet, b: PacketSet): PacketSet {
    if (a === b || b === nobody) return a;
    if (a === everybody || b === everybody) return everybody;
    if (a === nobody) return b;
    return a < b ? this.combine(or, a, b) : this.combine(or, b, a);
  }

  /** What is in `a` and not in `b`. */
  minus(a: PacketSet, b: PacketSet): PacketSet {
    if (a === nobody || b === everybody || a === b) return nobody;
    if (b === nobody) return a;
    return this.combine(minus, a, b);
  }

  not(a: PacketSet): PacketSet {
    return this.minus(everybody, a);
  }

  /** True where everything in `a` is in `b`: found out without making the difference, and ended by the first packet outside. */
  isWithin(a: PacketSet, b: PacketSet): boolean {
    if (a === nobody || b === everybody || a === b) return true;
    if (b === nobody || a === everybody) return false;
    const slot = this.lookUp(within, a, b);
    if (slot < 0) return this.cacheValues[~slot] === 1;
    const ofA = this.variables[a] ?? 0;
    const ofB = this.variables[b] ?? 0;
    const lowA = ofA <= ofB ? (this.lows[a] ?? 0) : a;
    const highA = ofA <= ofB ? (this.highs[a] ?? 0) : a;
    const lowB = ofB <= ofA ? (this.lows[b] ?? 0) : b;
    const highB = ofB <= ofA ? (this.highs[b] ?? 0) : b;
    const result = this.isWithin(lowA, lowB) && this.isWithin(highA, highB);
    return this.remember(slot, within, a, b, result ? 1 : 0) === 1;
  }

  /** True where some packet is in both. */
  meets(a: PacketSet, b: PacketSet): boolean {
    if (a === nobody || b === nobody) return false;
    if (a === everybody || b === everybody || a === b) return true;
    const slot = this.lookUp(meets, a, b);
    if (slot < 0) return this.cacheValues[~slot] === 1;
    const ofA = this.variables[a] ?? 0;
    const ofB = this.variables[b] ?? 0;
    const lowA = ofA <= ofB ? (this.lows[a] ?? 0) : a;
    const highA = ofA <= ofB ? (this.highs[a] ?? 0) : a;
    const lowB = ofB <= ofA ? (this.lows[b] ?? 0) : b;
    const highB = ofB <= ofA ? (this.highs[b] ?? 0) : b;
    const result = this.meets(lowA, lowB) || this.meets(highA, highB);
    return this.remember(slot, meets, a, b, result ? 1 : 0) === 1;
  }

  /** What is left of a set for packets that have these bits before `end`. */
  slice(a: PacketSet, bits: Uint8Array, end: number): PacketSet {
    let at = a;
    for (let bit = this.variables[at] ?? 0; bit < end; bit = this.variables[at] ?? 0)
      at = (bits[bit] === 1 ? this.highs[at] : this.lows[at]) ?? 0;
    return at;
  }

  /** The packets that are in the set, or would be with other bits from `first` to before `end`. */
  project(a: PacketSet, first: number, end: number): PacketSet {
    if ((this.variables[a] ?? 0) >= 0x7fff || first === end) return a;
    return this.projectBits(a, first, end);
  }

  private projectBits(a: PacketSet, first: number, end: number): PacketSet {
    const variable = this.variables[a] ?? 0;
    if (variable >= end) return a;
    const key = first * 256 + end;
    const slot = this.lookUp(project, a, key);
    if (slot < 0) return this.cacheValues[~slot] ?? 0;
    const low = this.projectBits(this.lows[a] ?? 0, first, end);
    const high = this.projectBits(this.highs[a] ?? 0, first, end);
    const result = variable < first ? this.node(variable, low, high) : this.or(low, high);
    return this.remember(slot, project, a, key, result);
  }

  /** The rest of the set where a bit has a value; that bit plays no part in it any more. */
  fix(a: PacketSet, variable: number, value: 0 | 1): PacketSet {
    const bit = this.node(variable, value === 0 ? everybody : nobody, value === 0 ? nobody : everybody);
    return this.project(this.and(a, bit), variable, variable + 1);
  }

  /**
   * The packets of `inside` whose bits from `first` to before `end`, read as a number, are in one of the spans (sorted,
   * disjoint). The bits of `inside` come behind.
   */
  spans(
    first: number,
    end: number,
    spans: readonly { readonly from: number; readonly to: number }[],
    inside: PacketSet = everybody,
  ): PacketSet {
    const [only] = spans;
    if (only !== undefined && spans.length === 1 && only.from === only.to)
      return this.path(first, end, only.from, inside);
    const build = (variable: number, base: number, from: number, to: number): PacketSet => {
      const size = 2 ** (end - variable);
      let start = from;
      while (start < to && (spans[start]?.to ?? 0) < base) start += 1;
      let stop = to;
      while (stop > start && (spans[stop - 1]?.from ?? 0) >= base + size) stop -= 1;
      if (start === stop) return nobody;
      const one = spans[start];
      if (one !== undefined && one.from <= base && one.to >= base + size - 1) return inside;
      if (variable === end) return inside;
      this.count();
      const low = build(variable + 1, base, start, stop);
      const high = build(variable + 1, base + size / 2, start, stop);
      return this.node(variable, low, high);
    };
    return build(first, 0, 0, spans.length);
  }

  /** The packets of `inside` whose bits from `first` to before `end` are one number. */
  private path(first: number, end: number, value: number, inside: PacketSet): PacketSet {
    let at = inside;
    for (let variable = end - 1, rest = value; variable >= first; variable -= 1, rest >>= 1) {
      at = rest & 1 ? this.node(variable, nobody, at) : this.node(variable, at, nobody);
    }
    return at;
  }

  /** The packets that are in any of the sets: put together in halves, so that small ones meet small ones. */
  union(sets: readonly PacketSet[]): PacketSet {
    const half = (from: number, to: number): PacketSet => {
      if (to - from < 2) return sets[from] ?? nobody;
      const middle = (from + to) >> 1;
      return this.or(half(from, middle), half(middle, to));
    };
    return sets.length === 0 ? nobody : half(0, sets.length);
  }

  /** The first bit that plays a part in a set; a high number where none does. */
  firstBit(a: PacketSet): number {
    return this.variables[a] ?? 0;
  }

  has(a: PacketSet, bits: Uint8Array): boolean {
    let at = a;
    while (at > everybody) at = (bits[this.variables[at] ?? 0] === 1 ? this.highs[at] : this.lows[at]) ?? 0;
    return at === everybody;
  }

  /** One packet of a set that is not empty; bits that play no part are 0. */
  sample(a: PacketSet, width: number): Uint8Array {
    const bits = new Uint8Array(width);
    let at = a;
    while (at > everybody) {
      const low = this.lows[at] ?? 0;
      if (low === nobody) {
        bits[this.variables[at] ?? 0] = 1;
        at = this.highs[at] ?? 0;
      } else at = low;
    }
    return bits;
  }

  /**
   * The parts of a set by the number in the bits from `first` to before `end`, none of which may come behind other bits
   * that play a part: for each run of numbers with the same rest, that rest. Ends early where `visit` gives `false`.
   */
  runs(
    a: PacketSet,
    first: number,
    end: number,
    visit: (from: number, to: number, rest: PacketSet) => boolean | undefined,
  ): void {
    const walk = (at: PacketSet, variable: number, base: number): boolean => {
      this.count();
      const own = this.variables[at] ?? 0;
      if (own >= end) return visit(base, base + 2 ** (end - variable) - 1, at) !== false;
      const low = own === variable ? (this.lows[at] ?? 0) : at;
      const high = own === variable ? (this.highs[at] ?? 0) : at;
      return walk(low, variable + 1, base) && walk(high, variable + 1, base + 2 ** (end - variable - 1));
    };
    walk(a, first, 0);
  }

  count(): void {
    this.steps += 1;
    if (this.steps > this.limits.steps) throw new TooLargeError('judging it takes too many steps');
  }

  private combine(operation: number, a: PacketSet, b: PacketSet): PacketSet {
    const slot = this.lookUp(operation, a, b);
    if (slot < 0) return this.cacheValues[~slot] ?? 0;
    const ofA = this.variables[a] ?? 0;
    const ofB = this.variables[b] ?? 0;
    const variable = ofA < ofB ? ofA : ofB;
    const lowA = ofA === variable ? (this.lows[a] ?? 0) : a;
    const highA = ofA === variable ? (this.highs[a] ?? 0) : a;
    const lowB = ofB === variable ? (this.lows[b] ?? 0) : b;
    const highB = ofB === variable ? (this.highs[b] ?? 0) : b;
    const low = this.apply(operation, lowA, lowB);
    const high = this.apply(operation, highA, highB);
    return this.remember(slot, operation, a, b, this.node(variable, low, high));
  }

  private apply(operation: number, a: PacketSet, b: PacketSet): PacketSet {
    if (operation === and) return this.and(a, b);
    return operation === or ? this.or(a, b) : this.minus(a, b);
  }

  /** The slot for a result; its complement where the result is there. */
  private lookUp(operation: number, a: number, b: number): number {
    this.count();
    const slot = hash(operation, a, b) & this.cacheMask;
    const key = slot * 3;
    const isThere = this.cacheKeys[key] === a && this.cacheKeys[key + 1] === b && this.cacheKeys[key + 2] === operation;
    return isThere ? ~slot : slot;
  }

  private remember(slot: number, operation: number, a: number, b: number, result: PacketSet): PacketSet {
    const key = slot * 3;
    this.cacheKeys[key] = a;
    this.cacheKeys[key + 1] = b;
    this.cacheKeys[key + 2] = operation;
    this.cacheValues[slot] = result;
    return result;
  }

  private grow(): void {
    const longer = (array: Int32Array<ArrayBuffer>) => {
      const copy = new Int32Array(array.length * 2);
      copy.set(array);
      return copy;
    };
    this.variables = longer(this.variables);
    this.lows = longer(this.lows);
    this.highs = longer(this.highs);
  }

  private rehash(): void {
    const table = new Int32Array(this.table.length * 2);
    const mask = table.length - 1;
    for (let each = 2; each < this.size; each += 1) {
      let slot = hash(this.variables[each] ?? 0, this.lows[each] ?? 0, this.highs[each] ?? 0) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = each + 1;
    }
    this.table = table;
  }
}

function hash(a: number, b: number, c: number): number {
  let value = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
