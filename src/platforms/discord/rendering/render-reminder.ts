import { type APISectionComponent, type APITextDisplayComponent, ComponentType } from 'discord.js';
import type { ShownInstant } from '../../../bot/bot.ts';
import type { DeliveryView, PressHow, ViewItem } from '../../../reminders/reminders.ts';
import { oneLine, shorten } from '../../../text/text.ts';
import {
  accents,
  button,
  type ControlRow,
  container,
  type RenderedMessage,
  row,
  select,
  separator,
  text,
} from './components.ts';
import { formatCustomId, formatReminderMenuId, typedSnooze } from './custom-id.ts';
import { discordLimits, weighText } from './limits.ts';
import { inline, inlineWith, literal, person } from './markdown.ts';

/** More than these nobody reads in one post; and each of them has room to say something. */
const mostShown = 16;
/** Components beside the reminders: the frame, the title, and the line that names the rest. */
const reservedComponents = 3;
/** The title with the notes of a single reminder, and the line that names the rest. */
const reservedWeight = 850;
const longestText = 1_500;
const roomForSmallPrint = 200;
/** Marks around a text, and line breaks. */
const roomForMarks = 24;

/**
 * A post about a delivery as a Discord message. Pure, never throws, and never over Discord's limits. Where not all
 * reminders fit, those nobody has answered are shown, and the others named by their ids.
 *
 * Where a reminder may ping everyone its post says so; whether it does is up to the message's `allowed_mentions`.
 */
export function renderReminder(view: DeliveryView): RenderedMessage {
  const { shown, rest, size } = chooseShown(view.items);
  const [only, ...others] = view.items;
  // A notice says why beside its text; what is on time has its few notes in the title.
  const single = others.length === 0 && only?.answerable === true ? only : undefined;
  const title = smallPrint([view.title, ...(single?.notes ?? [])], roomForSmallPrint, single?.instants);
  const room = Math.floor((discordLimits.text - reservedWeight) / Math.max(1, shown.length)) - roomForMarks;
  // By the id in one of its buttons the post is found again in the channel's history, also once all is answered.
  const carrier = shown.every(({ answer }) => answer !== undefined) ? shown[0] : undefined;
  const body = shown.flatMap((item, index) => [
    ...(size === 'roomy' && index > 0 ? [separator()] : []),
    ...withControls(contentOf(item, room, item !== single), view.delivery, item, size, item === carrier),
  ]);
  const all = [
    text(`-# ${title === '' ? 'Reminder' : title}${single === undefined ? '' : setBy(single)}`),
    ...body,
    ...(rest.length === 0 ? [] : [text(restLine(rest))]),
  ];
  return { components: [container(all, accentOf(view.items))], files: [] };
}

/** Which reminders are shown: in their own order, since what moves in an edit is pressed by mistake. */
function chooseShown(items: readonly ViewItem[]): {
  readonly shown: readonly ViewItem[];
  readonly rest: readonly ViewItem[];
  readonly size: ControlSize;
} {
  const room = discordLimits.components - reservedComponents;
  const total = items.reduce((sum, item) => sum + countControls(item, 'roomy') + 1, -1);
  if (total <= room && items.length <= mostShown) return { shown: items, rest: [], size: 'roomy' };
  const chosen = new Set<ViewItem>();
  let left = room;
  for (const item of [...items.filter(isOpen), ...items.filter((each) => !isOpen(each))]) {
    left -= countControls(item, 'compact');
    if (left < 0 || chosen.size === mostShown) break;
    chosen.add(item);
  }
  return {
    shown: items.filter((item) => chosen.has(item)),
    rest: items.filter((item) => !chosen.has(item)),
    size: 'compact',
  };
}

function isOpen({ answer, answerable }: ViewItem): boolean {
  return answerable && answer === undefined;
}

