import { expect, it } from 'vitest';
import { createBotAsker } from './ask-bot.ts';
import { readQuestions } from './question.ts';
import { aims, askAll, missedAims, reached, scoreOf } from './score.ts';

it('ask does not fall behind what it reached on the questions nobody tunes on', async () => {
  const questions = readQuestions(new URL('questions.jsonl', import.meta.url)).filter(({ part }) => part === 'report');
  // Only counts: which of these questions fail is for `npm run ask:eval -- --all`, and not for who tunes.
  expect(missedAims(scoreOf(await askAll(questions, createBotAsker())), reached)).toEqual([]);
});

it('what is reached is never taken for more than the aims', () => {
  expect(reached.right).toBeLessThanOrEqual(aims.right);
  expect(reached.declined).toBeLessThanOrEqual(aims.declined);
  expect(reached.wrongPorts).toBeGreaterThanOrEqual(aims.wrongPorts);
});
