import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { openAsker } from '../../src/ask/create-asker.ts';
import { readCases } from './read-cases.ts';

const knowledge = (await openKnowledge()).current();
const asker = await openAsker(knowledge);

/** The word an answer begins with, whoever says it; `none` without one. */
function says(question: string): string {
  const understood = asker.understand(question);
  if (understood.kind === 'declined') return 'none';
  const { call, verdict } = understood;
  if (verdict !== undefined) return verdict.says === 'depends' ? 'none' : verdict.says;
  const article = call.values['form'] === 'plain' ? undefined : knowledge.article(String(call.values['name']));
  return /^(yes|no)[,.;]/i.exec(article?.answer ?? '')?.[1]?.toLowerCase() ?? 'none';
}

/** The share of the questions that has to get its own word; none may get the other one. */
const least = { tune: 0.7, held: 0.8 };

describe.each(['tune', 'held'] as const)('questions from both sides: %s', (part) => {
  const text = readFileSync(new URL(`polarity/${part}.txt`, import.meta.url), 'utf8');
  const cases = readCases(text).map(([question, expected]) => ({ question, expected, said: says(question) }));

  test('no answer begins with the wrong word', () => {
    expect(cases.filter(({ said, expected }) => said !== 'none' && said !== expected)).toEqual([]);
  });

  test('most begin with the right one', () => {
    const right = cases.filter(({ said, expected }) => said === expected).length;
    expect(right / cases.length).toBeGreaterThanOrEqual(least[part]);
  });
});
