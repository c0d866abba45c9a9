import { type Family, parseAddressSpan } from '../network.ts';
import { natTarget } from './iptables-rule.ts';
import { fieldsOf, type Json, listOf, type Statement } from './nft-document.ts';
import { readPort } from './port-names.ts';
import { protocolNumbers } from './protocols.ts';
import type { AddressType, ChainRule, Condition, ConnectionState, RuleVerdict, Span } from './ruleset.ts';

/** Where a rule stands, and what it may refer to. */
export interface NftPlace {
  readonly number: number;
  readonly text: string;
  /** Elements of a named set or map; `undefined` where they are not in the text, or change by themselves. */
  elements(name: string): readonly Json[] | undefined;
  chainKey(name: string): string;
}

/** A condition on what one expression reads from a packet, for some values. */
interface Selector {
  /** Conditions that hold wherever the expression has a value, such as a protocol. */
  readonly needs: readonly Condition[];
  /** `undefined` for values it cannot have. */
  condition(values: readonly Json[]): Condition | undefined;
}

const unknown: Condition = { kind: 'unknown' };

const knownSigns = new Set(['==', 'in', '!=', '!', '<', '>', '<=', '>=']);

const tcpFlags: Readonly<Record<string, number>> = {
  fin: 1,
  syn: 2,
  rst: 4,
  psh: 8,
  ack: 16,
  urg: 32,
  ecn: 64,
  cwr: 128,
};

const addressTypes: Readonly<Record<string, AddressType>> = {
  unicast: 'unicast',
  local: 'local',
  broadcast: 'broadcast',
  multicast: 'multicast',
  anycast: 'anycast',
};

/** Statements that neither limit a rule nor decide. */
const goesOn = new Set('counter log dup flow ct_helper ct_timeout ct_expectation last secmark comment'.split(' '));

/** iptables' extensions, where nft could not write them in its own words. */
const xtGoesOn = /^(LOG|NFLOG|MARK|CONNMARK|TCPMSS|TOS|DSCP|CLASSIFY|CHECKSUM|TRACE|SET|CT|AUDIT|TTL|HL)$/;

/** Reads a rule's statements as `nft -j` writes them; a verdict map becomes several rules. */
export function readNftRule(statements: readonly Statement[], place: NftPlace): ChainRule[] {
  const before: ChainRule[] = [];
  const decided = readStatements(statements, place, before);
  return [...before, ...decided];
}

/** Leaving a packet untracked does not end a rule: those parts are put `before` its verdict. */
function readStatements(statements: readonly Statement[], place: NftPlace, before: ChainRule[]): ChainRule[] {
  const conditions: Condition[] = [];
  const rule = (verdict: RuleVerdict, more: readonly Condition[] = []): ChainRule => ({
    number: place.number,
    text: place.text,
    conditions: [...conditions, ...more],
    verdict,
  });
  let last: RuleVerdict = { kind: 'none' };
  for (const statement of statements) {
    const [kind = '', value = null] = Object.entries(statement)[0] ?? [];
    const fields = fieldsOf(value);
    switch (kind) {
      case 'match':
        conditions.push(...readMatch(fields, place));
        break;
      case 'vmap':
        return readVerdictMap(fields, place).map(({ needs, verdict }) => rule(verdict, needs));
      case 'accept':
      case 'masquerade':
      case 'snat':
        return [rule({ kind: 'accept' })];
      case 'drop':
      case 'reject':
      case 'fwd':
        return [rule({ kind: 'drop' })];
      case 'return':
        return [rule({ kind: 'return' })];
      case 'continue':
        return [rule({ kind: 'none' })];
      case 'jump':
      case 'goto':
        return [rule({ kind, chain: place.chainKey(String(fields['target'])) })];
      case 'redirect':
      case 'dnat':
        return [rule({ kind: 'nat', target: readTarget(kind, fields) })];
      case 'notrack':
        before.push(rule({ kind: 'notrack' }));
        break;
      case 'queue':
      case 'tproxy':
      case 'synproxy':
        return [rule({ kind: 'unknown' })];
      case 'xt': {
        const name = String(fields['name'] ?? '');
        if (fields['type'] === 'match' || value === null) {
          if (name !== 'comment') conditions.push(unknown);
          if (value === null) last = { kind: 'unknown' };
        } else if (name === 'REJECT') return [rule({ kind: 'drop' })];
        else if (name === 'MASQUERADE' || name === 'SNAT') return [rule({ kind: 'accept' })];
        else if (name === 'DNAT' || name === 'REDIRECT') return [rule({ kind: 'nat', target: { unknown: true } })];
        else if (!xtGoesOn.test(name)) last = { kind: 'unknown' };
        break;
      }
      case 'set':
      case 'map':
        // Adding to a set says nothing, unless it is done at a limited rate.
        if (listOf(fields['stmt']).length > 0) conditions.push(unknown);
        break;
      case 'mangle':
        // A rewritten address or port leads elsewhere, past the connection tracker.
        if (
          /^([sd]addr|[sd]port)$/.test(String(fieldsOf(fieldsOf(fields['key'] ?? null)['payload'] ?? null)['field']))
        ) {
          last = { kind: 'unknown' };
        }
        break;
      default:
        if (!goesOn.has(kind.replaceAll(' ', '_'))) conditions.push(unknown);
    }
  }
  return [rule(last)];
}

