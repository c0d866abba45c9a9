import { addressSpan, parseAddressSpan, parseHost } from '../network.ts';
import { readPort } from './port-names.ts';
import { protocolNumbers } from './protocols.ts';
import type { AddressType, ChainRule, Condition, ConnectionState, NatTarget, RuleVerdict, Span } from './ruleset.ts';

interface RulePlace {
  readonly number: number;
  chainKey(name: string): string;
  isChain(name: string): boolean;
}

/** Targets after which a packet goes on to the next rule. */
const goesOn = new Set(
  'LOG NFLOG ULOG MARK CONNMARK CONNSECMARK SECMARK SET TCPMSS TCPOPTSTRIP TOS DSCP ECN TTL HL CLASSIFY CHECKSUM AUDIT TRACE IDLETIMER LED TEE RATEEST HMARK DNPT SNPT'.split(
    ' ',
  ),
);

/** Matches that say nothing beyond options which are read below. */
const plainMatches = new Set([
  'tcp',
  'udp',
  'comment',
  'conntrack',
  'state',
  'multiport',
  'addrtype',
  'iprange',
  'pkttype',
]);

const tcpFlags: Readonly<Record<string, number>> = {
  FIN: 1,
  SYN: 2,
  RST: 4,
  PSH: 8,
  ACK: 16,
  URG: 32,
  ALL: 63,
  NONE: 0,
};

const addressTypes: Readonly<Record<string, AddressType>> = {
  UNICAST: 'unicast',
  LOCAL: 'local',
  BROADCAST: 'broadcast',
  MULTICAST: 'multicast',
  ANYCAST: 'anycast',
};

const ownOptions = /^--((destination|source)-ports?|[ds]ports?|ctstate|state|syn|tcp-flags)$/;

const unknown: Condition = { kind: 'unknown' };

/** Reads a rule's words behind its chain. What is not modelled becomes a condition that is unknown. */
export function readConditions(words: readonly string[], place: RulePlace): ChainRule[] {
  const conditions: Condition[] = [];
  const targetWords: string[] = [];
  let target: { name: string; goto: boolean } | undefined;
  let index = 0;
  let not = false;
  /** The options of a match that is not modelled, up to the next match or target, add nothing. */
  let strange = false;
  const take = () => {
    index += 1;
    const word = words[index] ?? '';
    if (word !== '!') return word;
    // Older versions write the negation behind the option.
    not = true;
    index += 1;
    return words[index] ?? '';
  };
  const add = (condition: Condition) => conditions.push(not ? { ...condition, not: true } : condition);
  for (; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '!') {
      not = true;
      continue;
    }
    switch (word) {
      case '-p':
      case '--protocol': {
        strange = false;
        const value = take();
        const protocols = protocolNumbers(value);
        if (protocols === undefined) conditions.push(unknown);
        else if (protocols !== 'all') add({ kind: 'protocol', protocols });
        break;
      }
      case '-s':
      case '--source':
      case '--src':
      case '-d':
      case '--destination':
      case '--dst': {
        strange = false;
        const condition = readAddresses(take(), /^--?s/.test(word) ? 'source' : 'destination');
        if (condition.kind === 'unknown') conditions.push(unknown);
        else add(condition);
        break;
      }
      case '-i':
      case '--in-interface':
      case '-o':
      case '--out-interface': {
        strange = false;
        const name = take();
        add({
          kind: 'interface',
          side: /^--?i/.test(word) ? 'in' : 'out',
          names: [name.endsWith('+') ? `${name.slice(0, -1)}*` : name],
        });
        break;
      }
      case '-f':
      case '--fragment':
        add({ kind: 'constant', value: false });
        break;
      case '-m':
      case '--match': {
        const name = take();
        strange = !plainMatches.has(name);
        if (name === 'rpfilter') {
          // Ordinary packets come from where the way back leads.
          const inverted = words.slice(index, index + 5).includes('--invert');
          conditions.push({ kind: 'constant', value: !inverted });
        } else if (name === 'rt') {
          // Ordinary packets have no routing header, and the kernel's match fails then, negated or not.
          conditions.push({ kind: 'constant', value: false });
        } else if (name === 'icmp' || name === 'icmp6' || name === 'icmpv6') {
          conditions.push({ kind: 'constant', value: false });
        } else if (name === 'recent' && words[index + 1] === '--set') {
          // It only takes a note of the address.
        } else if (strange) conditions.push(readLimit(name, words.slice(index + 1)) ?? unknown);
        break;
      }
      case '-j':
      case '--jump':
      case '-g':
      case '--goto':
        strange = false;
        target = { name: take(), goto: word === '-g' || word === '--goto' };
        targetWords.push(...words.slice(index + 1));
        index = words.length;
        break;
      case '-c':
      case '--set-counters':
        index += 2;
        break;
      case '--comment':
        take();
        break;
      default:
        // Options that no other match has are read wherever they stand.
        if (strange && !ownOptions.test(word)) break;
        readOption(word, take, add, () => conditions.push(unknown));
    }
    not = false;
  }
  const text = words.map((each) => (/\s|^$/.test(each) ? `"${each}"` : each)).join(' ');
  return verdictsOf(target, targetWords, place).map((verdict) => ({ number: place.number, text, conditions, verdict }));
}

