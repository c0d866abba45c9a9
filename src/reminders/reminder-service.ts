import { type Actor, mayChange, type PlatformName, quote, requireMaker, type TeamKey, UserError } from '../bot/bot.ts';
import { createDeadlineService, type DeadlineLimits, type DeadlineService } from './deadline-service.ts';
import { tooManySnoozes } from './delivery-service.ts';
import { localTime } from './delivery-view.ts';
import { type ImportDraft, type Imported, importReminders, uidOf } from './import-reminders.ts';
import type { Poster, Reminder, ReminderPurpose, Target } from './ledger.ts';
import type {
  AcknowledgeResult,
  LedgerStatus,
  LedgerStore,
  NextOccurrence,
  ReminderDraft,
  ReminderPatch,
  StoreReport,
} from './ledger-store.ts';
import { type Asker, afterPatch, createPostingRights, defaultMessageLimits, readable } from './reminder-rights.ts';
import { comesNext, type ReminderState, stateOf, type ToldReminder } from './reminder-state.ts';

/** A reminder with the times it is due next. */
export interface ScheduledReminder {
  readonly reminder: Reminder;
  /** The next three at most, earliest first. */
  readonly nextRuns: readonly Date[];
  /** What could not be looked at when it was made or changed, as a sentence. */
  readonly unchecked?: string;
  /** How it is, where it is shown. */
  readonly state?: ReminderState;
}

export interface ReminderServiceOptions {
  readonly store: LedgerStore;
  /** How reminders reach people, by platform. */
  readonly posters: ReadonlyMap<PlatformName, Poster>;
  readonly nextOccurrence: NextOccurrence;
  /** Called when something may have become due. */
  readonly wake: () => void;
  /** Other people to whom one person can have direct messages sent in a day, five to each. Default 5. */
  readonly recipientsPerDay?: number | undefined;
  /** Reminders that one person may have, except in a terminal, which is one person's own. Default 200. */
  readonly remindersPerPerson?: number | undefined;
  /** Open deadlines of their own that a team and one person may have. */
  readonly deadlines?: DeadlineLimits | undefined;
}

/**
 * What people do with reminders and with their team's deadlines. It holds the rules about who may do what, and says at
 * once what cannot be delivered.
 *
 * Calls that name a reminder throw a UserError `reminder-not-known` where the team has none of that id that the actor may
 * know of, and `not-allowed` where it is somebody else's. Whoever has something posted elsewhere than `here`, the
 * conversation they are in, has to be allowed to post there.
 */
