import { type Actor, type PlatformName, type TeamKey, UserError } from '../bot/bot.ts';
import type { Poster, PostNeeds, Readers, Reminder, Target } from './ledger.ts';
import type { InboxRepository, MessageLimits, NextOccurrence, ReminderPatch } from './ledger-store.ts';

/** The default of how many direct messages to others one person may ask for in a day. */
export const defaultMessageLimits: MessageLimits = { recipients: 5, each: 5 };

/**
 * True where somebody may know of a reminder. A private one is its maker's alone; one that goes to a person is theirs as well,
 * and administrators see it, since they have to be able to stop it. Where others read along, none of these is shown.
 */
function maySee(reminder: Reminder, actor: Actor): boolean {
  const { isPrivate, createdBy, target } = reminder;
  const { id, role, overheard } = actor;
  if (overheard === true && (isPrivate === true || target.kind === 'person')) return false;
  if (createdBy === id) return true;
  if (isPrivate === true) return false;
  return target.kind !== 'person' || target.id === id || role === 'administrator';
}

/** What somebody may know of, as far as the platform tells who reads its channels. */
interface Read {
  readonly reminders: readonly Reminder[];
  /** Channels with reminders of which the platform did not say who reads them; none of those is among `reminders`. */
  readonly unknownChannels: number;
}

/** The reminders that somebody may know of: private ones of others, and those of channels that they don't read, are left out. */
export async function readable(
  reminders: readonly Reminder[],
  actor: Actor,
  readers: Poster['readers'],
): Promise<Read> {
  const seen = reminders.filter((reminder) => maySee(reminder, actor));
  if (readers === undefined) return { reminders: seen, unknownChannels: 0 };
  const { id, role, here, overheard } = actor;
  const isKnown = ({ target, createdBy }: Reminder) =>
    target.kind !== 'channel' ||
    target.id === here ||
    (overheard !== true && (createdBy === id || role === 'administrator'));
  const channels = new Map(seen.filter((each) => !isKnown(each)).map(({ team, target }) => [target.id, team]));
  const readersOf = new Map<string, Readers>();
  await forEachOf([...channels], lookUpsAtOnce, async ([channel, team]) => {
    readersOf.set(channel, await readers(team, channel, id));
  });
  return {
    reminders: seen.filter((reminder) => {
      if (isKnown(reminder)) return true;
      const found = readersOf.get(reminder.target.id);
      return found === 'team' || (found === 'person' && overheard !== true);
    }),
    unknownChannels: [...readersOf.values()].filter((found) => found === 'unknown').length,
  };
}

/** A platform counts calls, and those of one list must not use up what others need. */
const lookUpsAtOnce = 8;

async function forEachOf<Item>(items: readonly Item[], atOnce: number, work: (item: Item) => Promise<void>) {
  const left = items.values();
  const workers = Array.from({ length: Math.min(atOnce, items.length) }, async () => {
    for (const item of left) await work(item);
  });
  await Promise.all(workers);
}

/** Who has something posted, and where they are: a post there needs no further right. */
export interface Asker {
  readonly actor: Actor;
  /** The platform's id of the conversation. Left out: nowhere. */
  readonly here?: string | undefined;
}

interface PostingRightsParts {
  readonly posters: ReadonlyMap<PlatformName, Poster>;
  readonly inbox: Pick<InboxRepository, 'countMessages'>;
  readonly nextOccurrence: NextOccurrence;
  readonly now: () => Promise<Date>;
  readonly limits: MessageLimits;
}

/** What is asked of a post before anything is stored. Each call throws a UserError for what is refused. */
interface PostingRights {
  /**
   * The bot can post there, and so may whoever asks for it. Resolves with what could not be looked at, as a sentence.
   *
   * @throws {UserError} `not-deliverable`
   */
  requireTarget(
    team: TeamKey,
    target: Target,
    asker: Asker,
    needs?: Omit<PostNeeds, 'asker'>,
  ): Promise<string | undefined>;
  /**
   * The same for every place a reminder goes to; and direct messages to others stay within what their recipients and the
   * limits allow. Counts them.
   *
   * @throws {UserError} `not-deliverable`, `too-often`, `refused-by-recipient`, `too-many-recipients`, `too-many-messages`
   */
  require(team: TeamKey, planned: PlannedPosts, asker: Asker): Promise<string | undefined>;
}

