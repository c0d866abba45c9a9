import type { Reference } from '../../bot/bot.ts';

const reference = /<([^<>]*)>/g;
const namedReference = /<(?<mark>[@#])(?<id>[A-Z0-9]{2,30})(?:\|[^<>]*)?>/g;
const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

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
    .replace(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? entity)
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
 * Slack's own markup counts; what somebody typed with the same characters arrives as entities.
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
