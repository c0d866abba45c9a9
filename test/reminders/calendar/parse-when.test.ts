import { describe, expect, it } from 'vitest';
import { parseWhen } from '../../../src/reminders/calendar/parse-when.ts';

/** Wednesday, ten in the morning in Berlin. */
const context = { now: new Date('2026-11-25T09:00Z'), zone: 'Europe/Berlin' };

describe('a when is understood', () => {
  it.each<[string, string, string]>([
    ['in 10s check the retry queue', 'Wed 25 Nov 2026, 10:00:10 CET (Europe/Berlin)', 'check the retry queue'],
    ['in 2h 30m check', 'Wed 25 Nov 2026, 12:30 CET (Europe/Berlin)', 'check'],
    ['in 2h30m check', 'Wed 25 Nov 2026, 12:30 CET (Europe/Berlin)', 'check'],
    ['in 1.5h check', 'Wed 25 Nov 2026, 11:30 CET (Europe/Berlin)', 'check'],
    ['in half an hour check', 'Wed 25 Nov 2026, 10:30 CET (Europe/Berlin)', 'check'],
    ['in an hour check', 'Wed 25 Nov 2026, 11:00 CET (Europe/Berlin)', 'check'],
    ['in 3 days check', 'Sat 28 Nov 2026, 10:00 CET (Europe/Berlin)', 'check'],
    ['in 3 days at 9 check', 'Sat 28 Nov 2026, 09:00 CET (Europe/Berlin)', 'check'],
    ['in 3 days 17:30 check', 'Sat 28 Nov 2026, 17:30 CET (Europe/Berlin)', 'check'],
    ['in 2 weeks check', 'Wed 9 Dec 2026, 10:00 CET (Europe/Berlin)', 'check'],
    ['in 1 month check', 'Fri 25 Dec 2026, 10:00 CET (Europe/Berlin)', 'check'],
    ['in 2h 30 checks', 'Wed 25 Nov 2026, 12:00 CET (Europe/Berlin)', '30 checks'],
    ['tomorrow 9am look', 'Thu 26 Nov 2026, 09:00 CET (Europe/Berlin)', 'look'],
    ['tomorrow at 9 look', 'Thu 26 Nov 2026, 09:00 CET (Europe/Berlin)', 'look'],
    ['today 17:30 look', 'Wed 25 Nov 2026, 17:30 CET (Europe/Berlin)', 'look'],
    ['fri 17:30 look', 'Fri 27 Nov 2026, 17:30 CET (Europe/Berlin)', 'look'],
    ['friday at 5pm look', 'Fri 27 Nov 2026, 17:00 CET (Europe/Berlin)', 'look'],
    ['wed 17:30 look', 'Wed 25 Nov 2026, 17:30 CET (Europe/Berlin)', 'look'],
    ['next monday at 10 look', 'Mon 30 Nov 2026, 10:00 CET (Europe/Berlin)', 'look'],
    ['next wednesday 10:00 look', 'Wed 2 Dec 2026, 10:00 CET (Europe/Berlin)', 'look'],
    ['this friday 10:00 x', 'Fri 27 Nov 2026, 10:00 CET (Europe/Berlin)', 'x'],
    ['2026-12-10 09:00 look', 'Thu 10 Dec 2026, 09:00 CET (Europe/Berlin)', 'look'],
    ['2026-12-10T09:00 look', 'Thu 10 Dec 2026, 09:00 CET (Europe/Berlin)', 'look'],
    ['2026-12-10T09:00Z look', 'Thu 10 Dec 2026, 09:00 UTC', 'look'],
    ['10 Dec 2026 9:00 look', 'Thu 10 Dec 2026, 09:00 CET (Europe/Berlin)', 'look'],
    ['December 10th, 2026, 9am look', 'Thu 10 Dec 2026, 09:00 CET (Europe/Berlin)', 'look'],
    ['10 Dec 9:00 look', 'Thu 10 Dec 2026, 09:00 CET (Europe/Berlin)', 'look'],
    ['Thu 10 Dec 2026 9:00 look', 'Thu 10 Dec 2026, 09:00 CET (Europe/Berlin)', 'look'],
    ['every weekday at 09:00 look at the bad queue', 'every weekday at 09:00 Europe/Berlin', 'look at the bad queue'],
    ['every day at 7 look', 'every day at 07:00 Europe/Berlin', 'look'],
    ['every monday and thursday 8:30 look', 'every Monday and Thursday at 08:30 Europe/Berlin', 'look'],
    ['every mon, wed and fri 8:30 look', 'every Monday, Wednesday and Friday at 08:30 Europe/Berlin', 'look'],
    ['every mon-fri at 8:30 x', 'every weekday at 08:30 Europe/Berlin', 'x'],
    ['every 1st Monday at 10:00 look', 'every 1st Monday of the month at 10:00 Europe/Berlin', 'look'],
    [
      'every 2nd tuesday of the month at 19:00 patch day',
      'every 2nd Tuesday of the month at 19:00 Europe/Berlin',
      'patch day',
    ],
    ['every last friday at 16:00 look', 'every last Friday of the month at 16:00 Europe/Berlin', 'look'],
    ['every month on the 15th at 9 look', 'every month on the 15th at 09:00 Europe/Berlin', 'look'],
    ['every month on the last day at 9 look', 'every month on the last day at 09:00 Europe/Berlin', 'look'],
    ['every 15th at 9 look', 'every month on the 15th at 09:00 Europe/Berlin', 'look'],
    ['every year on 10 december at 9 renew', 'every year on 10 December at 09:00 Europe/Berlin', 'renew'],
    ['every 2 hours look', 'every 2 hours Europe/Berlin', 'look'],
    ['every 30 minutes look', 'every 30 minutes Europe/Berlin', 'look'],
    ['hourly look', 'every hour Europe/Berlin', 'look'],
    ['every hour at :15 look', 'every hour at minute 15 Europe/Berlin', 'look'],
    ['every day at 9:00 and 17:00 look', 'every day at 09:00 and 17:00 Europe/Berlin', 'look'],
    ['every day at midnight x', 'every day at 00:00 Europe/Berlin', 'x'],
    ['mondays at 9 x', 'every Monday at 09:00 Europe/Berlin', 'x'],
    ['weekdays at 9:00 x', 'every weekday at 09:00 Europe/Berlin', 'x'],
    ['daily at 9 x', 'every day at 09:00 Europe/Berlin', 'x'],
    ['weekly on monday at 9 x', 'every Monday at 09:00 Europe/Berlin', 'x'],
    ['the last friday of every month at 16:00 x', 'every last Friday of the month at 16:00 Europe/Berlin', 'x'],
    ['0 9 * * 1-5 look', 'every weekday at 09:00 Europe/Berlin', 'look'],
    ['cron 0 9 * * 1-5 look', 'every weekday at 09:00 Europe/Berlin', 'look'],
    ['cron "0 9 * * 1-5" 3 retries', 'every weekday at 09:00 Europe/Berlin', '3 retries'],
    ['`0 9 * * MON-FRI` look', 'every weekday at 09:00 Europe/Berlin', 'look'],
    ['0 9 * * 1-5 Europe/London look', 'every weekday at 09:00 Europe/London', 'look'],
    ['*/30 9-17 * * 1-5 look', 'cron */30 9-17 * * 1-5 Europe/Berlin', 'look'],
    ['at 17:30 x', 'Wed 25 Nov 2026, 17:30 CET (Europe/Berlin)', 'x'],
    ['noon x', 'Wed 25 Nov 2026, 12:00 CET (Europe/Berlin)', 'x'],
    ['midnight x', 'Thu 26 Nov 2026, 00:00 CET (Europe/Berlin)', 'x'],
    ['5pm x', 'Wed 25 Nov 2026, 17:00 CET (Europe/Berlin)', 'x'],
    ['tomorrow 9am Europe/Lisbon check', 'Thu 26 Nov 2026, 09:00 WET (Europe/Lisbon)', 'check'],
    ['tomorrow 9am in Europe/Lisbon check', 'Thu 26 Nov 2026, 09:00 WET (Europe/Lisbon)', 'check'],
    ['tomorrow 9am in the office check', 'Thu 26 Nov 2026, 09:00 CET (Europe/Berlin)', 'in the office check'],
    [
      '2027-03-28 02:30 x',
      'Sun 28 Mar 2027, 03:00 CEST (Europe/Berlin). The clocks skip 02:30 that day; it is due as soon as they have changed',
      'x',
    ],
    [
      '2027-10-31 02:30 x',
      'Sun 31 Oct 2027, 02:30 CEST (Europe/Berlin). The clocks show 02:30 twice that day; it is due the first time',
      'x',
    ],
    ["tomorrow at 9 o'clock look", 'Thu 26 Nov 2026, 09:00 CET (Europe/Berlin)', 'look'],
    ['Mon 7 Dec 2026, 09:00 CET (Europe/Berlin) look', 'Mon 7 Dec 2026, 09:00 CET (Europe/Berlin)', 'look'],
    ['tonight at 21:00 x', 'Wed 25 Nov 2026, 21:00 CET (Europe/Berlin)', 'x'],
    ['every monday to sunday at 9 x', 'every day at 09:00 Europe/Berlin', 'x'],
    ['29 Feb 2028 9:00 x', 'Tue 29 Feb 2028, 09:00 CET (Europe/Berlin)', 'x'],
    ['every 120 minutes x', 'every 2 hours Europe/Berlin', 'x'],
    ['every 1 hour x', 'every hour Europe/Berlin', 'x'],
    ['every half hour x', 'every 30 minutes Europe/Berlin', 'x'],
    ['on mondays and fridays at 9 x', 'every Monday and Friday at 09:00 Europe/Berlin', 'x'],
    ['every mon - fri at 9 x', 'every weekday at 09:00 Europe/Berlin', 'x'],
    ['every monday, 9:00: check', 'every Monday at 09:00 Europe/Berlin', 'check'],
    ['tomorrow, 9am: check', 'Thu 26 Nov 2026, 09:00 CET (Europe/Berlin)', 'check'],
    ['tomorrow at 9, check', 'Thu 26 Nov 2026, 09:00 CET (Europe/Berlin)', 'check'],
    ['in 5 min. check', 'Wed 25 Nov 2026, 10:05 CET (Europe/Berlin)', 'check'],
    ['tomorrow 12am x', 'Thu 26 Nov 2026, 00:00 CET (Europe/Berlin)', 'x'],
    ['tomorrow 12pm x', 'Thu 26 Nov 2026, 12:00 CET (Europe/Berlin)', 'x'],
    ['tomorrow 9 p.m. x', 'Thu 26 Nov 2026, 21:00 CET (Europe/Berlin)', 'x'],
    ['tomorrow 9:00:30 x', 'Thu 26 Nov 2026, 09:00:30 CET (Europe/Berlin)', 'x'],
    ['0 9 * * 7 x', 'every Sunday at 09:00 Europe/Berlin', 'x'],
    [
      '0 9 15 * 1 x',
      'cron 0 9 15 * 1 Europe/Berlin. It is due when the day of the month or the day of the week matches, not only when both do',
      'x',
    ],
    ['day after tomorrow 9:00 x', 'Fri 27 Nov 2026, 09:00 CET (Europe/Berlin)', 'x'],
    ['in two hours x', 'Wed 25 Nov 2026, 12:00 CET (Europe/Berlin)', 'x'],
    ['in 1 day 2 hours x', 'Thu 26 Nov 2026, 12:00 CET (Europe/Berlin)', 'x'],
    ['monthly on the first monday at 9 x', 'every 1st Monday of the month at 09:00 Europe/Berlin', 'x'],
    ['each weekday at 9 x', 'every weekday at 09:00 Europe/Berlin', 'x'],
    ['0 9 31 * * x', 'cron 0 9 31 * * Europe/Berlin. Months without that day are left out', 'x'],
    ['tomorrow 9:00 (Europe/Lisbon) x', 'Thu 26 Nov 2026, 09:00 WET (Europe/Lisbon)', 'x'],
    ['tomorrow 9:00 asia/kathmandu x', 'Thu 26 Nov 2026, 09:00 GMT+5:45 (Asia/Kathmandu)', 'x'],
    [
      'every 2nd tuesday of the month at 7pm patch day',
      'every 2nd Tuesday of the month at 19:00 Europe/Berlin',
      'patch day',
    ],
    ['every 5th friday of the month at 10:00 x', 'every 5th Friday of the month at 10:00 Europe/Berlin', 'x'],
    ['every day at 8:30, 12:30 and 17:30 look', 'every day at 08:30, 12:30 and 17:30 Europe/Berlin', 'look'],
    ['every day at noon lunch', 'every day at 12:00 Europe/Berlin', 'lunch'],
    ['daily at 9:00 UTC x', 'every day at 09:00 UTC', 'x'],
    ['every 15th of the month at 9 x', 'every month on the 15th at 09:00 Europe/Berlin', 'x'],
    ['on the 15th of every month at 9 x', 'every month on the 15th at 09:00 Europe/Berlin', 'x'],
    ['every last day of the month at 17:00 close', 'every month on the last day at 17:00 Europe/Berlin', 'close'],
    ['every 10 december at 9 renew', 'every year on 10 December at 09:00 Europe/Berlin', 'renew'],
    ['yearly on december 10th at 9 renew', 'every year on 10 December at 09:00 Europe/Berlin', 'renew'],
    ['every 2h x', 'every 2 hours Europe/Berlin', 'x'],
    ['every 15m x', 'every 15 minutes Europe/Berlin', 'x'],
    ['every minute x', 'every minute Europe/Berlin', 'x'],
    ['every sat and sun at 10:00 x', 'every Saturday and Sunday at 10:00 Europe/Berlin', 'x'],
    ['every fri-mon at 10 x', 'every Monday, Friday, Saturday and Sunday at 10:00 Europe/Berlin', 'x'],
    ['0 */6 * * * x', 'every 6 hours Europe/Berlin', 'x'],
    ['0 9 * * 5#L x', 'every last Friday of the month at 09:00 Europe/Berlin', 'x'],
    ['0 9 1-7 * +1 x', 'cron 0 9 1-7 * +1 Europe/Berlin', 'x'],
    ['cron 15 8 1 * * in Europe/London x', 'every month on the 1st at 08:15 Europe/London', 'x'],
    ["cron '0 9 * * *' x", 'every day at 09:00 Europe/Berlin', 'x'],
    ['0 9 * * mon-fri x', 'every weekday at 09:00 Europe/Berlin', 'x'],
    ['monday 9:00 America/New_York call', 'Mon 30 Nov 2026, 09:00 EST (America/New_York)', 'call'],
    ['tomorrow at noon lunch', 'Thu 26 Nov 2026, 12:00 CET (Europe/Berlin)', 'lunch'],
    ['tomorrow at 5 pm x', 'Thu 26 Nov 2026, 17:00 CET (Europe/Berlin)', 'x'],
    ['sat 10:00 x', 'Sat 28 Nov 2026, 10:00 CET (Europe/Berlin)', 'x'],
    ['on friday at 9 x', 'Fri 27 Nov 2026, 09:00 CET (Europe/Berlin)', 'x'],
    ['the day after tomorrow at 9 x', 'Fri 27 Nov 2026, 09:00 CET (Europe/Berlin)', 'x'],
    ['10th of December 2026 at 9 x', 'Thu 10 Dec 2026, 09:00 CET (Europe/Berlin)', 'x'],
    ['Dec 10 2026 9:00 x', 'Thu 10 Dec 2026, 09:00 CET (Europe/Berlin)', 'x'],
    ['thursday, 10 december 2026, 9:00: x', 'Thu 10 Dec 2026, 09:00 CET (Europe/Berlin)', 'x'],
    [
      '2027-03-27 23:30 America/Nuuk x',
      'Sun 28 Mar 2027, 00:00 GMT-1 (America/Nuuk). The clocks skip 23:30 that day; it is due as soon as they have changed',
      'x',
    ],
    ['in 90 minutes x', 'Wed 25 Nov 2026, 11:30 CET (Europe/Berlin)', 'x'],
    ['in 1 week at 9 x', 'Wed 2 Dec 2026, 09:00 CET (Europe/Berlin)', 'x'],
    ['in 1 year x', 'Thu 25 Nov 2027, 10:00 CET (Europe/Berlin)', 'x'],
    ['in 1h 30m 15s x', 'Wed 25 Nov 2026, 11:30:15 CET (Europe/Berlin)', 'x'],
    ['in 0 days at 17:00 x', 'Wed 25 Nov 2026, 17:00 CET (Europe/Berlin)', 'x'],
  ])('%s', (line, understood, text) => {
    const parsed = parseWhen(line, context);
    expect(parsed).toMatchObject({ kind: 'ok', text });
    const { understood: words, note } = parsed as { understood: string; note?: string };
    expect(note === undefined ? words : `${words}. ${note.slice(0, -1)}`).toBe(understood);
  });
});

