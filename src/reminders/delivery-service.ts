import { type Actor, type Deed, mayUseControl, type TeamKey } from '../bot/bot.ts';
import { type DeliveryView, localTime, sentAtOf, type ViewAnswer, viewAnswer, viewDelivery } from './delivery-view.ts';
import type { OccurrenceRepository } from './ledger-store.ts';

/** What a button of a post asks for. `show` changes nothing. */
export type PressHow = 'done' | FixedSnooze | 'show';

type FixedSnooze = 'snooze-hour' | 'snooze-tomorrow' | 'snooze-week';

/** A pressed button, by ids only, so that it works after a restart and on any replica. */
interface Press {
  readonly team: TeamKey;
  /** The id of the delivery the post is about. */
  readonly delivery: string;
  readonly reminder: string;
  /** `until`: a snooze to a time of the person's own. */
  readonly how: PressHow | { readonly until: Date };
  readonly actor: Actor;
  /** The id of the request, and the conversation it was pressed in: for the record. */
  readonly request: string;
  readonly place: string;
}

/** The result of a press. `view` is the post's new text. */
export type PressResult =
  | { readonly kind: 'recorded'; readonly view: DeliveryView; readonly answer: ViewAnswer }
  /** Nothing was recorded, since somebody was first; `answer` is theirs. */
  | { readonly kind: 'answered-before'; readonly view: DeliveryView; readonly answer: ViewAnswer }
  /** Nothing was to be recorded. */
  | { readonly kind: 'shown'; readonly view: DeliveryView }
  /** The reminder or the delivery is no longer there. */
  | { readonly kind: 'gone' }
  /** An outsider pressed what was not posted to them, or somebody snoozed it too often; nothing was recorded. */
  | { readonly kind: 'not-allowed'; readonly reason: string };

/**
 * Where the buttons of posts are answered. Every member who reads along may press them, and whoever was sent the post as a
 * direct message.
 */
export interface DeliveryService {
  press(press: Press): Promise<PressResult>;
  /** A time somebody typed to snooze until, in the team's zone; nothing where it is none, or has passed. */
  readTime?(team: TeamKey, typed: string): Promise<Date | undefined>;
  /** What the post of a delivery says now; nothing where there is no such delivery. */
  view(team: TeamKey, delivery: string): Promise<DeliveryView | undefined>;
  /**
   * The team of a delivery that went to this person alone; nothing for any other. For platforms whose direct messages
   * belong to no team, so that a button there does not say for which team it was posted.
   */
  teamOf(delivery: string, person: string): Promise<TeamKey | undefined>;
}

type Recording = Omit<Press, 'how'> & { readonly how: Exclude<Press['how'], 'show'> };

/** The parts of a DeliveryService. */
interface DeliveryServiceOptions {
  readonly repository: Pick<OccurrenceRepository, 'delivery' | 'acknowledgements' | 'teamOf'>;
  /** The same for one deed, which goes on record. */
  actingFor(deed: Deed): Pick<OccurrenceRepository, 'acknowledge'>;
  /** The store's clock. */
  now(): Promise<Date>;
  /** The IANA zone of a team: "tomorrow 09:00" is meant in it. */
  zoneOf(team: TeamKey): Promise<string>;
  readonly resolveWallClock: ResolveWallClock;
  /** Reads a time such as `tomorrow 14:00`; nothing where it is none. Left out: nobody may type one. */
  readTime?(typed: string, now: Date, zone: string): Promise<Date | undefined>;
  /** Called when something may have become due at another time: a snooze. */
  wake(): void;
}

