import { compareVersions, isWithin } from './versions.ts';

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
