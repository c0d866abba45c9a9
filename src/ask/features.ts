import type { Unjudged } from './reading.ts';

/** A question as a learnt model sees it: the hash of each of its features, with weights of length 1 together. */
export interface Features {
  readonly hashes: Uint32Array;
  readonly weights: Float32Array;
}

/** How much a feature of each kind counts. */
const shares = { word: 1, pair: 0.8, part: 0.45, term: 1, both: 0.5, mark: 0.7, first: 0.8, last: 0.6, skip: 0.5 };
const longestWord = 24;
const mostTogether = 8;
const mostAtAnEnd = 3;

/** The words, pairs of words, parts of words and terms of a question, hashed. What is named counts by its kind too. */
export function featuresOf(reading: Unjudged): Features {
  const found = wordsAndTerms(reading);
  for (const word of wordsOf(reading)) {
    if (!word.startsWith('<')) for (const part of partsOf(word)) found.set(`part ${part}`, shares.part);
  }
  return pack(found);
}

/**
 * How a question is put, for what is said of an article: its first and last words tell more than what it is about. With
 * an article's id its words also count beside that article.
 */
export function mannerOf(reading: Unjudged, article: string | undefined): Features {
  const found = wordsAndTerms(reading);
  const words = wordsOf(reading);
  words.slice(0, mostAtAnEnd).forEach((word, at) => {
    found.set(`first${at} ${word}`, shares.first);
  });
  words.slice(-mostAtAnEnd).forEach((word, at, { length }) => {
    found.set(`last${length - at} ${word}`, shares.last);
  });
  words.slice(2).forEach((word, at) => {
    found.set(`skip ${words[at]} ${word}`, shares.skip);
  });
  if (article !== undefined) {
    const length = Math.hypot(...found.values());
    for (const [text, share] of [...found]) {
      found.set(text, share / length);
      if (/^(?:word|term|first\d|pair) /.test(text)) found.set(`${article} ${text}`, (0.7 * share) / length);
    }
    found.set(`article ${article}`, 0.5);
  }
  return pack(found);
}

function wordsAndTerms(reading: Unjudged): Map<string, number> {
  const found = new Map<string, number>();
  const add = (kind: keyof typeof shares, text: string) => found.set(`${kind} ${text}`, shares[kind]);
  const words = wordsOf(reading);
  words.forEach((word, index) => {
    add('word', word);
    add('pair', `${words[index - 1] ?? '^'} ${word}`);
  });
  add('pair', `${words.at(-1) ?? '^'} $`);
  for (const term of reading.terms) add('term', term);
  // What is said together tells more than each alone, and does so in every language.
  const telling = reading.terms.filter((term) => /^(?:c:|@|e:|a:)/.test(term)).slice(0, mostTogether);
  telling.forEach((term, index) => {
    for (const other of telling.slice(index + 1)) add('both', [term, other].sort().join(' '));
  });
  for (const mark of marksOf(reading)) add('mark', mark);
  return found;
}

function wordsOf(reading: Unjudged): string[] {
  return reading.words.map((word) => wordOf(word, reading));
}

/** A number counts by what it is, for the next question has another one. */
function wordOf(word: string, { ports, versions }: Unjudged): string {
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

function* marksOf(reading: Unjudged): Generator<string> {
  yield `${reading.language}`;
  yield reading.seemsYesNo ? 'yes or no' : 'open';
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

function pack(found: ReadonlyMap<string, number>): Features {
  const length = Math.hypot(...found.values());
  return {
    hashes: Uint32Array.from(found.keys(), hash),
    weights: Float32Array.from(found.values(), (weight) => weight / length),
  };
}

/** FNV-1a, mixed at the end. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
