import type { Entry } from '../../src/ask/ask.ts';

/** One entry a command line, the first: two rows of port 80 are shown by the same command, and offered once. */
export function distinctLines(entries: readonly Entry[]): readonly Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ line }) => !seen.has(line) && seen.add(line));
}
