import { describe, expect, test } from 'vitest';
import { openKnowledge } from '../../../knowledge/open-knowledge.ts';
import model from '../../../src/ask/model.json' with { type: 'json' };
import { openStance } from '../../../src/ask/verdict/stance.ts';
import { hashOfQuestions, isTested, keyOf, readLabelled, readTestPart } from './labelled.ts';
import { decisionsOf } from './training.ts';

const knowledge = (await openKnowledge()).current();
const labelled = readLabelled();

describe('the labelled questions', () => {
  test('stand there once each, and in one class', () => {
    const classes = new Map<string, string>();
    const twice = labelled.filter(({ q, class: of, origin }) => {
      const key = `${origin} ${keyOf(q)}`;
      const before = classes.get(key);
      classes.set(key, of);
      return before !== undefined;
    });
    expect(twice).toEqual([]);
  });

  test('are of classes whose articles exist', () => {
    const articles = labelled.flatMap(({ class: of }) => /^article:(.+)$/.exec(of)?.[1] ?? []);
    expect([...new Set(articles)].filter((id) => knowledge.article(id) === undefined)).toEqual([]);
  });

  test('are held back for testing in a share of 15 in 100', () => {
    const written = labelled.filter(({ origin }) => origin === 'written');
    const tested = written.filter(isTested);
    expect(tested.length / written.length).toBeGreaterThan(0.13);
    expect(tested.length / written.length).toBeLessThan(0.17);
  });
});

test('a question for testing does not stand among those for training', () => {
  const trained = new Set(labelled.filter((each) => !isTested(each)).map(({ q }) => keyOf(q)));
  expect(readTestPart().filter(({ q }) => trained.has(keyOf(q)))).toEqual([]);
});

describe('the model', () => {
  test('was trained on these questions; else run npm run ask:train', () => {
    expect(model.trainedOn).toBe(hashOfQuestions());
  });

  test('finds the class of most questions it was not trained on', async () => {
    const wanted = readTestPart().map(({ class: of }) => of);
    const decisions = await decisionsOf(undefined, await openStance(), knowledge);
    const right = decisions.filter((decided, index) => decided.split(' ')[0] === wanted[index]);
    expect(right.length / wanted.length).toBeGreaterThan(0.75);
  });
});
