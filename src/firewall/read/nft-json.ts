import { type Network, parseNetwork } from '../network.ts';
import type { Transport } from '../plan.ts';
import { type Existing, parsePorts, passedOver } from './existing.ts';
import { type ChainRule, type EntryChain, type WalkResult, walkChains } from './walk-chains.ts';

type Json = null | string | number | boolean | Json[] | { [key: string]: Json };
type Fields = { [key: string]: Json };

/** Reads `nft -j list ruleset`. */
export function readNftJson(document: unknown, host: Network | undefined): Existing {
  const items = list((document as Fields)['nftables'] as Json).map((item) => fields(item));
  const sets = new Map(
    items.flatMap(({ set }) => (set === undefined ? [] : [[keyOf(fields(set)), list(fields(set)['elem'])]])),
  );
  const entries: EntryChain[] = [];
  const chains = new Map<string, ChainRule[]>();
  for (const item of items) {
    const chain = fields(item['chain']);
    const hook = chain['hook'];
    if ((hook === 'input' || hook === 'output' || hook === 'forward') && chain['type'] === 'filter') {
      entries.push({ name: keyOf(chain), hook, acceptsByDefault: chain['policy'] !== 'drop' });
    }
    const rule = fields(item['rule']);
    if (item['rule'] === undefined) continue;
    const place = `${rule['family']}/${rule['table']}`;
    const key = `${place}/${rule['chain']}`;
    chains.set(key, [...(chains.get(key) ?? []), ...readRule(list(rule['expr']).map(fields), place, sets)]);
  }
  const { conditional, drops, ...walked } = walkFamilies(entries, chains, host);
  const strict = entries.filter(({ hook, acceptsByDefault }) => hook === 'input' && !acceptsByDefault).length;
  return {
    kind: 'nft -j list ruleset',
    format: 'nftables',
    ...walked,
    chains: ownChains(entries),
    notes: [
      ...(strict > 1
        ? [`Inbound traffic has to pass ${strict} chains that drop by default; they are read as if one were enough.`]
        : []),
      ...passedOver(conditional, 'Rules not weighed, for conditions other than addresses and ports'),
      ...passedOver(drops, 'Dropping rules not weighed against the ones that let through'),
    ],
  };
}

/** Walks the tables of each address family: what `ip` lets in is open to IPv4 only. */
function walkFamilies(
  entries: readonly EntryChain[],
  chains: ReadonlyMap<string, readonly ChainRule[]>,
  host: Network | undefined,
): WalkResult {
  const families = [
    { prefix: 'inet/', everybody: [] },
    { prefix: 'ip/', everybody: [{ family: 'ipv4' as const, address: '0.0.0.0', prefix: 0 }] },
    { prefix: 'ip6/', everybody: [{ family: 'ipv6' as const, address: '::', prefix: 0 }] },
  ];
  const results = families.map(({ prefix, everybody }) => {
    const result = walkChains(
      entries.filter(({ name }) => name.startsWith(prefix)),
      chains,
      host,
    );
    return {
      ...result,
      rules: result.rules.map((rule) => (rule.remotes.length === 0 ? { ...rule, remotes: everybody } : rule)),
    };
  });
  const sum = (key: 'conditional' | 'drops') => results.reduce((total, result) => total + result[key], 0);
  return {
    rules: results.flatMap(({ rules }) => rules),
    openByDefault: [...new Set(results.flatMap(({ openByDefault }) => openByDefault))],
    directions: [...new Set(results.flatMap(({ directions }) => directions))],
    conditional: sum('conditional'),
    drops: sum('drops'),
  };
}

/** The first chain of each direction, where nft can be given its name as it stands. */
function ownChains(entries: readonly EntryChain[]): NonNullable<Existing['chains']> {
  const named = (hooks: readonly EntryChain['hook'][]) =>
    entries
      .filter(
        ({ hook, name }) =>
          hooks.includes(hook) && /^(ip|ip6|inet)\/[A-Za-z_][\w-]{0,63}\/[A-Za-z_][\w-]{0,63}$/.test(name),
      )
      .map(({ name }) => name.replaceAll('/', ' '))[0];
  const [inbound, outbound] = [named(['input', 'forward']), named(['output', 'forward'])];
  return { ...(inbound === undefined ? {} : { inbound }), ...(outbound === undefined ? {} : { outbound }) };
}