function readMatch(match: Statement, place: NftPlace): Condition[] {
  const { op = '==', left = null, right = null } = match;
  const masked = readMasked(left, right, op);
  if (masked !== undefined) return masked;
  const selector = select(left);
  if (selector === undefined) return [...needsOf(left), unknown];
  const not = op === '!=' || op === '!';
  if (!knownSigns.has(String(op))) return [...selector.needs, unknown];
  if (typeof op === 'string' && /^[<>]/.test(op)) {
    const bound = typeof right === 'string' ? readPort(right) : right;
    if (typeof bound !== 'number' || !isPort(left)) return [...selector.needs, unknown];
    const range: Json =
      op === '<' ? [0, bound - 1] : op === '<=' ? [0, bound] : op === '>' ? [bound + 1, 65_535] : [bound, 65_535];
    return [...selector.needs, selector.condition([{ range }]) ?? unknown];
  }
  const values = valuesOf(right, place);
  const condition = values === undefined ? undefined : selector.condition(values);
  if (condition === undefined) return [...selector.needs, unknown];
  return [...selector.needs, not ? { ...condition, not: condition.not !== true } : condition];
}

function isPort(left: Json): boolean {
  const { field } = fieldsOf(fieldsOf(left)['payload'] ?? null);
  return field === 'dport' || field === 'sport';
}

/** `tcp flags & (fin | syn) == syn`; `undefined` for every other expression. */
function readMasked(left: Json, right: Json, op: Json): Condition[] | undefined {
  const parts = listOf(fieldsOf(left)['&']);
  const isFlags = (json: Json | undefined) => {
    const payload = fieldsOf(fieldsOf(json ?? null)['payload'] ?? null);
    return payload['protocol'] === 'tcp' && payload['field'] === 'flags';
  };
  const tcp: Condition = { kind: 'protocol', protocols: [{ from: 6, to: 6 }] };
  if (isFlags(left)) {
    const listed = fieldsOf(right)['set'];
    if (Array.isArray(listed)) {
      const values = listed.map((each) => readFlags(bareElement(each)));
      if (values.includes(undefined)) return [tcp, unknown];
      const of = values.map((value): Condition[] => [{ kind: 'flags', mask: 0xff, set: value ?? 0 }]);
      return [tcp, { kind: 'any', of, ...(op === '!=' ? { not: true } : {}) }];
    }
    const set = readFlags(right);
    if (set === undefined) return [tcp, unknown];
    // `tcp flags syn` asks for one of them; with `==` for these and no others.
    if (op === 'in' || op === undefined) return [tcp, { kind: 'flags', mask: set, set: 0, not: true }];
    if (op === '!') return [tcp, { kind: 'flags', mask: set, set: 0 }];
    if (op !== '==' && op !== '!=') return [tcp, unknown];
    return [tcp, { kind: 'flags', mask: 0xff, set, ...(op === '!=' ? { not: true } : {}) }];
  }
  if (parts.length !== 2) return undefined;
  if (!isFlags(parts[0])) return [...needsOf(parts[0] ?? null), unknown];
  const mask = readFlags(parts[1] ?? null);
  const set = readFlags(right);
  if (mask === undefined || set === undefined || (op !== '==' && op !== '!=')) return [tcp, unknown];
  return [tcp, { kind: 'flags', mask, set, ...(op === '!=' ? { not: true } : {}) }];
}

