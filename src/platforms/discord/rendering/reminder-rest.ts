import type { ViewItem } from '../../../reminders/reminders.ts';
import { oneLine, shorten } from '../../../text/text.ts';
import { literal } from './escape.ts';
import { weighText } from './weigh.ts';

/** What the ids may take of the line. */
const roomForIds = 400;

/** Reminders there is no room for, by their ids. */
export function restLine(items: readonly ViewItem[]): string {
  let ids = '';
  let named = 0;
  for (const { reminder } of items) {
    const id = shorten(oneLine(reminder), 60, literal, weighText);
    if (weighText(ids) + weighText(id) + 2 > roomForIds) break;
    ids += `${named === 0 ? '' : ', '}${id}`;
    named += 1;
  }
  const unnamed = items.length > named ? ` and ${items.length - named} others` : '';
  return `And ${items.length} more: ${ids}${unnamed}. \`/mdaemon remind show ID\` shows one, \`/mdaemon remind list\` all.`;
}
