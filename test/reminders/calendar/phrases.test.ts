import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseWhen } from '../../../src/reminders/calendar/parse-when.ts';
import { nextOccurrence } from '../../../src/reminders/calendar/schedule.ts';

/** Wednesday, ten in the morning in Berlin. */
const now = new Date('2026-11-25T09:00Z');
const zone = 'Europe/Berlin';

/** What a line of a table expects, or comes to. */
function show(line: string, count: number): string {
  const parsed = parseWhen(line, { now, zone, targets: true });
  if (parsed.kind === 'problem') return 'refused';
  if (parsed.kind === 'deadline') return `deadline ${parsed.id}`;
  const times: string[] = [];
  let at: Date | undefined = now;
  for (let each = 0; each < count; each += 1) {
    at = nextOccurrence(parsed.schedule, at);
    if (at === undefined) {
      if (parsed.schedule.kind !== 'once') times.push('end');
      break;
    }
    times.push(local(at));
  }
  return [times.join(', '), parsed.text, ...(parsed.target === undefined ? [] : [parsed.target])].join(' | ');
}

/** `11-26 09:00` in Berlin; with the year where it is not 2026, and seconds where there are any. */
function local(at: Date): string {
  const shown = at.toLocaleString('sv-SE', { timeZone: zone });
  return shown.replace(/^2026-/, '').replace(/:00$/, '');
}

function table(name: string): [string, string][] {
  const text = readFileSync(new URL(`phrases/${name}.txt`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.includes(' => ') && !line.startsWith('# '))
    .map((line) => line.split(' => ') as [string, string]);
}

describe.each(['spoken', 'typed', 'heldout'])('phrases: %s', (name) => {
  it.each(table(name))('%s', (line, expected) => {
    const count = expected === 'refused' ? 1 : (expected.split(' | ')[0] ?? '').split(', ').length;
    expect(show(line, count)).toBe(expected);
  });
});
