import type { DeliveryView } from '../../../src/reminders/delivery-view.ts';
import * as onSlack from '../slack/reminder-views.ts';

/** The same people by ids of Discord's. */
const people: Readonly<Record<string, string>> = { U01ALICE: '80351110224678912', U02BOB: '123456789012345678' };

function inDiscord(view: DeliveryView): DeliveryView {
  const items = view.items.map((item) =>
    item.answer === undefined ? item : { ...item, answer: { ...item.answer, by: people[item.answer.by] ?? '' } },
  );
  return { ...view, items };
}

export const { single, digest, late, everyone, parked } = onSlack;

/** A digest with one done and one snoozed. */
export const acknowledged = inDiscord(onSlack.acknowledged);
