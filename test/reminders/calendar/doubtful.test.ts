import { describe, expect, it } from 'vitest';
import { parseWhen } from '../../../src/reminders/calendar/parse-when.ts';
import { nextOccurrence } from '../../../src/reminders/calendar/schedule.ts';

/** Wednesday, ten in the morning in Berlin. */
const context = { now: new Date('2026-11-25T09:00Z'), zone: 'Europe/Berlin', targets: true };

/** What a line comes to: the hour it is first due and its text, or the lines it is refused with, each of them read. */
function read(line: string) {
  const parsed = parseWhen(line, context);
  if (parsed.kind === 'deadline') throw new Error(line);
  if (parsed.kind === 'ok') return { hour: hourOf(parsed.schedule), text: parsed.text, examples: [] };
  const examples = parsed.examples.map((example) => {
    const meant = parseWhen(example, context);
    if (meant.kind !== 'ok') throw new Error(`${line}: ${example}`);
    return { line: example, text: meant.text, hour: hourOf(meant.schedule) };
  });
  expect(examples.length, line).toBeGreaterThan(0);
  return { message: parsed.message, examples };
}

function hourOf(schedule: Parameters<typeof nextOccurrence>[0]): number {
  const at = nextOccurrence(schedule, context.now);
  return Number(at?.toLocaleString('en-GB', { timeZone: context.zone, hour: '2-digit', hour12: false }));
}

const days = [
  'tomorrow',
  'on friday',
  'every day',
  'every friday',
  'on 1 december',
  'in 3 days',
  'every month on the 1st',
];

describe('a small number alone may be in the afternoon', () => {
  describe.each(days)('%s', (day) => {
    it.each([1, 2, 3, 4, 5, 6])('at %i is asked back, with both', (hour) => {
      for (const line of [
        `me ${day} at ${hour} to look`,
        `me to look ${day} at ${hour}`,
        `me ${day} at ${hour} o'clock to look`,
      ])
        expect(read(line).examples, line).toMatchObject([
          { hour: hour + 12, text: 'look' },
          { hour, text: 'look' },
        ]);
    });

    it.each([7, 8, 9, 10, 11, 12, 13, 17, 23])('at %i is that hour', (hour) => {
      expect(read(`me ${day} at ${hour} to look`)).toMatchObject({ hour, text: 'look' });
    });

    it.each(['3am', '03:00', '3:00', '3 in the morning', '3 Uhr'])('at %s is three in the morning', (time) => {
      expect(read(`me ${day} at ${time} to look`)).toMatchObject({ hour: 3, text: 'look' });
    });
  });

  it.each([
    ['tomorrow at 6, 14 and 22', 6],
    ['tomorrow at 9 and 5pm', 9],
  ])('%s leaves no doubt', (when, hour) => {
    expect(read(`me ${when} to look`)).toMatchObject({ hour, text: 'look' });
  });

  it.each(['tomorrow at 8 and 10pm', 'every day at 4 and 6pm', 'tomorrow at 5 and 6'])('%s is asked back', (when) => {
    expect(read(`me ${when} to look`).message).toMatch(/^That can mean \d\d:\d\d or \d\d:\d\d/);
  });
});

