/** Reads lines of `question => what it comes to`; empty lines and those that begin with `#` are passed over. */
export function readCases(text: string): [question: string, expected: string][] {
  return text.split('\n').flatMap((line): [string, string][] => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const at = line.lastIndexOf(' => ');
    if (at === -1) throw new Error(`This is no case: ${line}`);
    return [[line.slice(0, at), line.slice(at + 4)]];
  });
}
