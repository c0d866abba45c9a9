import { type Family, parseAddressSpan } from '../network.ts';
import { fieldsOf, type Json, listOf, type Statement } from './nft-document.ts';
import { readPort } from './port-names.ts';
import { protocolNumbers } from './protocols.ts';
import type { AddressType, Condition, ConnectionState, Span } from './ruleset.ts';

/** A condition on what one expression reads from a packet, for some values. */
export interface Selector {
  /** Conditions that hold wherever the expression has a value, such as a protocol. */
  readonly needs: readonly Condition[];
  /** `undefined` for values it cannot have. */
  condition(values: readonly Json[]): Condition | undefined;
}

const unknown: Condition = { kind: 'unknown' };

const addressTypes: Readonly<Record<string, AddressType>> = {
  unicast: 'unicast',
  local: 'local',
  broadcast: 'broadcast',
  multicast: 'multicast',
  anycast: 'anycast',
};

/** What an expression reads; `undefined` for what is not modelled. */
export function select(left: Json): Selector | undefined {
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
export function needsOf(left: Json): Condition[] {
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

/** An element of a set without its options, such as when it ends. */
export function bareElement(json: Json): Json {
  const { elem } = fieldsOf(json);
  return elem === undefined ? json : (fieldsOf(elem)['val'] ?? elem);
}
