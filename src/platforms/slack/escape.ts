/**
 * Keeps a mark from meaning anything in Slack's markup, which has no escape of its own for `*`, `_`, `~` and `:`.
 * Invisible, and no blank, so that it neither opens nor closes a formatted run.
 */
const joiner = '\u2060';

const special = /[&<>*_~:`\p{Cc}]/u;
/** Control characters but line feed and tab. */
const control = /[^\P{Cc}\n\t]/gu;
const formatting = /(?<![\p{L}\p{N}])[*_~]+(?=\S)|(?<=\S)[*_~]+(?![\p{L}\p{N}])/gu;
const emoji = /:(?=[\w+'-]+:)/g;
const quotedLine = /^(?=\s*&gt;)/gm;
/** A path through menus, `Setup > Ports`: the mark typographers use for it needs no entity. */
const menuStep = /(?<=[\p{L}\p{N})]) > (?=\p{Lu})/gu;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const addressMarks: Readonly<Record<string, string>> = { '&': '&amp;', '|': '%7C', '<': '%3C', '>': '%3E' };

/**
 * The three characters of Slack's control sequences, as entities. After this no text can be a mention or a link.
 *
 * Source: https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
function escapeControl(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replace(/[&<>]/g, (character) => entities[character] ?? '');
}

/** Plain text that Slack shows as it is: no mention, link, emoji, quotation or formatting comes of it. */
export function literal(text: string): string {
  if (!special.test(text)) return text;
  let shown = text.replace(control, ' ').replaceAll('`', "'");
  if (shown.includes(' > ')) shown = shown.replace(menuStep, ' › ');
  shown = escapeControl(shown);
  if (/[*_~]/.test(shown)) shown = shown.replace(formatting, `${joiner}$&${joiner}`);
  if (shown.includes(':')) shown = shown.replace(emoji, `:${joiner}`);
  return shown.includes('&gt;') ? shown.replace(quotedLine, joiner) : shown;
}

/** An Answer's string in Slack's markup: pairs of backticks become code, everything else is literal. */
export function inline(text: string): string {
  if (!special.test(text)) return text;
  const parts = text.split('`');
  // A backtick without a partner stands before the last part.
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

/** The lines of a block of code. Three backticks in a row would end it, so they are set apart invisibly. */
export function codeText(text: string): string {
  return escapeControl(text.replace(control, '').replace(/`(?=``)/g, `\`${joiner}`));
}

/**
 * A link, or only its label where the address is none a browser should open, or too long.
 *
 * @param label already markup
 */
export function link(url: string | undefined, label: string, maxUrlLength: number): string {
  if (url === undefined || !/^https?:\/\/[^\s\p{Cc}]+$/iu.test(url)) return label;
  const address = url.replace(/[&|<>]/g, (character) => addressMarks[character] ?? '');
  return address.length > maxUrlLength ? label : `<${address}|${label}>`;
}
