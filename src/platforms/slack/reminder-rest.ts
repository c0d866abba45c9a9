import type { ViewItem } from '../../reminders/reminders.ts';
import { oneLine, shorten } from '../../text/text.ts';
import { literal } from './escape.ts';

/** The ids themselves may take this much of one paragraph. */
const roomForIds = 1_500;

/** Reminders there is no room for, by their ids. */
export function restParagraph(items: readonly ViewItem[]): string {
  let ids = '';
  let named = 0;
  for (const { reminder } of items) {
    const id = shorten(oneLine(reminder), 60, literal);
    if (ids.length + id.length + 2 > roomForIds) break;
    ids += `${named === 0 ? '' : ', '}${id}`;
    named += 1;
  }
  const unnamed = items.length > named ? ` and ${items.length - named} others` : '';
  return `And ${items.length} more: ${ids}${unnamed}. \`/mdaemon remind show ID\` shows one, \`/mdaemon remind list\` all.`;
}
