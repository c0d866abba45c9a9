/**
 * Renders as much of a text as fits, with an ellipsis where it was cut.
 *
 * The text is cut before it is rendered, so that no entity, code span or surrogate pair is ever cut in two.
 *
 * @param render from plain text to markup; may make it longer
 * @param maxSize of the markup, as `sizeOf` counts it; at least that of one ellipsis
 * @param sizeOf never less than one for each character; default: UTF-16 units
 */
export function shorten(
  text: string,
  maxSize: number,
  render: (text: string) => string,
  sizeOf: (markup: string) => number = ({ length }) => length,
): string {
  const whole = text.length > maxSize ? undefined : render(text);
  if (whole !== undefined && sizeOf(whole) <= maxSize) return whole;
  let length = Math.min(text.length, maxSize - 1);
  while (length > 0) {
    const cut = render(
      `${text
        .slice(0, length)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`,
    );
    if (sizeOf(cut) <= maxSize) return cut;
    length = Math.min(length - 1, Math.floor((length * maxSize) / sizeOf(cut)));
  }
  return '…'.slice(0, maxSize);
}

/** A text without line breaks and with single blanks. */
export function oneLine(text: string): string {
  return /^\s|\s$|\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ').trim() : text;
}
