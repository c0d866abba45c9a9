import type { Reference } from '../../../bot/bot.ts';
import type { Names } from './names.ts';

/** A text of Discord's as the plain line a person meant, with the ids behind the names in it. */
interface DecodedText {
  readonly text: string;
  readonly references: readonly Reference[];
}

/** Where names are looked up: the caches, and what came along with the event. */
export interface DecodeContext {
  readonly names: Pick<Names, 'channel' | 'person' | 'role'>;
  /** The server the text was written in. */
  readonly guild?: string | undefined;
  /** User names that came with the event, by id. */
  readonly people?: ReadonlyMap<string, string>;
  /** The bot's id; its mentions are left out: they only say who is asked. */
  readonly bot?: string | undefined;
}

/** Source: https://discord.com/developers/docs/reference#message-formatting */
const markup =
  /<(?:@!?(?<person>\d{1,20})|@&(?<role>\d{1,20})|#(?<channel>\d{1,20})|a?(?<emoji>:\w{1,40}:)\d{1,20}|t:(?<seconds>-?\d{1,13})(?::[a-zA-Z])?|\/(?<command>[^:<>]{1,100}):\d{1,20}|(?<link>https?:\/\/[^<>\s]+))>/g;
const wrapped = /^(?<fence>`{1,3})(?:[a-z]*\n)?(?<inner>(?:(?!\k<fence>).)+)\k<fence>$/s;

/**
 * Turns a text as Discord writes it into the plain line a person typed.
 *
 * People, channels and roles become their names, custom emoji their colons, moments the date that was meant, links what
 * was typed. What is wrapped in backticks as a whole, as somebody does who copied a command, is unwrapped. Quotation
 * marks that a phone curled become straight, a dash it made of `--` becomes `--` again.
 */
export function decodeText(text: string, context: DecodeContext): DecodedText {
  if (/^[\w ,.:/#@+-]*$/.test(text)) return { text: text.trim(), references: [] };
  const references = new Map<string, Reference>();
  const refer = (kind: Reference['kind'], id: string, mark: string, name: string | undefined): string => {
    const key = `${kind}:${id}`;
    const known = references.get(key);
    if (known !== undefined) return known.shown;
    const called = `${mark}${nameAsWord(name ?? '') || id}`;
    const taken = [...references.values()].some(({ shown }) => shown.toLowerCase() === called.toLowerCase());
    const shown = taken ? `${mark}${id}` : called;
    references.set(key, { shown, kind, id });
    return shown;
  };
  let isAddressed = false;
  const plain = text.replace(markup, (whole, ...matched) => {
    const groups = matched.at(-1) as Readonly<Record<string, string | undefined>>;
    const { person, role, channel, seconds } = groups;
    if (person !== undefined) {
      if (person === context.bot) {
        isAddressed = true;
        return ' ';
      }
      return refer('person', person, '@', context.people?.get(person) ?? context.names.person(person));
    }
    if (channel !== undefined) return refer('channel', channel, '#', context.names.channel(channel));
    if (role !== undefined) return `@${nameAsWord(context.names.role(context.guild ?? '', role) ?? '') || role}`;
    if (seconds !== undefined) return momentOf(Number(seconds)) ?? whole;
    return groups['emoji'] ?? groups['link'] ?? `/${groups['command']}`;
  });
  const said = plain.trim();
  // The comma or colon after a name: "@bot, ports imap".
  const line = unwrap(isAddressed ? said.replace(/^[,:]\s+/, '') : said)
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(/[\u2018\u2019\u201a\u201b]/g, "'")
    .replace(/[\u201c\u201d\u201e\u201f]/g, '"')
    .replace(/(^|\s)[\u2013\u2014](?=[\p{L}\p{N}])/gu, '$1--')
    .trim();
  return { text: line, references: [...references.values()] };
}

function unwrap(text: string): string {
  return wrapped.exec(text)?.groups?.['inner'] ?? text;
}

/** A name as one word that reading a line leaves whole: threads may be called anything. */
export function nameAsWord(name: string): string {
  return name
    .replace(/[^\p{L}\p{N}\p{Emoji_Presentation}._-]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}

/** A moment in a form that says its zone, to the minute. */
function momentOf(seconds: number): string | undefined {
  const at = new Date(seconds * 1_000);
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9_999 || at.getUTCFullYear() < 1
    ? undefined
    : `${at.toISOString().slice(0, 16)}Z`;
}