export interface ReminderService extends DeadlineService {
  /** The time on the store's clock, which decides what is due. */
  now(): Promise<Date>;
  /** The team's reminders that somebody may know of, the next one due first, those never due again last. */
  list(team: TeamKey, viewer: Actor): Promise<readonly Reminder[]>;
  /** In how many channels there are reminders that are left out because the platform did not say who reads them. */
  unknownChannels(team: TeamKey, viewer: Actor): Promise<number>;
  /** The reminders that somebody may know of, each with the UID it has in calendars. In the order of `list`. */
  listForCalendar(
    team: TeamKey,
    viewer: Actor,
  ): Promise<readonly { readonly reminder: Reminder; readonly uid: string }[]>;
  show(team: TeamKey, id: string, viewer: Actor): Promise<ScheduledReminder>;
  /** How the store is, as of just now. Never rejects. */
  checkStore(): Promise<StoreReport>;
  /** Whether some process delivers to this team's platform from this store. */
  isDelivered(team: TeamKey): Promise<boolean>;
  /** Counts and ids of what is pending, late, ambiguous, dead, skipped and parked in the team. */
  status(team: TeamKey): Promise<LedgerStatus>;
  /**
   * Makes a reminder. It is durable when this resolves.
   *
   * @throws {UserError} `not-deliverable`, `too-many-reminders`, `never-due`, what `PostingRights` refuses, or `not-allowed` for
   * one that may ping everybody, which only an administrator can make.
   */
  add(draft: ReminderDraft, actor: Actor, here?: string): Promise<ScheduledReminder>;
  /**
   * Makes a reminder that a setting of the whole team brings along, in place of the one that it brought along before, and saves
   * the setting in the team's profile. Where anything is refused nothing has changed.
   *
   * @throws {UserError} as `add` does
   */
  replace(
    draft: ReminderDraft & { readonly purpose: ReminderPurpose },
    profile: object,
    actor: Actor,
    here?: string,
  ): Promise<ScheduledReminder>;
  /** Removes the reminder that such a setting brought along, and saves the setting. */
  retire(team: TeamKey, purpose: ReminderPurpose, profile: object, actor: Actor): Promise<void>;
  /**
   * Makes reminders from a calendar, and tells of each what became of it. What is here already is not made again.
   *
   * @throws {UserError} `too-many-reminders`, where they are more than the actor may have; nothing is made then
   */
  importAll(team: TeamKey, drafts: readonly ImportDraft[], actor: Actor, here?: string): Promise<readonly Imported[]>;
  /** Whether the bot and the actor may post in a place. @throws {UserError} `not-deliverable` */
  requireTarget(team: TeamKey, target: Target, actor: Actor, here?: string): Promise<void>;
  edit(team: TeamKey, id: string, patch: ReminderPatch, actor: Actor, here?: string): Promise<ScheduledReminder>;
  setState(
    team: TeamKey,
    id: string,
    state: 'active' | 'paused',
    actor: Actor,
    here?: string,
  ): Promise<ScheduledReminder>;
  remove(team: TeamKey, id: string, actor: Actor): Promise<Reminder>;
  /** Restores a removed reminder. @throws {UserError} `too-many-reminders` */
  restore(team: TeamKey, id: string, actor: Actor, here?: string): Promise<ScheduledReminder>;
  runNow(team: TeamKey, id: string, actor: Actor, here?: string): Promise<Reminder>;
  /** Has the team's ambiguous deliveries looked for again, at first one in each channel. Returns how many there are. */
  recheck(team: TeamKey): Promise<number>;
  /** Done, or Snooze with the time it comes back. Everybody who reads along may do it. */
  acknowledge(
    team: TeamKey,
    id: string,
    how: { readonly how: 'done'; readonly next?: boolean } | { readonly how: 'snooze'; readonly until: Date },
    actor: Actor,
  ): Promise<{ readonly reminder: Reminder; readonly result: AcknowledgeResult }>;
  /** Refuses direct messages that one person, or everybody, sets for the actor. Returns how many reminders it paused. */
  refuseMessages(team: TeamKey, sender: string, actor: Actor): Promise<number>;
  /** Takes that back; false where there was nothing to take back. */
  acceptMessages(team: TeamKey, sender: string, actor: Actor): Promise<boolean>;
  /** Whom the actor refuses: ids of people, or `everybody`. */
  refusedSenders(team: TeamKey, actor: Actor): Promise<readonly string[]>;
  /** The team's reminders that somebody may know of, those that are over included, and how each is. In the order of `list`. */
  overview(team: TeamKey, viewer: Actor): Promise<readonly ToldReminder[]>;
}

