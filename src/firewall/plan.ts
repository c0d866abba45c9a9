import { createHash } from 'node:crypto';
import type { Era } from '../../knowledge/knowledge.ts';
import type { Network } from './network.ts';

/** Which way a connection is opened, seen from the mail server. */
export type Direction = 'inbound' | 'outbound';

export type Transport = 'tcp' | 'udp';

/** One port that is opened, in one direction. */
export interface FirewallRule {
  readonly direction: Direction;
  readonly transport: Transport;
  /** The server's port inbound, the other side's outbound. */
  readonly port: number;
  /** The addresses that may connect, or be connected to. Empty: anybody. */
  readonly remotes: readonly Network[];
  /** The port's purpose in a few words: `IMAP over TLS`. */
  readonly title: string;
  /** Why the rule is there: one sentence for each fact it comes from. */
  readonly reasons: readonly string[];
  /** Things to verify on the server itself, because the evidence is weak. */
  readonly checks: readonly string[];
  /** Ids of the sources it rests on. */
  readonly sources: readonly string[];
}

/** A program that a firewall on the server itself must let through. */
export interface ProgramRule {
  /** The file name, such as `MDaemon.exe`. */
  readonly name: string;
  readonly reason: string;
  readonly sources: readonly string[];
}

/** A port that was asked for and is not opened. */
export interface LeftOut {
  readonly direction: Direction;
  readonly transport: Transport;
  readonly port: number;
  readonly title: string;
  /** Why, in one sentence. */
  readonly reason: string;
  /** How to include it, in one sentence. */
  readonly remedy: string;
}

/**
 * A set of rules, independent of any firewall's language. The same question over the same knowledge gives the same plan,
 * so that a later `undo` finds what was applied.
 */
export interface FirewallPlan {
  /** The name of this set of rules in every format, by which exactly these are undone: `mdaemon-activesync-imap`. */
  readonly group: string;
  /** The names of what was asked for: `ActiveSync`, `IMAP`. */
  readonly subjects: readonly string[];
  /** The arguments that ask for the same again, without command and format: `activesync imap from 10.0.0.0/8`. */
  readonly asked: string;
  /** How these rules are removed, in words. Default: the command `firewall undo` with the same arguments. */
  readonly undo?: string;
  readonly era: Era;
  readonly knowledgeVersion: string;
  /** The only direction that was asked for; `undefined` for both. */
  readonly direction: Direction | undefined;
  /** The mail server's own address. With it the rules suit a gateway in front of the server, without it the server. */
  readonly host: Network | undefined;
  /** In a fixed order: inbound first, then by port and transport. */
  readonly rules: readonly FirewallRule[];
  /** Programs to let through on the server itself; empty where none were asked for. */
  readonly programs: readonly ProgramRule[];
  /** Things to check first about the programs, because their list may be out of date. */
  readonly programNote?: string;
  /** MDaemon's install folder, for formats that name programs. */
  readonly installFolder: string;
  readonly leftOut: readonly LeftOut[];
  /** Things to know before applying, one sentence each, most important first. */
  readonly notes: readonly string[];
}

/** Six hexadecimal digits that stand for a text, where a name has no room for it. */
export function shortDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}
