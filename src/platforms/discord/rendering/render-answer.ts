import { type Answer, type Citation, type Reply, type Section, shownSources } from '../../../bot/bot.ts';
import { attachFiles, withWholeAnswer } from './attach-files.ts';
import { accents, container, file, type RenderedMessage, text } from './components.ts';
import type { PageKey } from './custom-id.ts';
import { type Inline, type Layout, layOutPages, type PageRoom, sectionParts } from './lay-out-pages.ts';
import { discordLimits, weighText } from './limits.ts';
import { inline as inlinePlain, inlineWith, isPerson, lineWithin, link, person } from './markdown.ts';
import { canTurn, controlRows } from './render-controls.ts';

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
