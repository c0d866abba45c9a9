import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseWhen } from '../../../src/reminders/calendar/parse-when.ts';

/** Wednesday, ten in the morning in Berlin. */
const context = { now: new Date('2026-11-25T09:00Z'), zone: 'Europe/Berlin', targets: true };

/** A line, then why it is refused, then the lines that are shown instead. */
function readTable(): [string, string, string[]][] {
  const text = readFileSync(new URL('phrases/refused.txt', import.meta.url), 'utf8');
  return text.split('\n\n').map((block) => {
    const [line = '', message = '', ...examples] = block.trim().split('\n');
    return [line, message.replace(/^ {2}! /, ''), examples.map((each) => each.replace(/^ {2}> /, ''))];
  });
}

describe('a line is refused, with lines that work', () => {
  it.each(readTable())('%s', (line, message, examples) => {
    expect(parseWhen(line, context)).toEqual({ kind: 'problem', message, examples });
    for (const example of examples) expect(parseWhen(example, context), example).not.toMatchObject({ kind: 'problem' });
  });
});

describe('at another time', () => {
  it.each<[string, string, string, string, string]>([
    ['2027-01-31T09:00Z', 'in 1 month x', 'That month has no 31st.', '2027-02-28 10:00 x', '2027-03-01 10:00 x'],
    [
      '2026-12-31T22:15Z',
      'today 22:30 x',
      '22:30 today has passed; it is 23:15 in Europe/Berlin.',
      'tomorrow 22:30 x',
      'in 30 minutes x',
    ],
    [
      '2027-10-31T00:45Z',
      'today 2:30 x',
      '02:30 today has passed; it is 02:45 in Europe/Berlin.',
      'tomorrow 02:30 x',
      'in 30 minutes x',
    ],
    [
      '2027-03-28T01:00Z',
      'today 2:30 x',
      '02:30 today has passed; it is 03:00 in Europe/Berlin.',
      'tomorrow 02:30 x',
      'today 04:00 x',
    ],
  ])('%s, %s', (now, line, message, ...examples) => {
    expect(parseWhen(line, { ...context, now: new Date(now) })).toEqual({ kind: 'problem', message, examples });
  });
});
