import type { Reply } from '../../bot/bot.ts';
import type { ReminderState, ToldReminder } from '../../reminders/reminders.ts';
import { oneLine, shorten } from '../../text/text.ts';
import { type Block, type Button, markup, plainText } from './blocks.ts';
import { inline, literal, person } from './mrkdwn.ts';
import { sectionParagraphs } from './render-section.ts';

/** Begins the action id of a button of the Home tab that runs the command line in its value. */
export const homeRunPrefix = 'home:run:';
/** The button, there and below answers, that opens the form for a new reminder. */
export const newReminderActionId = 'home:new';

/** Everything the Home tab shows. */
interface HomeView {
  /** The person who reads it. */
  readonly reader: string;
  /** The answer to `status`. */
  readonly status: Reply;
  /** The answer to `deadlines`. */
  readonly deadlines: Reply;
  /** The team's reminders; absent where they cannot be read. */
  readonly reminders?: readonly ToldReminder[];
  /** The answer to a button that was just pressed. */
  readonly said?: Reply;
}

/** Reminders shown of each kind: each takes two blocks of the hundred a Home tab may have. */
const mostMine = 12;
const mostOthers = 8;
const mostDeadlines = 6;
const longestText = 300;

/** Renders the Home tab. Pure, and within Slack's limits. */
export function renderHome({ reader, status, deadlines, reminders, said }: HomeView): readonly Block[] {
  const open = (reminders ?? []).filter(({ state }) => state.kind !== 'over');
  const mine = open.filter(({ reminder }) => reminder.createdBy === reader).sort(bySoonest);
  const others = open.filter(({ reminder }) => reminder.createdBy !== reader).sort(bySoonest);
  return [
    ...(said === undefined ? [] : [section('said', leadText(said))]),
    section('status', `${mark(status)} ${leadText(status)}`),
    { type: 'actions', block_id: 'home', elements: [newReminderButton(), run(0, 'Refresh', 'status')] },
    heading('mine', 'My reminders'),
    ...(reminders === undefined
      ? [section('mine:unread', 'I can’t read them right now.')]
      : mine.length === 0
        ? [section('mine:none', 'You have none. *New reminder* makes one.')]
        : mine.slice(0, mostMine).flatMap((each) => item(each, true))),
    ...rest('mine', mine.length - mostMine),
    ...(others.length === 0
      ? []
      : [
          heading('team', 'Next in this workspace'),
          ...others.slice(0, mostOthers).flatMap((each) => item(each, false)),
        ]),
    ...rest('team', others.length - mostOthers),
    heading('deadlines', 'Deadlines'),
    section('deadlines:lead', leadText(deadlines)),
    ...deadlines.answer.sections
      .filter(({ kind }) => kind === 'table')
      .flatMap(sectionParagraphs)
      .map((text) => text.split('\n').slice(0, mostDeadlines).join('\n'))
      .slice(0, 1)
      .map((text, index) => section(`deadlines:${index}`, text)),
  ];
}

/** The Home tab for somebody it is not for: why, and what the bot does for them. */
export function renderRefusedHome(reply: Reply): readonly Block[] {
  const notes = reply.answer.sections.flatMap((each) => (each.kind === 'note' ? [inline(each.text)] : []));
  return [section('refused', [leadText(reply), ...notes].join('\n'))];
}

/** The button that opens the form for a new reminder. */
export function newReminderButton(): Button {
  return {
    type: 'button',
    action_id: newReminderActionId,
    text: plainText('New reminder'),
    value: 'new',
    style: 'primary',
  };
}

function item({ reminder, state }: ToldReminder, isOwn: boolean): Block[] {
  const { id, text, target } = reminder;
  const where = target.kind === 'channel' && /^[CG][A-Z0-9]+$/.test(target.id) ? ` · <#${target.id}>` : '';
  const by = isOwn ? '' : ` · set by ${person(reminder.createdBy)}`;
  const said = shorten(oneLine(text), longestText, inline);
  const paused = state.kind === 'paused' || state.kind === 'parked';
  const ownButtons = isOwn
    ? [paused ? run(1, 'Resume', `remind resume ${id}`) : run(1, 'Pause', `remind pause ${id}`)]
    : [];
  return [
    section(`item:${id}`, `*${said}*\n${stateText(state)}${where}${by} · \`${id}\``),
    {
      type: 'actions',
      block_id: `buttons:${id}`,
      elements: [run(0, 'Done', `remind done ${id}`), ...ownButtons],
    },
  ];
}

function stateText(state: ReminderState): string {
  const beside = [
    ...('snoozedUntil' in state && state.snoozedUntil !== undefined
      ? [`snoozed until ${moment(state.snoozedUntil)}`]
      : []),
    ...('openSince' in state && state.openSince !== undefined
      ? [`the one sent ${moment(state.openSince)} is not yet done`]
      : []),
  ];
  return [stateAlone(state), ...beside].join(' · ');
}

function stateAlone(state: ReminderState): string {
  switch (state.kind) {
    case 'next':
      return `next ${moment(state.at)}`;
    case 'due':
      return `⚠️ due since ${moment(state.at)}${state.next === undefined ? '' : ` · next ${moment(state.next)}`}`;
    case 'sent':
      return `sent ${moment(state.at)}, not yet done`;
    case 'snoozed':
      return `snoozed until ${moment(state.until)}`;
    case 'ambiguous':
      return `⚠️ the post of ${moment(state.at)} may have arrived; I can’t tell`;
    case 'dead':
      return `⚠️ I gave up on the post of ${moment(state.at)}`;
    case 'parked':
      return '⚠️ cannot be delivered';
    default:
      return state.kind;
  }
}

/** Slack shows it in the reader's own zone. Source: https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
function moment(at: Date): string {
  const fallback = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(at.getTime() / 1_000)}^{date_short_pretty} {time}|${fallback}>`;
}

function instantOf({ state, next }: ToldReminder): number {
  if ('at' in state && state.at !== undefined && state.kind !== 'next') return state.at.getTime();
  return next?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

const bySoonest = (one: ToldReminder, other: ToldReminder) => instantOf(one) - instantOf(other);

function rest(part: string, left: number): Block[] {
  if (left <= 0) return [];
  return [section(`${part}:rest`, `And ${left} more: \`/mdaemon remind list\` shows them.`)];
}

/** Only a status that claims so is well. */
function mark({ outcome, answer }: Reply): string {
  return outcome === 'answered' && answer.lead.startsWith('All is well') ? '✅' : '⚠️';
}

function leadText({ answer }: Reply): string {
  return shorten(oneLine(answer.lead), 1_000, inline).trim() || literal(answer.title);
}

function run(index: number, label: string, value: string): Button {
  return { type: 'button', action_id: `${homeRunPrefix}${index}`, text: plainText(label), value };
}

function heading(part: string, text: string): Block {
  return section(`heading:${part}`, `*${text}*`);
}

function section(part: string, text: string): Block {
  return { type: 'section', block_id: part, text: markup(text) };
}
