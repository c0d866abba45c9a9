import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { openAsker } from '../../src/ask/create-asker.ts';
import { readCases } from './read-cases.ts';

const knowledge = (await openKnowledge()).current();
const asker = await openAsker(knowledge);
const casesIn = (name: string) => readCases(readFileSync(new URL(`cases/${name}.txt`, import.meta.url), 'utf8'));

/** The command line a question comes to, with its yes or no: `ports 4069 ! no`, or `declined: act`. */
function understand(question: string): string {
  const understood = asker.understand(question);
  if (understood.kind === 'declined') return understood.reason;
  const { call, verdict } = understood;
  if (verdict !== undefined) return `${call.line} ! ${verdict.says}`;
  // An article that begins with yes or no says it itself.
  const article = call.values['form'] === 'plain' ? undefined : knowledge.article(String(call.values['name']));
  const own = /^(yes|no)[,.;]/i.exec(article?.answer ?? '')?.[1]?.toLowerCase();
  return own === undefined ? call.line : `${call.line} ! ${own}`;
}

describe.each(['ports', 'others', 'german', 'spanish'])('%s', (name) => {
  test.each(casesIn(name))('%s', (question, expected) => {
    expect(understand(question).replace(/ ! .*/, '')).toBe(expected);
  });
});

describe.each(['verdicts', 'declined', 'stories', 'typing'])('%s', (name) => {
  test.each(casesIn(name))('%s', (question, expected) => {
    expect(understand(question)).toBe(expected);
  });
});
