import { oneLine, shorten } from '../../text/text.ts';

/**
 * Takes the meaning from a mark beside it, since Slack's markup has no escape for `*`, `_`, `~` and `:`. It is invisible
 * and not a blank, so that it neither opens nor closes a formatted run.
 */
const joiner = '\u2060';

const special = /[&<>*_~:`\p{Cc}]/u;
/** Control characters, except for line feeds and tabs. */
const control = /[^\P{Cc}\n\t]/gu;
const formatting = /(?<![\p{L}\p{N}])[*_~]+(?=\S)|(?<=\S)[*_~]+(?![\p{L}\p{N}])/gu;
const emoji = /:(?=[\w+'-]+:)/g;
const quotedLine = /^(?=\s*&gt;)/gm;
/** A path through menus, `Setup > Ports`, is shown with the typographers' mark for it, which needs no entity. */
const menuStep = /(?<=[\p{L}\p{N})]) > (?=\p{Lu})/gu;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const addressMarks: Readonly<Record<string, string>> = { '&': '&amp;', '|': '%7C', '<': '%3C', '>': '%3E' };

/**
 * Writes the three characters of Slack's control sequences as entities, after which no text can be a mention or a link.
 *
 * Source: https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
function escapeControl(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replace(/[&<>]/g, (character) => entities[character] ?? '');
}

/** Escapes plain text so that Slack shows it as it is, without a mention, link, emoji, quotation or formatting. */
export function literal(text: string): string {
  if (!special.test(text)) return text;
  let shown = text.replace(control, ' ').replaceAll('`', "'");
  if (shown.includes(' > ')) shown = shown.replace(menuStep, ' › ');
  shown = escapeControl(shown);
  if (/[*_~]/.test(shown)) shown = shown.replace(formatting, `${joiner}$&${joiner}`);
  if (shown.includes(':')) shown = shown.replace(emoji, `:${joiner}`);
  return shown.includes('&gt;') ? shown.replace(quotedLine, joiner) : shown;
}

/** Turns a string of an answer into Slack's markup: pairs of backticks become code, everything else is literal. */
export function inline(text: string): string {
  if (!special.test(text)) return text;
  const parts = text.split('`');
  // An unpaired backtick is the one before the last part.
  const lonely = parts.length % 2 === 0 ? parts.length - 1 : -1;
  let shown = '';
  for (const [index, part] of parts.entries()) {
    if (index === lonely) shown += literal(`'${part}`);
    else shown += index % 2 === 1 ? codeSpan(part) : literal(part);
  }
  return shown;
}

function codeSpan(text: string): string {
  const content = escapeControl(text.replace(control, ' ').replace(/\s*\n\s*/g, ' '));
  return content.trim() === '' ? content : `\`${content}\``;
}

/** Escapes the lines of a code block. Three backticks in a row would end it, so they are set apart invisibly. */
export function codeText(text: string): string {
  return escapeControl(text.replace(control, '').replace(/`(?=``)/g, `\`${joiner}`));
}

/**
 * Makes a link, or returns only its label where the address is too long or not one that a browser should open.
 *
 * @param label already markup
 */
export function link(url: string | undefined, label: string, maxUrlLength: number): string {
  if (url === undefined || !/^https?:\/\/[^\s\p{Cc}]+$/iu.test(url) || !URL.canParse(url)) return label;
  const address = url.replace(/[&|<>]/g, (character) => addressMarks[character] ?? '');
  return address.length > maxUrlLength ? label : `<${address}|${label}>`;
}

/** Mentions a person where the id is one of Slack's, otherwise shows the id; never give it what somebody typed. */
export function person(id: string): string {
  return /^[UW][A-Z0-9]{1,30}$/.test(id) ? `<@${id}>` : shorten(oneLine(id), 80, literal);
}
