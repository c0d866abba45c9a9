import { describe, expect, it } from 'vitest';
import { formatInstant } from '../../../src/reminders/calendar/describe.ts';
import { type CountdownSchedule, nextOccurrence, occurrences } from '../../../src/reminders/calendar/schedule.ts';

const securityPlus: CountdownSchedule = {
  kind: 'countdown',
  deadline: 'securityplus-4',
  date: '2008-12-31',
  daysBefore: [30, 14, 7, 3, 1, 0],
  weeklyOverdue: true,
  time: '09:00',
  zone: 'Europe/Berlin',
};

/** When a countdown posts, one line each. */
function lines(schedule: CountdownSchedule, from: string, to: string): string[] {
  return [...occurrences(schedule, new Date(from), new Date(to), 100)].map((at) => formatInstant(at, schedule.zone));
}

describe('a countdown', () => {
  it('to the end of SecurityPlus 3, seen in its own time', () => {
    expect(lines(securityPlus, '2008-11-15', '2009-01-22')).toEqual([
      'Mon 1 Dec 2008, 09:00 CET (Europe/Berlin)',
      'Wed 17 Dec 2008, 09:00 CET (Europe/Berlin)',
      'Wed 24 Dec 2008, 09:00 CET (Europe/Berlin)',
      'Sun 28 Dec 2008, 09:00 CET (Europe/Berlin)',
      'Tue 30 Dec 2008, 09:00 CET (Europe/Berlin)',
      'Wed 31 Dec 2008, 09:00 CET (Europe/Berlin)',
      'Wed 7 Jan 2009, 09:00 CET (Europe/Berlin)',
      'Wed 14 Jan 2009, 09:00 CET (Europe/Berlin)',
      'Wed 21 Jan 2009, 09:00 CET (Europe/Berlin)',
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
    expect(lines(quiet, '2008-12-30T12:00Z', '2030-01-01')).toEqual(['Wed 31 Dec 2008, 09:00 CET (Europe/Berlin)']);
    expect(nextOccurrence(quiet, new Date('2008-12-31T08:00Z'))).toBeUndefined();
  });

  it('takes its days in any order, each once', () => {
    const odd = { ...securityPlus, daysBefore: [1, 0, 2, 1, 0], weeklyOverdue: false };
    expect(lines(odd, '2008-01-01', '2009-01-01')).toEqual([
      'Mon 29 Dec 2008, 09:00 CET (Europe/Berlin)',
      'Tue 30 Dec 2008, 09:00 CET (Europe/Berlin)',
      'Wed 31 Dec 2008, 09:00 CET (Europe/Berlin)',
    ]);
  });

  it('goes on weekly without the day itself', () => {
    const overdueOnly = { ...securityPlus, daysBefore: [] };
    expect(nextOccurrence(overdueOnly, new Date('2000-01-01'))).toEqual(new Date('2009-01-07T08:00Z'));
  });

  it('keeps the rule for daylight saving time', () => {
    const berlin = { ...securityPlus, date: '2027-03-29', time: '02:30', daysBefore: [1, 0] };
    expect(lines(berlin, '2027-03-01', '2027-04-01')).toEqual([
      'Sun 28 Mar 2027, 03:00 CEST (Europe/Berlin)',
      'Mon 29 Mar 2027, 02:30 CEST (Europe/Berlin)',
    ]);
    const nuuk = { ...berlin, date: '2027-03-28', time: '23:30', zone: 'America/Nuuk' };
    expect(lines(nuuk, '2027-03-01', '2027-04-01')).toEqual([
      'Sun 28 Mar 2027, 00:00 GMT-1 (America/Nuuk)',
      'Sun 28 Mar 2027, 23:30 GMT-1 (America/Nuuk)',
    ]);
  });
});
