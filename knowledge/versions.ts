/** A version as MDaemon's are written, `24.5.1c`: its numbers, and the letter of a build. */
const written = /^v?(\d+(?:\.\d+){0,3})([a-z]?)$/i;

/**
 * The product's own order: 24.5.1 < 24.5.1a < 24.5.1c < 24.5.2. Below zero where the first is older, above zero where it
 * is newer. A missing number counts as 0.
 */
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

/** True for `24.5.1c` beside `24.5.1`: a lettered build of the same number. */
export function isBuildOf(version: string, release: string): boolean {
  const [build, plain] = [parse(version), parse(release)];
  return build.letter !== '' && plain.letter === '' && compareVersions(numbersOf(build), numbersOf(plain)) === 0;
}

/** True for `25` and `25.0`, which may stand for any version that begins so. */
export function isSeries(version: string): boolean {
  const { numbers, letter } = parse(version);
  return numbers.length < 3 && letter === '';
}

/** True for `25.5.1a` beside `25.5`: a version with the same numbers, as far as the shorter one has any. */
export function isWithin(version: string, series: string): boolean {
  const [whole, part] = [parse(version), parse(series)];
  return (
    (part.letter === '' || part.letter === whole.letter) &&
    part.numbers.every((number, at) => (whole.numbers[at] ?? 0) === number)
  );
}

interface Parsed {
  readonly numbers: readonly number[];
  readonly letter: string;
}

function parse(text: string): Parsed {
  const [, digits = '', letter = ''] = written.exec(text) ?? [];
  const parts = digits.split('.');
  const [major = '', minor = ''] = parts;
  // Up to version 10 the vendor wrote 9.61 for 9.6.1 and 10.02 for 10.0.2; no release has a minor of two digits.
  const numbers = parts.length === 2 && minor.length === 2 ? [major, ...minor] : parts;
  return { numbers: numbers.map(Number), letter: letter.toLowerCase() };
}

function numbersOf({ numbers }: Parsed): string {
  return numbers.join('.');
}