/** Builds a DeliveryService over the stored occurrences and deliveries. */
export function createDeliveryService({
  repository,
  actingFor,
  now,
  zoneOf,
  resolveWallClock,
  readTime,
  wake,
}: DeliveryServiceOptions): DeliveryService {
  const view = async (team: TeamKey, id: string): Promise<DeliveryView | undefined> => {
    const [delivery, acknowledgements] = await Promise.all([
      repository.delivery(team, id),
      repository.acknowledgements(team, id),
    ]);
    return delivery === undefined ? undefined : viewDelivery(delivery, acknowledgements, sentAtOf(delivery));
  };
  const record = async ({ team, delivery, reminder, how, actor, request, place }: Recording) => {
    // The repository keeps Done and Snooze apart; on one post the first press of either counts.
    const earlier = (await repository.acknowledgements(team, delivery)).findLast((each) => each.reminder === reminder);
    if (earlier !== undefined) return { first: false, acknowledgement: earlier };
    const target = { team, delivery, reminder, by: actor.id };
    const act = how === 'done' ? 'press done' : 'press snooze';
    const acting = actingFor({ team, by: actor.id, role: actor.role, place, act, request });
    if (how === 'done') return acting.acknowledge({ ...target, how });
    const until =
      typeof how === 'object' ? how.until : snoozeUntil(how, await now(), await zoneOf(team), resolveWallClock);
    return acting.acknowledge({ ...target, how: 'snooze', until });
  };
  return {
    view,
    teamOf: repository.teamOf,
    ...(readTime === undefined
      ? {}
      : {
          async readTime(team: TeamKey, typed: string) {
            const at = await now();
            const read = await readTime(typed, at, await zoneOf(team));
            return read !== undefined && read > at ? read : undefined;
          },
        }),
    async press(press): Promise<PressResult> {
      const { team, delivery: id, reminder, how } = press;
      const delivery = await repository.delivery(team, id);
      const item = delivery?.items.find((each) => each.reminder.id === reminder);
      if (delivery === undefined || item === undefined) return { kind: 'gone' };
      const isToPerson = delivery.target.kind === 'person';
      const isRecipient = isToPerson && delivery.target.id === press.actor.id;
      const control = how === 'done' || how === 'show' ? how : 'snooze';
      if (!mayUseControl(control, press.actor, isRecipient)) {
        return { kind: 'not-allowed', reason: press.actor.doubt ?? 'Only members of this team can answer a reminder.' };
      }
      const isTheirs = isRecipient || item.reminder.createdBy === press.actor.id;
      if ((isToPerson || item.reminder.isPrivate === true) && !isTheirs) {
        return { kind: 'not-allowed', reason: 'That reminder is somebody else’s, so nothing was recorded.' };
      }
      const result = how === 'show' ? undefined : await record({ ...press, how });
      if (how !== 'show' && result === undefined) return { kind: 'gone' };
      if (result !== undefined && 'tooMany' in result && result.tooMany !== undefined) {
        return { kind: 'not-allowed', reason: tooManySnoozes(result.tooMany) };
      }
      const shown = await view(team, id);
      if (shown === undefined) return { kind: 'gone' };
      if (result === undefined) return { kind: 'shown', view: shown };
      if (result.first) wake();
      const answer = viewAnswer(result.acknowledgement, item.reminder.schedule.zone, sentAtOf(delivery));
      return { kind: result.first ? 'recorded' : 'answered-before', view: shown, answer };
    },
  };
}

/** The sentence for somebody who has snoozed a reminder as often as they may. */
export function tooManySnoozes(limit: number): string {
  return `You have snoozed this reminder ${limit} times within a day, the most that one person can, so nothing was done.`;
}

/** Turns a wall-clock time such as `2026-11-24T09:00` into its instant, under the rule for daylight saving time. */
type ResolveWallClock = (local: string, zone: string) => { readonly at: Date };

const morning = '09:00';
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** When a snoozed reminder comes back: in an hour, tomorrow at 09:00, or on Monday of next week at 09:00. */
function snoozeUntil(how: FixedSnooze, now: Date, zone: string, resolve: ResolveWallClock): Date {
  if (how === 'snooze-hour') return new Date(now.getTime() + hourMs);
  const today = Date.parse(localTime(now, zone).date);
  // Weeks begin on Monday: on a Sunday the next one begins tomorrow.
  const days = how === 'snooze-tomorrow' ? 1 : 8 - (new Date(today).getUTCDay() || 7);
  const day = new Date(today + days * dayMs).toISOString().slice(0, 'yyyy-mm-dd'.length);
  return resolve(`${day}T${morning}`, zone).at;
}
