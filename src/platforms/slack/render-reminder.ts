import type { DeliveryView, PressHow, ViewItem } from '../../reminders/reminders.ts';
import { oneLine, shorten } from '../../text/text.ts';
import { type Block, markup, plainText, type RenderedMessage } from './blocks.ts';
import { slackLimits } from './limits.ts';
import { inline, literal, person } from './mrkdwn.ts';
import { customSnooze, reminderActions, reminderBlockId } from './reminder-ids.ts';

interface ReminderRenderOptions {
  /**
   * True for the post itself, where a reminder made by an administrator may ping everyone. An edit never pings. Default
   * false.
   */
  readonly mayPing?: boolean;
}

/** Reminders shown in full: two blocks each, which leaves room for the title and the rest. */
const maxShown = 20;
/** Characters that reminders, their notes and their answers may take of the text of all blocks together. */
const roomForItems = 9_500;
const maxTextLength = 2_400;
const roomForSmallPrint = 300;
/** Of the paragraph that names the reminders there is no room for. */
const roomForIds = 1_500;
const broadcast = '<!channel> ';
/** Times are in the team's zone. */
const snoozes: readonly { readonly how: PressHow; readonly label: string }[] = [
  { how: 'snooze-hour', label: '1 hour' },
  { how: 'snooze-tomorrow', label: 'Tomorrow 09:00' },
  { how: 'snooze-week', label: 'Next week, Mon 09:00' },
];

/**
 * Renders a post about a delivery as a Slack message. Pure, never throws, and never exceeds Slack's limits. Where not all
 * reminders fit, the open ones take precedence, and those left over are named by their ids.
 */
export function renderReminder(view: DeliveryView, { mayPing = false }: ReminderRenderOptions = {}): RenderedMessage {
  const openFirst = [...view.items.filter(isOpen), ...view.items.filter((item) => !isOpen(item))];
  const chosen = new Set(openFirst.slice(0, maxShown));
  // In their original order: a button that moves in an edit is pressed by mistake.
  const shown = view.items.filter((item) => chosen.has(item));
  const [only, ...others] = view.items;
  const single = others.length === 0 ? only : undefined;
  const title = smallPrint([view.title, ...(single?.notes ?? [])]);
  const heading = [title, ...(single === undefined ? [] : setBy(single))].join(' · ');
  const room = Math.min(maxTextLength, Math.floor(roomForItems / Math.max(1, shown.length)) - 2 * roomForSmallPrint);
  const pings = (item: ViewItem) => mayPing && item.pingsEveryone;
  const blocks: Block[] = [
    { type: 'context', block_id: reminderBlockId(view.delivery, 'title'), elements: [markup(heading)] },
  ];
  for (const item of shown) {
    const notes = item === single ? [] : [smallPrint(item.notes), ...setBy(item)].filter((note) => note !== '');
    const print = notes.length === 0 ? '' : `_${notes.join(' · ')}_`;
    const lines = [itemText(item, Math.max(room, 100)), print, itemAnswer(item)].filter((line) => line !== '');
    blocks.push(section(view.delivery, `text:${item.reminder}`, `${pings(item) ? broadcast : ''}${lines.join('\n')}`));
    const actions = controls(view.delivery, item);
    if (actions !== undefined) blocks.push(actions);
  }
  const rest = view.items.filter((item) => !chosen.has(item));
  if (rest.length > 0) blocks.push(section(view.delivery, 'rest', restParagraph(rest)));
  const everyone = [...shown, ...rest].some(pings);
  return { text: notification(`${everyone ? broadcast : ''}${title}`, view.items), blocks };
}

function isOpen({ answer, answerable }: ViewItem): boolean {
  return answerable && answer === undefined;
}

/** Bold while it is open, unless it has several lines or an asterisk: either would end Slack's bold. */
function itemText({ text, answer }: ViewItem, maxLength: number): string {
  const trimmed = text.trim();
  if (inline(trimmed).trim() === '') return '…';
  const bold = answer === undefined && !/[\r\n*]/.test(trimmed);
  return shorten(trimmed, maxLength, bold ? (plain) => `*${inline(plain)}*` : inline);
}

function itemAnswer({ answer }: ViewItem): string {
  if (answer === undefined) return '';
  const { how, by, at, until } = answer;
  const what = how === 'done' ? '✅ Done' : `💤 Snoozed${until === undefined ? '' : ` until ${briefly(until)}`}`;
  return `${what} · ${person(by)}, ${briefly(at)}`;
}

/** Who is asked about it: a mention, which shows their name and not what they typed. */
function setBy({ setBy: maker, changedBy }: ViewItem): string[] {
  return [
    ...(maker === undefined ? [] : [`set by ${person(maker)}`]),
    ...(changedBy === undefined ? [] : [`changed by ${person(changedBy)}`]),
  ];
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

/**
 * The controls of a reminder that nobody has answered: Done, Show, and a menu of snoozes, since five buttons would take
 * three rows on a phone. The menu is the widest and so comes last.
 */
function controls(delivery: string, { reminder, answer, answerable }: ViewItem): Block | undefined {
  if (answer !== undefined) return undefined;
  const show = { type: 'button', action_id: reminderActions.show, text: plainText('Show'), value: reminder } as const;
  const block = { type: 'actions', block_id: reminderBlockId(delivery, reminder) } as const;
  if (!answerable) return { ...block, elements: [show] };
  return {
    ...block,
    elements: [
      { type: 'button', action_id: reminderActions.done, text: plainText('Done'), value: reminder, style: 'primary' },
      show,
      {
        type: 'static_select',
        action_id: reminderActions.snooze,
        placeholder: plainText('Snooze'),
        options: [
          ...snoozes.map(({ how, label }) => ({ text: plainText(label), value: how })),
          { text: plainText('Another time …'), value: customSnooze },
        ],
      },
    ],
  };
}

/** Names the reminders there is no room for by their ids. */
function restParagraph(items: readonly ViewItem[]): string {
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

/** The text for notifications and screen readers: the reminders' texts alone, as many as fit. */
function notification(title: string, items: readonly ViewItem[]): string {
  let text = `${title}:`;
  for (const [index, item] of items.entries()) {
    const next = `${index === 0 ? '' : ' ·'} ${shorten(oneLine(item.text), 1_000, inline)}`;
    if (text.length + next.length > slackLimits.text) break;
    text += next;
  }
  return text;
}
