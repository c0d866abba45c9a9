import type { DeliveryView, ViewItem } from '../../reminders/reminders.ts';
import { oneLine, shorten } from '../../text/text.ts';
import { type Block, markup, type RenderedMessage } from './blocks.ts';
import { inline, literal } from './escape.ts';
import { slackLimits } from './limits.ts';
import { person } from './person.ts';
import { reminderControls } from './reminder-controls.ts';
import { reminderBlockId } from './reminder-ids.ts';
import { restParagraph } from './reminder-rest.ts';

/** What the renderer is told beside the view. */
export interface ReminderRenderOptions {
  /** True for the post itself: only then may a reminder of an administrator's ping everyone. An edit never does. */
  readonly mayPing?: boolean;
}

/** Reminders shown in full: two blocks each, so that title and the rest fit beside them. */
const mostShown = 20;
/** Of the text of all blocks together, what reminders, their notes and answers may take. */
const roomForItems = 9_500;
const longestText = 2_400;
const roomForSmallPrint = 300;
const broadcast = '<!channel> ';

/**
 * A post about a delivery as a Slack message. Pure, never throws, and never over Slack's limits. Where not all
 * reminders fit, those nobody has answered are shown, and the others named by their ids.
 */
export function renderReminder(view: DeliveryView, { mayPing = false }: ReminderRenderOptions = {}): RenderedMessage {
  const openFirst = [...view.items.filter(isOpen), ...view.items.filter((item) => !isOpen(item))];
  const chosen = new Set(openFirst.slice(0, mostShown));
  // In their own order: what moves in an edit is pressed by mistake.
  const shown = view.items.filter((item) => chosen.has(item));
  const [only, ...others] = view.items;
  const single = others.length === 0 ? only : undefined;
  const title = smallPrint([view.title, ...(single?.notes ?? [])]);
  const room = Math.min(longestText, Math.floor(roomForItems / Math.max(1, shown.length)) - 2 * roomForSmallPrint);
  const pings = (item: ViewItem) => mayPing && item.pingsEveryone;
  const blocks: Block[] = [
    { type: 'context', block_id: reminderBlockId(view.delivery, 'title'), elements: [markup(title)] },
  ];
  for (const item of shown) {
    const notes = item === single ? '' : smallPrint(item.notes);
    const lines = [textOf(item, Math.max(room, 100)), notes && `_${notes}_`, answerOf(item)].filter(
      (line) => line !== '',
    );
    blocks.push(section(view.delivery, `text:${item.reminder}`, `${pings(item) ? broadcast : ''}${lines.join('\n')}`));
    const controls = reminderControls(view.delivery, item);
    if (controls !== undefined) blocks.push(controls);
  }
  const rest = view.items.filter((item) => !chosen.has(item));
  if (rest.length > 0) blocks.push(section(view.delivery, 'rest', restParagraph(rest)));
  const everyone = [...shown, ...rest].some(pings);
  return { text: notification(`${everyone ? broadcast : ''}${title}`, view.items), blocks };
}

function isOpen({ answer, answerable }: ViewItem): boolean {
  return answerable && answer === undefined;
}

/** Bold while it is open. Slack's bold ends with its line and with any further asterisk, so such a text stays plain. */
function textOf({ text, answer }: ViewItem, maxLength: number): string {
  const trimmed = text.trim();
  if (inline(trimmed).trim() === '') return '…';
  const bold = answer === undefined && !/[\r\n*]/.test(trimmed);
  return shorten(trimmed, maxLength, bold ? (plain) => `*${inline(plain)}*` : inline);
}

function answerOf({ answer }: ViewItem): string {
  if (answer === undefined) return '';
  const { how, by, at, until } = answer;
  const what = how === 'done' ? '✅ Done' : `💤 Snoozed${until === undefined ? '' : ` until ${briefly(until)}`}`;
  return `${what} · ${person(by)}, ${briefly(at)}`;
}

function smallPrint(notes: readonly string[]): string {
  const shown = notes.map(oneLine).filter((note) => note !== '');
  return shorten(shown.join(' · '), roomForSmallPrint, inline);
}

function briefly(text: string): string {
  return shorten(oneLine(text), 60, literal);
}

function section(delivery: string, part: string, text: string): Block {
  return { type: 'section', block_id: reminderBlockId(delivery, part), text: markup(text) };
}

/** What a phone and a screen reader show: the texts alone, as many as fit. */
function notification(title: string, items: readonly ViewItem[]): string {
  let text = `${title}:`;
  for (const [index, item] of items.entries()) {
    const next = `${index === 0 ? '' : ' ·'} ${shorten(oneLine(item.text), 1_000, inline)}`;
    if (text.length + next.length > slackLimits.text) break;
    text += next;
  }
  return text;
}