/** One reminder's lines: what it says, who answered, why it is here. */
function contentOf(item: ViewItem, room: number, withNotes: boolean): string {
  const answer = answerOf(item);
  const by = withNotes && item.answerable ? setBy(item) : '';
  const left = room - weighText(answer) - weighText(by);
  const notes = withNotes
    ? smallPrint(item.notes, Math.min(roomForSmallPrint, Math.floor(left / 2)), item.instants)
    : '';
  const said = textOf(item, Math.min(longestText, left - weighText(notes)));
  const print = `${notes}${notes === '' ? by.replace(' · ', '') : by}`;
  return [said, answer, print === '' || !item.answerable ? print : `-# ${print}`]
    .filter((line) => line !== '')
    .join('\n');
}

/** Shows who made it. Nobody is pinged: a post's `allowed_mentions` name nobody. */
function setBy({ setBy: maker, changedBy }: ViewItem): string {
  return [
    ...(maker === undefined ? [] : [` · set by ${person(maker)}`]),
    ...(changedBy === undefined ? [] : [` · changed by ${person(changedBy)}`]),
  ].join('');
}

/** While it is open its first line is bold. */
function textOf({ text: said, answer, pingsEveryone }: ViewItem, room: number): string {
  const open = answer === undefined;
  const everyone = pingsEveryone && open ? '@everyone ' : '';
  const shown = shorten(
    said.trim(),
    Math.max(room - everyone.length, 8),
    open ? boldFirstLine : inline,
    weighText,
  ).trim();
  return `${everyone}${shown === '' ? '…' : shown}`;
}

function boldFirstLine(said: string): string {
  const [first = '', ...others] = inline(said).split('\n');
  return [first.trim() === '' ? first : `**${first.trim()}**`, ...others].join('\n');
}

function answerOf({ answer }: ViewItem): string {
  if (answer === undefined) return '';
  const { how, by, at, until, instants } = answer;
  const brief = (said: string, size: number) => shorten(oneLine(said), size, inlineWith(instants), weighText);
  const what = how === 'done' ? '✅ Done' : `💤 Snoozed${until === undefined ? '' : ` until ${brief(until, 70)}`}`;
  return `${what} · ${person(by)}, ${brief(at, 40)}`;
}

function smallPrint(notes: readonly string[], room: number, instants: readonly ShownInstant[] = []): string {
  const shown = notes.map(oneLine).filter((note) => note !== '');
  return room < 20 ? '' : shorten(shown.join(' · '), room, inlineWith(instants), weighText).trim();
}

/** A notice that something cannot be delivered is a warning; what waits for an answer stands out from what has one. */
function accentOf(items: readonly ViewItem[]): number {
  if (items.some(({ answerable }) => !answerable)) return accents.warning;
  return items.some(isOpen) ? accents.open : accents.done;
}

/** How much room a reminder's controls may take: in a long digest Done is in the menu too. */
type ControlSize = 'roomy' | 'compact';

const done = { label: 'Done', value: 'done' } satisfies Option;
/** Times are in the team's zone. */
const others = [
  { label: 'Snooze 1 hour', value: 'snooze-hour' },
  { label: 'Snooze until tomorrow 09:00', value: 'snooze-tomorrow' },
  { label: 'Snooze until next week, Mon 09:00', value: 'snooze-week' },
  { label: 'Snooze until …', value: typedSnooze },
  { label: 'Show the reminder', value: 'show' },
] satisfies readonly Option[];

interface Option {
  readonly label: string;
  readonly value: PressHow | typeof typedSnooze;
}

/** How many components `withControls` makes of a reminder, nested ones included. */
function countControls({ answer, answerable }: ViewItem, size: ControlSize): number {
  if (answer !== undefined) return 1;
  return answerable && size === 'roomy' ? 5 : 3;
}

/**
 * A reminder's text with what can be done about it: Done beside the text, and a menu below for the rest, which says in
 * full until when. Five buttons would take three rows on a phone. What has been answered is its text alone, or keeps Show
 * where the post is known again by nothing else.
 */
function withControls(
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

/** The share of the line that ids may take. */
const roomForIds = 400;

/** Reminders there is no room for, by their ids. */
function restLine(items: readonly ViewItem[]): string {
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
