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

/**
 * Versions in a row, such as `from 21 to 23`. `from` and `through` are in it, with all of their series: `through 23` has
 * 23.5.3 in it. `after` and `before` are not. Without a beginning, or without an end, it has all older or newer ones.
 */
export interface VersionSpan {
  readonly from?: string;
  readonly after?: string;
  readonly before?: string;
  readonly through?: string;
}

/** True for a version that lies in the span. */
export function isInSpan(version: string, { from, after, before, through }: VersionSpan): boolean {
  if (from !== undefined && compareVersions(version, from) < 0) return false;
  if (after !== undefined && (compareVersions(version, after) <= 0 || isWithin(version, after))) return false;
  if (before !== undefined && compareVersions(version, before) >= 0) return false;
  return through === undefined || compareVersions(version, through) <= 0 || isWithin(version, through);
}

/** The words by which a command takes a span: `21 to 23`, `before 20.0.4`, `25.x`. */
export function wordsOfSpan({ from, after, before, through }: VersionSpan): readonly string[] {
  if (from !== undefined && from === through) return [`${from}.x`];
  const start = after === undefined ? (from === undefined ? [] : [from]) : ['after', after];
  const end = before === undefined ? (through === undefined ? [] : ['to', through]) : ['before', before];
  return end.length === 0 && from !== undefined ? ['from', from] : [...start, ...end];
}

/** No year, and no port of three digits, is a version. */
const version = String.raw`v?(\d{1,2}(?:\.\d{1,2}){0,3}[a-z]?)`;
const series = /^v?(\d{1,2}(?:\.\d{1,2}){0,2})\.x$/;
const between = new RegExp(`^(?:from )?${version} ?(?:-|–| to ) ?${version}$`);
const openEnded = new RegExp(`^(from|since|after|before|to|through|until) ${version}$`);

/** Reads what `wordsOfSpan` writes, `21-23` as well; `undefined` for anything else, a single version included. */
export function readSpan(words: readonly string[]): VersionSpan | undefined {
  const text = words.join(' ').toLowerCase();
  const [, whole] = series.exec(text) ?? [];
  if (whole !== undefined) return { from: whole, through: whole };
  const [, from, through] = between.exec(text) ?? [];
  if (from !== undefined && through !== undefined) {
    return compareVersions(from, through) > 0 ? { from: through, through: from } : { from, through };
  }
  const [, word, edge] = openEnded.exec(text) ?? [];
  if (word === undefined || edge === undefined) return undefined;
  if (word === 'after') return { after: edge };
  if (word === 'before') return { before: edge };
  return word === 'from' || word === 'since' ? { from: edge } : { through: edge };
}