/** Builds the service over an open store. */
export function createReminderService({
  store,
  posters,
  nextOccurrence,
  wake,
  recipientsPerDay = defaultMessageLimits.recipients,
  remindersPerPerson = 200,
  deadlines,
}: ReminderServiceOptions): ReminderService {
  const readersIn = (team: TeamKey) => posters.get(platformOf(team))?.readers;
  const read = async (team: TeamKey, viewer: Actor) => readable(await store.list(team), viewer, readersIn(team));
  const listSeen = async (team: TeamKey, viewer: Actor) => (await read(team, viewer)).reminders;
  /** @throws {UserError} `reminder-not-known`, or `others-read-along` where only those around may not know of it */
  const requireSeen = async (reminder: Reminder, actor: Actor) => {
    const sees = async (who: Actor) => (await readable([reminder], who, readersIn(reminder.team))).reminders.length > 0;
    if (await sees(actor)) return;
    const { overheard: _, ...alone } = actor;
    throw (await sees(alone)) ? othersReadAlong() : notKnown(reminder.id);
  };
  const scheduled = async (reminder: Reminder, unchecked?: string): Promise<ScheduledReminder> => {
    const nextRuns: Date[] = [];
    let next = reminder.state === 'active' ? reminder.nextDueAt : undefined;
    while (next !== undefined && nextRuns.length < 3) {
      nextRuns.push(next);
      next = nextOccurrence(reminder.schedule, next);
    }
    return { reminder, nextRuns, ...(unchecked === undefined ? {} : { unchecked }) };
  };
  const tell = async (team: TeamKey, reminders: readonly Reminder[]): Promise<readonly ToldReminder[]> => {
    const [last, open, underWay, now] = await Promise.all([
      store.lastAnswers(team),
      store.unanswered(team),
      store.underWay(team),
      store.now(),
    ]);
    return reminders.map((reminder) => {
      const state = stateOf(reminder, { last, open, underWay }, now);
      const next = comesNext(state);
      return { reminder, state, ...(next === undefined ? {} : { next }) };
    });
  };
  const find = async (team: TeamKey, id: string, actor: Actor): Promise<Reminder> => {
    const reminder = await store.get(team, id.toLowerCase());
    if (reminder === undefined) throw notKnown(id);
    await requireSeen(reminder, actor);
    return reminder;
  };
  const own = async (team: TeamKey, id: string, actor: Actor): Promise<Reminder> => {
    const reminder = await find(team, id, actor);
    requireMaker(actor, reminder.createdBy);
    return reminder;
  };
  const rights = createPostingRights({
    posters,
    inbox: store,
    nextOccurrence,
    now: () => store.now(),
    limits: { ...defaultMessageLimits, recipients: recipientsPerDay },
  });
  /** Asked before anything is posted for somebody, whether it is new, changed, or posted once more. */
  const requirePosts = async (team: TeamKey, planned: Parameters<typeof rights.require>[1], asker: Asker) => {
    if (planned.pingsEveryone && asker.actor.role !== 'administrator') {
      throw new UserError({
        code: 'not-allowed',
        message: 'Only an administrator can have a reminder posted that may ping everybody.',
        remedy: 'Leave `everyone` out, or ask an administrator.',
      });
    }
    return rights.require(team, planned, asker);
  };

  const requireNew = async (draft: ReminderDraft, { actor, here }: Asker) => {
    const unchecked = await requirePosts(draft.team, draft, { actor, here });
    // Somebody who asks for a direct message may have closed theirs, which shows only when one is sent.
    if (draft.target.kind === 'person' && draft.target.id === actor.id) {
      await rights.requireTarget(draft.team, draft.target, { actor }, { proof: true });
    }
    return unchecked;
  };

  /** Nobody uses up alone what the team may have. */
  const requireRoom = async (team: TeamKey, person: string) => {
    if (team.startsWith('terminal:')) return;
    const own = (await store.list(team)).filter(({ createdBy, state }) => createdBy === person && state !== 'done');
    if (own.length >= remindersPerPerson) throw tooMany(remindersPerPerson, 'You have');
  };

  return {
    now: () => store.now(),
    list: listSeen,
    unknownChannels: async (team, viewer) => (await read(team, viewer)).unknownChannels,
    listForCalendar: async (team, viewer) =>
      (await listSeen(team, viewer)).map((reminder) => ({ reminder, uid: uidOf(reminder) })),
    async show(team, id, viewer) {
      const reminder = await find(team, id, viewer);
      const [told] = await tell(team, [reminder]);
      return { ...(await scheduled(reminder)), ...(told === undefined ? {} : { state: told.state }) };
    },
    checkStore: () => store.checkStore(),
    isDelivered: async (team) => (await store.deliveredPlatforms()).has(platformOf(team)),
    status: (team) => store.status(team),
    async add(draft, actor, here) {
      await requireRoom(draft.team, actor.id);
      const unchecked = await requireNew(draft, { actor, here });
      const made = await store.create(draft);
      if (made.kind === 'limit-reached') throw tooMany(made.limit);
      wake();
      return scheduled(made.reminder, unchecked);
    },
    async replace(draft, profile, actor, here) {
      const unchecked = await requirePosts(draft.team, draft, { actor, here });
      const made = await store.replace(draft, profile, { by: actor.id, at: await store.now() });
      if (made.kind === 'limit-reached') throw tooMany(made.limit);
      wake();
      return scheduled(made.reminder, unchecked);
    },
    retire: async (team, purpose, profile, actor) =>
      store.retire(team, purpose, profile, { by: actor.id, at: await store.now() }),
    async importAll(team, drafts, actor, here) {
      const made = await importReminders(
        {
          store,
          mostOfPerson: remindersPerPerson,
          see: async (all) => (await readable(all, actor, readersIn(team))).reminders,
          requirePosts: async (draft) => void (await requireNew(draft, { actor, here })),
        },
        team,
        drafts,
        actor,
      );
      wake();
      return made;
    },
    async requireTarget(team, target, actor, here) {
      const unchecked = await rights.requireTarget(team, target, { actor, here });
      if (unchecked === undefined) return;
      throw new UserError({ code: 'not-deliverable', message: 'I can’t tell whether that works.', remedy: unchecked });
    },
    async edit(team, id, patch, actor, here) {
      const reminder = await own(team, id, actor);
      const unchecked = await requirePosts(team, afterPatch(reminder, patch), { actor, here });
      const changedBy = actor.id === reminder.createdBy ? null : actor.id;
      const changed = await store.update(team, reminder.id, { ...patch, changedBy });
      wake();
      return scheduled(changed ?? reminder, unchecked);
    },
    async setState(team, id, state, actor, here) {
      const reminder = await own(team, id, actor);
      if (state === 'active') await requirePosts(team, reminder, { actor, here });
      const changed = await store.setState(team, reminder.id, state);
      wake();
      return scheduled(changed ?? reminder);
    },
    async remove(team, id, actor) {
      const reminder = await own(team, id, actor);
      await store.remove(team, reminder.id);
      return reminder;
    },
    async restore(team, id, actor, here) {
      const removed = await store.findRemoved(team, id.toLowerCase());
      if (removed === undefined) throw notKnown(id);
      await requireSeen(removed, actor);
      requireMaker(actor, removed.createdBy);
      await requireRoom(team, removed.createdBy);
      await requirePosts(team, removed, { actor, here });
      const restored = await store.restore(team, removed.id);
      if (restored === undefined) throw notKnown(id);
      if (restored.kind === 'limit-reached') throw tooMany(restored.limit);
      wake();
      return scheduled(restored.reminder);
    },
    async runNow(team, id, actor, here) {
      const reminder = await own(team, id, actor);
      await requirePosts(team, reminder, { actor, here });
      await store.runNow(team, reminder.id);
      wake();
      return reminder;
    },
    async recheck(team) {
      const count = await store.reconsiderAmbiguous({ team });
      wake();
      return count;
    },
    async acknowledge(team, id, how, actor) {
      const reminder = await find(team, id, actor);
      const isRecipient = reminder.target.kind === 'person' && reminder.target.id === actor.id;
      // A snooze sends it again.
      if (how.how === 'snooze' && reminder.target.kind === 'person' && !isRecipient) {
        await rights.require(team, reminder, { actor });
      }
      const result = await store.acknowledge({
        team,
        reminder: reminder.id,
        by: actor.id,
        isMakers: mayChange(actor, reminder.createdBy),
        ...how,
      });
      if (result === undefined) throw notKnown(id);
      if (result.leftOut !== undefined) throw leftOutAlready(result.leftOut, reminder);
      if (result.tooMany !== undefined) {
        throw new UserError({
          code: 'too-many-snoozes',
          message: tooManySnoozes(result.tooMany),
          remedy: 'Use `remind done` if the job is done, or change when it is due with `remind edit`.',
        });
      }
      wake();
      return { reminder: (await store.get(team, reminder.id)) ?? reminder, result };
    },
    refuseMessages: async (team, sender, actor) => (await store.refuseMessages(team, actor.id, sender)).length,
    acceptMessages: (team, sender, actor) => store.acceptMessages(team, actor.id, sender),
    refusedSenders: (team, actor) => store.refusedSenders(team, actor.id),
    async overview(team, viewer) {
      return tell(team, await listSeen(team, viewer));
    },
    ...createDeadlineService(store, deadlines),
  };
}

