/**
 * Reads a variable that holds the address of an HTTP API, as it was written.
 *
 * @param read gives a variable, trimmed; `undefined` where it is empty or not set
 * @param report is told what is wanted where it is no such address
 */
export function readUrl(
  name: string,
  read: (name: string) => string | undefined,
  report: (name: string, wanted: string) => undefined,
): string | undefined {
  const text = read(name);
  if (text === undefined) return undefined;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  return report(name, 'must be an address that begins with https:// (or http:// for a test)');
}
