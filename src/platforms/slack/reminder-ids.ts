import type { PressHow } from '../../reminders/reminders.ts';

/** Pressing one of these answers a reminder. Which one stands in the id of the block around it. */
export const reminderActionPrefix = 'remind:';

/** The action ids of a reminder's controls. */
export const reminderActions = { done: 'remind:done', snooze: 'remind:snooze', show: 'remind:show' } as const;

const blockPrefix = 'reminder';
const presses: ReadonlySet<string> = new Set<PressHow>([
  'done',
  'snooze-hour',
  'snooze-tomorrow',
  'snooze-week',
  'show',
]);

/**
 * The id of a block of a reminder's post. Every one names the delivery, so that the post is known again in a channel's
 * history and its buttons work after a restart: at most 255 characters, which a UUID and two short names never reach.
 *
 * @param part what the block is, such as `title`, or the id of the reminder its buttons are for
 */
export function reminderBlockId(delivery: string, part: string): string {
  return `${blockPrefix}:${delivery}:${part}`;
}

/** The delivery and the reminder in the id of a block; nothing where it is none of ours. */
export function readReminderBlockId(blockId: string): { readonly delivery: string; readonly part: string } | undefined {
  const [prefix, delivery = '', ...rest] = blockId.split(':');
  const part = rest.join(':');
  return prefix === blockPrefix && delivery !== '' && part !== '' ? { delivery, part } : undefined;
}

/** How a control was pressed: by its action id, for the menu by what was picked; nothing where it is none of ours. */
export function readPress(actionId: string, picked: string | undefined): PressHow | undefined {
  const how = actionId === reminderActions.snooze ? picked : actionId.slice(reminderActionPrefix.length);
  return how !== undefined && presses.has(how) ? (how as PressHow) : undefined;
}
