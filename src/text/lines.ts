/** Words in a sentence: `a`, `a and b`, `a, b and c`. Empty where there are none. */
export function joinWords(words: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const invisible = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** Control characters but line feeds and tabs, line separators, and characters that turn the direction of text. */
const steering = /[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
const allSteering = new RegExp(steering, 'gu');

/**
 * A stranger's text of any number of lines, in which nothing can steer a terminal or turn text around. Tabs and joined
 * emoji stay.
 */
export function harmlessText(text: string): string {
  return steering.test(text) ? text.replaceAll('\r\n', '\n').replace(allSteering, ' ') : text;
}

/** Blanks at an end or side by side, and every white space that is not a blank. */
const untidy = /^ | $| {2}|[^\S ]/;

/** A short line of ASCII with single blanks, which needs no mending. Firewall answers have thousands. */
const plainLine = /^[!-~]+(?: [!-~]+)*$/;

/** A text without line breaks, with single blanks, and none at its ends. */
export function oneLine(text: string): string {
  return untidy.test(text) ? text.replace(/\s+/g, ' ').trim() : text;
}

/**
 * A stranger's text as one line that is safe to print: control characters, line separators, zero-width characters and
 * marks that turn the direction of text become blanks, so that it can neither steer a terminal nor end a comment.
 *
 * @param maxLength in characters, not in UTF-16 units; a longer line ends with an ellipsis. Default: not cut
 */
export function printableLine(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  if (text.length <= maxLength && plainLine.test(text)) return text;
  const line = oneLine(text.replace(invisible, ' '));
  if (line.length <= maxLength) return line;
  const characters = Array.from(line);
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : line;
}

/**
 * As much of a text as fits, with an ellipsis where it was cut, rendered as markup.
 *
 * The text is cut before it is rendered, so that no entity, code span or surrogate pair is ever cut in two.
 *
 * @param maxSize of the markup, as `sizeOf` counts it; at least that of one ellipsis
 * @param render from plain text to markup; may make it longer. Default: the text is shown as it is
 * @param sizeOf never less than one for each UTF-16 unit of the text. Default: UTF-16 units
 */
export function shorten(
  text: string,
  maxSize: number,
  render: (text: string) => string = (plain) => plain,
  sizeOf: (markup: string) => number = ({ length }) => length,
): string {
  const whole = text.length > maxSize ? undefined : render(text);
  if (whole !== undefined && sizeOf(whole) <= maxSize) return whole;
  let length = Math.min(text.length, maxSize - 1);
  while (length > 0) {
    const cut = render(`${cutCleanly(text, length)}…`);
    if (sizeOf(cut) <= maxSize) return cut;
    length = Math.min(length - 1, Math.floor((length * maxSize) / sizeOf(cut)));
  }
  return '…'.slice(0, maxSize);
}

/** The beginning of a text, in UTF-16 units, without the half of a surrogate pair at its end. */
export function cutCleanly(text: string, length: number): string {
  return text
    .slice(0, length)
    .toWellFormed()
    .replace(/\ufffd$/, '');
}

const quotationMarks = [
  ['"', '"'],
  ['“', '”'],
  ['«', '»'],
] as const;

/** A text in quotation marks that it does not hold itself; `undefined` where it holds all of them. */
export function inQuotationMarks(text: string): string | undefined {
  const pair = quotationMarks.find(([opening, closing]) => !text.includes(opening) && !text.includes(closing));
  return pair === undefined ? undefined : pair[0] + text + pair[1];
}
