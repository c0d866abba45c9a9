import type { Clues, Trust } from '../../../src/ask/trust.ts';

/** An answer that a question got from an engine that had not seen it. */
export interface Trusted {
  readonly clues: Clues;
  readonly right: boolean;
}

const steps = 4_000;
const rate = 0.02;
/** Keeps weights small that few answers speak for. */
const restraint = 1;

/** Fits a logistic regression by Adam: how likely an answer is right, by its clues. */
export function fitTrust(answers: readonly Trusted[]): Trust {
  const names = Object.keys(answers[0]?.clues ?? {}) as (keyof Clues)[];
  const width = names.length + 1;
  const rows = answers.map(({ clues, right }) => ({ values: [1, ...names.map((name) => clues[name])], right }));
  const weights = new Float64Array(width);
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (let step = 1; step <= steps; step += 1) {
    const slope = weights.map((weight, index) => (index === 0 ? 0 : (restraint * weight) / rows.length));
    for (const { values, right } of rows) {
      let sum = 0;
      for (let index = 0; index < width; index += 1) sum += (weights[index] ?? 0) * (values[index] ?? 0);
      const error = (1 / (1 + Math.exp(-sum)) - (right ? 1 : 0)) / rows.length;
      for (let index = 0; index < width; index += 1) slope[index] = (slope[index] ?? 0) + error * (values[index] ?? 0);
    }
    const now = rate * (1 - step / (steps + 1));
    for (let index = 0; index < width; index += 1) {
      const each = slope[index] ?? 0;
      mean[index] = 0.9 * (mean[index] ?? 0) + 0.1 * each;
      square[index] = 0.999 * (square[index] ?? 0) + 0.001 * each * each;
      const [m, s] = [(mean[index] ?? 0) / (1 - 0.9 ** step), (square[index] ?? 0) / (1 - 0.999 ** step)];
      weights[index] = (weights[index] ?? 0) - (now * m) / (Math.sqrt(s) + 1e-9);
    }
  }
  const short = (value: number) => Number(value.toFixed(3));
  return {
    bias: short(weights[0] ?? 0),
    weights: Object.fromEntries(names.map((name, index) => [name, short(weights[index + 1] ?? 0)])) as Trust['weights'],
  };
}
