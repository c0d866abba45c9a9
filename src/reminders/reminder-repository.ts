import type { TeamKey } from '../bot/bot.ts';
import type { Schedule } from './calendar/calendar.ts';
import type { Reminder } from './ledger.ts';

/** What a person says to make a reminder; the store adds the rest. */
export type ReminderDraft = Omit<Reminder, 'id' | 'createdAt' | 'state' | 'parkedReason' | 'nextDueAt'>;

/** What can be changed in a reminder. `escalation: null` takes the escalation away. */
export interface ReminderPatch {
  readonly text?: string;
  /** Works out anew when the reminder is next due. */
  readonly schedule?: Schedule;
  readonly target?: Reminder['target'];
  readonly catchUp?: Reminder['catchUp'];
  readonly graceMs?: number;
  readonly escalation?: Reminder['escalation'] | null;
  readonly pingsEveryone?: boolean;
}

/** Made, or refused because the team has as many as it may. */
export type CreateResult =
  | { readonly kind: 'created'; readonly reminder: Reminder }
  | { readonly kind: 'limit-reached'; readonly limit: number };

/** Keeps the reminders of all teams. No call ever crosses from one team to another. */
export interface ReminderRepository {
  /** Makes a reminder. When it returns, the reminder survives a kill. */
  create(draft: ReminderDraft): Promise<CreateResult>;
  /** Makes many in one transaction, without the team's limit: for imports. Returns how many. */
  importAll(drafts: readonly ReminderDraft[]): Promise<number>;
  get(team: TeamKey, id: string): Promise<Reminder | undefined>;
  /** The team's reminders, the next one due first, those never due again last. */
  list(team: TeamKey): Promise<readonly Reminder[]>;
  /** Changes fields; returns the reminder as it is now, nothing where there is none. */
  update(team: TeamKey, id: string, patch: ReminderPatch): Promise<Reminder | undefined>;
  /**
   * Pauses, resumes or finishes a reminder. A paused or finished one is not due, and what was due of it and not yet
   * begun is skipped with a reason. `active` works out from now when it is next due, also after `parked`.
   */
  setState(team: TeamKey, id: string, state: 'active' | 'paused' | 'done'): Promise<Reminder | undefined>;
  /** Removes a reminder and skips what was due of it and not yet begun. False where there was none. */
  remove(team: TeamKey, id: string): Promise<boolean>;
  /** Takes a removal back, for Undo. What was skipped in between stays skipped. */
  restore(team: TeamKey, id: string): Promise<Reminder | undefined>;
}
