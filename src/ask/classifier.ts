import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import model from './model.json' with { type: 'json' };
import type { QuestionClass } from './question-class.ts';
import type { Reading } from './reading.ts';

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

/** An article that a command shows with its counterpart of today: what is likely of it is likely of the command. */
const shownTogether: Readonly<Record<QuestionClass, QuestionClass>> = {
  'article:why-restart-then': 'why-restart',
};

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
      for (const [part, whole] of Object.entries(shownTogether)) {
        const [from, to] = [indexes.get(part), indexes.get(whole)];
        if (from === undefined || to === undefined) continue;
        likely[to] = (likely[to] ?? 0) + (likely[from] ?? 0);
        likely[from] = 0;
      }
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

/** How many buckets the features of a question are hashed into. */
export const buckets = 2 ** 15;

/** A question as the classifier sees it: the buckets it falls into, each once, with weights of length 1 together. */
export interface Features {
  readonly at: Uint32Array;
  readonly weights: Float32Array;
}

const shares = { word: 1, pair: 0.8, part: 0.45, term: 1, both: 0.5, mark: 0.7 };
const longestWord = 24;
const mostTogether = 8;

/** The words, pairs of words, parts of words and terms of a question, hashed. What is named counts by its kind too. */
export function featuresOf(reading: Reading): Features {
  const found = new Map<number, number>();
  const add = (kind: keyof typeof shares, text: string) => {
    const bucket = hash(`${kind} ${text}`) & (buckets - 1);
    found.set(bucket, Math.max(found.get(bucket) ?? 0, shares[kind]));
  };
  const words = reading.words.map((word) => wordOf(word, reading));
  words.forEach((word, index) => {
    add('word', word);
    add('pair', `${words[index - 1] ?? '^'} ${word}`);
    if (!word.startsWith('<')) for (const part of partsOf(word)) add('part', part);
  });
  add('pair', `${words.at(-1) ?? '^'} $`);
  for (const term of reading.terms) add('term', term);
  // What is said together tells more than each alone, and does so in every language.
  const telling = reading.terms.filter((term) => /^(?:c:|@|e:|a:)/.test(term)).slice(0, mostTogether);
  telling.forEach((term, index) => {
    for (const other of telling.slice(index + 1)) add('both', [term, other].sort().join(' '));
  });
  for (const mark of marksOf(reading)) add('mark', mark);
  return normalise(found);
}

/** A number counts by what it is, for the next question has another one. */
function wordOf(word: string, { ports, versions }: Reading): string {
  if (/^\d/.test(word)) {
    const port = ports.find(({ port: number }) => String(number) === word.split('/')[0]);
    if (port !== undefined) return port.rows.length > 0 ? `<port ${port.port}>` : '<stranger>';
    return versions.includes(word) ? '<version>' : '<number>';
  }
  return word.slice(0, longestWord);
}

function partsOf(word: string): string[] {
  const padded = `_${word}_`;
  return [3, 4, 5].flatMap((length) =>
    Array.from({ length: Math.max(0, padded.length - length + 1) }, (_, at) => padded.slice(at, at + length)),
  );
}

function* marksOf(reading: Reading): Generator<string> {
  yield `${reading.language}`;
  yield reading.yesNo ? 'yes or no' : 'open';
  yield `words ${Math.min(6, Math.ceil(reading.words.length / 3))}`;
  if (reading.services.length > 0) yield 'service';
  if (reading.services.length > 1) yield 'services';
  if (reading.processes.length > 0) yield 'process';
  if (reading.versions.length > 0) yield 'version';
  if (reading.ports.some(({ rows }) => rows.length > 0)) yield 'port';
  if (reading.ports.some(({ rows }) => rows.length === 0)) yield 'stranger';
  if (reading.mentions.some(({ named }) => named.deadlines.length > 0)) yield 'deadline';
  if (reading.mentions.some(({ named }) => named.renames.length > 0)) yield 'rename';
  for (const { kind } of reading.elsewhere) yield `elsewhere ${kind}`;
}

function normalise(found: ReadonlyMap<number, number>): Features {
  const length = Math.hypot(...found.values());
  return {
    at: Uint32Array.from(found.keys()),
    weights: Float32Array.from(found.values(), (weight) => weight / length),
  };
}

/** FNV-1a, mixed at the end, since only the low bits are used. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
