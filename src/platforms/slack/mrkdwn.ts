import type { Reference } from '../../bot/bot.ts';
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

const reference = /<([^<>]*)>/g;
const namedReference = /<(?<mark>[@#])(?<id>[A-Z0-9]{2,30})(?:\|[^<>]*)?>/g;
const escaped: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/**
 * Decodes text as Slack encodes it into the plain line that the person typed.
 *
 * Links become what was typed, people and channels their names, broadcasts `@here`. What a phone or a Mac changed is
 * undone: curled quotation marks, a dash instead of `--`, and non-breaking blanks.
 *
 * Source: https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
 *
 * @param botUserId the bot's mentions are left out, since they only say who is asked
 */
export function decodeText(text: string, botUserId?: string): string {
  if (/^[\x20-\x25\x27-\x3b\x3d\x3f-\x7e]*$/.test(text)) return text.trim();
  return text
    .replace(reference, (whole, inner: string) => plainReference(whole, inner, botUserId))
    .replace(/&(?:lt|gt|amp);/g, (entity) => escaped[entity] ?? entity)
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(/[\u2018\u2019\u201a\u201b]/g, "'")
    .replace(/[\u201c\u201d\u201e\u201f]/g, '"')
    .replace(/(^|\s)[\u2013\u2014](?=[\p{L}\p{N}])/gu, '$1--')
    .trim();
}

function plainReference(whole: string, inner: string, botUserId: string | undefined): string {
  const bar = inner.indexOf('|');
  const target = bar === -1 ? inner : inner.slice(0, bar);
  const label = bar === -1 ? '' : inner.slice(bar + 1);
  switch (target.charAt(0)) {
    case '@':
      return target.slice(1) === botUserId ? ' ' : `@${label === '' ? target.slice(1) : label}`;
    case '#':
      return `#${label === '' ? target.slice(1) : label}`;
    case '!':
      return specialReference(target.slice(1), label);
    default:
      break;
  }
  if (/^(?:https?|ftp|sip|tel|mailto):/i.test(target)) {
    return label !== '' ? label : target.replace(/^(?:mailto|tel):/i, '');
  }
  return whole;
}

/** `here`, `channel`, `everyone`, `subteam^S1`, `date^1700000000^{date}`. */
function specialReference(target: string, label: string): string {
  if (target.startsWith('date^')) return label;
  const [name = '', id] = target.split('^');
  const shown = label === '' ? (id ?? name) : label;
  return shown.startsWith('@') ? shown : `@${shown}`;
}

/**
 * Finds the channels and people that a text of Slack's names: the names as `decodeText` writes them, and the ids. Only
 * Slack's own markup counts; what somebody typed with the same characters arrives as characters.
 *
 * @param botUserId the bot is left out, as by `decodeText`
 */
export function referencesIn(text: string, botUserId?: string): readonly Reference[] {
  if (!text.includes('<@') && !text.includes('<#')) return [];
  const found = new Map<string, Reference>();
  for (const { 0: whole, groups } of text.matchAll(namedReference)) {
    const id = groups?.['id'] ?? '';
    if (id === botUserId) continue;
    const kind = groups?.['mark'] === '#' ? 'channel' : 'person';
    found.set(`${kind}:${id}`, { shown: decodeText(whole), kind, id });
  }
  return [...found.values()];
}
