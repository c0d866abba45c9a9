import type { FormatId } from '../../../knowledge/knowledge.ts';
import { addressSpan, parseHost, parseNetwork } from '../network.ts';
import type { Direction } from '../plan.ts';
import { protocolNumbers } from './protocols.ts';
import type { Chain, ChainRule, Condition, Ruleset, Span } from './ruleset.ts';

/** A rule of the Windows firewall, whichever program printed it. Every list is empty for `Any`. */
export interface WindowsRule {
  readonly name: string;
  readonly enabled: boolean;
  readonly action: 'allow' | 'block' | 'other';
  readonly direction: Direction;
  readonly profiles: readonly string[];
  readonly protocol: string;
  readonly localPorts: readonly string[];
  readonly remotePorts: readonly string[];
  readonly localAddresses: readonly string[];
  readonly remoteAddresses: readonly string[];
  readonly interfaces: readonly string[];
  /** A program or a service that it is for. Empty for any. */
  readonly program: string;
  readonly service: string;
  /** True where it only lets through what is authenticated or encrypted. */
  readonly secured: boolean;
  /** True where the text leaves out what the rule is limited to. */
  readonly incomplete: boolean;
}

/** The networks a machine may be in. A rule is for one or more of them. */
const profiles = ['Domain profile', 'Private profile', 'Public profile'];

/** The firewall keeps the state of connections: answers pass. */
const answers: ChainRule = {
  number: 0,
  text: 'answers to connections that were let through',
  conditions: [{ kind: 'state', states: ['established'] }],
  verdict: { kind: 'accept' },
};

const everyFamily = ['ipv4', 'ipv6'] as const;

/**
 * The Windows firewall as chains: what blocks comes before what allows, whatever the order of the list, and what no rule
 * names is blocked inbound and allowed outbound (Microsoft Learn, "Windows Firewall rules": rule precedence).
 */
export function windowsRuleset(
  kind: string,
  format: FormatId,
  rules: readonly WindowsRule[],
  notes: readonly string[],
): Ruleset {
  const chains = new Map<string, Chain>();
  for (const direction of ['inbound', 'outbound'] as const) {
    const own = rules
      .map((rule, index) => ({ rule, number: index + 1 }))
      .filter(({ rule }) => rule.enabled && rule.direction === direction);
    const ordered = [
      ...own.filter(({ rule }) => rule.action === 'block'),
      ...own.filter(({ rule }) => rule.action !== 'block'),
    ];
    chains.set(direction, {
      key: direction,
      name: `${direction} rule`,
      families: everyFamily,
      base: {
        hook: direction === 'inbound' ? 'input' : 'output',
        type: 'filter',
        priority: 0,
        policy: direction === 'inbound' ? 'drop' : 'accept',
      },
      policyText:
        direction === 'inbound'
          ? 'no rule allows it, and Windows blocks the rest'
          : 'no rule blocks it, and Windows allows the rest',
      rules: [answers, ...ordered.map(({ rule, number }) => readRule(rule, number))],
    });
  }
  return {
    kind,
    format,
    chains,
    families: everyFamily,
    interfaces: profiles,
    notes: [
      ...programNotes(rules),
      ...notes,
      'I assume that the firewall is on, with its usual policy: inbound is blocked and outbound allowed unless a rule says otherwise.',
    ],
  };
}

function programNotes(rules: readonly WindowsRule[]): string[] {
  const names = rules
    .filter(
      ({ enabled, action, direction, program }) =>
        enabled && action === 'allow' && direction === 'inbound' && program !== '',
    )
    .filter(({ localPorts }) => localPorts.length === 0)
    .map(({ program }) => program.split(/[\\/]/).at(-1) ?? program)
    .filter((name) => /^(mdaemon|worldclient|webadmin|mdspamd|avupdate|wcsvc)/i.test(name));
  return [...new Set(names)].map(
    (name) => `A rule lets ${name} in on every port it listens on; the rules don’t say which ones those are.`,
  );
}

