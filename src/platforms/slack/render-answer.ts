import { type Action, type Citation, mostActions, type Reply, shownSources } from '../../bot/bot.ts';
import { oneLine, shorten } from '../../text/text.ts';
import { type Block, type Button, markup, plainText, type RenderedMessage } from './blocks.ts';
import { slackLimits } from './limits.ts';
import { inline, link, literal, person } from './mrkdwn.ts';
import { newReminderButton } from './render-home.ts';
import { sectionParagraphs } from './render-section.ts';

interface RenderOptions {
  /** The value of the Share button. Default: there is no such button. */
  readonly share?: string;
  /** Adds a button that opens the form for a new reminder. Default false. */
  readonly newReminder?: boolean;
  /** The Slack id of the person who shared the answer, shown below it. */
  readonly sharedBy?: string;
}

/** Begins the action id of a button that runs the command line in its value. Slack wants action ids unique in a block. */
export const runActionPrefix = 'run:';
/** The action id of the button that posts the answer for everybody in the channel. */
export const shareActionId = 'share';
/** The action id of the button that stops a command, whose request is its value. */
export const stopActionId = 'stop';

const truncationNotice = '_The rest does not fit into a Slack message. Ask for less at a time._';
/** Blocks that are always kept free: for the notice, the sources, who shared it, and the buttons. */
const reservedBlocks = 4;
/** Characters kept free for the marks around the lead and the line on who shared the answer. */
const reservedText = 60;
const maxTitleLength = 150;
// With these limits, that many sources fit into a context block whatever is in them.
const maxSourceUrlLength = 500;
const maxSourceTitleLength = 250;
const maxSourceFactLength = 100;

/**
 * Renders an answer as a Slack message. Pure, never throws, and never exceeds Slack's limits: what does not fit is left
 * out, and the message says so.
 */
export function renderAnswer({ answer }: Reply, options: RenderOptions = {}): RenderedMessage {
  const named = nameWith(answer.people ?? []);
  const lead = named(renderLead(answer.lead === '' ? answer.title : answer.lead));
  const title = shorten(oneLine(answer.title), maxTitleLength, literal).trim();
  const blocks: Block[] = [
    // The title is small print: the lead is what people should read first.
    ...(title === '' ? [] : [{ type: 'context' as const, block_id: 'title', elements: [markup(title)] }]),
    section(0, `*${lead}*`),
  ];
  const small = sourceLines(answer.sources);
  const reserved = title.length + lead.length + (small?.length ?? 0) + truncationNotice.length + reservedText;
  let room = slackLimits.messageText - reserved;
  let text = lead;
  let complete = true;
  for (const unnamed of paragraphs(answer.sections)) {
    const paragraph = named(unnamed);
    room -= paragraph.length;
    complete = room >= 0 && blocks.length < slackLimits.blocksPerMessage - reservedBlocks;
    if (!complete) break;
    blocks.push(section(blocks.length, paragraph));
    if (text.length + 1 + paragraph.length <= slackLimits.text) text += `\n${paragraph}`;
  }
  if (!complete) blocks.push(section(blocks.length, truncationNotice));
  if (small !== undefined) blocks.push({ type: 'context', block_id: 'sources', elements: [markup(small)] });
  const { sharedBy, share } = options;
  if (sharedBy !== undefined && /^[UW][A-Z0-9]{1,30}$/.test(sharedBy)) {
    blocks.push({ type: 'context', block_id: 'shared', elements: [markup(`Shared by <@${sharedBy}>`)] });
  }
  const newReminder = options.newReminder === true ? [newReminderButton()] : [];
  const buttons: Button[] = [...newReminder, ...runButtons(answer.actions ?? [])];
  if (share !== undefined && share.length <= slackLimits.buttonValue)
    buttons.push(button(shareActionId, 'Share in channel', share));
  if (buttons.length > 0) blocks.push({ type: 'actions', block_id: 'actions', elements: buttons });
  return { text, blocks };
}

/** How far a command is, and the button that stops it. `text` is plain. */
export function renderProgress(text: string, requestId: string): RenderedMessage {
  const shown = shorten(oneLine(text), slackLimits.sectionText, literal);
  const blocks: Block[] = [
    section(0, shown),
    { type: 'actions', block_id: 'actions', elements: [button(stopActionId, 'Stop', requestId)] },
  ];
  return { text: shown, blocks };
}

/** Shows people by mention, outside quotes, in which somebody may have typed the same. */
function nameWith(people: readonly string[]): (markupText: string) => string {
  const ids = new Set(people);
  if (ids.size === 0) return (text) => text;
  return (text) => text.replace(/“[^”]*”|@([UW][A-Z0-9]{1,30})\b/g, (shown, id) => (ids.has(id) ? person(id) : shown));
}

function renderLead(text: string): string {
  const shown = shorten(oneLine(text), slackLimits.sectionText - 10, inline);
  return shown.trim() === '' ? '…' : shown;
}

/** Consecutive notes share a paragraph, so that there is less to scroll. */
function* paragraphs(sections: Reply['answer']['sections']): Generator<string> {
  let notes = '';
  for (const each of sections) {
    const parts = sectionParagraphs(each);
    const [first = ''] = parts;
    if (each.kind === 'note' && notes.length + 1 + first.length <= slackLimits.sectionText) {
      notes = notes === '' ? first : `${notes}\n${first}`;
      continue;
    }
    if (notes !== '') yield notes;
    notes = '';
    if (each.kind === 'note') notes = first;
    else yield* parts;
  }
  if (notes !== '') yield notes;
}

function section(index: number, text: string): Block {
  return { type: 'section', block_id: `part:${index}`, text: markup(text) };
}

/** The sources in small print, one a line, the last of which counts the rest; `undefined` where there are none. */
function sourceLines(sources: readonly Citation[]): string | undefined {
  if (sources.length === 0) return undefined;
  const shown = sources.slice(0, shownSources).map(renderSource).join('\n');
  return sources.length > shownSources ? `${shown} · and ${sources.length - shownSources} more` : shown;
}

function renderSource({ title, publisher, date, url }: Citation): string {
  const shown = shorten(oneLine(title), maxSourceTitleLength, literal);
  const facts = [publisher, date]
    .filter((fact) => fact !== '' && fact !== 'undated')
    .map((fact) => shorten(oneLine(fact), maxSourceFactLength, literal));
  return [link(url, shown, maxSourceUrlLength), ...facts].join(' · ');
}

/** Leaves out a command that does not fit into a button: half a command would be a wrong one. */
function runButtons(actions: readonly Action[]): Button[] {
  return actions
    .filter(({ command }) => command.trim() !== '' && command.length <= slackLimits.buttonValue)
    .slice(0, mostActions)
    .map(({ label, command }, index) =>
      button(`${runActionPrefix}${index}`, label.trim() === '' ? command : label, command),
    );
}

function button(actionId: string, label: string, value: string): Button {
  return { type: 'button', action_id: actionId, text: plainText(shorten(label, slackLimits.buttonText)), value };
}
