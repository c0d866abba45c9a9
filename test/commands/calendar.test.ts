import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor, Request } from '../../src/bot/bot.ts';
import { openTestBot, type TestBot } from './fixture.ts';

const team = 'slack:T1';
const bob: Actor = { id: 'U_BOB', role: 'member' };
const carol: Actor = { id: 'U_CAROL', role: 'member' };
let bot: TestBot;

beforeEach(async () => {
  bot = await openTestBot();
});

const event = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\n');

async function exported(actor: Actor, more: Partial<Request> = {}): Promise<string> {
  const { answer } = await bot.askAs(actor, 'remind export', more);
  return answer.artifact?.content.replace(/\r\n /g, '') ?? '';
}

async function importAs(actor: Actor, calendar: string, more: Partial<Request> = {}) {
  const { answer } = await bot.askAs(actor, `remind import ${calendar}`, more);
  const lists = answer.sections.flatMap((section) => (section.kind === 'list' ? section.items : []));
  const rows = answer.sections.flatMap((section) => (section.kind === 'table' ? section.rows : []));
  return { lead: answer.lead, lists, rows, answer };
}

const texts = async (of: string = team) =>
  (await bot.storage.ledger.list(of as typeof team)).map(({ text }) => text).sort();

describe('remind export', () => {
  it('holds what the asker may see, and nobody else’s private ones', async () => {
    await bot.askAs(bob, 'remind add every friday at 16:00 swap the tape');
    await bot.askAs(bob, 'remind me tomorrow at 9 call the doctor');
    await bot.askAs(carol, 'remind me tomorrow at 10 ask for a rise');
    const bobs = await exported(bob);
    expect(
      bobs
        .match(/^SUMMARY:.*$/gm)
        ?.map((line) => line.trim())
        .sort(),
    ).toEqual(['SUMMARY:call the doctor', 'SUMMARY:swap the tape']);
    expect(bobs).toContain('RRULE:FREQ=WEEKLY;BYDAY=FR');
    expect(bobs).toContain('CLASS:PRIVATE');
    const overheard = await exported({ ...bob, overheard: true });
    expect(overheard).not.toContain('doctor');
    expect(overheard).toContain('swap the tape');
  });

  it('says which are left out, and that there are none', async () => {
    expect((await bot.askAs(bob, 'remind export')).answer.lead).toMatch(/^None of the reminders/);
    const { answer } = await bot.askAs(bob, 'remind add every friday at 16:00 swap the tape');
    await bot.askAs(bob, 'remind add every monday at 9 look at the queue');
    await bot.askAs(bob, `remind pause ${answer.title.split(' ')[1]}`);
    const { lead } = (await bot.askAs(bob, 'remind export')).answer;
    expect(lead).toMatch(/^1 reminder in reminders\.ics, .* 1 paused one is left out/);
  });
});

