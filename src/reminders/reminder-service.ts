import { type Actor, type PlatformName, quote, requireCreator, type TeamKey, UserError } from '../bot/bot.ts';
import type { Poster, Reminder, Target } from './ledger.ts';
import type { LedgerStore, NextOccurrence } from './ledger-store.ts';
import type { AcknowledgeResult } from './occurrence-repository.ts';
import type { ReminderDraft, ReminderPatch } from './reminder-repository.ts';

/** A reminder with the times it is due next. */
export interface ScheduledReminder {
  readonly reminder: Reminder;
  /** The next three at most, earliest first. */
  readonly nextRuns: readonly Date[];
}

/** What the desk is made of. */
export interface ReminderServiceOptions {
  readonly store: LedgerStore;
  /** How reminders reach people, by platform. */
  readonly posters: ReadonlyMap<PlatformName, Poster>;
  readonly nextOccurrence: NextOccurrence;
  /** Called when something may have become due. */
  readonly wake: () => void;
}

/**
 * What people do with reminders: the rules about who may do what, and what cannot be delivered is said at once.
 *
 * Calls that name a reminder throw a UserError `reminder-not-known` where the team has none of that id, and
 * `not-allowed` where it is somebody else's.
 */
export interface ReminderService {
  readonly store: LedgerStore;
  /**
   * Makes a reminder. It is durable when this resolves.
   *
   * @throws {UserError} `not-deliverable`, `too-many-reminders`, `never-due`, or `not-allowed` for one that may ping
   * everybody, which only an administrator can make.
   */
  add(draft: ReminderDraft, actor: Actor): Promise<ScheduledReminder>;
  show(team: TeamKey, id: string): Promise<ScheduledReminder>;
  edit(team: TeamKey, id: string, patch: ReminderPatch, actor: Actor): Promise<ScheduledReminder>;
  setState(team: TeamKey, id: string, state: 'active' | 'paused', actor: Actor): Promise<ScheduledReminder>;
  remove(team: TeamKey, id: string, actor: Actor): Promise<Reminder>;
  /** Takes a removal back. */
  restore(team: TeamKey, id: string, actor: Actor): Promise<ScheduledReminder>;
  runNow(team: TeamKey, id: string, actor: Actor): Promise<Reminder>;
  /** Done, or Snooze with the time it comes back. Everybody who reads along may do it. */
  acknowledge(
    team: TeamKey,
    id: string,
    how: { readonly how: 'done' } | { readonly how: 'snooze'; readonly until: Date },
    actor: Actor,
  ): Promise<{ readonly reminder: Reminder; readonly result: AcknowledgeResult }>;
}

/** Builds the desk over a store. */
export function createReminderService({
  store,
  posters,
  nextOccurrence,
  wake,
}: ReminderServiceOptions): ReminderService {
  const scheduled = async (reminder: Reminder): Promise<ScheduledReminder> => {
    const nextRuns: Date[] = [];
    let next = reminder.state === 'active' ? reminder.nextDueAt : undefined;
    while (next !== undefined && nextRuns.length < 3) {
      nextRuns.push(next);
      next = nextOccurrence(reminder.schedule, next);
    }
    return { reminder, nextRuns };
  };
  const find = async (team: TeamKey, id: string): Promise<Reminder> => {
    const reminder = await store.get(team, id.toLowerCase());
    if (reminder === undefined) throw notKnown(id);
    return reminder;
  };
  const own = async (team: TeamKey, id: string, actor: Actor): Promise<Reminder> => {
    const reminder = await find(team, id);
    requireCreator(actor, reminder.createdBy);
    return reminder;
  };
  const check = async (team: TeamKey, target: Target, pingsEveryone: boolean) => {
    const platform = team.split(':', 1)[0] as PlatformName;
    const result = await posters.get(platform)?.check(team, target, { pingsEveryone });
    if (result?.ok === false) {
      throw new UserError({ code: 'not-deliverable', message: 'That could not be delivered.', remedy: result.message });
    }
  };
  /** What a person names may be no place of their team's, where the platform has one bot for all teams. */
  const checkTargets = async (team: TeamKey, { target, escalation }: ReminderPatch, pingsEveryone: boolean) => {
    if (target !== undefined) await check(team, target, pingsEveryone);
    if (escalation?.then !== undefined) await check(team, escalation.then, pingsEveryone);
  };

  return {
    store,
    async add(draft, actor) {
      if (draft.pingsEveryone && actor.role !== 'administrator') {
        throw new UserError({
          code: 'not-allowed',
          message: 'Only an administrator can make a reminder that may ping everybody.',
          remedy: 'Leave `everyone` out, or ask an administrator.',
        });
      }
      await checkTargets(draft.team, draft, draft.pingsEveryone);
      const made = await store.create(draft);
      if (made.kind === 'limit-reached') {
        throw new UserError({
          code: 'too-many-reminders',
          message: `This team has ${made.limit} reminders, which is as many as it may.`,
          remedy: 'Remove some: `remind list` shows them.',
        });
      }
      wake();
      return scheduled(made.reminder);
    },
    show: async (team, id) => scheduled(await find(team, id)),
    async edit(team, id, patch, actor) {
      const reminder = await own(team, id, actor);
      await checkTargets(team, patch, patch.pingsEveryone ?? reminder.pingsEveryone);
      const changed = await store.update(team, reminder.id, patch);
      wake();
      return scheduled(changed ?? reminder);
    },
    async setState(team, id, state, actor) {
      const reminder = await own(team, id, actor);
      const changed = await store.setState(team, reminder.id, state);
      wake();
      return scheduled(changed ?? reminder);
    },
    async remove(team, id, actor) {
      const reminder = await own(team, id, actor);
      await store.remove(team, reminder.id);
      return reminder;
    },
    async restore(team, id, actor) {
      const reminder = await store.restore(team, id.toLowerCase());
      if (reminder === undefined) throw notKnown(id);
      requireCreator(actor, reminder.createdBy);
      wake();
      return scheduled(reminder);
    },
    async runNow(team, id, actor) {
      const reminder = await own(team, id, actor);
      await store.runNow(team, reminder.id);
      wake();
      return reminder;
    },
    async acknowledge(team, id, how, actor) {
      const reminder = await find(team, id);
      const result = await store.acknowledge({ team, reminder: reminder.id, by: actor.id, ...how });
      if (result === undefined) throw notKnown(id);
      wake();
      return { reminder: (await store.get(team, reminder.id)) ?? reminder, result };
    },
  };
}

function notKnown(id: string): UserError {
  return new UserError({
    code: 'reminder-not-known',
    outcome: 'unknown',
    message: `There is no reminder ${quote(id, 40)}.`,
    remedy: '`remind list` shows them all.',
    actions: [{ label: 'All reminders', command: 'remind list' }],
  });
}
