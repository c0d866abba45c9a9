import editDistance from 'damerau-levenshtein';
import { foreignNames } from './foreign-names.ts';
import { normaliseName } from './normalise-name.ts';

/** What a name was found to mean. */
export type NameMatch<Row> =
  /** A name of the row, as written in the knowledge. */
  | { readonly kind: 'exact'; readonly row: Row }
  /** A misspelling of `name`; the answer has to say so. */
  | { readonly kind: 'corrected'; readonly row: Row; readonly name: string }
  /** Nothing, with the nearest names for "did you mean". */
  | { readonly kind: 'none'; readonly near: readonly string[] };

/** Finds rows by the names people use for them. */
export interface NameIndex<Row> {
  /** A row by one of its names, written in any case, with or without spaces and punctuation. No misspellings. */
  get(name: string): Row | undefined;
  /** As `get`, and misspellings within a small edit distance as well. */
  find(name: string): NameMatch<Row>;
  /** Every name, as written, in the order of declaration. */
  readonly names: readonly string[];
}

/** Names shorter than this are too near to each other to be corrected: `sftp` and `smtp` differ in two letters. */
const shortestCorrected = 5;

/** How many changes a name of this length may have and still be taken for a misspelling. */
const allowedChanges = (length: number): number => (length < shortestCorrected ? 0 : length < 9 ? 1 : 2);

/**
 * Builds an index over rows.
 *
 * @param namesOf the names of a row, the one to show first. Where two rows claim a name, the earlier row keeps it.
 * @param hiddenNamesOf names that are found but never offered: misspellings.
 */
export function createNameIndex<Row>(
  rows: readonly Row[],
  namesOf: (row: Row) => readonly string[],
  hiddenNamesOf: (row: Row) => readonly string[] = () => [],
): NameIndex<Row> {
  const byName = new Map<string, { row: Row; name: string }>();
  const names: string[] = [];
  for (const row of rows) {
    for (const name of namesOf(row)) {
      const key = normaliseName(name);
      if (key === '' || byName.has(key)) continue;
      byName.set(key, { row, name });
      names.push(name);
    }
  }
  const hidden = new Map<string, { row: Row; name: string }>();
  for (const row of rows) {
    const shown = namesOf(row)[0] ?? '';
    for (const name of hiddenNamesOf(row)) {
      const key = normaliseName(name);
      if (!byName.has(key)) hidden.set(key, { row, name: shown });
    }
  }
  const find = (name: string): NameMatch<Row> => {
    const key = normaliseName(name);
    const exact = byName.get(key);
    if (exact) return { kind: 'exact', row: exact.row };
    const misspelt = hidden.get(key);
    if (misspelt) return { kind: 'corrected', ...misspelt };
    if (key.length < 2 || key.length > 40 || foreignNames.has(key)) return { kind: 'none', near: [] };
    const candidates = nearest(key, byName);
    const best = candidates[0];
    if (best !== undefined && best.distance <= allowedChanges(Math.min(key.length, best.key.length))) {
      const rivals = candidates.filter(({ distance, row }) => distance === best.distance && row !== best.row);
      if (rivals.length === 0) return { kind: 'corrected', row: best.row, name: best.name };
    }
    return { kind: 'none', near: [...new Set(candidates.map((candidate) => candidate.name))].slice(0, 3) };
  };
  return { get: (name) => byName.get(normaliseName(name))?.row, find, names };
}

interface Candidate<Row> {
  readonly row: Row;
  readonly name: string;
  readonly key: string;
  readonly distance: number;
}

/** Names within a third of the word's letters, with the same digits: `pop2` is no misspelling of `pop3`. */
function nearest<Row>(key: string, byName: ReadonlyMap<string, { row: Row; name: string }>): Candidate<Row>[] {
  const limit = Math.max(1, Math.floor(key.length / 3));
  const digits = key.replace(/\D/g, '');
  const candidates: Candidate<Row>[] = [];
  for (const [known, { row, name }] of byName) {
    if (Math.abs(known.length - key.length) > limit || known.replace(/\D/g, '') !== digits) continue;
    const { steps } = editDistance(key, known);
    if (steps <= limit) candidates.push({ row, name, key: known, distance: steps });
  }
  return candidates.sort((a, b) => a.distance - b.distance);
}
