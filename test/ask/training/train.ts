import { gzipSync } from 'node:zlib';
import type { Model } from '../../../src/ask/classifier.ts';
import { buckets, type Features } from '../../../src/ask/classifier.ts';

/** One question to learn from. */
export interface Example {
  readonly features: Features;
  readonly class: string;
  /** How much it counts. */
  readonly share: number;
}

/** What was found by cross-validation; docs/decisions/029 has the trials. */
export const defaults = {
  epochs: 7,
  rate: 0.25,
  biasRate: 0.02,
  decay: 2e-7,
  /** A gentle start: the first steps of a weight would else be as large as the rate. */
  caution: 0.05,
  /** What is as near as that to right is left alone, which saves most of the time. */
  nearlyRight: 0.002,
  /** How much of the certainty is taken from the right class and given to all. */
  smoothing: 0.05,
  /** The power of a class's share by which its examples count less. */
  balance: 0.5,
};

export type Training = typeof defaults;

/** Trains a softmax over hashed features with AdaGrad. The same examples and seed give the same model on the same Node. */
export function train(
  examples: readonly Example[],
  random: () => number,
  { epochs, rate, biasRate, decay, caution, nearlyRight, smoothing, balance }: Training = defaults,
): Omit<Model, 'trainedOn' | 'rows'> {
  const classes = [...new Set(examples.map((example) => example.class))].sort();
  const count = classes.length;
  const targets = new Map(classes.map((of, index) => [of, index]));
  const shares = balancedShares(examples, balance);
  const weights = new Float32Array(buckets * count);
  const squares = new Float32Array(buckets * count).fill(caution);
  const biases = new Float64Array(count);
  const errors = new Float64Array(count);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const { features, class: of, share: own } of shuffle(examples, random)) {
      const share = own * (shares.get(of) ?? 1);
      const { at, weights: values } = features;
      errors.set(biases);
      for (let feature = 0; feature < at.length; feature += 1) {
        const start = (at[feature] ?? 0) * count;
        const value = values[feature] ?? 0;
        for (let c = 0; c < count; c += 1) errors[c] = (errors[c] ?? 0) + value * (weights[start + c] ?? 0);
      }
      subtractTarget(errors, targets.get(of) ?? 0, smoothing);
      for (let c = 0; c < count; c += 1) biases[c] = (biases[c] ?? 0) - biasRate * share * (errors[c] ?? 0);
      const missed = classes.flatMap((_, c) => (Math.abs(errors[c] ?? 0) < nearlyRight ? [] : [c]));
      for (let feature = 0; feature < at.length; feature += 1) {
        const start = (at[feature] ?? 0) * count;
        const value = (values[feature] ?? 0) * share;
        for (const c of missed) {
          const weight = weights[start + c] ?? 0;
          const slope = value * (errors[c] ?? 0) + decay * weight;
          const square = (squares[start + c] ?? 0) + slope * slope;
          squares[start + c] = square;
          weights[start + c] = weight - (rate * slope) / Math.sqrt(square);
        }
      }
    }
  }
  return pack(classes, weights, biases);
}

function balancedShares(examples: readonly Example[], power: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { class: of } of examples) counts.set(of, (counts.get(of) ?? 0) + 1);
  const mean = examples.length / counts.size;
  return new Map([...counts].map(([of, count]) => [of, (mean / count) ** power]));
}

/** Sums become likelihoods, and the right class is taken off: what is left is how far each is from right. */
function subtractTarget(sums: Float64Array, target: number, smoothing: number): void {
  const most = Math.max(...sums);
  let total = 0;
  sums.forEach((sum, c) => {
    const power = Math.exp(sum - most);
    sums[c] = power;
    total += power;
  });
  sums.forEach((power, c) => {
    sums[c] = power / total - (c === target ? 1 - smoothing : 0) - smoothing / sums.length;
  });
}

/** A byte for each weight, scaled by class. */
export function pack(
  classes: readonly string[],
  weights: Float32Array,
  biases: Float64Array,
): Omit<Model, 'trainedOn' | 'rows'> {
  const count = classes.length;
  const largest = new Float64Array(count).fill(1e-6);
  weights.forEach((weight, index) => {
    largest[index % count] = Math.max(largest[index % count] ?? 0, Math.abs(weight));
  });
  const scales = [...largest].map((most) => Number((most / 127).toPrecision(6)));
  const bytes = Int8Array.from(weights, (weight, index) =>
    Math.max(-127, Math.min(127, Math.round(weight / (scales[index % count] ?? 1)))),
  );
  return {
    classes,
    scales,
    biases: [...biases].map((bias) => Number(bias.toPrecision(6))),
    weights: gzipSync(new Uint8Array(bytes.buffer), { level: 9 }).toString('base64'),
  };
}

function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
