import type { Suggestion } from './argument.ts';

/** The most a person can look through; Discord takes no more either. */
const mostSuggestions = 25;

/**
 * The suggestions that fit what is typed, without regard to case: first those that begin with it, then those that hold
 * it, then those whose hint does. Within each the order stays. A value comes once.
 *
 * @param typed of the word so far; where it is empty, everything fits
 * @param limit default 25
 */
export function matchSuggestions(
  typed: string,
  candidates: Iterable<Suggestion>,
  limit = mostSuggestions,
): Suggestion[] {
  const wanted = typed.toLowerCase();
  const ranks: [Suggestion[], Suggestion[], Suggestion[]] = [[], [], []];
  const seen = new Set<string>();
  for (const candidate of candidates) {
    const value = candidate.value.toLowerCase();
    if (seen.has(value)) continue;
    const at = value.indexOf(wanted);
    const rank = at === 0 ? 0 : at > 0 ? 1 : candidate.hint?.toLowerCase().includes(wanted) === true ? 2 : undefined;
    if (rank === undefined) continue;
    seen.add(value);
    ranks[rank].push(candidate);
    if (ranks[0].length === limit) break;
  }
  return ranks.flat().slice(0, limit);
}