function tooMany(limit: number, who: 'This team has' | 'You have' = 'This team has'): UserError {
  return new UserError({
    code: 'too-many-reminders',
    message: `${who} ${limit} reminders, the most that ${who === 'You have' ? 'one person' : 'it'} can have.`,
    remedy: 'Remove some: `remind list` shows them.',
  });
}

const platformOf = (team: TeamKey) => team.split(':', 1)[0] as PlatformName;

function notKnown(id: string): UserError {
  return new UserError({
    code: 'reminder-not-known',
    outcome: 'unknown',
    message: `There is no reminder ${quote(id, 40)}.`,
    remedy: '`remind list` shows them all.',
    actions: [{ label: 'All reminders', command: 'remind list' }],
  });
}

function othersReadAlong(): UserError {
  return new UserError({
    code: 'others-read-along',
    message: 'That reminder is not for everybody here, so I leave it alone where others can read.',
    remedy: 'Use the slash command, which answers only you, or write to me in a direct message.',
  });
}

function leftOutAlready(at: Date, { schedule: { zone } }: Reminder): UserError {
  const { day, time } = localTime(at, zone);
  return new UserError({
    code: 'left-out-already',
    message: `The post of ${day}, ${time} (${zone}) is already skipped, and only the person who set the reminder can skip more than one.`,
    remedy: 'Ask whoever set it, or an administrator, to skip more or to pause it.',
  });
}
