import type { TeamKey } from '../../bot/bot.ts';
import type { DeclineReason, EntryKey } from '../understanding.ts';

/** A question that did not get the answer that was wanted. */
export type Unmet =
  /** It was declined. `nearest` is the most similar entry, if any was similar. */
  | { readonly why: DeclineReason; readonly nearest: EntryKey | undefined }
  /** It was answered, and the person pressed another entry under "Not what you meant?". */
  | { readonly why: 'not-meant'; readonly shown: EntryKey | undefined; readonly wanted: EntryKey };

/** How often one kind of question went unmet. */
export interface UnmetCount {
  readonly unmet: Unmet;
  readonly count: number;
  readonly lastAt: Date;
  /** The questions as typed, most frequent first; empty if texts are not kept. */
  readonly texts: readonly { readonly text: string; readonly count: number }[];
}

/** Counts questions that went unmet, by entry and day. `src/storage` implements it. */
export interface QuestionLog {
  /** @param text what was typed, one line of at most 200 characters; only where it may be kept */
  add(team: TeamKey, unmet: Unmet, text: string | undefined): Promise<void>;
  /**
   * Lists unmet questions since an instant (whole days, in UTC), most frequent first.
   *
   * @param team leave out to list those of all teams
   * @param limit the most to list; each comes with at most five texts
   */
  list(team: TeamKey | undefined, since: Date, limit: number): Promise<readonly UnmetCount[]>;
  /** Deletes the kept texts of all teams, for when the operator no longer wants them kept. */
  forgetTexts(): Promise<void>;
}
