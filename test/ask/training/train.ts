import { gzipSync } from 'node:zlib';
import type { Features } from '../../../src/ask/features.ts';
import type { Learnt } from '../../../src/ask/points.ts';

/** One question to learn from. */
export interface Example {
  readonly features: Features;
  readonly class: string;
  /** How much it counts. */
  readonly share: number;
  /** What was made from a written question adds no features: its slips are nobody's words. */
  readonly made: boolean;
}

/** How it is trained. */
export interface Training {
  readonly dimensions: number;
  readonly epochs: number;
  /** Of Adam, falling to a fiftieth at the end. */
  readonly rate: number;
}

const batch = 32;
const [firstDecay, secondDecay, tiny] = [0.9, 0.999, 1e-8];
/** A feature that fewer questions have says little of others. */
const leastQuestions = 3;

/**
 * Trains points for features and directions for classes together, by Adam over batches, with a softmax over the classes.
 * The same examples and seed give the same model on the same Node.
 */
export function train(
  examples: readonly Example[],
  random: () => number,
  { dimensions, epochs, rate }: Training,
): Learnt {
  const known = knownFeatures(examples);
  const indexes = new Map([...known].map((hash, index) => [hash, index]));
  const classes = [...new Set(examples.map((example) => example.class))].sort();
  const targets = new Map(classes.map((of, index) => [of, index]));
  const read = examples.map(({ features, class: of, share }) => {
    const kept = [...features.hashes].flatMap((hash, at) => {
      const index = indexes.get(hash);
      return index === undefined ? [] : [[index, features.weights[at] ?? 0] as const];
    });
    return {
      at: Uint32Array.from(kept, ([index]) => index),
      weights: Float32Array.from(kept, ([, weight]) => weight),
      target: targets.get(of) ?? 0,
      share,
    };
  });
  const points = createLearnt(known.length, dimensions, () => 0.1 * normal(random));
  const edge = 1 / Math.sqrt(dimensions);
  const directions = createLearnt(classes.length, dimensions, () => edge * (2 * random() - 1));
  const biases = createLearnt(classes.length, 1, () => edge * (2 * random() - 1));
  const steps = epochs * Math.ceil(read.length / batch);
  const place = new Float64Array(dimensions);
  const pull = new Float64Array(dimensions);
  const errors = new Float64Array(classes.length);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const order = shuffle(read, random);
    for (let start = 0; start < order.length; start += batch) {
      const some = order.slice(start, start + batch);
      for (const { at, weights, target, share } of some) {
        place.fill(0);
        at.forEach((index, feature) => {
          const weight = weights[feature] ?? 0;
          const first = index * dimensions;
          for (let d = 0; d < dimensions; d += 1) place[d] = (place[d] ?? 0) + weight * (points.values[first + d] ?? 0);
        });
        for (let of = 0; of < errors.length; of += 1) {
          let sum = biases.values[of] ?? 0;
          for (let d = 0; d < dimensions; d += 1)
            sum += (place[d] ?? 0) * (directions.values[of * dimensions + d] ?? 0);
          errors[of] = sum;
        }
        subtractTarget(errors, target);
        pull.fill(0);
        errors.forEach((error, of) => {
          const slope = (error * share) / some.length;
          const first = of * dimensions;
          biases.add(of, 0, slope);
          for (let d = 0; d < dimensions; d += 1) {
            pull[d] = (pull[d] ?? 0) + slope * (directions.values[first + d] ?? 0);
            directions.add(of, d, slope * (place[d] ?? 0));
          }
        });
        at.forEach((index, feature) => {
          const weight = weights[feature] ?? 0;
          for (let d = 0; d < dimensions; d += 1) points.add(index, d, weight * (pull[d] ?? 0));
        });
      }
      const now = rate * Math.max(1 - step / steps, 0.02);
      step += 1;
      for (const learnt of [points, directions, biases]) learnt.step(now, step);
    }
  }
  return pack({
    dimensions,
    known,
    classes,
    points: points.values,
    directions: directions.values,
    biases: biases.values,
  });
}

/** The features that more than one written question has, in rising order. */
function knownFeatures(examples: readonly Example[]): Uint32Array {
  const counts = new Map<number, number>();
  for (const { features, made } of examples) {
    if (made) continue;
    for (const hash of features.hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  }
  return Uint32Array.from([...counts].flatMap(([hash, count]) => (count >= leastQuestions ? [hash] : []))).sort();
}

/** Rows of numbers that Adam learns. Only rows that a batch touched take a step. */
function createLearnt(rows: number, width: number, start: () => number) {
  const values = Float32Array.from({ length: rows * width }, start);
  const slopes = new Float32Array(rows * width);
  const means = new Float32Array(rows * width);
  const squares = new Float32Array(rows * width);
  const touched = new Set<number>();
  return {
    values,
    add(row: number, column: number, slope: number) {
      if (column === 0) touched.add(row);
      const at = row * width + column;
      slopes[at] = (slopes[at] ?? 0) + slope;
    },
    step(now: number, count: number) {
      const size = (now * Math.sqrt(1 - secondDecay ** count)) / (1 - firstDecay ** count);
      for (const row of touched) {
        for (let at = row * width; at < (row + 1) * width; at += 1) {
          const slope = slopes[at] ?? 0;
          slopes[at] = 0;
          const mean = firstDecay * (means[at] ?? 0) + (1 - firstDecay) * slope;
          const square = secondDecay * (squares[at] ?? 0) + (1 - secondDecay) * slope * slope;
          means[at] = mean;
          squares[at] = square;
          values[at] = (values[at] ?? 0) - (size * mean) / (Math.sqrt(square) + tiny);
        }
      }
      touched.clear();
    },
  };
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

/** A byte for each number of a point, scaled by dimension. */
function pack(learnt: {
  readonly dimensions: number;
  readonly known: Uint32Array;
  readonly classes: readonly string[];
  readonly points: Float32Array;
  readonly directions: Float32Array;
  readonly biases: Float32Array;
}): Learnt {
  const { dimensions, known, classes, points } = learnt;
  const largest = new Float64Array(dimensions).fill(1e-6);
  points.forEach((each, at) => {
    largest[at % dimensions] = Math.max(largest[at % dimensions] ?? 0, Math.abs(each));
  });
  const scales = [...largest].map((most) => round(most / 127));
  const bytes = Int8Array.from(points, (each, at) => Math.round(each / (scales[at % dimensions] ?? 1)));
  return {
    classes,
    biases: [...learnt.biases].map(round),
    directions: classes.map((_, of) =>
      [...learnt.directions.subarray(of * dimensions, (of + 1) * dimensions)].map(round),
    ),
    features: compress(known),
    scales,
    points: compress(bytes),
  };
}

const round = (each: number) => Number(each.toPrecision(5));

function compress({ buffer }: Uint32Array | Int8Array): string {
  return gzipSync(new Uint8Array(buffer), { level: 9 }).toString('base64');
}

/** Normally distributed, by Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
