import type { Era } from '../../knowledge/knowledge.ts';
import type { Network } from './network.ts';

/** Which way a connection is opened, seen from the mail server. */
export type Direction = 'inbound' | 'outbound';

/** What a port is opened for: TCP or UDP. */
export type Transport = 'tcp' | 'udp';

/** One port that is opened. */
export interface FirewallRule {
  readonly direction: Direction;
  readonly transport: Transport;
  /** The server's port inbound, the other side's outbound. */
  readonly port: number;
  /** Who may connect, or be connected to. Empty: anybody. */
  readonly remotes: readonly Network[];
  /** What the port is for, in a few words: `IMAP over TLS`. */
  readonly title: string;
  /** Why the rule is there: one sentence for each fact it comes from. */
  readonly reasons: readonly string[];
  /** What to verify on the own server, where the evidence is weak. */
  readonly checks: readonly string[];
  /** Ids of the sources it rests on. */
  readonly sources: readonly string[];
}

/** A program that a firewall on the server itself has to let through. */
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

/** A set of rules, before any firewall's language. The same question gives the same plan. */
export interface FirewallPlan {
  /** Names this set of rules in every format, so that undoing removes exactly these: `mdaemon-activesync-imap`. */
  readonly group: string;
  /** What was asked for, by name: `ActiveSync`, `IMAP`. */
  readonly subjects: readonly string[];
  /** The arguments that ask for it again, without command and format: `activesync imap from 10.0.0.0/8`. */
  readonly asked: string;
  /** How these rules are removed, where no question gives it. */
  readonly undo?: string;
  readonly era: Era;
  readonly knowledgeVersion: string;
  /** Only one direction was asked for. */
  readonly direction: Direction | undefined;
  /** The mail server's own address, where rules name it: then they suit a gateway in front of it. */
  readonly host: Network | undefined;
  /** In a fixed order: inbound first, then by port and transport. */
  readonly rules: readonly FirewallRule[];
  /** Programs to let through on the server itself; empty where none were asked for. */
  readonly programs: readonly ProgramRule[];
  /** What to check of the programs first, where their list may be out of date. */
  readonly programNote?: string;
  /** MDaemon's install folder, where formats name programs. */
  readonly installFolder: string;
  readonly leftOut: readonly LeftOut[];
  /** What to know before applying, one sentence each, most important first. */
  readonly notes: readonly string[];
}
