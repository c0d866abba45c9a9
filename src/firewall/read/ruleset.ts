import type { FormatId } from '../../../knowledge/knowledge.ts';
import type { Family } from '../network.ts';

/** From the first to the last value, both included: ports, or addresses as numbers. */
export interface Span<T extends number | bigint = number> {
  readonly from: T;
  readonly to: T;
}

/** States a packet may have for the connection tracker; `dnat` and `snat` are iptables' virtual ones. */
export type ConnectionState = 'new' | 'established' | 'related' | 'invalid' | 'untracked' | 'dnat' | 'snat';

export type AddressType = 'unicast' | 'local' | 'broadcast' | 'multicast' | 'anycast' | 'other';

/** A condition without its negation. A packet of another address family, or another protocol, does not meet it. */
type PlainCondition =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'family'; readonly family: Family }
  | { readonly kind: 'protocol'; readonly protocols: readonly Span[] }
  | { readonly kind: 'port'; readonly side: 'source' | 'destination' | 'either'; readonly ports: readonly Span[] }
  | {
      readonly kind: 'address';
      readonly side: 'source' | 'destination';
      readonly family: Family;
      readonly addresses: readonly Span<bigint>[];
    }
  /** Names; a `*` at the end stands for anything. */
  | { readonly kind: 'interface'; readonly side: 'in' | 'out'; readonly names: readonly string[] }
  | { readonly kind: 'state'; readonly states: readonly ConnectionState[] }
  /** Of the TCP flags in `mask` exactly those of `set` are set. */
  | { readonly kind: 'flags'; readonly mask: number; readonly set: number }
  | {
      readonly kind: 'address-type';
      readonly side: 'source' | 'destination';
      readonly types: readonly AddressType[];
      /** True for iptables' match, which in IPv6 takes a machine's own addresses for unicast, and asks for all types. */
      readonly iptables?: true;
    }
  /** Which way through its connection a packet goes. */
  | { readonly kind: 'way'; readonly way: 'original' | 'reply' }
  /** One of several lists of conditions is met whole: a set of concatenations. */
  | { readonly kind: 'any'; readonly of: readonly (readonly Condition[])[] }
  /** Something with a name that the rules do not define, such as Windows' `LocalSubnet`. It limits, and is shown. */
  | { readonly kind: 'label'; readonly label: string }
  /** Whoever calls stays below a limit: on how often, or on how many connections at once. */
  | { readonly kind: 'below-limit' }
  /** Something that is not modelled. The packet may meet it or not. */
  | { readonly kind: 'unknown' };

export type Condition = PlainCondition & { readonly not?: boolean };

/** Where a rule sends connections instead. */
export interface NatTarget {
  /** Absent: the address stays, unless `self` is there. */
  readonly address?: { readonly family: Family; readonly from: bigint; readonly to: bigint };
  /** True where it sends them to the machine that has the rule. */
  readonly self?: true;
  /** Absent: the port stays. */
  readonly ports?: Span;
  /** True where it is not known where it sends them. */
  readonly unknown?: true;
}

export type RuleVerdict =
  /** `hides`: it gives connections an address of the machine's own as source. */
  | { readonly kind: 'accept'; readonly hides?: true }
  | { readonly kind: 'drop' | 'return' | 'none' | 'notrack' | 'unknown' }
  | { readonly kind: 'jump' | 'goto'; readonly chain: string }
  | { readonly kind: 'nat'; readonly target: NatTarget };

/** A rule. One with a verdict map becomes several with the same number. */
export interface ChainRule {
  /** As its firewall counts, from 1. */
  readonly number: number;
  /** As its firewall writes it. */
  readonly text: string;
  readonly conditions: readonly Condition[];
  readonly verdict: RuleVerdict;
}

export type Hook = 'ingress' | 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting' | 'egress';

/** How a chain is hooked into the kernel. */
export interface BaseChain {
  readonly hook: Hook;
  readonly type: 'filter' | 'nat';
  /** Lower ones come first. */
  readonly priority: number;
  readonly policy: 'accept' | 'drop' | 'unknown';
}

export interface Chain {
  /** Unique in a rule set. */
  readonly key: string;
  /** As it is shown: `INPUT`, `nat PREROUTING`, `inet filter input`. */
  readonly name: string;
  readonly families: readonly Family[];
  readonly base?: BaseChain;
  /** What its policy does, where its firewall has no policies by that name. */
  readonly policyText?: string;
  readonly rules: ChainRule[];
}

/** What decides about packets, as some firewall printed it. */
export interface Ruleset {
  /** What the text was taken for: `iptables-save`. */
  readonly kind: string;
  /** The format rules for the same firewall are written in. */
  readonly format: FormatId;
  readonly chains: ReadonlyMap<string, Chain>;
  /** The address families the text says anything about. */
  readonly families: readonly Family[];
  /** The names of all interfaces there are, where the firewall has only so many, such as Windows' profiles. */
  readonly interfaces?: readonly string[];
  readonly notes: readonly string[];
}
