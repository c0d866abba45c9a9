import type { Reply } from '../../bot/bot.ts';
import { oneLine, shorten } from '../../text/text.ts';
import { type Block, type Button, markup, type RenderedMessage } from './blocks.ts';
import { inline, literal } from './escape.ts';
import { slackLimits } from './limits.ts';
import { runButtons, shareButton } from './render-actions.ts';
import { sectionParagraphs } from './render-section.ts';
import { sourceLines } from './render-sources.ts';

/** What a message shows beside the answer itself. */
export interface RenderOptions {
  /** The value of a Share button; without it there is none. */
  readonly share?: string;
  /** The Slack id of whoever shared the answer, shown below it. */
  readonly sharedBy?: string;
}

const truncationNotice = '_The rest does not fit into a Slack message. Ask for less at a time._';
/** Blocks that are always kept free: the notice, sources, who shared it, buttons. */
const reservedBlocks = 4;
const maxTitleLength = 150;
/** The marks around the lead, and the line that names who shared the answer. */
const reservedText = 60;

/**
 * An answer as a Slack message. Pure, never throws, and never over Slack's limits: what does not fit is left out, and
 * the message says so.
 */
export function renderAnswer({ answer }: Reply, options: RenderOptions = {}): RenderedMessage {
  const lead = leadOf(answer.lead === '' ? answer.title : answer.lead);
  const title = shorten(oneLine(answer.title), maxTitleLength, literal).trim();
  const blocks: Block[] = [
    // What the answer is about, and its era, in small print: the lead is what is read first.
    ...(title === '' ? [] : [{ type: 'context' as const, block_id: 'title', elements: [markup(title)] }]),
    section(0, `*${lead}*`),
  ];
  const small = sourceLines(answer.sources);
  const reserved = title.length + lead.length + (small?.length ?? 0) + truncationNotice.length + reservedText;
  let room = slackLimits.messageText - reserved;
  let text = lead;
  let complete = true;
  for (const paragraph of paragraphsOf(answer.sections)) {
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
  const buttons: Button[] = runButtons(answer.actions ?? []);
  if (share !== undefined && share.length <= slackLimits.buttonValue) buttons.push(shareButton(share));
  if (buttons.length > 0) blocks.push({ type: 'actions', block_id: 'actions', elements: buttons });
  return { text, blocks };
}

function leadOf(text: string): string {
  const shown = shorten(oneLine(text), slackLimits.sectionText - 10, inline);
  return shown.trim() === '' ? '…' : shown;
}

/** Notes that follow each other share a paragraph: less to scroll. */
function* paragraphsOf(sections: Reply['answer']['sections']): Generator<string> {
  let notes = '';
  for (const each of sections) {
    const paragraphs = sectionParagraphs(each);
    const [first = ''] = paragraphs;
    if (each.kind === 'note' && notes.length + 1 + first.length <= slackLimits.sectionText) {
      notes = notes === '' ? first : `${notes}\n${first}`;
      continue;
    }
    if (notes !== '') yield notes;
    notes = '';
    if (each.kind === 'note') notes = first;
    else yield* paragraphs;
  }
  if (notes !== '') yield notes;
}

function section(index: number, text: string): Block {
  return { type: 'section', block_id: `part:${index}`, text: markup(text) };
}
