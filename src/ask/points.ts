import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Features } from './features.ts';

/**
 * What was learnt, as fastText's: each feature is a point in a space of few dimensions, a question is the sum of its
 * features, and each class is a direction in that space. So what is said in one way lends to what is said in another.
 */
export interface Learnt {
  readonly classes: readonly string[];
  /** For a class, the weight it has in any question. */
  readonly biases: readonly number[];
  /** For a class, where it lies: a number for each dimension. */
  readonly directions: readonly (readonly number[])[];
  /** The hashes of the features that are known, in rising order, four bytes each; compressed, in base64. */
  readonly features: string;
  /** For a dimension, the factor that turns its bytes into numbers. */
  readonly scales: readonly number[];
  /** Feature after feature, a byte for each dimension; compressed, in base64. */
  readonly points: string;
}

/** How likely each class is, in their order, from 0 to 1 and 1 together. */
export type Judge = (features: Features) => Float64Array;

/** Unpacks what was learnt, beside whatever else the process does. */
export async function openLearnt({ scales, biases, directions, features, points }: Learnt): Promise<Judge> {
  const [hashes, bytes] = await Promise.all([unpack(features), unpack(points)]);
  const known = new Uint32Array(hashes.buffer, hashes.byteOffset, hashes.byteLength / 4);
  const all = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dimensions = scales.length;
  if (all.length !== known.length * dimensions) throw new Error('A model of questions has another size.');
  return ({ hashes: asked, weights }) => {
    const sums = new Float64Array(dimensions);
    asked.forEach((each, feature) => {
      const at = indexOf(known, each);
      if (at < 0) return;
      const weight = weights[feature] ?? 0;
      for (let dimension = 0; dimension < dimensions; dimension += 1)
        sums[dimension] = (sums[dimension] ?? 0) + weight * (all[at * dimensions + dimension] ?? 0);
    });
    const place = sums.map((sum, dimension) => sum * (scales[dimension] ?? 0));
    return softmax(
      Float64Array.from(directions, (direction, of) =>
        direction.reduce((sum, each, dimension) => sum + each * (place[dimension] ?? 0), biases[of] ?? 0),
      ),
    );
  };
}

async function unpack(text: string): Promise<Uint8Array> {
  // A copy of its own, so that four bytes are read as one number wherever they lie.
  return new Uint8Array(await promisify(gunzip)(Buffer.from(text, 'base64')));
}

/** Where a number lies in a rising list; -1 where it does not. */
function indexOf(rising: Uint32Array, wanted: number): number {
  let [low, high] = [0, rising.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = rising[middle] ?? 0;
    if (found === wanted) return middle;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function softmax(sums: Float64Array): Float64Array {
  const most = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp(sum - most));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}