function readRule(rule: WindowsRule, number: number): ChainRule {
  const inbound = rule.direction === 'inbound';
  const conditions: Condition[] = [
    ...protocolCondition(rule.protocol),
    ...portCondition(rule.localPorts, inbound ? 'destination' : 'source'),
    ...portCondition(rule.remotePorts, inbound ? 'source' : 'destination'),
    ...addressCondition(rule.localAddresses, inbound ? 'destination' : 'source'),
    ...addressCondition(rule.remoteAddresses, inbound ? 'source' : 'destination'),
    ...profileCondition(rule),
    ...labels(rule.interfaces.filter((each) => !/^any$/i.test(each)).map((each) => `interface ${each}`)),
  ];
  if (rule.program !== '' || rule.service !== '' || rule.secured || rule.incomplete || rule.action === 'other') {
    conditions.push({ kind: 'unknown' });
  }
  return {
    number,
    text: textOf(rule),
    conditions,
    verdict: { kind: rule.action === 'block' ? 'drop' : 'accept' },
  };
}

function textOf(rule: WindowsRule): string {
  const list = (name: string, values: readonly string[]) =>
    values.length === 0 ? [] : [`${name} ${values.join(',')}`];
  return [
    `“${rule.name}”`,
    rule.action,
    ...(rule.protocol === '' || /^any$/i.test(rule.protocol) ? [] : [rule.protocol]),
    ...list('port', rule.localPorts),
    ...list('remote port', rule.remotePorts),
    ...list('from', rule.remoteAddresses),
    ...(rule.program === '' ? [] : [`program ${rule.program}`]),
    ...(rule.service === '' ? [] : [`service ${rule.service}`]),
    ...(rule.profiles.length === 0 ? [] : [rule.profiles.join(',')]),
    ...(rule.incomplete ? ['(its ports are not in the text)'] : []),
  ].join(' ');
}

function protocolCondition(text: string): Condition[] {
  if (text === '' || /^any$/i.test(text)) return [];
  if (/^icmpv[46]$/i.test(text)) return [{ kind: 'constant', value: false }];
  const protocols = protocolNumbers(text);
  if (protocols === 'all') return [];
  return protocols === undefined ? [{ kind: 'unknown' }] : [{ kind: 'protocol', protocols }];
}

function portCondition(texts: readonly string[], side: 'source' | 'destination'): Condition[] {
  if (texts.length === 0) return [];
  const ports: Span[] = [];
  for (const text of texts) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
    // Words such as RPC stand for ports the system chooses.
    if (match === null) return [{ kind: 'unknown' }];
    ports.push({ from: Number(match[1]), to: Number(match[2] ?? match[1]) });
  }
  return [{ kind: 'port', side, ports }];
}

function addressCondition(texts: readonly string[], side: 'source' | 'destination'): Condition[] {
  if (texts.length === 0) return [];
  const of = texts.map((text): Condition[] => {
    const [first = '', last] = text.split('-');
    const from = last === undefined ? parseNetwork(first) : parseHost(first);
    const to = last === undefined ? from : parseHost(last);
    // `LocalSubnet`, `DNS`, `Internet`: who that is depends on the machine.
    if (from === undefined || to === undefined || from.family !== to.family) return [{ kind: 'label', label: text }];
    return [
      {
        kind: 'address',
        side,
        family: from.family,
        addresses: [{ from: addressSpan(from).from, to: addressSpan(to).to }],
      },
    ];
  });
  return [{ kind: 'any', of }];
}

function profileCondition({ profiles: own }: WindowsRule): Condition[] {
  const known = own.map((name) => profiles.find((each) => each.toLowerCase().startsWith(name.toLowerCase())));
  if (own.length === 0) return [];
  const names = known.filter((each) => each !== undefined);
  if (names.length < own.length) return [{ kind: 'unknown' }];
  return names.length === profiles.length
    ? []
    : [{ kind: 'any', of: [[{ kind: 'interface', side: 'in', names }], [{ kind: 'interface', side: 'out', names }]] }];
}

function labels(texts: readonly string[]): Condition[] {
  return texts.length === 0 ? [] : [{ kind: 'any', of: texts.map((label) => [{ kind: 'label', label }]) }];
}

/** Values separated by commas, without `Any`. */
export function windowsList(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && !/^(any|\*)$/i.test(each));
}

/** A program or service, empty for any. `System` is the kernel, which is no limit for ports it serves. */
export function windowsProgram(text: string): string {
  return /^(|any|system)$/i.test(text.trim()) ? '' : text.trim();
}
