import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { openAsker } from '../../src/ask/create-asker.ts';
import type { Asker } from '../../src/ask/understanding.ts';
import { readCases } from './read-cases.ts';

const knowledge = (await openKnowledge()).current();
const asker = await openAsker(knowledge);
/** What it would answer if it trusted every answer: cases say how a question is read, and few of them are too unsure to be shown. */
const trusting = await openAsker(knowledge, { least: { ports: 0, others: 0 } });
const shownAtLeast = 0.93;
const casesIn = (name: string) => readCases(readFileSync(new URL(`cases/${name}.txt`, import.meta.url), 'utf8'));

/** The command line a question comes to, with its yes or no: `ports 4069 ! no`, or `declined: act`. */
function understand(question: string, by: Pick<Asker, 'understand'> = asker): string {
  const understood = by.understand(question);
  if (understood.kind === 'declined') return understood.reason;
  const { call, verdict } = understood;
  if (verdict !== undefined) return `${call.line} ! ${verdict.says}`;
  // An article that begins with yes or no says it itself.
  const article = call.values['form'] === 'plain' ? undefined : knowledge.article(String(call.values['name']));
  const own = /^(yes|no)[,.;]/i.exec(article?.answer ?? '')?.[1]?.toLowerCase();
  return own === undefined ? call.line : `${call.line} ! ${own}`;
}

/** As it is answered, or would be. */
function read(question: string, expected: string): string {
  const shown = understand(question);
  return shown === 'unknown' && !refusals.has(expected) ? understand(question, trusting) : shown;
}

const refusals: ReadonlySet<string> = new Set(['unknown', 'elsewhere', 'act', 'secret', 'chat', 'empty']);
const names = ['ports', 'others', 'german', 'spanish', 'verdicts', 'stories', 'typing'];

describe.each(['ports', 'others', 'german', 'spanish'])('%s', (name) => {
  test.each(casesIn(name))('%s', (question, expected) => {
    expect(read(question, expected).replace(/ ! .*/, '')).toBe(expected);
  });
});

describe.each(['verdicts', 'declined', 'stories', 'typing'])('%s', (name) => {
  test.each(casesIn(name))('%s', (question, expected) => {
    expect(read(question, expected)).toBe(expected);
  });
});

test('most of them are answered', () => {
  const all = names.flatMap(casesIn).filter(([, expected]) => !refusals.has(expected));
  const shown = all.filter(([question]) => understand(question) !== 'unknown');
  expect(shown.length / all.length).toBeGreaterThan(shownAtLeast);
});
