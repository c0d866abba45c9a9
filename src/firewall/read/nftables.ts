import type { Family } from '../network.ts';
import { fieldsOf, type Json, listOf, type Statement } from './nft-document.ts';
import { type NftPlace, readNftRule } from './nft-rule.ts';
import { writeNftRule } from './nft-rule-text.ts';
import type { BaseChain, Chain, ChainRule, Condition, Hook, Ruleset } from './ruleset.ts';

const bothFamilies: readonly Family[] = ['ipv4', 'ipv6'];

const familiesOf: Readonly<Record<string, readonly Family[]>> = {
  inet: bothFamilies,
  ip: ['ipv4'],
  ip6: ['ipv6'],
  netdev: bothFamilies,
  bridge: bothFamilies,
};

/** Reads the document of `nft -j list ruleset`, or one that was made from text. */
export function readNftables(document: unknown, kind: string): Ruleset {
  const items = listOf(fieldsOf(document as Json)['nftables']).map((item) => fieldsOf(item));
  const dormant = new Set(
    items.flatMap(({ table }) => {
      const own = fieldsOf(table);
      return listOf(own['flags']).includes('dormant') ? [tableKey(own['family'], own['name'])] : [];
    }),
  );
  const live = items.filter((item) => {
    const own = fieldsOf(item['rule'] ?? item['chain'] ?? item['set'] ?? item['map'] ?? item['element']);
    return !dormant.has(tableKey(own['family'], own['table']));
  });
  const sets = readSets(live);
  const chains = new Map<string, Chain>();
  for (const { chain } of live) {
    if (chain === undefined) continue;
    for (const each of readChain(fieldsOf(chain)))
      if (!chains.has(each.key) || each.base !== undefined) chains.set(each.key, each);
  }
  const elements = new Map<string, ReturnType<NftPlace['elements']>>();
  for (const item of live) {
    const inserted = fieldsOf(item['insert']);
    const rule = fieldsOf(item['rule'] ?? inserted['rule']);
    if (item['rule'] === undefined && inserted['rule'] === undefined) continue;
    const table = tableKey(rule['family'], rule['table']);
    const chain = chains.get(`${table} ${rule['chain']}`);
    if (chain === undefined) continue;
    const statements = listOf(rule['expr']).map((each) => fieldsOf(each));
    const own = readNftRule(statements, {
      number: (chain.rules.at(item['rule'] === undefined ? 0 : -1)?.number ?? 0) + 1,
      text: typeof rule['text'] === 'string' ? rule['text'] : writeNftRule(statements),
      elements(name) {
        const key = `${table} ${name}`;
        if (!elements.has(key)) elements.set(key, sets.get(key));
        return elements.get(key);
      },
      chainKey: (called) => `${table} ${called}`,
    });
    if (item['rule'] === undefined) chain.rules.unshift(...own);
    else chain.rules.push(...own);
    if (rule['family'] === 'bridge') weaken(own);
  }
  if (items.some((item) => item['insert'] !== undefined)) chains.forEach(renumber);
  const firewalld = [...chains.keys()].some((key) => key.startsWith('inet firewalld '));
  return {
    kind,
    format: firewalld ? 'firewalld' : 'nftables',
    chains,
    families: bothFamilies,
    notes: [],
  };
}

/** Bridges are not modelled: what their rules drop may be dropped. */
function weaken(rules: readonly ChainRule[]): void {
  for (const { conditions } of rules) (conditions as unknown[]).push({ kind: 'unknown' });
}

function renumber({ rules }: Chain): void {
  let number = 0;
  let before: string | undefined;
  for (const [index, rule] of rules.entries()) {
    if (rule.text !== before) number += 1;
    before = rule.text;
    rules[index] = { ...rule, number };
  }
}

function tableKey(family: Json | undefined, table: Json | undefined): string {
  return `${String(family)} ${String(table)}`;
}

/** Elements of sets and maps by their names. Sets that rules add to change with traffic, so they are left out. */
function readSets(items: readonly Statement[]): Map<string, readonly Json[]> {
  const changing = new Set<string>();
  for (const { rule } of items) {
    const own = fieldsOf(rule);
    for (const statement of listOf(own['expr'])) {
      const { set, op } = fieldsOf(fieldsOf(statement)['set']);
      if (typeof set === 'string' && op !== 'delete')
        changing.add(`${tableKey(own['family'], own['table'])} ${set.replace(/^@/, '')}`);
    }
  }
  const sets = new Map<string, Json[]>();
  for (const item of items) {
    const own = fieldsOf(item['set'] ?? item['map'] ?? item['element']);
    if (item['set'] === undefined && item['map'] === undefined && item['element'] === undefined) continue;
    const key = `${tableKey(own['family'], own['table'])} ${String(own['name'])}`;
    if (changing.has(key) || listOf(own['flags']).includes('dynamic')) continue;
    const list = sets.get(key) ?? [];
    for (const element of listOf(own['elem'])) list.push(element);
    sets.set(key, list);
  }
  return sets;
}

/** A chain; one that is hooked in for some devices only gets a base chain before it that asks for them. */
function readChain(chain: Statement): Chain[] {
  const { family, table, name, hook, type, prio, policy } = chain;
  const families = familiesOf[String(family)];
  if (families === undefined) return [];
  const key = `${tableKey(family, table)} ${String(name)}`;
  const shown = `${String(family)} ${String(table)} ${String(name)}`;
  if (hook === undefined) return [{ key, name: shown, families, rules: [] }];
  const base: BaseChain = {
    hook: String(hook) as Hook,
    type: type === 'nat' ? 'nat' : 'filter',
    priority: typeof prio === 'number' ? prio : 0,
    policy: policy === 'drop' ? (family === 'bridge' ? 'unknown' : 'drop') : 'accept',
  };
  const devices = listOf(chain['dev']).map(String);
  const isPerDevice = hook === 'ingress' || hook === 'egress';
  if (devices.length === 0 && !isPerDevice) return [{ key, name: shown, families, base, rules: [] }];
  // nft 1.0.6 does not print the devices of such chains as JSON.
  const limit: Condition =
    devices.length === 0
      ? { kind: 'unknown' }
      : { kind: 'interface', side: hook === 'egress' ? 'out' : 'in', names: devices };
  const text = `hook ${String(hook)} device ${devices.length === 0 ? 'not in the text' : devices.join(', ')}`;
  const rules: ChainRule[] = [
    { number: 0, text, conditions: [limit], verdict: { kind: 'jump', chain: key } },
    ...(base.policy === 'drop'
      ? [{ number: 0, text: `${text}: policy drop`, conditions: [limit], verdict: { kind: 'drop' } as const }]
      : []),
  ];
  return [
    { key, name: shown, families, rules: [] },
    { key: `${key} hook`, name: shown, families, base: { ...base, policy: 'accept' }, rules },
  ];
}
