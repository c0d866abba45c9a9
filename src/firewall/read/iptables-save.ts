import { type Network, parseNetwork } from '../network.ts';
import { type Existing, parsePorts, passedOver } from './existing.ts';
import { type ChainRule, type EntryChain, walkChains } from './walk-chains.ts';

const hooks = { INPUT: 'input', OUTPUT: 'output', FORWARD: 'forward' } as const;

/** Matches that say nothing beyond their options, which are read below. */
const plainMatches = new Set(['tcp', 'udp', 'comment', 'conntrack', 'state', 'multiport']);

/**
 * Reads `iptables-save` and `ip6tables-save`, and our own restore files, whose chains nothing jumps to yet.
 */
export function readIptablesSave(text: string, host: Network | undefined): Existing {
  const entries: EntryChain[] = [];
  const chains = new Map<string, ChainRule[]>();
  let table = 'filter';
  for (const line of text.split(/\r?\n/)) {
    const tableName = /^\*(\w+)/.exec(line)?.[1];
    if (tableName !== undefined) table = tableName;
    if (table !== 'filter') continue;
    const declared = /^:(\S+)\s+(\S+)/.exec(line);
    if (declared !== null) {
      const [, name = '', policy] = declared;
      chains.set(name, chains.get(name) ?? []);
      if (name in hooks) {
        entries.push({ name, hook: hooks[name as keyof typeof hooks], acceptsByDefault: policy === 'ACCEPT' });
      }
      continue;
    }
    const words = splitWords(line);
    if (words[0] !== '-A' && words[0] !== '-P') continue;
    const name = words[1] ?? '';
    if (words[0] === '-P') {
      if (name in hooks) {
        entries.push({ name, hook: hooks[name as keyof typeof hooks], acceptsByDefault: words[2] === 'ACCEPT' });
      }
      continue;
    }
    chains.set(name, [...(chains.get(name) ?? []), readRule(words.slice(2))]);
  }
  const family = familyOf(text);
  const start = entries.length > 0 ? entries : ownChains(chains, host);
  const { conditional, drops, ...walked } = walkChains(start, chains, host);
  return {
    kind: family === 'ipv6' ? 'ip6tables-save' : 'iptables-save',
    format: family === 'ipv6' ? 'ip6tables' : 'iptables',
    ...walked,
    ...(family === undefined ? {} : { family }),
    notes: [
      ...passedOver(conditional, 'Rules not weighed, for conditions other than addresses and ports'),
      ...passedOver(drops, 'Dropping rules not weighed against the ones that let through'),
    ],
  };
}

function readRule(words: readonly string[]): ChainRule {
  const rule = {
    verdict: 'none' as ChainRule['verdict'],
    transports: [] as ('tcp' | 'udp')[],
    ports: [] as { from: number; to: number }[],
    sources: [] as Network[],
    destinations: [] as Network[],
    harmless: false,
    conditional: false,
  };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const value = words[index + 1] ?? '';
    index += 1;
    if (word === '-p' || word === '--protocol') {
      if (value === 'tcp' || value === 'udp') rule.transports = [value];
      else if (value !== 'all') rule.harmless = true;
    } else if (word === '--dport' || word === '--dports' || word === '--destination-port') {
      const parts = value.split(',');
      rule.ports = parts.flatMap((part) => parsePorts(part) ?? []);
      if (rule.ports.length < parts.length) rule.conditional = true;
    } else if (word === '-s' || word === '--source' || word === '-d' || word === '--destination') {
      const parts = value.split(',');
      const networks = parts.flatMap((part) => parseNetwork(part) ?? []);
      if (parts.some((part) => parseNetwork(part) === undefined)) rule.conditional = true;
      if (word.startsWith('-s') || word === '--source') rule.sources = networks;
      else rule.destinations = networks;
    } else if (word === '-i' || word === '-o') {
      if (value === 'lo') rule.harmless = true;
    } else if (word === '--ctstate' || word === '--state') {
      if (!value.split(',').includes('NEW')) rule.harmless = true;
    } else if (word === '-m' || word === '--match') {
      if (!plainMatches.has(value)) rule.conditional = true;
    } else if (word === '-j' || word === '-g') {
      rule.verdict = value === 'ACCEPT' ? 'accept' : value === 'DROP' || value === 'REJECT' ? 'drop' : { jump: value };
      if (value === 'LOG' || value === 'RETURN') rule.verdict = 'none';
    } else if (word === '!') {
      rule.conditional = true;
      index += 1;
    } else if (word !== '--comment' && word !== '--reject-with') {
      rule.conditional = true;
      index -= 1;
    }
  }
  return rule;
}

/** Our own chains, where the text is one of our files and not a firewall's state. */
function ownChains(chains: ReadonlyMap<string, unknown>, host: Network | undefined): EntryChain[] {
  return [...chains.keys()].flatMap((name) => {
    const way = /^mdaemon-[0-9a-f]{6}-(in|out)$/.exec(name)?.[1];
    if (way === undefined) return [];
    const hook = host !== undefined ? ('forward' as const) : way === 'in' ? ('input' as const) : ('output' as const);
    return [{ name, hook, acceptsByDefault: false }];
  });
}

/** iptables knows one family only; the text says which in its first lines or by its addresses. */
function familyOf(text: string): Network['family'] | undefined {
  if (/^# (Generated by ip6tables|Asked: .* ip6tables$)/m.test(text)) return 'ipv6';
  if (/^# (Generated by iptables|Asked: .* iptables$)/m.test(text)) return 'ipv4';
  const addresses = [...text.matchAll(/ -[sd] (\S+)/g)].flatMap((match) => parseNetwork(match[1] ?? '') ?? []);
  return addresses[0]?.family;
}

/** Words of a line; text in double quotes is one word, as iptables-save writes it. */
function splitWords(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}
