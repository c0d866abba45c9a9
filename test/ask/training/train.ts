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

const epochs = 7;
const rate = 0.25;
const biasRate = 0.02;
const decay = 2e-7;
/** A gentle start: the first steps of a weight would else be as large as the rate. */
const caution = 0.05;
/** What is as near as that to right is left alone, which saves most of the time. */
const nearlyRight = 0.002;

/** Trains a softmax over hashed features with AdaGrad. The same examples and seed give the same model on the same Node. */
export function train(examples: readonly Example[], random: () => number): Omit<Model, 'trainedOn' | 'rows'> {
  const classes = [...new Set(examples.map((example) => example.class))].sort();
  const count = classes.length;
  const targets = new Map(classes.map((of, index) => [of, index]));
  const weights = new Float32Array(buckets * count);
  const squares = new Float32Array(buckets * count).fill(caution);
  const biases = new Float64Array(count);
  const errors = new Float64Array(count);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const { features, class: of, share } of shuffle(examples, random)) {
      const { at, weights: values } = features;
      errors.set(biases);
      at.forEach((bucket, feature) => {
        const start = bucket * count;
        const value = values[feature] ?? 0;
        for (let c = 0; c < count; c += 1) errors[c] = (errors[c] ?? 0) + value * (weights[start + c] ?? 0);
      });
      subtractTarget(errors, targets.get(of) ?? 0);
      for (let c = 0; c < count; c += 1) biases[c] = (biases[c] ?? 0) - biasRate * share * (errors[c] ?? 0);
      at.forEach((bucket, feature) => {
        const start = bucket * count;
        const value = (values[feature] ?? 0) * share;
        for (let c = 0; c < count; c += 1) {
          const error = errors[c] ?? 0;
          if (error < nearlyRight && error > -nearlyRight) continue;
          const weight = weights[start + c] ?? 0;
          const slope = value * error + decay * weight;
          const square = (squares[start + c] ?? 0) + slope * slope;
          squares[start + c] = square;
          weights[start + c] = weight - (rate * slope) / Math.sqrt(square);
        }
      });
    }
  }
  return pack(classes, weights, biases);
}

/** Sums become likelihoods, and the right class is taken off: what is left is how far each is from right. */
function subtractTarget(sums: Float64Array, target: number): void {
  const most = Math.max(...sums);
  let total = 0;
  sums.forEach((sum, c) => {
    const power = Math.exp(sum - most);
    sums[c] = power;
    total += power;
  });
  sums.forEach((power, c) => {
    sums[c] = power / total - (c === target ? 1 : 0);
  });
}

/** A byte for each weight, scaled by class. */
function pack(
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