describe('remind import', () => {
  it('takes over into another team what was exported, once', async () => {
    await bot.askAs(
      bob,
      'remind add --catchup all --grace 15 --escalate 4 every 90 minutes from 8 to 18 look at the queue',
    );
    await bot.askAs(bob, 'remind me every month on the last day at 17:00 pay the rent');
    const calendar = await exported(bob);
    const elsewhere = { team: 'slack:T2' } as const;
    const first = await importAs(carol, calendar, elsewhere);
    expect(first.lead).toBe('2 reminders imported.');
    const [one, other] = [...(await bot.storage.ledger.list('slack:T2'))].sort((a, b) => a.text.localeCompare(b.text));
    expect(one).toMatchObject({
      text: 'look at the queue',
      catchUp: 'all',
      graceMs: 900_000,
      escalation: { afterHours: 4 },
      target: { kind: 'channel', id: 'C1' },
      createdBy: 'U_CAROL',
    });
    expect(other).toMatchObject({ isPrivate: true, target: { kind: 'person', id: 'U_CAROL' } });
    expect((await importAs(carol, calendar, elsewhere)).lead).toBe('Nothing was imported, 2 were here already.');
    // Back again: they are known where they came from.
    expect((await importAs(bob, await exported(carol, elsewhere))).lead).toBe(
      'Nothing was imported, 2 were here already.',
    );
    expect(await texts()).toHaveLength(2);
  });

  it('says whose channel or person is left out, where they are not known', async () => {
    const reminder = 'remind add --escalate 4 --escalate-to @alice every friday at 16:00 swap the tape';
    await bot.askAs(bob, reminder, { conversation: { id: 'C9', private: false } });
    await bot.askAs(bob, 'remind me every month on the last day at 17:00 pay the rent');
    const calendar = await exported(bob);
    const lost = /: the channel or person it was for and whom to tell next$/;
    for (const place of [{ team: 'slack:T2' }, { team: 'terminal:local' }] as const) {
      const { answer } = await importAs(carol, calendar, place);
      expect(answer.sections).toContainEqual({
        kind: 'list',
        title: 'Imported without the parts that a reminder can’t keep',
        items: [expect.stringMatching(lost)],
      });
    }
    for (const { id } of await bot.storage.ledger.list(team)) await bot.askAs(bob, `remind remove ${id}`);
    expect((await importAs(bob, calendar)).lists.join()).not.toContain('it was for');
  });

  it('imports again what was removed since', async () => {
    const calendar = event('UID:a@x', 'DTSTART:20261201T090000Z', 'SUMMARY:renew');
    const { rows } = await importAs(bob, calendar);
    await bot.askAs(bob, `remind remove ${rows[0]?.[0]}`);
    expect((await importAs(bob, calendar)).lead).toBe('1 reminder imported.');
  });

  it('posts where a reminder went before only in the same team, and where it is told to', async () => {
    await bot.askAs(bob, 'remind add every friday at 16:00 swap the tape', {
      conversation: { id: 'C9', private: false },
    });
    const calendar = await exported(bob);
    const ids = async (at: 'slack:T1' | 'slack:T2') =>
      (await bot.storage.ledger.list(at)).map(({ target }) => target.id);
    await importAs(carol, calendar, { team: 'slack:T2' });
    expect(await ids('slack:T2')).toEqual(['C1']);
    const [mine] = await bot.storage.ledger.list(team);
    await bot.askAs(bob, `remind remove ${mine?.id}`);
    await importAs(bob, calendar);
    expect(await ids(team)).toEqual(['C9']);
  });

  it('names line by line what it cannot take over', async () => {
    const calendar = [
      'BEGIN:VCALENDAR',
      ...['BEGIN:VEVENT', 'UID:1', 'SUMMARY:holiday', 'DTSTART;VALUE=DATE:20261224', 'END:VEVENT'],
      ...['BEGIN:VEVENT', 'UID:2', 'SUMMARY:old', 'DTSTART:20200101T090000Z', 'END:VEVENT'],
      ...[
        'BEGIN:VEVENT',
        'UID:3',
        'SUMMARY:odd',
        'DTSTART:20261201T090000Z',
        'RRULE:FREQ=YEARLY;BYWEEKNO=3',
        'END:VEVENT',
      ],
      ...['BEGIN:VEVENT', 'UID:4', 'SUMMARY:far', 'DTSTART;TZID=Mars/Base:20261201T090000', 'END:VEVENT'],
      ...['BEGIN:VTODO', 'UID:5', 'SUMMARY:task', 'END:VTODO'],
      ...['BEGIN:VEVENT', 'UID:6', 'this is no line', 'END:VEVENT'],
      ...[
        'BEGIN:VEVENT',
        'UID:7',
        'SUMMARY:fine',
        'DTSTART;TZID=Europe/Berlin:20261201T090000',
        'LOCATION:here',
        'END:VEVENT',
      ],
      'END:VCALENDAR',
    ].join('\n');
    const { lead, lists, rows } = await importAs(bob, calendar);
    expect(lead).toBe('1 reminder imported, 6 could not be imported.');
    expect(lists.slice(0, 6).map((line) => /^Line \d+(?:, “\w+”)?/.exec(line)?.[0])).toEqual([
      'Line 2, “holiday”',
      'Line 7, “old”',
      'Line 12, “odd”',
      'Line 18, “far”',
      'Line 23, “task”',
      'Line 27',
    ]);
    expect(lists.slice(0, 6)).toMatchSnapshot();
    expect(lists[6]).toMatch(/: a place$/);
    expect(rows.map(([, when, what]) => `${when} ${what}`)).toEqual([
      'Tue 1 Dec 2026, 09:00 CET (Europe/Berlin) “fine”',
    ]);
  });

  it.each([
    [
      'Google',
      ['DTSTART;TZID=Europe/Berlin:20261130T100000', 'RRULE:FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=MO'],
      'every 2 weeks on Monday at 10:00 Europe/Berlin, starting 30 November 2026',
    ],
    [
      'Outlook',
      ['DTSTART:20261208T080000Z', 'RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2'],
      'every month on the 2nd Tuesday at 08:00 UTC',
    ],
    [
      'Apple',
      ['DTSTART;TZID=America/New_York:20261126T120000', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH'],
      '4th Thursday',
    ],
    [
      'counted',
      ['DTSTART:20261201T080000Z', 'RRULE:FREQ=DAILY;COUNT=3'],
      'every day at 08:00 UTC, starting 1 December 2026, until 2026-12-03T08:00',
    ],
    [
      'with a day left out',
      ['DTSTART:20261201T080000Z', 'RRULE:FREQ=DAILY;UNTIL=20261205T080000Z', 'EXDATE:20261203T080000Z'],
      'except 3 December 2026',
    ],
    ['floating', ['DTSTART:20261201T080000', 'RRULE:FREQ=DAILY'], 'every day at 08:00 UTC'],
    ['hourly', ['DTSTART:20261201T081500Z', 'RRULE:FREQ=HOURLY;INTERVAL=2'], 'every 2 hours at minute 15 UTC'],
  ])('reads what %s writes', async (_name, lines, said) => {
    const { rows, lists } = await importAs(bob, event('UID:u', 'SUMMARY:x', ...lines));
    expect(lists).toEqual([]);
    expect(rows[0]?.[1]).toContain(said);
  });

  it('asks for the right of whoever imports, and keeps to what one person may have', async () => {
    const everyone = event('UID:e', 'DTSTART:20261201T090000Z', 'SUMMARY:all', 'X-MDAEMON-BOT-EVERYONE:yes');
    const { lead, lists } = await importAs(bob, everyone);
    expect(lead).toBe('Nothing was imported, 1 could not be imported.');
    expect(lists[0]).toMatch(/Only an administrator/);
    const small = await openTestBot({ remindersPerPerson: 1 });
    const two = ['a', 'b'].map((uid) => event(`UID:${uid}`, 'DTSTART:20261201T090000Z', `SUMMARY:${uid}`)).join('\n');
    const { answer } = await small.askAs(bob, `remind import ${two}`);
    expect(answer.lead).toMatch(/2 new reminders, and you have room for 1\. Nothing was imported/);
    expect(await small.storage.ledger.list(team)).toEqual([]);
  });

  it('believes nothing of what stands in the bot’s own lines', async () => {
    const own = (schedule: string) =>
      event(
        'UID:u',
        'DTSTART:20261201T090000Z',
        'SUMMARY:x',
        `X-MDAEMON-BOT-SCHEDULE:${schedule}`,
        'X-MDAEMON-BOT-PARTS:1',
        'X-MDAEMON-BOT-TIMES:0000',
      );
    const { rows } = await importAs(bob, own('{"kind":"recurring","cron":"* * * * *","zone":"UTC"}'));
    expect(rows[0]?.[1]).toBe('Tue 1 Dec 2026, 09:00 UTC');
  });

  it('says what is missing', async () => {
    expect((await bot.askAs(bob, 'remind import')).answer.lead).toMatch(/No calendar came with that/);
    expect((await bot.askAs(bob, 'remind import hello')).answer.lead).toMatch(/no line begins with/);
    const flat = event('UID:1', 'SUMMARY:x').replaceAll('\n', ' ');
    expect((await bot.askAs(bob, `remind import ${flat}`)).answer.lead).toMatch(/line breaks/);
  });
});
