/**
 * Renders as much of a text as fits, with an ellipsis where it was cut.
 *
 * The text is cut before it is rendered, so that no entity, code span or surrogate pair is ever cut in two.
 *
 * @param render from plain text to markup; may make it longer
 * @param maxLength of the markup, in UTF-16 units
 */
export function shorten(text: string, maxLength: number, render: (text: string) => string): string {
  const whole = text.length > maxLength ? undefined : render(text);
  if (whole !== undefined && whole.length <= maxLength) return whole;
  let length = Math.min(text.length, maxLength - 1);
  while (length > 0) {
    const cut = render(
      `${text
        .slice(0, length)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`,
    );
    if (cut.length <= maxLength) return cut;
    length = Math.min(length - 1, Math.floor((length * maxLength) / cut.length));
  }
  return '…'.slice(0, maxLength);
}

/** A text without line breaks and with single blanks. */
export function oneLine(text: string): string {
  return /^\s|\s$|\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ').trim() : text;
}