function readFlags(json: Json): number | undefined {
  if (typeof json === 'number') return json;
  if (typeof json === 'string') return tcpFlags[json];
  const parts = Array.isArray(json) ? json : listOf(fieldsOf(json)['|'] ?? fieldsOf(json)['set']);
  let flags = 0;
  for (const part of parts) {
    const flag = readFlags(part);
    if (flag === undefined) return undefined;
    flags |= flag;
  }
  return parts.length === 0 ? undefined : flags;
}

/** The values an expression is compared with, sets resolved; `undefined` where they are not known. */
function valuesOf(json: Json, place: NftPlace): readonly Json[] | undefined {
  if (typeof json === 'string' && json.startsWith('@')) return place.elements(json.slice(1))?.map(bareElement);
  if (Array.isArray(json)) return json.map(bareElement);
  const { set } = fieldsOf(json);
  if (set !== undefined) return Array.isArray(set) ? set.map(bareElement) : valuesOf(set, place);
  return [bareElement(json)];
}

function bareElement(json: Json): Json {
  const { elem } = fieldsOf(json);
  return elem === undefined ? json : (fieldsOf(elem)['val'] ?? elem);
}

function readVerdictMap(fields: Statement, place: NftPlace): { needs: readonly Condition[]; verdict: RuleVerdict }[] {
  const { key = null, data = null } = fields;
  const listed =
    typeof data === 'string' && data.startsWith('@') ? place.elements(data.slice(1)) : listOf(fieldsOf(data)['set']);
  if (listed === undefined) return [{ needs: [unknown], verdict: { kind: 'unknown' } }];
  const selector = select(key);
  const needs = selector?.needs ?? needsOf(key);
  const keys: Json[] = [];
  const found: { needs: readonly Condition[]; verdict: RuleVerdict }[] = [];
  let other: RuleVerdict | undefined;
  for (const entry of listed) {
    const [rawKey = null, rawVerdict = null] = listOf(entry);
    const own = bareElement(rawKey);
    const verdict = readVerdict(rawVerdict, place);
    if (own === '*') other = verdict;
    else {
      keys.push(own);
      found.push({ needs: [...needs, selector?.condition([own]) ?? unknown], verdict });
    }
  }
  if (other !== undefined) {
    const none = selector?.condition(keys);
    found.push({
      needs: keys.length === 0 ? [] : [none === undefined ? unknown : { ...none, not: none.not !== true }],
      verdict: other,
    });
  }
  return found;
}

function readVerdict(json: Json, place: NftPlace): RuleVerdict {
  const fields = typeof json === 'string' ? { [json]: null } : fieldsOf(json);
  const [kind = '', value = null] = Object.entries(fields)[0] ?? [];
  switch (kind) {
    case 'accept':
    case 'drop':
    case 'return':
      return { kind };
    case 'continue':
      return { kind: 'none' };
    case 'jump':
    case 'goto':
      return { kind, chain: place.chainKey(String(fieldsOf(value)['target'] ?? '')) };
    default:
      return { kind: 'unknown' };
  }
}

function readTarget(kind: 'redirect' | 'dnat', { addr, port }: Statement) {
  const address = addr === undefined ? '' : addressText(addr);
  const ports = port === undefined ? '' : portText(port);
  if (address === undefined || ports === undefined || (kind === 'dnat' && address === '' && ports === '')) {
    return { unknown: true } as const;
  }
  const bracketed = address.includes(':')
    ? address
        .split('-')
        .map((each) => `[${each}]`)
        .join('-')
    : address;
  // `natTarget` reads one address in brackets; a range of IPv6 addresses is rare enough to be unknown.
  return natTarget(ports === '' && address !== '' ? address : `${bracketed}:${ports}`);
}

