import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWhen } from '../../../src/reminders/calendar/parse-when.ts';
import { nextOccurrence, type Schedule } from '../../../src/reminders/calendar/schedule.ts';
import { propertyRuns } from '../../property-runs.ts';
import { oneOf, say, when } from './said-whens.ts';

const now = new Date('2026-11-25T09:00Z');
const zone = 'Europe/Berlin';
const seed = 20_261_129;
const read = (line: string, inZone = zone) => parseWhen(line, { now, zone: inZone, targets: true });

/** The first times from now on; two schedules of the same times are the same for people. */
function firstTimes(schedule: Schedule): string[] {
  const found: string[] = [];
  let at: Date | undefined = now;
  while (found.length < 12) {
    at = nextOccurrence(schedule, at);
    if (at === undefined) break;
    found.push(at.toISOString());
  }
  return found;
}

describe('what was understood', () => {
  it('is read back from its words: words to rules to words to rules', () => {
    let understood = 0;
    fc.assert(
      fc.property(when, (said) => {
        const parsed = read(`${said} "check the queue"`);
        if (parsed.kind !== 'ok') return;
        understood += 1;
        const back = read(`${parsed.understood} "check the queue"`, 'Pacific/Auckland');
        if (back.kind !== 'ok') throw new Error(`${said}: ${parsed.understood}: ${JSON.stringify(back)}`);
        expect(back.understood, said).toBe(parsed.understood);
        expect(firstTimes(back.schedule), said).toEqual(firstTimes(parsed.schedule));
      }),
      { seed, numRuns: propertyRuns(500) },
    );
    expect(understood).toBeGreaterThan(propertyRuns(500) * 0.6);
  });

  it('is the same in either order', () => {
    fc.assert(
      fc.property(when, (said) => {
        const [before, after] = [read(`${said} check the queue`), read(`check the queue ${said}`)];
        if (before.kind !== 'ok' || after.kind !== 'ok') return;
        expect(after).toEqual(before);
      }),
      { seed, numRuns: propertyRuns(300) },
    );
  });
});

const plain = oneOf(
  'check the queue',
  'install 25.0.2',
  'look at 5 tickets',
  'open port 587',
  'restart webmail 3',
  'read the weekly report',
);
const timed = oneOf(
  'until friday',
  'and friday at 10',
  'except on fridays',
  'for 2 weeks',
  'at 9',
  'every day',
  '10:00',
  'tomorrow',
  '5pm',
  '3 times',
  'on monday',
  'in 2 hours',
  'starting monday',
  'at noon',
  'on 2027-01-01',
  'in the evening',
);
const text = fc.oneof(
  { weight: 1, arbitrary: plain },
  { weight: 3, arbitrary: say(plain, timed) },
  { weight: 2, arbitrary: say(timed, plain) },
  { weight: 1, arbitrary: say(plain, timed, plain) },
);
const line = fc.oneof(say(when, text), say(text, when), say(oneOf('me to', '@bob', '#ops'), text, when));

/** Said another way than the reader says it. */
const saysTime =
  /\b\d{1,2}:\d{2}\b|\b\d{1,2} ?[ap]m\b|\b(?:today|tomorrow|tonight|noon|midnight)\b|\bat \d{1,2}$|\bevery (?:other )?(?:day|week|month|year|hour|\d|mon|tues|wednes|thurs|fri|satur|sun)|\b(?:until|on|starting|next|and) (?:mon|tues|wednes|thurs|fri|satur|sun)day|\bfor \d+ |\bin \d+ (?:minutes|hours|days|weeks|months)|\b\d{4}-\d\d-\d\d|\bexcept (?:on |weekends|in )|\b\d+ times\b|\bin the (?:morning|evening)/i;

describe('a text', () => {
  it('is stored with nothing of a when in it', () => {
    fc.assert(
      fc.property(line, (said) => {
        const parsed = read(said);
        if (parsed.kind === 'ok') expect(parsed.text, said).not.toMatch(saysTime);
      }),
      { seed, numRuns: propertyRuns(1_500) },
    );
  });

  it('is whole in quotation marks, and so is every line that is suggested', () => {
    fc.assert(
      fc.property(line, (said) => {
        const parsed = read(said);
        if (parsed.kind !== 'problem') return;
        expect(parsed.examples.length, said).toBeGreaterThan(0);
        for (const example of parsed.examples) {
          const meant = read(example);
          if (meant.kind !== 'ok') throw new Error(`${said}: ${example}: ${JSON.stringify(meant)}`);
          // Its words say the same as the line itself.
          const back = read(`${meant.understood} "check"`);
          expect(back, example).toMatchObject({ kind: 'ok', understood: meant.understood });
          expect(said.startsWith('me ') ? meant.target : 'me', example).toBe('me');
        }
      }),
      { seed, numRuns: propertyRuns(600) },
    );
  });
});

describe('the tables of phrases', () => {
  const lines = readFileSync(new URL('phrases/spoken.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((each) => each.includes(' => ') && !each.startsWith('#'))
    .map((each) => each.split(' => ')[0] ?? '');

  it.each(lines)('what is understood by it is read back: %s', (said) => {
    const parsed = read(said);
    if (parsed.kind !== 'ok') return;
    const back = read(`${parsed.understood} "check"`);
    expect(back).toMatchObject({ kind: 'ok', understood: parsed.understood, schedule: parsed.schedule });
  });
});