type PlannedPosts = Pick<Reminder, 'target' | 'schedule' | 'pingsEveryone' | 'escalation'>;

/** A reminder as it would be after a change. */
export function afterPatch(reminder: Reminder, patch: ReminderPatch): PlannedPosts {
  const { target, schedule, pingsEveryone, escalation } = { ...reminder, ...patch };
  return { target, schedule, pingsEveryone, ...(escalation == null ? {} : { escalation }) };
}

export function createPostingRights({
  posters,
  inbox,
  nextOccurrence,
  now,
  limits,
}: PostingRightsParts): PostingRights {
  const requireTarget: PostingRights['requireTarget'] = async (team, target, { actor, here }, own = {}) => {
    const platform = team.slice(0, team.indexOf(':')) as PlatformName;
    const isElsewhere = target.kind === 'channel' && target.id !== here;
    const needs = { pingsEveryone: false, ...own, ...(isElsewhere ? { asker: actor.id } : {}) };
    const result = await posters.get(platform)?.check(team, target, needs);
    if (result?.ok === false) {
      throw new UserError({ code: 'not-deliverable', message: 'That could not be delivered.', remedy: result.message });
    }
    return result?.unchecked;
  };
  return {
    requireTarget,
    async require(team, { target, schedule, pingsEveryone, escalation }, asker) {
      const targets = escalation?.then === undefined ? [target] : [target, escalation.then];
      let unchecked: string | undefined;
      for (const each of targets) {
        const unseen = await requireTarget(team, each, asker, { pingsEveryone });
        unchecked ??= unseen;
      }
      const { actor } = asker;
      const others = targets.filter(({ kind, id }) => kind === 'person' && id !== actor.id).map(({ id }) => id);
      if (others.length === 0) return unchecked;
      const isExempt = actor.role === 'administrator';
      if (!isExempt && isOftenerThanDaily(schedule, await now(), nextOccurrence)) throw tooOften();
      const verdict = await inbox.countMessages(team, actor.id, [...new Set(others)], isExempt ? unlimited : limits);
      if (verdict.kind !== 'counted') throw refuseMessages(verdict);
      return unchecked;
    },
  };
}

const unlimited: MessageLimits = { recipients: Number.MAX_SAFE_INTEGER, each: Number.MAX_SAFE_INTEGER };
/** A day is 23 hours long where the clocks go forward. */
const shortestDayMs = 23 * 3_600_000;
const gapsLookedAt = 60;

function isOftenerThanDaily(schedule: Reminder['schedule'], from: Date, nextOccurrence: NextOccurrence): boolean {
  if (schedule.kind !== 'recurring') return false;
  let last = nextOccurrence(schedule, from);
  for (let gap = 0; last !== undefined && gap < gapsLookedAt; gap += 1) {
    const next = nextOccurrence(schedule, last);
    if (next !== undefined && next.getTime() - last.getTime() < shortestDayMs) return true;
    last = next;
  }
  return false;
}

function tooOften(): UserError {
  return new UserError({
    code: 'too-often',
    message: 'A direct message to somebody else can come once a day at most.',
    remedy: 'Choose longer intervals or a channel that they read, or ask an administrator.',
  });
}

function refuseMessages(verdict: Exclude<Awaited<ReturnType<InboxRepository['countMessages']>>, { kind: 'counted' }>) {
  switch (verdict.kind) {
    case 'refused':
      return new UserError({
        code: 'refused-by-recipient',
        message: 'That person doesn’t accept direct messages that you set here.',
        remedy: 'Tell them yourself, or use a channel that both of you read.',
      });
    case 'too-many-recipients':
      return new UserError({
        code: 'too-many-recipients',
        message: `I write to at most ${verdict.limit} other people a day for you, and this would be more.`,
        remedy: 'Use a channel that they read, wait until tomorrow, or ask an administrator.',
      });
    case 'too-many-messages':
      return new UserError({
        code: 'too-many-messages',
        message: `I send one person at most ${verdict.limit} messages a day for you, and this would be one more.`,
        remedy: 'Add it to a reminder you already have, wait until tomorrow, or ask an administrator.',
      });
  }
}