describe('its schedule', () => {
  it.each<[string, string]>([
    ['every weekday at 09:00 x', '0 9 * * 1-5'],
    ['every monday to friday at 09:00 x', '0 9 * * 1-5'],
    ['every monday and thursday 8:30 x', '30 8 * * 1,4'],
    ['every saturday and sunday 8:30 x', '30 8 * * 6,0'],
    ['every 1st Monday at 10:00 x', '0 10 * * 1#1'],
    ['every last friday at 16:00 x', '0 16 * * 5#L'],
    ['every month on the 15th at 9 x', '0 9 15 * *'],
    ['every month on the last day at 9 x', '0 9 L * *'],
    ['every year on 10 december at 9 x', '0 9 10 12 *'],
    ['every day at 17:00 and 9:00 x', '0 9,17 * * *'],
    ['every 2 hours x', '0 */2 * * *'],
    ['every hour at :15 x', '15 * * * *'],
    ['every 30 minutes x', '*/30 * * * *'],
    ['hourly x', '0 * * * *'],
    ['0   9 * *   mon-fri x', '0 9 * * MON-FRI'],
  ])('%s', (line, cron) => {
    expect(parseWhen(line, context)).toMatchObject({ schedule: { kind: 'recurring', cron, zone: 'Europe/Berlin' } });
  });

  it.each<[string, string, string]>([
    ['in 10s x', '2026-11-25T09:00:10.000Z', 'Europe/Berlin'],
    ['tomorrow 9am x', '2026-11-26T08:00:00.000Z', 'Europe/Berlin'],
    ['tomorrow 9am America/New_York x', '2026-11-26T14:00:00.000Z', 'America/New_York'],
    ['tomorrow 9am in asia/kolkata x', '2026-11-26T03:30:00.000Z', 'Asia/Kolkata'],
    ['tomorrow 9am Pacific/Kiritimati x', '2026-11-25T19:00:00.000Z', 'Pacific/Kiritimati'],
    ['today 23:00 Pacific/Pago_Pago x', '2026-11-25T10:00:00.000Z', 'Pacific/Pago_Pago'],
    ['2026-12-10T09:00Z x', '2026-12-10T09:00:00.000Z', 'UTC'],
    ['Sun 31 Oct 2027, 02:30 CEST (Europe/Berlin) x', '2027-10-31T00:30:00.000Z', 'Europe/Berlin'],
    ['Sun 31 Oct 2027, 02:30 CET (Europe/Berlin) x', '2027-10-31T01:30:00.000Z', 'Europe/Berlin'],
    ['2027-10-31 02:30 x', '2027-10-31T00:30:00.000Z', 'Europe/Berlin'],
    ['2027-03-28 02:30 x', '2027-03-28T01:00:00.000Z', 'Europe/Berlin'],
    ['2027-03-27 23:30 America/Nuuk x', '2027-03-28T01:00:00.000Z', 'America/Nuuk'],
  ])('%s', (line, at, zone) => {
    expect(parseWhen(line, context)).toMatchObject({ schedule: { kind: 'once', at: new Date(at), zone } });
  });

  it.each<[string, string, string]>([
    ['2027-03-26T09:00Z', 'in 2 days x', '2027-03-28T08:00:00.000Z'],
    ['2027-03-27T01:30Z', 'in 1 day x', '2027-03-28T01:00:00.000Z'],
    ['2027-03-27T01:30Z', 'in 24 hours x', '2027-03-28T01:30:00.000Z'],
    ['2027-03-27T12:00Z', 'tomorrow 2:30 x', '2027-03-28T01:00:00.000Z'],
    ['2027-10-31T00:30Z', 'in 2h x', '2027-10-31T02:30:00.000Z'],
    ['2027-10-30T09:00Z', 'in 1 day 1h x', '2027-10-31T11:00:00.000Z'],
    ['2026-11-25T09:00:00.123Z', 'in 10s x', '2026-11-25T09:00:11.000Z'],
    ['2026-11-25T09:00:00.123Z', 'today 10:01 x', '2026-11-25T09:01:00.000Z'],
    ['2026-11-27T08:00Z', 'fri 10:00 x', '2026-11-27T09:00:00.000Z'],
    ['2026-11-27T08:00Z', 'next friday 10:00 x', '2026-12-04T09:00:00.000Z'],
    ['2026-11-29T08:00Z', 'next friday 10:00 x', '2026-12-04T09:00:00.000Z'],
    ['2026-12-31T22:59Z', 'midnight x', '2026-12-31T23:00:00.000Z'],
  ])('at %s, %s', (now, line, at) => {
    const parsed = parseWhen(line, { ...context, now: new Date(now) });
    expect(parsed).toMatchObject({ schedule: { kind: 'once', at: new Date(at) } });
  });
});

