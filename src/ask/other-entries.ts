import type { Candidate } from './candidates/candidate.ts';
import type { FoundRow } from './entry-index.ts';
import { entryOf } from './entry-of.ts';
import type { Entry } from './understanding.ts';

/** How like the question an entry has to be to be offered, from 0 to 1. */
const offered = 0.22;
/** More buttons are not read. */
export const mostOthers = 3;

/** What else may have been meant: the next candidates, then what was found by its words. */
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

/** What was found by its words, without what is taken already. */
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
