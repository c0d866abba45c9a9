import type { SharedBot } from './shared-bot.ts';

/** What a person sees of an answer, on whatever platform. */
export interface Seen {
  /** All of it that can be read: every page and every file, without the platform's own marks, links and buttons. */
  readonly text: string;
  /** Not everything is shown, and the answer says so. */
  readonly cut: boolean;
}

/** A platform that the contract can ask. One file makes one. */
export interface ContractPlatform {
  readonly name: string;
  /** Why it cannot be asked here; absent where it can. */
  readonly missing?: string | undefined;
  start(bot: SharedBot): Promise<StartedPlatform>;
}

/** A platform that is connected to the bot. */
export interface StartedPlatform {
  /** Asks as a person there would, an administrator of the team, and waits until all of the answer is there. */
  ask(line: string): Promise<Seen>;
  stop(): Promise<void>;
}
