import { compareVersions, isVersion, isWithin } from './versions.ts';

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

/** Reads what `wordsOfSpan` writes, `21-23` as well; `undefined` for anything else, a single version included. */
export function readSpan(words: readonly string[]): VersionSpan | undefined {
  const text = words.join(' ').toLowerCase();
  const [, series] = /^v?(\d+(?:\.\d+)*)\.x$/.exec(text) ?? [];
  if (series !== undefined) return checked({ from: series, through: series });
  const [, from, through] = /^(?:from )?v?([\d.]+[a-z]?) ?(?:-|–| to ) ?v?([\d.]+[a-z]?)$/.exec(text) ?? [];
  if (from !== undefined && through !== undefined) {
    return checked(compareVersions(from, through) > 0 ? { from: through, through: from } : { from, through });
  }
  const [, word, edge] = /^(from|since|after|before|to|through|until) v?([\d.]+[a-z]?)$/.exec(text) ?? [];
  if (word === undefined || edge === undefined) return undefined;
  if (word === 'after') return checked({ after: edge });
  if (word === 'before') return checked({ before: edge });
  return checked(word === 'from' || word === 'since' ? { from: edge } : { through: edge });
}

function checked(span: VersionSpan): VersionSpan | undefined {
  return Object.values(span).every(isVersion) ? span : undefined;
}
