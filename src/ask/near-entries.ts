import type { Candidate } from './candidates/candidate.ts';
import type { FoundRow } from './entry-index.ts';
import { entryOf } from './entry-of.ts';
import type { Entry } from './understanding.ts';

/** How like the question a row has to be to be offered beside an answer or in its place. */
const offered = 0.22;
/** How many are offered. */
export const mostOthers = 3;

/** Other possible meanings, listed below the answer. */
export function othersFrom(
  candidates: readonly Candidate[],
  found: readonly FoundRow[],
  taken: readonly string[],
): Entry[] {
  const near = candidates
    .filter(({ score }) => score >= offered)
    .flatMap(({ about }) => about.slice(0, 1).flatMap((of) => entryOf(of) ?? []));
  return unique([...near, ...othersOf(found, [])], taken);
}

/** The rows nearest to a question. */
export function othersOf(found: readonly FoundRow[], taken: readonly Entry[]): Entry[] {
  const near = found.filter(({ likeness, cover }) => likeness >= offered && cover >= offered);
  return unique(
    near.flatMap(({ of }) => entryOf(of) ?? []),
    taken.map(({ line }) => line),
  );
}

function unique(entries: readonly Entry[], taken: readonly string[]): Entry[] {
  const byLine = new Map(entries.map((entry) => [entry.line, entry]));
  for (const line of taken) byLine.delete(line);
  return [...byLine.values()].slice(0, mostOthers);
}