/**
 * Reads a match that whoever calls seldom meets, such as the sixth connection within half a minute, or one that those meet
 * who are sent back before a rule drops the rest. Limits on what a rule accepts stay unknown: anybody can use them up.
 */
function readLimit(name: string, words: readonly string[]): Condition | undefined {
  const end = words.findIndex((word) => word === '-m' || word === '--match');
  const own = end < 0 ? words : words.slice(0, end);
  const hits = Number(own[own.indexOf('--hitcount') + 1]);
  const above: Condition = { kind: 'below-limit', not: true };
  switch (name) {
    case 'recent':
      // Without a number of hits, whoever a rule before has put on the list is on it: perhaps by this very call.
      if (!own.includes('--update') && !own.includes('--rcheck')) return undefined;
      return own.includes('!') || !own.includes('--hitcount') || !(hits > 1) ? undefined : above;
    case 'connlimit':
      return Number(own[own.indexOf('--connlimit-above') + 1]) > 0 && !own.includes('!') ? above : undefined;
    case 'hashlimit':
      if (own.includes('--hashlimit-above')) return above;
      break;
    case 'limit':
      break;
    default:
      return undefined;
  }
  const target = words.findIndex((word) => word === '-j' || word === '--jump');
  return words[target + 1] === 'RETURN' ? { kind: 'below-limit' } : undefined;
}

function readOption(word: string, take: () => string, add: (condition: Condition) => void, strange: () => void): void {
  switch (word) {
    case '--dport':
    case '--dports':
    case '--destination-port':
    case '--destination-ports':
    case '--sport':
    case '--sports':
    case '--source-port':
    case '--source-ports':
    case '--port':
    case '--ports': {
      const ports = readPorts(take());
      if (ports === undefined) strange();
      else
        add({ kind: 'port', side: /^--s/.test(word) ? 'source' : /^--d/.test(word) ? 'destination' : 'either', ports });
      break;
    }
    case '--ctstate':
    case '--state': {
      const states = take()
        .split(',')
        .map((each) => each.toLowerCase());
      add({ kind: 'state', states: states as ConnectionState[] });
      break;
    }
    case '--ctdir': {
      add({ kind: 'way', way: take().toUpperCase() === 'REPLY' ? 'reply' : 'original' });
      break;
    }
    case '--ctproto': {
      const protocols = protocolNumbers(take());
      if (protocols === undefined || protocols === 'all') strange();
      else add({ kind: 'protocol', protocols });
      break;
    }
    case '--syn':
      add({ kind: 'flags', mask: 0x17, set: 0x02 });
      break;
    case '--tcp-flags': {
      const mask = readFlags(take());
      const set = readFlags(take());
      if (mask === undefined || set === undefined) strange();
      else add({ kind: 'flags', mask, set });
      break;
    }
    case '--src-type':
    case '--dst-type': {
      const types = take()
        .split(',')
        .map((each) => addressTypes[each.toUpperCase()] ?? 'other');
      add({ kind: 'address-type', side: word === '--src-type' ? 'source' : 'destination', types, iptables: true });
      break;
    }
    case '--src-range':
    case '--dst-range': {
      const [first = '', last = ''] = take().split('-');
      const from = parseHost(first);
      const to = parseHost(last);
      if (from === undefined || to === undefined || from.family !== to.family) strange();
      else {
        add({
          kind: 'address',
          side: word === '--src-range' ? 'source' : 'destination',
          family: from.family,
          addresses: [{ from: addressSpan(from).from, to: addressSpan(to).to }],
        });
      }
      break;
    }
    case '--pkt-type':
      add({ kind: 'constant', value: take().toLowerCase() === 'unicast' });
      break;
    default:
      strange();
  }
}

