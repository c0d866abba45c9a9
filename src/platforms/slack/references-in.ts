import type { Reference } from '../../bot/bot.ts';
import { decodeText } from './decode-text.ts';

const reference = /<(?<mark>[@#])(?<id>[A-Z0-9]{2,30})(?:\|[^<>]*)?>/g;

/**
 * The channels and people that a text of Slack's names, with the ids behind the names as they stand in the decoded
 * line. Only Slack's own markup counts: what somebody typed with these characters arrives as entities.
 *
 * @param botUserId is left out, as in the line
 */
export function referencesIn(text: string, botUserId?: string): readonly Reference[] {
  if (!text.includes('<@') && !text.includes('<#')) return [];
  const found = new Map<string, Reference>();
  for (const { 0: whole, groups } of text.matchAll(reference)) {
    const id = groups?.['id'] ?? '';
    if (id === botUserId) continue;
    const kind = groups?.['mark'] === '#' ? 'channel' : 'person';
    found.set(`${kind}:${id}`, { shown: decodeText(whole), kind, id });
  }
  return [...found.values()];
}
