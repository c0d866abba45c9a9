import { type Family, parseNetwork } from '../network.ts';
import { NotReadError } from '../refusals.ts';
import { readConditions } from './iptables-rule.ts';
import { type DumpStatement, splitStatements } from './iptables-statements.ts';
import type { BaseChain, Chain, ChainRule, Hook, Ruleset } from './ruleset.ts';

const hookOfChain: Readonly<Record<string, Hook>> = {
  PREROUTING: 'prerouting',
  INPUT: 'input',
  FORWARD: 'forward',
  OUTPUT: 'output',
  POSTROUTING: 'postrouting',
};

/** The kernel's priorities (linux/netfilter_ipv4.h), and the chains each table begins with. */
const tables: Readonly<Record<string, { priority: number; chains: readonly string[] }>> = {
  raw: { priority: -300, chains: ['PREROUTING', 'OUTPUT'] },
  mangle: { priority: -150, chains: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'] },
  nat: { priority: -100, chains: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'] },
  filter: { priority: 0, chains: ['INPUT', 'FORWARD', 'OUTPUT'] },
  security: { priority: 50, chains: ['INPUT', 'FORWARD', 'OUTPUT'] },
};

/** One machine's rules for one address family, while they are read. */
interface Dump {
  family: Family | undefined;
  readonly statements: DumpStatement[];
}

/**
 * Reads `iptables-save` and `ip6tables-save`, with or without counters, `iptables -S`, restore files, and lists of
 * `iptables` commands. Several dumps in one text are told apart by their headers and addresses.
 *
 * @throws {NotReadError} for lines that are no rules, and for dumps that contradict each other.
 */
export function readIptables(text: string): Ruleset {
  const dumps = apart(splitStatements(text));
  const notes: string[] = [];
  for (const dump of dumps) dump.family ??= familyByAddresses(dump.statements);
  const unnamed = dumps.filter(({ family }) => family === undefined);
  if (unnamed.length > 0) {
    const taken = new Set(dumps.map(({ family }) => family));
    const free = (['ipv4', 'ipv6'] as const).filter((family) => !taken.has(family));
    if (unnamed.length > 1 || free.length === 0) {
      throw new NotReadError(
        'It contains several dumps, and nothing says which is IPv4 and which is IPv6.',
        'Send `iptables-save` and `ip6tables-save` with their first lines, or one of them at a time.',
      );
    }
    for (const dump of unnamed) dump.family = free[0];
    notes.push(
      `Nothing in the text says which IP version it is for, so I take it as ${free[0] === 'ipv4' ? 'IPv4' : 'IPv6'}.`,
    );
  }
  const families = dumps.map(({ family = 'ipv4' }) => family);
  if (new Set(families).size < families.length) {
    throw new NotReadError(
      'It contains two dumps of the same IP version, which may be from two machines or two times.',
      'Send one of them.',
    );
  }
  const chains = new Map<string, Chain>();
  for (const dump of dumps) {
    readDump(dump.statements, dump.family ?? 'ipv4', chains);
    if (addCutOff(dump.statements, dump.family ?? 'ipv4', chains)) {
      notes.push('The text ends before COMMIT, so it was cut off. Send it whole, as a file.');
    }
  }
  const hidden = hiddenRules(text);
  for (const family of families)
    for (const chain of hidden)
      chains.set(`${family} ${chain.key}`, { ...chain, families: [family], key: `${family} ${chain.key}` });
  const only = families.length === 1 ? families[0] : undefined;
  const ufw = [...chains.values()].some(({ name }) => /^ufw6?-user-input$/.test(name));
  return {
    kind: only === 'ipv6' ? 'ip6tables-save' : only === 'ipv4' ? 'iptables-save' : 'iptables-save, ip6tables-save',
    format: ufw ? 'ufw' : only === 'ipv6' ? 'ip6tables' : 'iptables',
    chains,
    families,
    notes,
  };
}

/**
 * What iptables-nft says in a comment about rules that it does not print: those of iptables-legacy, and tables that hold
 * more than it can write. They may drop what the others accept, or send it elsewhere.
 */
function hiddenRules(text: string): Chain[] {
  const found = /^\s*# *(Warning: ip6?tables-legacy tables present.*|Table .* is incompatible.*)$/m.exec(text);
  if (found === null) return [];
  const rule: ChainRule = {
    number: 0,
    text: found[1] ?? '',
    conditions: [{ kind: 'unknown' }],
    verdict: { kind: 'drop' },
  };
  return (['input', 'output', 'forward'] as const).map((hook) => ({
    key: `hidden ${hook}`,
    name: 'rules that are not in the text',
    families: [],
    base: { hook, type: 'filter', priority: 0, policy: 'accept' },
    rules: [rule],
  }));
}

/** Dumps begin at their headers, or where a table comes for the second time, or with the other command. */
function apart(statements: readonly DumpStatement[]): Dump[] {
  const dumps: Dump[] = [];
  let dump: Dump | undefined;
  let seen = new Set<string>();
  let header: Family | undefined;
  const begin = (family: Family | undefined) => {
    dump = { family, statements: [] };
    seen = new Set();
    dumps.push(dump);
    return dump;
  };
  for (const statement of statements) {
    if (statement.kind === 'header') {
      header = statement.family;
      continue;
    }
    const said = statement.kind === 'command' ? statement.family : header;
    if (statement.kind === 'table') {
      if (seen.has(statement.table) || dump === undefined || (said !== undefined && dump.family !== said)) {
        dump =
          dumps.find(
            ({ family, statements: own }) => said !== undefined && family === said && !hasTable(own, statement.table),
          ) ?? begin(said);
      }
      seen.add(statement.table);
    } else if (dump === undefined || (statement.kind === 'command' && said !== undefined && dump.family !== said)) {
      dump = dumps.find(({ family }) => said !== undefined && family === said) ?? begin(said);
    }
    dump.statements.push(statement);
  }
  return dumps;
}

function hasTable(statements: readonly DumpStatement[], table: string): boolean {
  return statements.some((each) => each.kind === 'table' && each.table === table);
}

function familyByAddresses(statements: readonly DumpStatement[]): Family | undefined {
  const found = new Set<Family>();
  for (const statement of statements) {
    if (statement.kind !== 'rule' && statement.kind !== 'command') continue;
    for (const [index, word] of statement.words.entries()) {
      if (/^(ipv6-icmp|icmpv6|icmp6-.*|--icmpv6-type)$/.test(word)) found.add('ipv6');
      if (/^(icmp|icmp-(?!.*adm-prohibited$).*|--icmp-type)$/.test(word)) found.add('ipv4');
      if (/^(-s|-d|--source|--destination|--src|--dst)$/.test(word)) {
        const network = parseNetwork((statement.words[index + 1] ?? '').split(',')[0] ?? '');
        if (network !== undefined) found.add(network.family);
      }
    }
    if (found.size > 1) {
      throw new NotReadError(
        'It mixes IPv4 and IPv6 rules in one dump.',
        'Send `iptables-save` and `ip6tables-save`, each whole.',
      );
    }
  }
  return [...found][0];
}

function readDump(statements: readonly DumpStatement[], family: Family, chains: Map<string, Chain>): void {
  const policies = new Map<string, BaseChain['policy']>();
  const rules = new Map<string, { words: readonly string[] }[]>();
  const said = new Set<string>();
  const rulesOf = (table: string, chain: string) => {
    const key = `${table} ${chain}`;
    const list = rules.get(key) ?? [];
    rules.set(key, list);
    return list;
  };
  let table = 'filter';
  for (const statement of statements) {
    if (statement.kind === 'table') table = statement.table;
    else if (statement.kind === 'chain') {
      rulesOf(table, statement.chain);
      if (statement.policy !== '-') policies.set(`${table} ${statement.chain}`, readPolicy(statement.policy));
    } else if (statement.kind === 'rule' || statement.kind === 'command') {
      const own = statement.kind === 'command' ? (statement.table ?? 'filter') : table;
      said.add(own);
      const { action, chain, words } = statement;
      if (action === 'policy') policies.set(`${own} ${chain}`, readPolicy(words[0] ?? ''));
      else if (action === 'new') rulesOf(own, chain);
      else if (action === 'append') rulesOf(own, chain).push({ words });
      else {
        const place = /^\d+$/.test(words[0] ?? '') ? Number(words[0]) : undefined;
        rulesOf(own, chain).splice((place ?? 1) - 1, 0, { words: place === undefined ? words : words.slice(1) });
      }
    }
    if (statement.kind === 'table') said.add(statement.table);
  }
  said.add('filter');
  for (const [name, { priority, chains: builtIn }] of Object.entries(tables)) {
    if (!said.has(name)) continue;
    for (const chain of builtIn) {
      const base: BaseChain = {
        hook: hookOfChain[chain] ?? 'input',
        type: name === 'nat' ? 'nat' : 'filter',
        priority: name === 'nat' && (chain === 'INPUT' || chain === 'POSTROUTING') ? 100 : priority,
        policy:
          policies.get(`${name} ${chain}`) ?? untoldPolicy(name, chain, rules.get(`${name} ${chain}`)?.length ?? 0),
      };
      chains.set(`${family} ${name} ${chain}`, { ...emptyChain(family, name, chain), base });
    }
  }
  for (const [key, list] of rules) {
    const [own = 'filter', name = ''] = key.split(' ');
    const id = `${family} ${own} ${name}`;
    const chain = chains.get(id) ?? emptyChain(family, own, name);
    chains.set(id, chain);
    for (const [index, { words }] of list.entries()) {
      chain.rules.push(
        ...readConditions(words, {
          number: index + 1,
          chainKey: (called) => `${family} ${own} ${called}`,
          isChain: (called) => rules.has(`${own} ${called}`),
        }),
      );
    }
  }
}

/**
 * A table that does not end with COMMIT was cut off. Its chains stand one after the other, so rules may be missing from the
 * one that was printed last, and from those behind it.
 */
function addCutOff(statements: readonly DumpStatement[], family: Family, chains: ReadonlyMap<string, Chain>): boolean {
  const start = statements.findLastIndex(({ kind }) => kind === 'table');
  const table = statements[start];
  const own = statements.slice(start + 1);
  if (table?.kind !== 'table' || own.some(({ kind }) => kind === 'commit')) return false;
  const declared = [...chains.values()].filter(({ key }) => key.startsWith(`${family} ${table.table} `));
  const last = own.findLast((each) => each.kind === 'rule');
  const from = declared.findIndex(
    ({ key }) => last?.kind === 'rule' && key === `${family} ${table.table} ${last.chain}`,
  );
  for (const { rules } of declared.slice(Math.max(from, 0))) {
    rules.push({
      number: 0,
      text: 'the text ends before COMMIT, so rules may be missing',
      conditions: [{ kind: 'unknown' }],
      verdict: { kind: 'unknown' },
    });
  }
  return true;
}

/** A chain that the text leaves out accepts, as the kernel has it; one with rules has a policy that is not told. */
function untoldPolicy(table: string, chain: string, rules: number): BaseChain['policy'] {
  return table === 'filter' && (chain === 'INPUT' || rules > 0) ? 'unknown' : 'accept';
}

function readPolicy(word: string): BaseChain['policy'] {
  return word === 'ACCEPT' ? 'accept' : word === 'DROP' || word === 'REJECT' ? 'drop' : 'unknown';
}

function emptyChain(family: Family, table: string, chain: string): Chain {
  const name = table === 'filter' ? chain : `${table} ${chain}`;
  return { key: `${family} ${table} ${chain}`, name, families: [family], rules: [] };
}