describe('a countdown', () => {
  it.each([
    ['deadline securityplus-4 upgrade now', { id: 'securityplus-4', text: 'upgrade now' }],
    ['Deadline SecurityPlus-4', { id: 'securityplus-4', text: '' }],
    ['deadline bes-2.0.3: look', { id: 'bes-2.0.3', text: 'look' }],
    ['deadline x at 8:30 look', { id: 'x', text: 'look', time: '08:30' }],
    ['deadline x 8am Europe/London look', { id: 'x', text: 'look', time: '08:00', zone: 'Europe/London' }],
  ])('%s', (line, expected) => {
    expect(parseWhen(line, context)).toEqual({ kind: 'deadline', ...expected });
  });
});

describe('the text', () => {
  it.each([
    'check  the   queue\tnow',
    '“quoted” & <!channel> `code`',
    'שלום \u202eabc\u202c',
    '💥🧨',
    'x'.repeat(9_900),
  ])('is kept as it was typed: %s', (text) => {
    for (const when of ['in 10s', 'tomorrow 9am', 'every day at 9', '0 9 * * 1-5'])
      expect(parseWhen(`${when} ${text}  `, context)).toMatchObject({ kind: 'ok', text });
  });

  it.each(['', ' ', '\u200b', '\u202e\u0000', '\n\t'])('is missing: %j', (text) => {
    expect(parseWhen(`tomorrow 9am ${text}`, context)).toMatchObject({
      kind: 'problem',
      message: 'The text of the reminder is missing.',
    });
  });
});
