import { quantile } from './summarise.ts';

/**
 * How many times one contender's values are another's: the median over rounds that followed each other, so that a busy
 * spell of the machine falls on both.
 */
export function ratioOfNeighbours(ours: readonly number[], theirs: readonly number[]): number {
  return quantile(
    ours.map((value, index) => value / (theirs[index] ?? Number.NaN)),
    0.5,
  );
}
