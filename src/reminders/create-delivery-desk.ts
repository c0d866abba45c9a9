import type { TeamKey } from '../bot/request.ts';
import type { DeliveryDesk, Press, PressResult } from './delivery-desk.ts';
import { type DeliveryView, sentAtOf, viewAnswer, viewDelivery } from './delivery-view.ts';
import type { OccurrenceBook } from './occurrence-book.ts';
import { type ResolveWallClock, snoozeUntil } from './snooze-until.ts';

/** What the desk is made of. */
export interface DeliveryDeskOptions {
  readonly book: Pick<OccurrenceBook, 'acknowledge' | 'delivery' | 'acknowledgements' | 'teamOf'>;
  /** The store's clock. */
  now(): Promise<Date>;
  /** The IANA zone of a team: "tomorrow 09:00" is meant in it. */
  zoneOf(team: TeamKey): Promise<string>;
  readonly resolveWallClock: ResolveWallClock;
  /** Called when something may have become due at another time: a snooze. */
  wake(): void;
}

/** Builds the desk over the book of occurrences. */
export function createDeliveryDesk({ book, now, zoneOf, resolveWallClock, wake }: DeliveryDeskOptions): DeliveryDesk {
  const view = async (team: TeamKey, id: string): Promise<DeliveryView | undefined> => {
    const [delivery, acknowledgements] = await Promise.all([book.delivery(team, id), book.acknowledgements(team, id)]);
    return delivery === undefined ? undefined : viewDelivery(delivery, acknowledgements, sentAtOf(delivery));
  };
  const record = async ({ team, delivery, reminder, how, actor }: Press & { how: Exclude<Press['how'], 'show'> }) => {
    // The book keeps Done and Snooze apart; on one post the first press of either counts.
    const earlier = (await book.acknowledgements(team, delivery)).findLast((each) => each.reminder === reminder);
    if (earlier !== undefined) return { first: false, acknowledgement: earlier };
    const target = { team, delivery, reminder, by: actor.id };
    if (how === 'done') return book.acknowledge({ ...target, how });
    const until = snoozeUntil(how, await now(), await zoneOf(team), resolveWallClock);
    return book.acknowledge({ ...target, how: 'snooze', until });
  };
  return {
    view,
    teamOf: book.teamOf,
    async press(press): Promise<PressResult> {
      const { team, delivery: id, reminder, how } = press;
      const delivery = await book.delivery(team, id);
      const item = delivery?.items.find((each) => each.reminder.id === reminder);
      if (delivery === undefined || item === undefined) return { kind: 'gone' };
      const result = how === 'show' ? undefined : await record({ ...press, how });
      if (how !== 'show' && result === undefined) return { kind: 'gone' };
      const shown = await view(team, id);
      if (shown === undefined) return { kind: 'gone' };
      if (result === undefined) return { kind: 'shown', view: shown };
      if (result.first) wake();
      const answer = viewAnswer(result.acknowledgement, item.reminder.schedule.zone, sentAtOf(delivery));
      return { kind: result.first ? 'recorded' : 'answered-before', view: shown, answer };
    },
  };
}
