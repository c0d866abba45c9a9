import {
  type Action,
  type Answer,
  type Citation,
  mostActions,
  type Reply,
  type Section,
  shownSources,
} from '../../../bot/bot.ts';
import { oneLine, shorten } from '../../../text/text.ts';
import { attachFiles, withWholeAnswer } from './attach-files.ts';
import { accents, button, type ControlRow, container, file, type RenderedMessage, row, text } from './components.ts';
import { type CustomId, formatCustomId, type PageKey } from './custom-id.ts';
import { type Inline, type Layout, layOutPages, type PageRoom, sectionParts } from './lay-out-pages.ts';
import { discordLimits, weighText } from './limits.ts';
import { inline as inlinePlain, inlineWith, isPerson, isPlain, lineWithin, link, person } from './markdown.ts';

export interface RenderOptions {
  /** Which page, from 0; one that is not there is the nearest. Default 0. */
  readonly page?: number;
  /** How the other pages are found again. Without it a long answer is one page with what fits. */
  readonly pageKey?: PageKey;
  /** The value of the Share button. Left out: there is no button. */
  readonly share?: PageKey;
  /** The Discord id of whoever shared the answer, shown below it. */
  readonly sharedBy?: string;
  /** Offers the form for a new reminder. Default false. */
  readonly newReminder?: boolean;
}

/** An answer as a message. */
export interface RenderedAnswer extends RenderedMessage {
  /** How many pages the answer has; 1 where they cannot be turned. */
  readonly pages: number;
}

/** In lines of a phone: an answer up to this is one page, which is about two screens with lead and sources. */
const singlePage = 45;
/** Pages of longer ones are shorter, so that Next is not two screens down. */
const comfortablePage = 34;
/** An answer of more pages than these comes as a file too. */
const mostTurned = 3;
const maxTitleSize = 100;
const maxLeadSize = 500;
const maxRemarkSize = 200;
/** The line that counts pages and names a file, who shared the answer, the name of that file, and the frame. */
const roomForRest = 350;

/**
 * An answer as a Discord message. Pure, never throws, and never over Discord's limits: what does not fit on a page is on
 * the next, what does not fit on any is in a file, and the message says so.
 */
export function renderAnswer({ answer, outcome }: Reply, options: RenderOptions = {}): RenderedAnswer {
  const inline = inlineWith(answer.instants, answer.people);
  const key = canTurn(options.pageKey) ? options.pageKey : undefined;
  const shown = attachFiles(answer);
  const title = lineWithin(answer.title, maxTitleSize);
  const lead = leadOf(answer, inline);
  const sources = sourceLines(answer.sources);
  const remarks = lineWithin(shown.remarks.join(' '), maxRemarkSize, inlinePlain);
  const rows = (page: number, pages: number) =>
    controlRows({
      actions: answer.actions ?? [],
      turning: key === undefined || pages === 1 ? undefined : { page, pages, key },
      share: options.share,
      newReminder: options.newReminder,
    });
  const most =
    discordLimits.text - [title, lead, sources, remarks].reduce((sum, each) => sum + weighText(each), roomForRest);
  const room =
    key === undefined
      ? { most, single: Number.POSITIVE_INFINITY, comfortable: Number.POSITIVE_INFINITY }
      : { most, single: singlePage, comfortable: comfortablePage };
  const { pages, complete } = layOut(shown.sections, inline, room);
  const isLong = !complete || pages.length > (key === undefined ? 1 : mostTurned);
  const attached = isLong ? withWholeAnswer(shown, answer) : shown;
  const count = key === undefined ? 1 : pages.length;
  const page = Math.min(Math.max(Math.trunc(options.page ?? 0) || 0, 0), count - 1);
  const head = [title === '' ? '' : `-# ${title}`, page === 0 ? lead : ''];
  const foot = [
    remarks === '' ? '' : `-# ${remarks}`,
    sources,
    isPerson(options.sharedBy) ? `-# Shared by ${person(options.sharedBy)}` : '',
    pageLine({ page, count, whole: attached.whole, cut: !complete || pages.length > count }),
  ];
  const texts = [joinLines(head), ...(pages[page] ?? [])].filter((each) => each !== '').map(text);
  const small = joinLines(foot);
  const body = [...texts, ...attached.files.map(file), ...(small === '' ? [] : [text(small)]), ...rows(page, count)];
  return { components: [container(body, accentOf(answer, outcome))], files: attached.files, pages: count };
}

/** Warnings go on the first page, whatever a command put above them. */
function layOut(sections: readonly Section[], inline: Inline, room: PageRoom): Layout {
  const layout = layOutPages(sectionParts(sections, inline), room);
  const warnings = sections.filter(isWarning);
  if (layout.pages.length === 1 || warnings.length === 0) return layout;
  return layOutPages(sectionParts([...warnings, ...sections.filter((each) => !isWarning(each))], inline), room);
}

function isWarning(section: Section): boolean {
  return section.kind === 'note' && section.tone === 'warning';
}

function leadOf({ lead, title }: Answer, inline: Inline): string {
  const shown = lineWithin(lead.trim() === '' ? title : lead, maxLeadSize, inline);
  return shown === '' ? '…' : `**${shown}**`;
}

interface PageFacts {
  readonly page: number;
  readonly count: number;
  /** The file that holds the whole answer. */
  readonly whole: string | undefined;
  /** Not everything is on a page. */
  readonly cut: boolean;
}

