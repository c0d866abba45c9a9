import { describe, expect, it } from 'vitest';
import { previewOccurrences } from '../../../src/reminders/calendar/preview-occurrences.ts';
import { type CountdownSchedule, countdownStepAt, nextOccurrence } from '../../../src/reminders/calendar/schedule.ts';

const securityPlus: CountdownSchedule = {
  kind: 'countdown',
  deadline: 'securityplus-4',
  date: '2008-12-31',
  daysBefore: [30, 14, 7, 3, 1, 0],
  weeklyOverdue: true,
  time: '09:00',
  zone: 'Europe/Berlin',
};

/** What a countdown posts, one line each. */
function lines(schedule: CountdownSchedule, from: string, to: string, limit?: number): string[] {
  return previewOccurrences(schedule, new Date(from), new Date(to), limit).occurrences.map(
    ({ when, step }) => `${when}: ${step}`,
  );
}

describe('a countdown', () => {
  it('to the end of SecurityPlus 3, seen in its own time', () => {
    expect(lines(securityPlus, '2008-11-15', '2009-01-22')).toEqual([
      'Mon 1 Dec 2008, 09:00 CET (Europe/Berlin): 30 days before',
      'Wed 17 Dec 2008, 09:00 CET (Europe/Berlin): 14 days before',
      'Wed 24 Dec 2008, 09:00 CET (Europe/Berlin): 7 days before',
      'Sun 28 Dec 2008, 09:00 CET (Europe/Berlin): 3 days before',
      'Tue 30 Dec 2008, 09:00 CET (Europe/Berlin): 1 day before',
      'Wed 31 Dec 2008, 09:00 CET (Europe/Berlin): on the day',
      'Wed 7 Jan 2009, 09:00 CET (Europe/Berlin): 1 week overdue',
      'Wed 14 Jan 2009, 09:00 CET (Europe/Berlin): 2 weeks overdue',
      'Wed 21 Jan 2009, 09:00 CET (Europe/Berlin): 3 weeks overdue',
    ]);
    expect(lines(securityPlus, '2008-11-15', '2009-01-05')).toHaveLength(6);
  });

  it('goes on weekly many years later, at the same time of day', () => {
    expect(nextOccurrence(securityPlus, new Date('2026-06-15T00:00Z'))).toEqual(new Date('2026-06-17T07:00Z'));
    expect(nextOccurrence(securityPlus, new Date('2026-12-15T00:00Z'))).toEqual(new Date('2026-12-16T08:00Z'));
    expect(nextOccurrence(securityPlus, new Date('2026-12-16T08:00Z'))).toEqual(new Date('2026-12-23T08:00Z'));
  });

  it('ends with the day where it does not go on', () => {
    const quiet = { ...securityPlus, weeklyOverdue: false };
    expect(lines(quiet, '2008-12-30T12:00Z', '2030-01-01')).toEqual([
      'Wed 31 Dec 2008, 09:00 CET (Europe/Berlin): on the day',
    ]);
    expect(nextOccurrence(quiet, new Date('2008-12-31T08:00Z'))).toBeUndefined();
  });

  it('takes its days in any order, each once', () => {
    const odd = { ...securityPlus, daysBefore: [1, 0, 2, 1, 0], weeklyOverdue: false };
    expect(lines(odd, '2008-01-01', '2009-01-01').map((line) => line.split(': ')[1])).toEqual([
      '2 days before',
      '1 day before',
      'on the day',
    ]);
  });

  it('goes on weekly without the day itself', () => {
    const overdueOnly = { ...securityPlus, daysBefore: [] };
    expect(nextOccurrence(overdueOnly, new Date('2000-01-01'))).toEqual(new Date('2009-01-07T08:00Z'));
  });

  it('keeps the rule for daylight saving time', () => {
    const berlin = { ...securityPlus, date: '2027-03-29', time: '02:30', daysBefore: [1, 0] };
    expect(lines(berlin, '2027-03-01', '2027-04-01')).toEqual([
      'Sun 28 Mar 2027, 03:00 CEST (Europe/Berlin): 1 day before',
      'Mon 29 Mar 2027, 02:30 CEST (Europe/Berlin): on the day',
    ]);
    const nuuk = { ...berlin, date: '2027-03-28', time: '23:30', zone: 'America/Nuuk' };
    expect(lines(nuuk, '2027-03-01', '2027-04-01')).toEqual([
      'Sun 28 Mar 2027, 00:00 GMT-1 (America/Nuuk): 1 day before',
      'Sun 28 Mar 2027, 23:30 GMT-1 (America/Nuuk): on the day',
    ]);
  });

  it('knows which step an occurrence is', () => {
    expect(countdownStepAt(securityPlus, new Date('2008-12-17T08:00Z'))).toMatchObject({ kind: 'before', days: 14 });
    expect(countdownStepAt(securityPlus, new Date('2008-12-17T08:01Z'))).toBeUndefined();
    expect(countdownStepAt({ ...securityPlus, weeklyOverdue: false }, new Date('2020-01-01'))).toBeUndefined();
  });
});

describe('a preview', () => {
  it('says where there is more', () => {
    const minutely = { kind: 'recurring', cron: '* * * * *', zone: 'UTC' } as const;
    const range = [new Date('2027-01-01T00:00Z'), new Date('2027-01-01T00:05Z')] as const;
    expect(previewOccurrences(minutely, ...range, 5)).toMatchObject({ occurrences: { length: 5 }, more: false });
    expect(previewOccurrences(minutely, ...range, 4)).toMatchObject({ occurrences: { length: 4 }, more: true });
  });
});
