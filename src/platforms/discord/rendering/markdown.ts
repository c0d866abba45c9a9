import type { ShownInstant } from '../../../bot/bot.ts';
import { oneLine, shorten } from '../../../text/text.ts';
import { weighText } from './limits.ts';

/**
 * Keeps a mark from meaning anything where a backslash does not: Discord's servers look for mentions without minding
 * backslashes, and inside code a backslash is shown. Invisible; discord.js sets code fences apart with the same one.
 */
const gap = '\u200b';

/** Whether there may be anything to escape: a mark, or what is one where a line begins. */
const special =
  /[\\*_~|[\]`]|<[^\s<]|@[eEhH]|:(?:\d*[A-Za-z_+~-]|\d{3}|\/\/)|[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]|^[^\S\n]*(?:[#>+-]|\d+[.)])/mu;
/** Control characters but line feed, which separates lines, and what turns the direction of the text around it. */
const unprintable = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/gu;
/** Characters to remove from a block of code: tabs may stay. */
const unprintableInCode = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu;
/** Bold, italic, underlined, struck through, hidden, a masked link. */
const inlineMark = /[\\*_~|[\]]/g;
/** The name of an emoji: `:fire:`, `:+1:`, `:100:`; not what stands between the colons of a time of day. */
const emojiName = /:(?=(?:\d{3,}|\d*[A-Za-z_+~-][\w+~-]*):)/g;
/** Whether any line may begin with one of the two below. */
const lineStart = /^[^\S\n]*[#>+\d-]/m;
/** Headings, small print, lists and quotations begin a line. */
const lineMark = /^([^\S\n]*)(#{1,3}(?=\s|$)|-(?=#|\s|$)|\+(?=\s|$)|>)/gm;
const listNumber = /^([^\S\n]*\d+)([.)])(?=\s|$)/gm;
/** Mentions of people, roles and channels, commands, timestamps, emoji, pages of the server, and links in brackets. */
const bracket = /<(?=[^\s<])/g;
const broadcast = /@(?=everyone|here)/gi;
/** An address that is shown, and opened, as it stands. An asterisk could end the bold text around it. */
const address = /https?:\/\/[\w.~:/?#@!$&'()+,;=%-]*[\w/]/gi;

/** Plain text that Discord shows as it is: no mention, link mask, emoji, heading or formatting comes of it. */
export function literal(text: string): string {
  if (!special.test(text)) return text;
  const plain = text.replace(unprintable, ' ').replaceAll('`', "'");
  if (!plain.includes('://')) return escapeMarks(plain);
  let shown = '';
  let end = 0;
  for (const { 0: found, index } of plain.matchAll(address)) {
    if (/@(?:everyone|here)/i.test(found)) continue;
    // In angle brackets there is no preview, and no mark of an address is taken for formatting.
    shown += `${escapeMarks(plain.slice(end, index))}<${found}>`;
    end = index + found.length;
  }
  return shown + escapeMarks(plain.slice(end));
}

function escapeMarks(text: string): string {
  let shown = text.replace(inlineMark, '\\$&');
  if (shown.includes('<')) shown = shown.replace(bracket, `<${gap}`);
  if (shown.includes('@')) shown = shown.replace(broadcast, `@${gap}`);
  if (shown.includes(':')) shown = shown.replace(emojiName, `:${gap}`);
  return lineStart.test(shown) ? shown.replace(lineMark, '$1\\$2').replace(listNumber, '$1\\$2') : shown;
}

/**
 * An Answer's string in Discord's markdown: pairs of backticks become code, everything else is literal.
 *
 * @param plain how the text outside of code is rendered; default `literal`
 */
export function inline(text: string, plain: (text: string) => string = literal): string {
  const parts = text.split('`');
  if (parts.length === 1) return plain(text);
  // A backtick without a partner stands before the last part.
  const lonely = parts.length % 2 === 0 ? parts.length - 1 : -1;
  let shown = '';
  for (const [index, part] of parts.entries()) {
    if (index === lonely) shown += plain(`'${part}`);
    else if (index % 2 === 0) shown += plain(part);
    // Two spans side by side would be read as one with two backticks around it.
    else shown += `${shown.endsWith('`') ? gap : ''}${codeSpan(part)}`;
  }
  return shown;
}

/** Anything but words, figures and the punctuation that no markup has a use for. */
const beyondPlain = /[^ -);=?A-Z^a-{}+-9]| {2}/;
const beginsList = /^\d+[.)]/;

/**
 * True for most of what answers are made of: it is shown as it is, is one line without blanks at its ends, and weighs its
 * length. Text of other kinds may be told to be neither.
 */
export function isPlain(text: string): boolean {
  if (beyondPlain.test(text)) return false;
  const first = text.charCodeAt(0);
  // A mark may mean something where a line begins, and so may a number.
  return (first >= letterA || (first >= zero && !beginsList.test(text))) && !text.endsWith(' ');
}

const zero = 0x30;
const letterA = 0x41;

/**
 * A text as one line of markdown without blanks at its ends, cut where it would weigh too much.
 *
 * @param render default `literal`
 */
export function lineWithin(text: string, maxWeight: number, render: (text: string) => string = literal): string {
  const isOurs = render === literal || render === inline;
  if (isOurs && text.length <= maxWeight && isPlain(text)) return text;
  return shorten(oneLine(text), maxWeight, render, weighText).trim();
}

