import type { ShownInstant } from '../../../bot/bot.ts';
import { inline, literal } from './escape.ts';

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
 * Nothing typed can become a timestamp: it is made of the instant's date alone, after the text has been escaped.
 */
export function inlineWith(instants: readonly ShownInstant[] = []): (text: string) => string {
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