function addressText(json: Json): string | undefined {
  if (typeof json === 'string') return json;
  const range = listOf(fieldsOf(json)['range']);
  return range.length === 2 ? range.join('-') : undefined;
}

function portText(json: Json): string | undefined {
  if (typeof json === 'number' || typeof json === 'string') return String(json);
  const range = listOf(fieldsOf(json)['range']);
  return range.length === 2 ? range.join('-') : undefined;
}

/** What an expression reads; `undefined` for what is not modelled. */
function select(left: Json): Selector | undefined {
  const fields = fieldsOf(left);
  const needs = needsOf(left);
  const parts = listOf(fields['concat']);
  if (parts.length > 0) {
    const selectors = parts.map(select);
    return {
      needs: parts.flatMap(needsOf),
      condition(values) {
        const of = values.map((value) => {
          const own = listOf(fieldsOf(value)['concat']);
          return selectors.map((selector, index) => selector?.condition([bareElement(own[index] ?? null)]) ?? unknown);
        });
        return { kind: 'any', of };
      },
    };
  }
  const payload = fieldsOf(fields['payload'] ?? null);
  const { protocol, field } = payload;
  if (field === 'saddr' || field === 'daddr') {
    const family = protocol === 'ip' ? 'ipv4' : protocol === 'ip6' ? 'ipv6' : undefined;
    if (family === undefined) return undefined;
    return { needs, condition: (values) => addresses(values, family, field === 'saddr' ? 'source' : 'destination') };
  }
  if ((field === 'sport' || field === 'dport') && typeof protocol === 'string') {
    return {
      needs,
      condition(values) {
        const ports = spans(values, readPort);
        return ports && { kind: 'port', side: field === 'sport' ? 'source' : 'destination', ports };
      },
    };
  }
  const meta = fieldsOf(fields['meta'] ?? null)['key'];
  if (
    meta === 'l4proto' ||
    (protocol === 'ip' && field === 'protocol') ||
    (protocol === 'ip6' && field === 'nexthdr')
  ) {
    return {
      needs,
      condition(values) {
        const protocols = spans(values, (text) => {
          const read = protocolNumbers(text);
          return read === 'all' ? 0 : read?.[0]?.from;
        });
        return protocols && { kind: 'protocol', protocols };
      },
    };
  }
  if (meta === 'nfproto' || meta === 'protocol') return { needs, condition: families };
  if (meta === 'iifname' || meta === 'oifname' || meta === 'iif' || meta === 'oif') {
    return {
      needs,
      condition: (values) =>
        values.every((value) => typeof value === 'string')
          ? { kind: 'interface', side: meta.startsWith('i') ? 'in' : 'out', names: values.map(String) }
          : undefined,
    };
  }
  if (meta === 'pkttype') {
    return {
      needs,
      condition: (values) => ({
        kind: 'constant',
        value: values.some((value) => value === 'unicast' || value === 'host'),
      }),
    };
  }
  return selectTracked(fieldsOf(fields['ct'] ?? null)) ?? selectRoute(fieldsOf(fields['fib'] ?? null));
}

function selectTracked({ key }: Statement): Selector | undefined {
  if (key === 'state') {
    const known = new Set(['new', 'established', 'related', 'invalid', 'untracked']);
    return {
      needs: [],
      condition: (values) =>
        values.every((value) => known.has(String(value)))
          ? { kind: 'state', states: values as ConnectionState[] }
          : undefined,
    };
  }
  if (key === 'status') {
    // Of the bits of a connection's status, only these two are told by the rules.
    return {
      needs: [],
      condition: (values) =>
        values.every((value) => value === 'dnat' || value === 'snat')
          ? { kind: 'state', states: values as ConnectionState[] }
          : undefined,
    };
  }
  if (key === 'direction') {
    return {
      needs: [],
      condition: ([value, ...more]) =>
        more.length === 0 && (value === 'original' || value === 'reply') ? { kind: 'way', way: value } : undefined,
    };
  }
  return undefined;
}

