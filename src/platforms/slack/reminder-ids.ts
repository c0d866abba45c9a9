import { createHash } from 'node:crypto';
import type { PressHow } from '../../reminders/reminders.ts';

/** Begins the action ids of a reminder's controls. Which reminder is meant is in the id of the block around them. */
export const reminderActionPrefix = 'remind:';

export const reminderActions = { done: 'remind:done', snooze: 'remind:snooze', show: 'remind:show' } as const;

/** The option of the snooze menu that asks for a time; it opens a form. */
export const customSnooze = 'snooze-custom';

const blockPrefix = 'reminder';
const eventType = 'mdaemon_reminder';
/** Of this program alone, so that no other one makes the same UUIDs from the same names. */
const uuidNamespace = Buffer.from('6f1d1c52b6a64a0ea1c6f0b3c1a9d5e7', 'hex');
const presses: ReadonlySet<string> = new Set<PressHow>([
  'done',
  'snooze-hour',
  'snooze-tomorrow',
  'snooze-week',
  'show',
]);

/**
 * The id of a block of a reminder's post. Each names the delivery, so that the post is recognised in a channel's history
 * and its buttons work after a restart. Slack allows 255 characters, which a UUID and two short names never reach.
 *
 * @param part the block's role, such as `title`, or the id of the reminder its buttons are for
 */
export function reminderBlockId(delivery: string, part: string): string {
  return `${blockPrefix}:${delivery}:${part}`;
}

/** Reads a block's id; `undefined` where it is not from a reminder's post. */
export function readReminderBlockId(blockId: string): { readonly delivery: string; readonly part: string } | undefined {
  const [prefix, delivery = '', ...rest] = blockId.split(':');
  const part = rest.join(':');
  return prefix === blockPrefix && delivery !== '' && part !== '' ? { delivery, part } : undefined;
}

/** Reads which control was pressed, or what was picked from the menu; `undefined` where it is not a reminder's. */
export function readPress(actionId: string, picked: string | undefined): PressHow | undefined {
  const how = actionId === reminderActions.snooze ? picked : actionId.slice(reminderActionPrefix.length);
  return how !== undefined && presses.has(how) ? (how as PressHow) : undefined;
}

/** A post's invisible metadata, by which it is recognised in a channel's history. */
export function reminderMetadata(delivery: string) {
  return { event_type: eventType, event_payload: { delivery } };
}

/** Reads the delivery from a message's metadata; `undefined` where it is not from a reminder's post. */
export function readReminderMetadata(metadata: unknown): string | undefined {
  const { event_type, event_payload } = (metadata ?? {}) as {
    event_type?: unknown;
    event_payload?: { delivery?: unknown };
  };
  const delivery = event_payload?.delivery;
  return event_type === eventType && typeof delivery === 'string' ? delivery : undefined;
}

/** Makes the UUID that is always the same for a name, as `client_msg_id` wants one. Source: RFC 9562, section 5.5 */
export function uuidV5(name: string): string {
  const bytes = createHash('sha1').update(uuidNamespace).update(name, 'utf8').digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