/** Reads `25`, `smtp`, `1000:2000`, `:1023`, `25,143,1000:2000`. */
function readPorts(text: string): Span[] | undefined {
  const spans: Span[] = [];
  for (const part of text.split(',')) {
    const [first = '', last] = part.split(':');
    const from = first === '' && last !== undefined ? 0 : readPort(first);
    const to = last === undefined ? from : last === '' ? 65_535 : readPort(last);
    if (from === undefined || to === undefined) return undefined;
    if (from <= to) spans.push({ from, to });
  }
  return spans;
}

function readFlags(text: string): number | undefined {
  let flags = 0;
  for (const name of text.split(',')) {
    const flag = tcpFlags[name.toUpperCase()];
    if (flag === undefined) return undefined;
    flags |= flag;
  }
  return flags;
}

function readAddresses(text: string, side: 'source' | 'destination'): Condition {
  const spans = text.split(',').map(parseAddressSpan);
  const [first] = spans;
  if (first === undefined || spans.some((each) => each?.family !== first.family)) return unknown;
  const addresses = spans.flatMap((each) => (each === undefined ? [] : [{ from: each.from, to: each.to }]));
  return { kind: 'address', side, family: first.family, addresses };
}

function verdictsOf(
  target: { name: string; goto: boolean } | undefined,
  words: readonly string[],
  place: RulePlace,
): RuleVerdict[] {
  if (target === undefined) return [{ kind: 'none' }];
  const { name } = target;
  if (place.isChain(name)) return [{ kind: target.goto ? 'goto' : 'jump', chain: place.chainKey(name) }];
  const after = (option: string) => {
    const at = words.indexOf(option);
    return at < 0 ? undefined : words[at + 1];
  };
  switch (name) {
    case 'ACCEPT':
      return [{ kind: 'accept' }];
    case 'SNAT':
    case 'MASQUERADE':
      return [{ kind: 'accept', hides: true }];
    case 'DROP':
    case 'REJECT':
      return [{ kind: 'drop' }];
    case 'RETURN':
      return [{ kind: 'return' }];
    case 'NOTRACK':
      return [{ kind: 'notrack' }];
    case 'CT':
      return [{ kind: words.includes('--notrack') ? 'notrack' : 'none' }];
    case 'REDIRECT':
      return [
        { kind: 'nat', target: { ...natTarget(`:${after('--to-ports') ?? after('--to-port') ?? ''}`), self: true } },
      ];
    case 'DNAT':
      return [{ kind: 'nat', target: natTarget(after('--to-destination') ?? '?') }];
    case 'NETMAP':
      return [{ kind: 'nat', target: { unknown: true } }];
    default:
      return [{ kind: goesOn.has(name) ? 'none' : 'unknown' }];
  }
}

/** Reads where a translation leads: `10.0.0.5`, `10.0.0.5:25`, `[2001:db8::5]:25`, `:2525`, `10.0.0.5-10.0.0.9`. */
export function natTarget(text: string): NatTarget {
  const match = /^(?:\[([^\]]*)\]|([^[\]]*?))(?::([\d-]*))?$/.exec(text);
  const bare = parseHost(text);
  const addresses = bare === undefined ? (match?.[1] ?? match?.[2] ?? '') : text;
  const ports = bare === undefined ? (match?.[3] ?? '') : '';
  const [first = '', last = first] = addresses.split('-');
  const from = parseHost(first);
  const to = parseHost(last);
  const [low = '', high = low] = ports.split('-');
  const span = readSpan(low, high);
  if (
    match === null ||
    (addresses !== '' && (from === undefined || to === undefined)) ||
    (ports !== '' && span === undefined)
  ) {
    return { unknown: true };
  }
  return {
    ...(from === undefined || to === undefined
      ? {}
      : { address: { family: from.family, from: addressSpan(from).from, to: addressSpan(to).to } }),
    ...(span === undefined ? {} : { ports: span }),
  };
}

function readSpan(low: string, high: string): Span | undefined {
  const from = readPort(low);
  const to = readPort(high);
  return from === undefined || to === undefined ? undefined : { from, to };
}