function codeSpan(text: string): string {
  const content = text.replace(unprintable, ' ').replace(/\s*\n\s*/g, ' ');
  // An empty one must not join what stands before and behind it: `@` and `everyone`, say.
  return content.trim() === '' ? content || gap : `\`${withoutMentions(content)}\``;
}

/** The lines of a block of code. Three backticks in a row would end it, so they are set apart invisibly. */
export function codeText(text: string): string {
  return withoutMentions(text.replace(unprintableInCode, '').replace(/`(?=``)/g, `\`${gap}`));
}

/** Nothing is mentioned from within code, as far as is documented; what exists only to mention is set apart all the same. */
function withoutMentions(code: string): string {
  return code.replace(broadcast, `@${gap}`).replace(/<(?=(?:@[!&$]?|#)\d)/g, `<${gap}`);
}

const addressMarks: Readonly<Record<string, string>> = {
  '(': '%28',
  ')': '%29',
  '<': '%3C',
  '>': '%3E',
  '"': '%22',
  '`': '%60',
  '*': '%2A',
  '|': '%7C',
};

/** What every parser of addresses takes: a name of plain letters, which doesn't end in a number, and a plain path. */
const usualAddress = /^https?:\/\/(?!xn--|[^/]*\.xn--)(?:[a-z\d-]+\.)+[a-z]+(?:\/[\w./?#&=~%+-]*)?$/;

function isAddress(url: string): boolean {
  // A browser takes a backslash for a slash, and its percent encoding for neither.
  return /^https?:\/\/[^\s\p{Cc}\p{Cf}@[\]\\]+$/iu.test(url) && URL.canParse(url);
}

/**
 * A masked link, or only its label where the address is none a browser should open, or too long.
 *
 * @param label already markdown, on one line
 */
export function link(url: string | undefined, label: string, maxUrlLength: number): string {
  // Discord shows a mask that looks like an address, or is empty, with all its brackets.
  if (url === undefined || label.trim() === '' || label.includes('://')) return label;
  if (!usualAddress.test(url) && !isAddress(url)) return label;
  const shown = url.replace(/[()<>"`*|]/g, (character) => addressMarks[character] ?? '');
  return shown.length > maxUrlLength ? label : `[${label}](${shown})`;
}

/** Stands behind the words of an instant until they are escaped; for private use, so that no text needs it. */
const placeholder = '\ue000';

/** Nothing that names an instant is longer. */
const longestWords = 100;
/** More than these no answer shows; a pattern of all of them stays small. */
const mostInstants = 300;

/**
 * A renderer of an Answer's strings that puts Discord's own relative timestamp behind the words of each instant:
 * `Mon 7 Dec 2026, 09:00 CET (Europe/Berlin), in 3 days`. The words stay, since they name the zone; the timestamp counts
 * for everybody from where they are. Words within code stay alone.
 *
 * People named as `@id` outside quotes are shown by mention; an answer pings nobody.
 *
 * Nothing typed can become a timestamp: it is made of the instant's date alone, after the text has been escaped.
 */
export function inlineWith(
  instants: readonly ShownInstant[] = [],
  people: readonly string[] = [],
): (text: string) => string {
  const timed = inlineWithInstants(instants);
  const ids = new Set(people.filter(isPerson));
  if (ids.size === 0) return timed;
  const named = (shown: string, id: string) => (ids.has(id) ? `<@${id}>` : shown);
  return (text) => timed(text).replace(/“[^”]*”|@([1-9]\d{16,19})\b/g, named);
}

function inlineWithInstants(instants: readonly ShownInstant[]): (text: string) => string {
  if (instants.length === 0) return inline;
  const seconds = new Map(
    instants
      .slice(0, mostInstants)
      .filter(({ shown, at }) => shown.trim() !== '' && shown.length <= longestWords && !Number.isNaN(at.getTime()))
      .map(({ shown, at }) => [shown, Math.floor(at.getTime() / 1_000)]),
  );
  if (seconds.size === 0) return inline;
  const words = [...seconds.keys()].sort((one, other) => other.length - one.length).map(escapeForPattern);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'gu');
  const plain = (text: string): string => {
    const found: string[] = [];
    const marked = text.replaceAll(placeholder, '').replace(pattern, (shown) => {
      found.push(relative(shown, seconds.get(shown) ?? 0));
      return `${shown}${placeholder}`;
    });
    return found.length === 0 ? literal(marked) : literal(marked).replaceAll(placeholder, () => found.shift() ?? '');
  };
  return (text) => inline(text, plain);
}

/** A second pair of brackets in a row would be one too many. */
function relative(shown: string, seconds: number): string {
  return shown.endsWith(')') ? `, <t:${seconds}:R>` : ` (<t:${seconds}:R>)`;
}

function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** True for an id of Discord's: a number of 17 to 20 digits. */
export function isPerson(id: string | undefined): id is string {
  return id !== undefined && /^[1-9]\d{16,19}$/.test(id);
}

/**
 * A person by mention, where the id is one of Discord's; never made of what somebody typed. Whether it pings is up to the
 * message's `allowed_mentions`.
 */
export function person(id: string): string {
  return isPerson(id) ? `<@${id}>` : lineWithin(id, 24);
}
