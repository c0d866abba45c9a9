/** A version as MDaemon's are written, `24.5.1c`: its numbers, and the letter of a patch. */
const written = /^v?(\d+(?:\.\d+){0,3})([a-z]?)$/;

/** Below zero where the first is older, above zero where it is newer; a missing number is 0, no letter is before `a`. */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [parse(a), parse(b)];
  for (let at = 0; at < 4; at += 1) {
    const difference = (first.numbers[at] ?? 0) - (second.numbers[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return first.letter < second.letter ? -1 : first.letter > second.letter ? 1 : 0;
}

/** True for what can be compared; `cve-2024-11182` cannot. */
export function isVersion(text: string): boolean {
  return written.test(text);
}

function parse(text: string): { readonly numbers: readonly number[]; readonly letter: string } {
  const [, numbers = '', letter = ''] = written.exec(text) ?? [];
  return { numbers: numbers.split('.').map(Number), letter };
}
