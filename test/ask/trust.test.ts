import { expect, test } from 'vitest';
import learned from '../../src/ask/trust.json' with { type: 'json' };
import { type Clues, trustIn } from '../../src/ask/trust.ts';
import { fitTrust } from './training/fit-trust.ts';

const none = Object.fromEntries(Object.keys(learned.weights).map((name) => [name, 0])) as unknown as Clues;

test('what the classifier finds likely is trusted more, and what it would decline less', () => {
  const clues = { ...none, likelihood: 2, declines: -3, first: 1, likeliest: 1 };
  expect(trustIn(clues)).toBeGreaterThan(trustIn({ ...clues, likelihood: -2 }));
  expect(trustIn(clues)).toBeGreaterThan(trustIn({ ...clues, first: 0 }));
  expect(trustIn({ ...none, likelihood: 6 })).toBeLessThanOrEqual(1);
  expect(trustIn({ ...none, likelihood: -6 })).toBeGreaterThanOrEqual(0);
});

test('weights are fitted so that trust is how often such answers were right', () => {
  const answers = Array.from({ length: 400 }, (_, at) => {
    const first = at % 2;
    return { clues: { ...none, first }, right: at % 20 < (first === 1 ? 19 : 8) };
  });
  const { bias, weights } = fitTrust(answers);
  const likely = (first: number) => 1 / (1 + Math.exp(-(bias + weights.first * first)));
  const share = (first: number) => {
    const some = answers.filter(({ clues }) => clues.first === first);
    return some.filter(({ right }) => right).length / some.length;
  };
  expect(likely(1)).toBeCloseTo(share(1), 1);
  expect(likely(0)).toBeCloseTo(share(0), 1);
});
