import type { KnowledgeBase } from '../../../knowledge/knowledge.ts';
import type { Classifier, Model } from '../../../src/ask/classifier.ts';
import { featuresOf } from '../../../src/ask/classifier.ts';
import { buildAskTools } from '../../../src/ask/create-asker.ts';
import { peel } from '../../../src/ask/question-words.ts';
import { readQuestion } from '../../../src/ask/read-question.ts';
import { atOnce } from '../../at-once.ts';
import { variantsOf } from './augment.ts';
import { hashOfQuestions, isTested, type Labelled, readLabelled, readTestPart } from './labelled.ts';
import { type Example, train } from './train.ts';

const seed = 2008;
/** What augmentation made counts less than what somebody wrote. */
const variantShare = 0.5;

const untrained = { classes: [], knows: () => false, classify: () => ({ of: () => undefined, best: () => [] }) };

function keysOf({ rows }: KnowledgeBase): string[] {
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

/** Trains on all labelled questions but those for testing, and on the wordings of articles. */
export function trainOnAll(
  knowledge: KnowledgeBase,
  use: (labelled: Labelled) => boolean = () => true,
): { readonly model: Model; readonly trained: number; readonly tested: number } {
  const all = readLabelled();
  const chosen = all.filter((labelled) => !isTested(labelled) && use(labelled));
  const asked = knowledge.rows.articles.flatMap(({ id, question, asked_as }): Labelled[] =>
    [question, ...asked_as].map((q) => ({ q, class: `article:${id}`, lang: 'en', origin: 'written' })),
  );
  const { tools } = atOnce(buildAskTools(knowledge, untrained));
  const read = (q: string) => featuresOf(readQuestion(peel(q), tools));
  const random = createRandom(seed);
  const examples = [...chosen, ...asked].flatMap((labelled): Example[] => [
    { features: read(labelled.q), class: labelled.class, share: 1 },
    ...variantsOf(labelled, random).map((q) => ({ features: read(q), class: labelled.class, share: variantShare })),
  ]);
  const model = { ...train(examples, random), trainedOn: hashOfQuestions(), rows: keysOf(knowledge) };
  return { model, trained: chosen.length, tested: all.length - chosen.length };
}

/** The likeliest class of each question that is held back. */
export function decisionsOf(classifier: Classifier, knowledge: KnowledgeBase): string[] {
  const { tools } = atOnce(buildAskTools(knowledge, classifier));
  return readTestPart().map(
    ({ q }) => classifier.classify(featuresOf(readQuestion(peel(q), tools))).best(1)[0]?.of ?? '',
  );
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
