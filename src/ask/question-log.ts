import type { TeamKey } from '../bot/bot.ts';
import type { DeclineReason, EntryKey } from './understanding.ts';

/** A question that did not get what was wanted. */
export type Unmet =
  /** It was declined. `nearest` is the entry that came nearest, if any was near. */
  | { readonly why: DeclineReason; readonly nearest: EntryKey | undefined }
  /** It was answered, and the person pressed another entry under "Not what you meant?". */
  | { readonly why: 'not-meant'; readonly shown: EntryKey | undefined; readonly wanted: EntryKey };

/** How often one kind of question was unmet. */
export interface UnmetCount {
  readonly unmet: Unmet;
  readonly count: number;
  readonly lastAt: Date;
  /** What was typed, most frequent first; empty where texts are not kept. */
  readonly texts: readonly { readonly text: string; readonly count: number }[];
}

/** Keeps what was asked and not answered, counted by entry and day. `src/storage` implements it. */
export interface QuestionLog {
  /** @param text what was typed, one line of at most 200 characters; only where it may be kept */
  add(team: TeamKey, unmet: Unmet, text: string | undefined): Promise<void>;
  /**
   * Unmet questions since an instant (whole days, in UTC), most frequent first.
   *
   * @param team whose; all of them where it is left out
   * @param limit how many at most; each has at most five texts
   */
  list(team: TeamKey | undefined, since: Date, limit: number): Promise<readonly UnmetCount[]>;
  /** Deletes every kept text of every team: the operator keeps them no longer. */
  forgetTexts(): Promise<void>;
}