describe('words beside a when that change it are no text', () => {
  const again = ['every day at 9:00', 'every weekday at 17:30', 'every monday and thursday at 9:00 and 15:30'];
  const once = ['tomorrow at 9:00', 'on friday at 17:30'];
  const joins = ['unless', 'besides', 'excl.', 'up to', 'only on', 'minus', 'other than', 'even on', 'if not'];
  const named = ['sunday', 'sundays', 'december', 'weekends', 'today'];
  const changes = [
    ...joins.flatMap((join) => named.map((name) => `${join} ${name}`)),
    ...['(weekdays)', '[mondays]', '(not sundays'],
  ];

  it.each(again)('%s …', (when) => {
    for (const change of [...changes, 'twice', 'thrice', '3x', 'respectively', 'alternately']) {
      const { text, examples } = read(`me ${when} ${change} look`);
      // Refused, or read as an exception.
      expect(text ?? 'look', change).toBe('look');
      expect(text === undefined || examples.length === 0, change).toBe(true);
    }
  });

  it.each([...again, ...once])('%s, in a range, or by another clock', (when) => {
    for (const change of ['from 9 to 10', 'between 9 and 10', 'my time', 'server time', 'local', 'zulu', '- 18'])
      expect(read(`me ${when} ${change} look`).text, change).toBeUndefined();
  });

  it.each(['in 1 hour 30', 'in 2h 15', 'tomorrow at 9 30', 'in 2 days 4'])('%s is not cut off', (when) => {
    expect(read(`me ${when} look`).text).toBeUndefined();
  });

  it.each([
    ['tomorrow at 9 2 servers need patches', '2 servers need patches'],
    ['in 1 hour 30 mailboxes move', '30 mailboxes move'],
    ['every day at 9 only look', 'only look'],
    ['tomorrow at 9 look at the fan (rack 3)', 'look at the fan (rack 3)'],
    ['every friday at 16:00: weekly report', 'weekly report'],
  ])('%s keeps its text', (line, text) => {
    expect(read(`me ${line}`)).toMatchObject({ text });
  });

  it('a bracket over the when and the text is asked back', () => {
    expect(read('me look (see the note at 9am)').examples.map(({ text }) => text)).toEqual(
      Array(2).fill('look (see the note at 9am)'),
    );
  });
});

describe('days that can be counted in two ways', () => {
  it.each(['every weekday at 9:00 for 5 days', 'mondays and fridays at 9:00 for 10 days'])('%s', (when) => {
    expect(read(`me ${when} look`).message).toMatch(/on the calendar, or \d+ times/);
  });

  it.each(['every day at 9:00 for 5 days', 'every weekday at 9:00 for 2 weeks', 'every monday at 9:00 for 90 days'])(
    '%s can not',
    (when) => {
      expect(read(`me ${when} look`)).toMatchObject({ text: 'look' });
    },
  );
});

describe('a month beside what recurs', () => {
  it.each([
    'every day',
    'every weekday',
    'every friday',
    'every first monday',
    'every last friday',
    'every 3rd thursday',
  ])('%s', (every) => {
    for (const month of ['in december', 'of january', 'in july'])
      for (const time of ['', ' at 9:00']) {
        const { message, examples } = read(`me ${every} ${month}${time} to look`);
        expect(message).toMatch(/one month of every year/);
        expect(examples[0], `${every} ${month}${time}`).toMatchObject({
          text: 'look',
          hour: 9,
          line: expect.stringMatching(/from 202[67]-\d\d-01 until 202[67]-\d\d-\d\d/),
        });
      }
  });
});

describe('a line that is suggested keeps the whole text', () => {
  const unreadable = [
    'every day but sunday at 6:00',
    'every jan and jul on the 1st at 9:00',
    'in 2 business days at 9:00',
    'friday week 50 at 9:00',
    'on the 31st at 9:00',
    'every friday in even weeks at 9:00',
    'every day next week at 9:00',
    'the friday after next at 9:00',
    'nightly at 2',
    'after lunch',
  ];

  it.each(unreadable)('%s', (when) => {
    const line = `${when} to look at the 3rd disk`;
    for (const { text } of read(`me ${line}`).examples) expect(['look at the 3rd disk', line]).toContain(text);
  });

  it.each([
    ['to look at it by friday 17:00', 'look at it'],
    ['to ask about the 9am outage tomorrow at 11:00', 'ask about the 9am outage'],
    ['to look at it before friday', 'look at it before friday'],
  ])('%s', (line, text) => {
    expect(read(`me ${line}`).examples[0]?.text).toBe(text);
  });

  it('reads a text in quotation marks behind a "to"', () => {
    expect(read('me to "call bob at 10" tomorrow at 9')).toMatchObject({ hour: 9, text: 'call bob at 10' });
  });
});

describe('until a time of day', () => {
  it.each(['until 17:00', 'until 5pm', 'till noon'])('%s is asked back with the day', (until) => {
    const [first] = read(`me every 30 minutes ${until} look`).examples;
    expect(first).toMatchObject({ text: 'look', line: expect.stringMatching(/until 2026-11-25T\d\d:00/) });
  });
});
