import type { DeliveryView, ViewItem } from '../../reminders/reminders.ts';
import { oneLine } from '../../text/text.ts';
import type { TerminalLayout } from './render-answer.ts';
import { wrapText } from './wrap-text.ts';

/** What could steer a terminal or turn the direction of its text; line breaks stay. */
const steering = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A due reminder as lines of text, ending without a newline. Nothing a person wrote can steer the terminal. */
export function renderReminder({ title, items }: DeliveryView, layout: TerminalLayout): string {
  const single = items.length === 1;
  const heading = single ? [title, ...(items[0]?.notes ?? [])].map(printed).join(' · ') : title;
  const parts = items.map((item) => itemLines(item, single ? [] : item.notes, layout).join('\n'));
  return [layout.style.title(heading), ...parts].join('\n');
}

function itemLines(
  { reminder, text, answerable }: ViewItem,
  notes: readonly string[],
  layout: TerminalLayout,
): string[] {
  const { style, width } = layout;
  const lines = text
    .replace(steering, ' ')
    .trim()
    .split('\n')
    .flatMap((line) => wrapText(line, width - 2));
  const answers = answerable ? ['done', 'snooze', 'show'] : ['show'];
  const commands = answers.map((how) => `remind ${how} ${reminder}`).join(' · ');
  return [
    ...lines.map((line) => `  ${line}`),
    ...notes.map((note) => `  ${style.faint(printed(note))}`),
    `  ${style.faint(commands)}`,
  ];
}

function printed(text: string): string {
  return oneLine(text.replace(steering, ' ').replaceAll('`', ''));
}
