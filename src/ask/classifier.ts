import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import model from './model.json' with { type: 'json' };
import type { QuestionClass } from './question-class.ts';
import { buckets, type Features } from './question-features.ts';

/** A trained model: a weight for each bucket and class, one byte each, and what a byte of each class stands for. */
export interface Model {
  readonly classes: readonly QuestionClass[];
  /** The hash of the questions it was trained on. */
  readonly trainedOn: string;
  /** Keys of the rows there were when it was trained, such as `service:imap`. */
  readonly rows: readonly string[];
  /** For a class, the factor that turns its bytes into weights. */
  readonly scales: readonly number[];
  /** For a class, the weight it has in any question. */
  readonly biases: readonly number[];
  /** Bucket after bucket, a byte for each class; compressed, in base64. */
  readonly weights: string;
}

/** Tells how likely each class of question is. */
export interface Classifier {
  /** Every class that the model has seen. */
  readonly classes: readonly QuestionClass[];
  /** How likely a class is for a question, from 0 to 1; `undefined` for a class that the model has not seen. */
  classify(features: Features): Likelihoods;
  /** True where the model was trained when this row was there already. */
  knows(kind: string, id: string): boolean;
}

export interface Likelihoods {
  of(of: QuestionClass): number | undefined;
  /** The likeliest classes, best first. */
  best(count: number): readonly { readonly of: QuestionClass; readonly likelihood: number }[];
}

/** Unpacks a model, by default the one that comes with the bot, beside whatever else the process does. */
export async function openClassifier({ classes, rows, scales, biases, weights }: Model = model): Promise<Classifier> {
  const packed = await promisify(gunzip)(Buffer.from(weights, 'base64'));
  if (packed.length !== buckets * classes.length) throw new Error('The model of questions has another size.');
  const bytes = new Int8Array(packed.buffer, packed.byteOffset, packed.length);
  const known = new Set(rows);
  const indexes = new Map(classes.map((of, index) => [of, index]));
  return {
    classes,
    knows: (kind, id) => known.has(`${kind}:${id}`),
    classify({ at, weights: shares }) {
      const sums = new Float64Array(classes.length);
      at.forEach((bucket, feature) => {
        const start = bucket * classes.length;
        const share = shares[feature] ?? 0;
        for (let index = 0; index < sums.length; index += 1)
          sums[index] = (sums[index] ?? 0) + share * (bytes[start + index] ?? 0);
      });
      const likely = softmax(sums.map((sum, index) => sum * (scales[index] ?? 0) + (biases[index] ?? 0)));
      return {
        of(of) {
          const index = indexes.get(of);
          return index === undefined ? undefined : likely[index];
        },
        best: (count) =>
          [...likely]
            .map((likelihood, index) => ({ of: classes[index] ?? '', likelihood }))
            .sort((a, b) => b.likelihood - a.likelihood)
            .slice(0, count),
      };
    },
  };
}

/** A classifier that takes every question to be of one class, as a model of the operator's has said; it knows the same rows. */
export function certainOf(meant: QuestionClass, { knows, classes }: Classifier): Classifier {
  // Below what makes an answer sure by itself.
  const likelihood = 0.75;
  return {
    knows,
    classes,
    classify: () => ({
      of: (of) => (of === meant ? likelihood : classes.includes(of) ? 0 : undefined),
      best: () => [{ of: meant, likelihood }],
    }),
  };
}

function softmax(sums: Float64Array): Float64Array {
  const most = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp(sum - most));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}
