// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const invisible = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/**
 * What a person typed, made safe to repeat in an answer: one line, no control or direction characters, no backticks,
 * in typographic quotes, cut at `maxLength` characters (default 60).
 */
export function quote(text: string, maxLength = 60): string {
  const line = text
    .slice(0, maxLength * 8)
    .replace(invisible, ' ')
    .replaceAll('`', "'")
    .replace(/\s+/g, ' ')
    .trim();
  const characters = Array.from(line);
  const shown = characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : line;
  return `“${shown}”`;
}
