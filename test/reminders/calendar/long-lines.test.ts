import { expect, it } from 'vitest';
import { parseChange, parseWhen } from '../../../src/reminders/calendar/parse-when.ts';
import { processorMs } from '../../processor-time.ts';

const context = { now: new Date('2026-11-24T08:00:00Z'), zone: 'Europe/Berlin' };
/** As long as `remind add` and `remind edit` take. */
const longest = 3_000;
const pieces = [
  'every weekday at 9 and every saturday at 10 from 1 jan until 2 feb ',
  'every mon, tue, wed, thu, fri, sat and sun at 9, 10, 11 and 12 except ',
  'in 2h and 3 days and ',
  'every day until 24 dec except 3 jan and ',
  'first monday of the month and last friday of the quarter at 9 ',
  'jeden montag um 9 uhr und dienstag um 10 uhr außer ',
  '9 10 11 12 ',
  'every ',
  'look at the queue at nine on monday ',
];

it.each(pieces)('holds nobody up, however often it is repeated: %s', (piece) => {
  const line = piece.repeat(longest / piece.length).slice(0, longest);
  parseWhen(line.slice(0, 500), context);
  // Each line takes a twentieth of this on a quiet machine, and took more than it before its examples were bounded.
  expect(processorMs(() => parseWhen(line, { ...context, targets: true }))).toBeLessThan(150);
  expect(processorMs(() => parseChange(line, context))).toBeLessThan(150);
});

it('still reads a when at the end of a long text', () => {
  const text = 'look at the queue '.repeat(100).trim();
  expect(parseWhen(`${text} tomorrow at 9`, context)).toMatchObject({ kind: 'ok', text });
  expect(parseChange(`${text} every weekday at 9`, context)).toMatchObject({ kind: 'change', text });
});

it('offers lines that work where a long one cannot be read', () => {
  const parsed = parseWhen(`at 25:99 ${'look at the queue '.repeat(100)}`, context);
  if (parsed.kind !== 'problem') throw new Error(parsed.kind);
  expect(parsed.examples.length).toBeGreaterThan(0);
  for (const example of parsed.examples) expect(parseWhen(example, context).kind).toBe('ok');
});
