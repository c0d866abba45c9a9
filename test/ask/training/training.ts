import type { KnowledgeBase } from '../../../knowledge/knowledge.ts';
import { type Classifier, type Model, openClassifier } from '../../../src/ask/classifier.ts';
import { buildAskTools } from '../../../src/ask/create-asker.ts';
import { featuresOf, mannerOf } from '../../../src/ask/features.ts';
import { peel } from '../../../src/ask/question-words.ts';
import { readQuestion } from '../../../src/ask/read-question.ts';
import type { Stance, StanceModel } from '../../../src/ask/verdict/stance.ts';
import { atOnce } from '../../at-once.ts';
import { variantsOf } from './augment.ts';
import { hashOfQuestions, isTested, type Labelled, readLabelled, readTestPart } from './labelled.ts';
import { type Example, train } from './train.ts';
import { withoutStance } from './without-stance.ts';

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
  const { tools } = atOnce(buildAskTools(knowledge, untrained, withoutStance));
  const read = (q: string) => featuresOf(readQuestion(peel(q), tools));
  const random = createRandom(seed);
  const examples = [...chosen, ...asked].flatMap((labelled): Example[] => [
    { features: read(labelled.q), class: labelled.class, share: 1, made: false },
    ...variantsOf(labelled, random).map((q) => ({
      features: read(q),
      class: labelled.class,
      share: variantShare,
      made: true,
    })),
  ]);
  const model = {
    ...train(examples, random, { dimensions: 64, epochs: 4, rate: 0.003 }),
    trainedOn: hashOfQuestions(),
    rows: keysOf(knowledge),
  };
  return { model, trained: chosen.length, tested: all.length - chosen.length };
}

/** Trains on the questions that tell how they are put, but those for testing. */
export function trainStance(knowledge: KnowledgeBase): StanceModel {
  const { tools } = atOnce(buildAskTools(knowledge, untrained, withoutStance));
  const chosen = readLabelled().filter((labelled) => labelled.asks !== undefined && !isTested(labelled));
  const examples = chosen.flatMap(({ q, class: of, asks }): Example[] => {
    const features = mannerOf(readQuestion(peel(q), tools), articleOf(of));
    // Which word is right depends on what is named, and nobody said it.
    return [{ features, class: asks === 'yes-or-no' ? 'unsettled' : (asks ?? ''), share: 1, made: false }];
  });
  const learnt = train(examples, createRandom(seed), { dimensions: 16, epochs: 5, rate: 0.005 });
  return { ...learnt, articles: [...new Set(chosen.flatMap(({ class: of }) => articleOf(of) ?? []))].sort() };
}

function articleOf(of: string): string | undefined {
  return /^article:(.+)$/.exec(of)?.[1];
}

/** The likeliest class of each question that is held back, and how each is put. */
export async function decisionsOf(
  model: Model | undefined,
  stance: Stance,
  knowledge: KnowledgeBase,
): Promise<string[]> {
  const classifier: Classifier = await openClassifier(model);
  const { tools } = atOnce(buildAskTools(knowledge, classifier, stance));
  return readTestPart().map(({ q, class: of }) => {
    const reading = readQuestion(peel(q), tools);
    const article = articleOf(of);
    const word = article === undefined ? undefined : stance.wordOf(reading, article)?.says;
    return [classifier.classify(featuresOf(reading)).best(1)[0]?.of, reading.yesNo, word].join(' ');
  });
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
