import { isTested, type Labelled, readLabelled } from './labelled.ts';

/** So many neighbours in a file, of one class, stay together: translations of a question stand beside it. */
const longestBlock = 8;

/**
 * The questions to train on, divided for cross-validation. Neighbours of one class are in one fold, so that a question is
 * not judged by a model that has learned its translations. What is kept from the measure of the engine is divided as well, and
 * to be judged apart: rules were written by looking at it.
 */
export function readFolds(count: number): readonly (readonly Labelled[])[] {
  const all = readLabelled();
  const folds = Array.from({ length: count }, (): Labelled[] => []);
  let block = -1;
  let size = 0;
  let before: string | undefined;
  for (const labelled of all.filter(({ origin }) => origin === 'written')) {
    if (labelled.class !== before || size >= longestBlock) [block, size] = [block + 1, 0];
    [before, size] = [labelled.class, size + 1];
    if (!isTested(labelled)) folds[block % count]?.push(labelled);
  }
  const kept = all.filter(({ origin }) => origin === 'kept');
  for (const [at, labelled] of kept.entries()) folds[Math.floor(at / longestBlock) % count]?.push(labelled);
  return folds;
}
