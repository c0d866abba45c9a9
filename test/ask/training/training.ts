import { createHash } from 'node:crypto';
import type { KnowledgeBase } from '../../../knowledge/knowledge.ts';
import type { Classifier, Features, Model } from '../../../src/ask/classifier.ts';
import { featuresOf } from '../../../src/ask/classifier.ts';
import { buildAskTools } from '../../../src/ask/create-asker.ts';
import { peel } from '../../../src/ask/question-words.ts';
import { readQuestion } from '../../../src/ask/read-question.ts';
import { atOnce } from '../../at-once.ts';
import { variantsOf } from './augment.ts';
import { isTested, type Labelled, readLabelled, readTestPart } from './labelled.ts';
import { type Example, type Training, train } from './train.ts';

const seed = 2008;
/** What augmentation made counts less than what somebody wrote. */
const variantShare = 0.5;

const untrained = {
  classes: [],
  knows: () => false,

  classify: () => ({ of: () => undefined, best: () => [] }),
};

export function keysOf({ rows }: KnowledgeBase): string[] {
  const keys = (kind: string, some: readonly { readonly id: string }[]) => some.map(({ id }) => `${kind}:${id}`);
  return [
    ...keys('service', rows.services),
    ...keys('port', rows.ports),
    ...keys('process', rows.processes),
    ...keys('article', rows.articles),
    ...keys('deadline', rows.deadlines),
    ...keys('rename', rows.renames),
    ...keys('advisory', rows.advisories),
  ].sort();
}

/** Reads questions as the classifier sees them. */
export function createFeatureReader(knowledge: KnowledgeBase): (question: string) => Features {
  const { tools } = atOnce(buildAskTools(knowledge, untrained));
  return (question) => featuresOf(readQuestion(peel(question), tools));
}

/** A question to learn from, as it is and in the variants that others would type. */
export interface Lesson {
  readonly labelled: Labelled;
  readonly examples: readonly Example[];
}

/**
 * What is learned from labelled questions, each told anew in so many rounds. The variants of a question depend on nothing but its words.
 */
export function lessonsOf(questions: readonly Labelled[], read: (question: string) => Features, rounds = 2): Lesson[] {
  return questions.map((labelled) => {
    const { q, class: of } = labelled;
    const random = createRandom(createHash('sha256').update(q).digest().readInt32BE(0));
    const variants = Array.from({ length: rounds }, () => variantsOf(labelled, random))
      .flat()
      .map(read);
    return {
      labelled,
      examples: [
        { features: read(q), class: of, share: 1 },
        ...variants.map((features) => ({ features, class: of, share: variantShare })),
      ],
    };
  });
}

/** The wordings of articles, which are learned from like labelled questions. */
export function askedOfArticles({ rows }: KnowledgeBase): Labelled[] {
  return rows.articles.flatMap(({ id, question, asked_as }) =>
    [question, ...asked_as].map((q): Labelled => ({ q, class: `article:${id}`, lang: 'en', origin: 'written' })),
  );
}

/** A model of lessons. The same lessons give the same model on the same Node. */
export function modelOf(
  lessons: readonly Lesson[],
  trainedOn: string,
  knowledge: KnowledgeBase,
  how?: Training,
): Model {
  const examples = lessons.flatMap((lesson) => lesson.examples);
  return {
    ...train(examples, createRandom(seed), how),
    trainedOn,
    rows: keysOf(knowledge),
  };
}

/** Trains on all labelled questions but those for testing, and on the wordings of articles. */
export function trainOnAll(knowledge: KnowledgeBase): {
  readonly model: Model;
  readonly trained: number;
  readonly tested: number;
} {
  const all = readLabelled();
  const chosen = all.filter((labelled) => !isTested(labelled));
  const read = createFeatureReader(knowledge);
  const lessons = lessonsOf([...chosen, ...askedOfArticles(knowledge)], read);
  return {
    model: modelOf(lessons, hashOfLessons(read), knowledge),
    trained: chosen.length,
    tested: all.length - chosen.length,
  };
}

/**
 * A hash of the labelled questions, and of how those for testing are read, by which a model tells what it was trained on.
 * Reading changes with the words of the languages and of the knowledge, and then the model has to be trained again.
 */
export function hashOfLessons(read: (question: string) => Features): string {
  const hash = createHash('sha256');
  for (const { q, class: of } of readLabelled()) hash.update(`${of} ${q}\n`);
  for (const { q } of readTestPart()) {
    const { at, weights } = read(q);
    hash.update(at).update(weights);
  }
  return hash.digest('hex').slice(0, 16);
}

/** The likeliest class of each question that is held back. */
export function decisionsOf(classifier: Classifier, knowledge: KnowledgeBase): string[] {
  const read = createFeatureReader(knowledge);
  return readTestPart().map(({ q }) => classifier.classify(read(q)).best(1)[0]?.of ?? '');
}

/** Mulberry32: small, and the same everywhere. */
function createRandom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
