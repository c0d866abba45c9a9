import { type APISectionComponent, type APITextDisplayComponent, ComponentType } from 'discord.js';
import type { PressHow, ViewItem } from '../../../reminders/reminders.ts';
import { button, type ControlRow, row, select, text } from './components.ts';
import { formatCustomId, formatReminderMenuId } from './custom-id.ts';

/** How much room a reminder's controls may take: in a long digest Done is in the menu too. */
export type ControlSize = 'roomy' | 'compact';

const done = { label: 'Done', value: 'done' } satisfies Option;
/** Times are in the team's zone. */
const others = [
  { label: 'Snooze 1 hour', value: 'snooze-hour' },
  { label: 'Snooze until tomorrow 09:00', value: 'snooze-tomorrow' },
  { label: 'Snooze until next week, Mon 09:00', value: 'snooze-week' },
  { label: 'Show the reminder', value: 'show' },
] satisfies readonly Option[];

interface Option {
  readonly label: string;
  readonly value: PressHow;
}

/** How many components `withControls` makes of a reminder, nested ones included. */
export function countControls({ answer, answerable }: ViewItem, size: ControlSize): number {
  if (answer !== undefined) return 1;
  return answerable && size === 'roomy' ? 5 : 3;
}

/**
 * A reminder's text with what can be done about it: Done beside the text, and a menu below for the rest, which says in
 * full until when. Five buttons would take three rows on a phone. What has been answered is its text alone, or keeps Show
 * where the post is known again by nothing else.
 */
export function withControls(
  content: string,
  delivery: string,
  { reminder, answer, answerable }: ViewItem,
  size: ControlSize,
  keepsShow = false,
): (APITextDisplayComponent | APISectionComponent | ControlRow)[] {
  const id = (how: PressHow) => formatCustomId({ kind: 'reminder', how, delivery, reminder });
  if (answer !== undefined && !keepsShow) return [text(content)];
  if (answer !== undefined || !answerable) return [beside(content, id('show'), 'Show')];
  const menu = formatReminderMenuId(delivery, reminder);
  const options = size === 'roomy' ? others : [done, ...others];
  const placeholder = size === 'roomy' ? 'Snooze or show' : 'Done, snooze or show';
  return [
    size === 'roomy' ? beside(content, id('done'), 'Done', 'success') : text(content),
    ...(menu === undefined ? [] : [row(select(menu, placeholder, options))]),
  ];
}

/** Text with a button at its right, where Discord puts it on every screen. */
function beside(
  content: string,
  customId: string | undefined,
  label: string,
  look: 'secondary' | 'success' = 'secondary',
): APITextDisplayComponent | APISectionComponent {
  if (customId === undefined) return text(content);
  return {
    type: ComponentType.Section,
    components: [text(content)],
    accessory: button(customId, label, look),
  };
}
