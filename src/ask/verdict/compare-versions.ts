/**
 * Compares versions as the vendor writes them, a letter behind the number included: `24.5.1` is older than `24.5.1c`.
 *
 * @returns below 0 where `a` is older, above 0 where it is newer, else 0
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let at = 0; at < Math.max(left.numbers.length, right.numbers.length); at += 1) {
    const difference = (left.numbers[at] ?? 0) - (right.numbers[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.letter < right.letter ? -1 : left.letter > right.letter ? 1 : 0;
}

function partsOf(version: string): { numbers: number[]; letter: string } {
  const [, digits = '0', letter = ''] = /^v?([\d.]+)([a-z]?)$/.exec(version) ?? [];
  return { numbers: digits.split('.').map(Number), letter };
}
