import type { Token } from '../../../bot/bot.ts';
import { oneLine, shorten } from '../../../text/text.ts';
import { commandLimits } from '../registration/command-limits.ts';

/** Shorter than this a hint says nothing. */
const shortestHint = 8;

/**
 * What a person sees of a completion: the value, and what it is in brackets. Discord's clients send this instead of the
 * value where a person goes on typing behind it, or changes another option (discord-api-docs issues 4012 and 7206); the
 * brackets are how it is told from the value again.
 *
 * @returns at most 100 characters; the value alone where no more fits
 */
export function labelOf(value: string, hint: string | undefined): string {
  const room = commandLimits.choiceName - value.length - ' ()'.length;
  if (hint === undefined || room < shortestHint) return value;
  // Brackets would end the hint, and quotation marks begin a value.
  const plain = oneLine(hint.replace(/[()[\]]/g, '').replace(/["'“”„«»]/g, '’'));
  if (plain === '') return value;
  return `${value} (${shorten(plain, room)})`;
}

/** The value in a text that may be a label. */
export function valueOfLabel(text: string): string {
  return /^(?<value>.*\S) \([^()]*\)$/s.exec(text)?.groups?.['value'] ?? text;
}

/** The words of a list without the hints among them. */
export function withoutHints(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  // Looked for on from where the last one was found: an end that stands behind one bracket stands behind the next as well.
  let end = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    if (opensHint(token)) {
      end = Math.max(end, index);
      while (end < tokens.length && !closesHint(tokens[end] as Token)) end += 1;
      if (end < tokens.length) {
        index = end;
        continue;
      }
    }
    kept.push(token);
  }
  return kept;
}

function opensHint({ text, quoted }: Token): boolean {
  return !quoted && text.startsWith('(');
}

function closesHint({ text, quoted }: Token): boolean {
  return !quoted && /\),*$/.test(text);
}
