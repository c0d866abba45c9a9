import type { PortVerdict } from '../../bot/bot.ts';
import type { Network } from '../network.ts';
import type { Direction, Transport } from '../plan.ts';

/** A port that should be open. */
export interface Asked {
  readonly direction: Direction;
  readonly transport: Transport;
  readonly port: number;
  /** Who it should be open to. Empty: anybody. */
  readonly remotes: readonly Network[];
  /** True where it was named, and nobody needs it open. Where it is open, it is one of the others. */
  readonly needless?: true;
}

/** An asked-for port over one address family. */
export interface Finding {
  readonly asked: Asked;
  readonly verdict: PortVerdict;
  /** What the deciding rule does, as the rest of a sentence: `INPUT 3 drops it`. Empty where nothing says. */
  readonly why: string;
  /**
   * Whether everybody it should be open to gets through. `unsaid`: the text says nothing of it. `not-asked`: it should be
   * open to networks of the other family only.
   */
  readonly covered: 'yes' | 'no' | 'unknown' | 'unsaid' | 'not-asked';
  /** The networks asked for that do not get through for certain. */
  readonly lacking: readonly Network[];
  /** True where somebody gets through that was not asked for. */
  readonly wider: boolean;
  /** What stops it: first packets, answers to them, or both. Empty where nothing does, or where that is not known. */
  readonly stopped: readonly ('first' | 'answer')[];
  /** Interfaces over which anybody gets through, where that is not so over all of them. */
  readonly openOn: readonly string[];
}

export interface JudgeOptions {
  /** The server's own address: the rules are a gateway's in front of it. */
  readonly host: Network | undefined;
  /** Interfaces that face the internet; empty where nobody said. */
  readonly outside: readonly string[];
  /** The directions to judge. */
  readonly directions: readonly Direction[];
}
