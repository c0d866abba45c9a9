import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const folder = fileURLToPath(new URL('../../../knowledge/language/questions/', import.meta.url));

/** A question and the class of its answer; see knowledge/language/README.md. */
const labelledSchema = z.strictObject({
  q: z.string().min(1).max(500),
  class: z.string().regex(/^[a-z]+(?:-[a-z]+)*(?::[a-z0-9+.-]+)?$/),
  /**
   * How it is put, where somebody said so: `open`, or for a yes or a no, with the word that the article gives to it, or none
   * (`unsettled`). `yes-or-no` is for classes that are no articles: their word depends on what is named.
   */
  asks: z.enum(['open', 'yes', 'no', 'depends', 'unsettled', 'yes-or-no']).optional(),
  lang: z.enum(['en', 'de', 'es', 'fr', 'it', 'nl', 'pl', 'pt']),
  /** `written` for training, or `kept`: from the questions that the engine was always measured with. */
  origin: z.enum(['written', 'kept']),
});

export type Labelled = z.output<typeof labelledSchema>;

/** All labelled questions, file by file; an error names the file and line. */
export function readLabelled(): Labelled[] {
  return globSync('*.jsonl', { cwd: folder })
    .sort()
    .flatMap((name) =>
      readFileSync(`${folder}/${name}`, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line, index) => {
          try {
            return labelledSchema.parse(JSON.parse(line));
          } catch (error) {
            throw new Error(`${name}, line ${index + 1} is no labelled question`, { cause: error });
          }
        }),
    );
}

/** A hash of all labelled questions, by which a model tells what it was trained on. */
export function hashOfQuestions(): string {
  const hash = createHash('sha256');
  for (const { q, class: of, asks } of readLabelled()) hash.update(`${of} ${asks} ${q}\n`);
  return hash.digest('hex').slice(0, 16);
}

/** A question without case, accents and marks: two that come to the same are one. */
export function keyOf(question: string): string {
  return question
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The questions to test with: those held back, without the few that stand among the trained ones word for word. */
export function readTestPart(): Labelled[] {
  const all = readLabelled();
  const trained = new Set(all.filter((each) => !isTested(each)).map(({ q }) => keyOf(q)));
  return all.filter((each) => isTested(each) && !trained.has(keyOf(each.q)));
}

/** How many of a hundred questions are for testing only. */
const tested = 15;

/** True for a question that is never trained on. It depends on nothing but its words, so it stays in its part. */
export function isTested({ q, origin }: Labelled): boolean {
  // Those were trained on, one way or the other, for as long as there is an engine.
  if (origin === 'kept') return false;
  return createHash('sha256').update(keyOf(q)).digest().readUInt32BE(0) % 100 < tested;
}
