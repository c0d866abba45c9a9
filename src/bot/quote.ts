import { printableLine } from '../text/text.ts';

/**
 * What a person typed, made safe to repeat in an answer: one line, no control or direction characters, no backticks,
 * in typographic quotes, cut at `maxLength` characters (default 60).
 */
export function quote(text: string, maxLength = 60): string {
  return `“${printableLine(text.slice(0, maxLength * 8).replaceAll('`', "'"), maxLength)}”`;
}
