import type { TeamKey } from '../bot/bot.ts';

/** A deadline of the team's own, beside the built-in ones. */
export interface TeamDeadline {
  /** Short, kebab-case, unique in its team. */
  readonly id: string;
  readonly team: TeamKey;
  readonly title: string;
  /** The day, as `2026-12-31`. */
  readonly date: string;
  readonly note?: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly done?: { readonly by: string; readonly at: Date };
}

/** Keeps teams' own deadlines, and which deadlines are done. */
export interface DeadlineRepository {
  /** Adds one; false where the team has one of this id already. */
  addDeadline(deadline: Omit<TeamDeadline, 'createdAt' | 'done'>): Promise<boolean>;
  /** The team's own deadlines, the nearest first. */
  listDeadlines(team: TeamKey): Promise<readonly TeamDeadline[]>;
  /** Changes fields; nothing where there is none. Reminders that count down to it move with a new date. */
  updateDeadline(
    team: TeamKey,
    id: string,
    patch: { readonly title?: string; readonly date?: string; readonly note?: string },
  ): Promise<TeamDeadline | undefined>;
  /** Removes one and finishes the reminders that count down to it. */
  removeDeadline(team: TeamKey, id: string): Promise<boolean>;
  /**
   * Marks a deadline done and finishes the reminders that count down to it. Works for built-in deadlines too, which
   * have no row of their own. Returns how many reminders it finished.
   */
  finishDeadline(team: TeamKey, id: string, by: string): Promise<number>;
}
