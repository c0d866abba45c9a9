import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { openAsker } from '../../src/ask/create-asker.ts';
import type { Understanding } from '../../src/ask/understanding.ts';
import { charactersRead } from '../characters-read.ts';
import { propertyRuns } from '../property-runs.ts';

const knowledge = (await openKnowledge()).current();
const asker = await openAsker(knowledge);
asker.understand('imap');

/** Holds for every answer: limits of buttons, confidence between 0 and 1, no markup that is not ours. */
function check(understood: Understanding): void {
  expect(understood.confidence).toBeGreaterThanOrEqual(0);
  expect(understood.confidence).toBeLessThanOrEqual(1);
  expect(understood.others.length).toBeLessThanOrEqual(3);
  const entries = understood.kind === 'understood' ? [...understood.about, ...understood.others] : understood.others;
  for (const { title, line } of entries) {
    expect(title.length).toBeLessThanOrEqual(40);
    expect(line.length).toBeLessThanOrEqual(60);
  }
  const said =
    understood.kind === 'understood'
      ? [...understood.remarks, understood.verdict?.because ?? '']
      : [understood.subject ?? ''];
  for (const sentence of said) expect(sentence).not.toMatch(/[@<>]|\n/);
}

const words = [
  'imap',
  'port',
  'PORT',
  '4069/udp',
  'what',
  'is',
  'ñ',
  'ß',
  '25',
  '99999',
  'worldclient',
  'close',
  '?',
  '(',
  '[a-z]*',
  '.exe',
  '127.0.0.1',
];

describe('any text', () => {
  test('is understood or declined, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 700 }), (text) => check(asker.understand(text))),
      { numRuns: propertyRuns(400) },
    );
  });

  test('of lone surrogates and code units is no harm', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 }), (units) =>
        check(asker.understand(String.fromCharCode(...units))),
      ),
      { numRuns: propertyRuns(300) },
    );
  });

  test('made of words that mean something is no harm in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (each) =>
        check(asker.understand(each.join(' '))),
      ),
      { numRuns: propertyRuns(400) },
    );
  });

  test('gives the same answer twice', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => {
        expect(asker.understand(text)).toEqual(asker.understand(text));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a long text', () => {
  const long = {
    'one word': 'a'.repeat(100_000),
    'many words': 'imap port '.repeat(20_000),
    'many numbers': '25 '.repeat(50_000),
    brackets: '(((((a*)*)*)*)*b'.repeat(5_000),
    dots: '1.'.repeat(50_000),
    quotes: "can't ".repeat(20_000),
    'characters that grow': '\ufdfa'.repeat(20_000),
    'marks on marks': `e${'\u0301'.repeat(50_000)}`,
  };

  const workOf = (text: string) => charactersRead(() => void asker.understand(text));
  const ordinary =
    'The server does not answer on IMAP, and the queue has been full since Monday, when our new administrator updated it. ';

  test.each(Object.entries(long))('%s, is no more work than its beginning, or much more than prose', (_name, text) => {
    check(asker.understand(text));
    const work = workOf(text);
    expect(work).toBeLessThanOrEqual(workOf(text.slice(0, 500)));
    // Up to twice as much, measured. Reading the text again for each character would be hundreds of times as much.
    expect(work).toBeLessThan(4 * workOf(ordinary.repeat(5).slice(0, 500)));
  });

  test('is read up to 500 characters', () => {
    expect(asker.understand(`${'x '.repeat(250)}imap port`).kind).toBe('declined');
    expect(asker.understand(`${' '.repeat(480)}imap port`).kind).toBe('understood');
  });
});