/** `fib daddr type local`, also by the interface that has the address, and whether the way back leads over the same interface, as it does for ordinary packets. */
function selectRoute({ result, flags }: Statement): Selector | undefined {
  const own = typeof flags === 'string' ? [flags] : listOf(flags);
  if (
    result === 'type' &&
    own.every((flag) => flag === 'saddr' || flag === 'daddr' || (flag === 'iif' && own.includes('daddr')))
  ) {
    return {
      needs: [],
      condition: (values) => ({
        kind: 'address-type',
        side: own.includes('saddr') ? 'source' : 'destination',
        types: values.map((value) => addressTypes[String(value)] ?? 'other'),
      }),
    };
  }
  if ((result === 'oif' || result === 'oifname' || result === 'check') && own.includes('saddr')) {
    return {
      needs: [],
      condition(values) {
        const missing = values.every(
          (value) => value === 0 || value === '0' || value === false || value === 'missing' || value === '',
        );
        const there = values.every((value) => value === true || value === 1 || value === 'exists');
        return missing || there ? { kind: 'constant', value: there } : undefined;
      },
    };
  }
  return undefined;
}

/** What holds wherever an expression has a value: its family and protocol. */
function needsOf(left: Json): Condition[] {
  const fields = fieldsOf(left);
  const parts = listOf(fields['concat']);
  if (parts.length > 0) return parts.flatMap(needsOf);
  const protocol = String(fieldsOf(fields['payload'] ?? null)['protocol'] ?? '');
  if (protocol === 'ip' || protocol === 'ip6') return [{ kind: 'family', family: protocol === 'ip' ? 'ipv4' : 'ipv6' }];
  const protocols = protocol === '' || protocol === 'th' ? undefined : protocolNumbers(protocol);
  return protocols === undefined || protocols === 'all' ? [] : [{ kind: 'protocol', protocols }];
}

function families(values: readonly Json[]): Condition | undefined {
  const found = new Set<Family>();
  for (const value of values) {
    if (value === 'ipv4' || value === 'ip' || value === 2 || value === 2048) found.add('ipv4');
    else if (value === 'ipv6' || value === 'ip6' || value === 10 || value === 34_525) found.add('ipv6');
    else if (value !== 'arp' && value !== 'vlan') return undefined;
  }
  const [only] = found;
  if (only === undefined) return { kind: 'constant', value: false };
  return found.size === 2 ? { kind: 'constant', value: true } : { kind: 'family', family: only };
}

function addresses(values: readonly Json[], family: Family, side: 'source' | 'destination'): Condition | undefined {
  const found: Span<bigint>[] = [];
  for (const value of values) {
    const { range, prefix } = fieldsOf(value);
    const [first, last] = range === undefined ? [value, value] : listOf(range);
    const { addr = '', len = '' } = fieldsOf(prefix ?? null);
    const from = parseAddressSpan(prefix === undefined ? String(first) : `${String(addr)}/${String(len)}`);
    const to = range === undefined ? from : parseAddressSpan(String(last));
    if (value === '*') found.push({ from: 0n, to: (1n << (family === 'ipv4' ? 32n : 128n)) - 1n });
    else if (from === undefined || to === undefined || from.family !== family || to.family !== family) return undefined;
    else found.push({ from: from.from, to: to.to });
  }
  return { kind: 'address', side, family, addresses: found };
}

function spans(values: readonly Json[], read: (text: string) => number | undefined): Span[] | undefined {
  const found: Span[] = [];
  for (const value of values) {
    const { range } = fieldsOf(value);
    const [first, last] = range === undefined ? [value, value] : listOf(range);
    const from = value === '*' ? 0 : read(String(first));
    const to = value === '*' ? 65_535 : read(String(last));
    if (from === undefined || to === undefined) return undefined;
    if (from <= to) found.push({ from, to });
  }
  return found;
}