/** One rule; several where a verdict map has several answers. */
function readRule(
  expressions: readonly Fields[],
  place: string,
  sets: ReadonlyMap<string, readonly Json[]>,
): ChainRule[] {
  const rule = {
    verdict: 'none' as ChainRule['verdict'],
    transports: [] as Transport[],
    ports: [] as { from: number; to: number }[],
    sources: [] as Network[],
    destinations: [] as Network[],
    harmless: false,
    conditional: false,
  };
  for (const expression of expressions) {
    const verdict = verdictOf(expression, place);
    if (verdict !== undefined) rule.verdict = verdict;
    else if (expression['match'] !== undefined) addMatch(rule, fields(expression['match']), place, sets);
    else if (expression['vmap'] !== undefined) return verdictMap(rule, fields(expression['vmap']), place);
    else if (!['counter', 'log', 'comment', 'xt'].some((key) => key in expression)) rule.conditional = true;
  }
  return [rule];
}

function verdictOf(expression: Fields, place: string): ChainRule['verdict'] | undefined {
  if ('accept' in expression) return 'accept';
  if ('drop' in expression || 'reject' in expression) return 'drop';
  const target = fields(expression['jump'] ?? expression['goto'])['target'];
  return target === undefined ? undefined : { jump: `${place}/${target}` };
}

interface OpenRule {
  transports: Transport[];
  ports: { from: number; to: number }[];
  sources: Network[];
  destinations: Network[];
  harmless: boolean;
  conditional: boolean;
}

function addMatch(rule: OpenRule, match: Fields, place: string, sets: ReadonlyMap<string, readonly Json[]>): void {
  const left = fields(match['left']);
  const payload = fields(left['payload']);
  const meta = fields(left['meta'])['key'];
  const values = valuesOf(match['right'] as Json, place, sets);
  if (meta === 'iifname' || meta === 'oifname' || meta === 'iif' || meta === 'oif') {
    if (values.length === 1 && values[0] === 'lo') {
      if (match['op'] === '==') rule.harmless = true;
    }
    return;
  }
  if (fields(left['ct'])['key'] === 'state') {
    if (!values.includes('new') && !values.includes('untracked')) rule.harmless = true;
    return;
  }
  const family = payload['protocol'];
  if (match['op'] !== '==' && match['op'] !== 'in') rule.conditional = true;
  else if (payload['field'] === 'dport') {
    if (family === 'tcp' || family === 'udp') rule.transports = [family];
    const ports = values.flatMap((value) => parsePorts(String(value)) ?? []);
    rule.ports = ports;
    if (ports.length === 0) rule.harmless = values.length === 0;
    if (ports.length < values.length) rule.conditional = true;
  } else if (meta === 'l4proto' || payload['field'] === 'protocol' || payload['field'] === 'nexthdr') {
    rule.transports = (['tcp', 'udp'] as const).filter((each) => values.includes(each));
    if (rule.transports.length === 0) rule.harmless = true;
  } else if ((family === 'ip' || family === 'ip6') && (payload['field'] === 'saddr' || payload['field'] === 'daddr')) {
    const networks = values.flatMap((value) => parseNetwork(String(value)) ?? []);
    if (networks.length < values.length || networks.length === 0) rule.conditional = true;
    if (payload['field'] === 'saddr') rule.sources = networks;
    else rule.destinations = networks;
  } else rule.conditional = true;
}

/** `tcp dport vmap { 25 : accept }`; maps of other kinds are conditions that are not understood. */
function verdictMap(rule: OpenRule, map: Fields, place: string): ChainRule[] {
  const payload = fields(fields(map['key'])['payload']);
  const pairs = list(fields(map['data'])['set']).map(list);
  const { protocol } = payload;
  if (fields(fields(map['key'])['ct'])['key'] === 'state') return [{ ...rule, verdict: 'none', harmless: true }];
  if (payload['field'] !== 'dport' || (protocol !== 'tcp' && protocol !== 'udp')) {
    return [{ ...rule, verdict: 'accept', conditional: true }];
  }
  return pairs.map(([key, verdict]) => {
    const ports = textsOf(key as Json).flatMap((text) => parsePorts(text) ?? []);
    return { ...rule, transports: [protocol], ports, verdict: verdictOf(fields(verdict), place) ?? 'none' };
  });
}

/** The right side of a match as texts: ports, ranges, addresses, networks and names, from sets too. */
function valuesOf(right: Json, place: string, sets: ReadonlyMap<string, readonly Json[]>): string[] {
  if (typeof right === 'string' && right.startsWith('@')) {
    return (sets.get(`${place}/${right.slice(1)}`) ?? []).flatMap(textsOf);
  }
  return textsOf(right);
}

function textsOf(value: Json): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  const { set, range, prefix, elem } = fields(value);
  if (set !== undefined) return textsOf(set);
  if (elem !== undefined) return textsOf(fields(elem)['val'] ?? null);
  if (range !== undefined) return [list(range).join('-')];
  if (prefix !== undefined) return [`${fields(prefix)['addr']}/${fields(prefix)['len']}`];
  return ['?'];
}

/** A chain or set by family, table and name. */
function keyOf(item: Fields): string {
  return `${item['family']}/${item['table']}/${item['name']}`;
}

function fields(value: Json | undefined): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}
