import { type Actor, type TeamKey, UserError } from '../bot/bot.ts';
import type { Reminder } from './ledger.ts';
import type { LedgerStore, ReminderDraft } from './ledger-store.ts';

/** A reminder from a calendar. */
export type ImportDraft = ReminderDraft & { readonly uid: string };

/** What became of one. `present`: it was here before, so that nothing was made. */
export type Imported =
  | { readonly kind: 'made' | 'present'; readonly reminder: Reminder }
  | { readonly kind: 'refused'; readonly reason: string };

interface ImportParts {
  readonly store: Pick<LedgerStore, 'list' | 'createOnce'>;
  /** Those of them that the actor may know of. */
  readonly see: (all: readonly Reminder[]) => Promise<readonly Reminder[]>;
  /** How many reminders one person may have. */
  readonly mostOfPerson: number;
  /** @throws {UserError} where it may not be posted there */
  readonly requirePosts: (draft: ImportDraft) => Promise<void>;
}

/** The UID of a reminder in a calendar: the one it came with, or one of its own. */
export function uidOf({ uid, id, team }: Pick<Reminder, 'uid' | 'id' | 'team'>): string {
  return uid ?? `${id}@${team.replace(':', '.').toLowerCase()}.mdaemon-bot`;
}

/**
 * Makes reminders from a calendar, each on its own, in order. Those that are here are not made again, whoever of those the
 * actor may see made them. Where one is refused, the others are made all the same.
 *
 * @throws {UserError} `too-many-reminders`, where they are more than the actor may have; nothing is made then
 */
export async function importReminders(
  { store, see, mostOfPerson, requirePosts }: ImportParts,
  team: TeamKey,
  drafts: readonly ImportDraft[],
  actor: Actor,
): Promise<readonly Imported[]> {
  const all = await store.list(team);
  const present = new Map((await see(all)).map((each) => [uidOf(each), each]));
  const fresh = drafts.filter(({ uid }) => !present.has(uid)).length;
  const own = all.filter(({ createdBy, state }) => createdBy === actor.id && state !== 'done').length;
  if (!team.startsWith('terminal:') && own + fresh > mostOfPerson) throw noRoom(fresh, Math.max(0, mostOfPerson - own));
  const results: Imported[] = [];
  for (const draft of drafts) {
    const before = present.get(draft.uid);
    results.push(before === undefined ? await importOne(draft) : { kind: 'present', reminder: before });
  }
  return results;

  async function importOne(draft: ImportDraft): Promise<Imported> {
    try {
      await requirePosts(draft);
    } catch (error) {
      if (error instanceof UserError) return { kind: 'refused', reason: `${error.message} ${error.remedy}` };
      throw error;
    }
    const made = await store.createOnce(draft);
    if (made.kind === 'limit-reached')
      return { kind: 'refused', reason: `This team has ${made.limit} reminders, the most that it can have.` };
    return { kind: made.kind === 'created' ? 'made' : 'present', reminder: made.reminder };
  }
}

function noRoom(wanted: number, room: number): UserError {
  return new UserError({
    code: 'too-many-reminders',
    message: `That is ${wanted} new reminders, and you have room for ${room}. Nothing was imported.`,
    remedy: 'Remove some that you no longer need (`remind list` shows them), or import fewer at once.',
  });
}
