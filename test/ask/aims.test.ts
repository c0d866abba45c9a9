import { afterAll, expect, it } from 'vitest';
import { storage } from '../commands/fixture.ts';
import { createBotAsker } from './ask-bot.ts';
import { readQuestions } from './question.ts';
import { askAll, missedAims, scoreOf } from './score.ts';

afterAll(() => storage.close());

it('ask meets its aims on the questions nobody tunes on', async () => {
  const questions = readQuestions(new URL('questions.jsonl', import.meta.url)).filter(({ part }) => part === 'report');
  // Only counts: which of these questions fail is for `npm run ask:eval -- --all`, and not for who tunes.
  expect(missedAims(scoreOf(await askAll(questions, createBotAsker())))).toEqual([]);
});