/** Where one is, and where the rest is. */
function pageLine({ page, count, whole, cut }: PageFacts): string {
  const rest = whole === undefined ? 'ask for less at a time' : `\`${whole}\` has all of it`;
  const parts = [
    ...(count > 1 ? [`Page ${page + 1} of ${count}`] : []),
    ...(cut ? ['The rest doesn’t fit'] : []),
    ...(cut || whole !== undefined ? [rest] : []),
  ];
  return parts.length === 0 ? '' : `-# ${parts.join(' · ')}`;
}

function accentOf({ sections }: Answer, outcome: Reply['outcome']): number | undefined {
  if (outcome === 'failed') return accents.failed;
  return sections.some(isWarning) ? accents.warning : undefined;
}

function joinLines(lines: readonly string[]): string {
  return lines.filter((line) => line !== '').join('\n');
}

/** A message of one sentence of the bot's own. */
export function plainNote(title: string, lead: string): RenderedMessage {
  const reply: Reply = { command: null, outcome: 'usage', answer: { title, lead, sections: [], sources: [] } };
  return renderAnswer(reply);
}

const maxSourceUrl = 200;
const maxSourceTitle = 150;
const maxSourceFact = 50;
/** Of all lines together; three of the usual length stay far below it. */
const maxSourcesSize = 600;

/** The sources of an answer in small print, one a line, the last of which counts the rest; empty where there is none. */
function sourceLines(sources: readonly Citation[]): string {
  let room = maxSourcesSize;
  const shown = sources
    .slice(0, shownSources)
    .map((citation) => `-# ${sourceLine(citation)}`)
    .filter((line) => {
      room -= weighText(line);
      return line !== '-# ' && room >= 0;
    });
  const more = sources.length - shown.length;
  return shown.length > 0 && more > 0 ? `${shown.join('\n')} · and ${more} more` : shown.join('\n');
}

function sourceLine({ id, title, publisher, date, url }: Citation): string {
  let line = link(url, lineWithin(title.trim() === '' ? id : title, maxSourceTitle), maxSourceUrl);
  for (const fact of [publisher, date]) {
    const shown = fact === 'undated' ? '' : lineWithin(fact, maxSourceFact);
    if (shown !== '') line += line === '' ? shown : ` · ${shown}`;
  }
  return line;
}

/** A wider label leaves no room for a second button on a phone. */
const maxLabelSize = 40;

interface Controls {
  readonly actions: readonly Action[];
  /** Which page is shown, of how many, and where the others come from. */
  readonly turning?: { readonly page: number; readonly pages: number; readonly key: PageKey } | undefined;
  readonly share?: PageKey | undefined;
  readonly newReminder?: boolean | undefined;
}

type Button = ReturnType<typeof button>;

/**
 * The rows of buttons below an answer: the pages first, then related commands. A button whose id would be too long is
 * left out: half a command is a wrong one.
 */
function controlRows({ actions, turning, share, newReminder }: Controls): ControlRow[] {
  const turns = turning === undefined ? [] : turnButtons(turning);
  const runs = actions
    .filter(({ command }) => command.trim() !== '')
    .slice(0, mostActions)
    .flatMap(({ label, command }, index) => made({ kind: 'run', index, line: command }, label, command));
  const fresh = newReminder === true ? made({ kind: 'new-reminder' }, 'New reminder') : [];
  const shares = share === undefined ? [] : made({ kind: 'share', key: share }, 'Share');
  // Share is about the answer, as turning its pages is; without pages it comes last, as on Slack.
  const rows =
    turns.length > 0
      ? [
          [...turns, ...shares],
          [...runs, ...fresh],
        ]
      : [[...runs, ...fresh, ...shares]];
  return rows.flatMap(inRows);
}

function inRows(buttons: readonly Button[]): ControlRow[] {
  const rows: ControlRow[] = [];
  for (let start = 0; start < buttons.length; start += discordLimits.rowButtons) {
    rows.push(row(...buttons.slice(start, start + discordLimits.rowButtons)));
  }
  return rows;
}

/** True where the pages of an answer can be turned: their ids, which hold the key, are not too long. */
function canTurn(key: PageKey | undefined): key is PageKey {
  return key !== undefined && formatCustomId({ kind: 'page', page: 99, key }) !== undefined;
}

/** Both stay where they are on every page: what moves under a thumb is pressed by mistake. */
function turnButtons({ page, pages, key }: NonNullable<Controls['turning']>): Button[] {
  // At the ends a button names the page itself, which no other button does, since ids must differ.
  const id = (wanted: number) => formatCustomId({ kind: 'page', page: Math.min(Math.max(wanted, 0), pages - 1), key });
  const [back, on] = [id(page - 1), id(page + 1)];
  if (back === undefined || on === undefined) return [];
  return [
    button(back, 'Previous', 'secondary', page === 0),
    button(on, 'Next', page === pages - 1 ? 'secondary' : 'primary', page === pages - 1),
  ];
}

function made(id: CustomId, label: string, instead = ''): Button[] {
  const customId = formatCustomId(id);
  const shown = visible(label) || visible(instead);
  return customId === undefined || shown === ''
    ? []
    : [button(customId, shorten(shown, maxLabelSize, undefined, weighText))];
}

/** A label is plain text, which Discord refuses where nothing of it can be seen. */
function visible(label: string): string {
  return isPlain(label) ? label : oneLine(label.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' '));
}
