import { describe, expect, it } from 'vitest';
import { sentAtOf, viewDelivery } from '../../src/reminders/delivery-view.ts';
import type { Acknowledgement } from '../../src/reminders/ledger-store.ts';
import { delivery, dueAt, item } from './deliveries.ts';

const minutes = (count: number) => new Date(dueAt.getTime() + count * 60_000);
const notesOf = (items: Parameters<typeof delivery>[0], sentAt: Date) =>
  viewDelivery(delivery(items), [], sentAt).items[0]?.notes;

describe('a post', () => {
  it('says nothing of its time where it is on time or within grace', () => {
    expect(notesOf([item()], minutes(1))).toEqual([]);
  });

  it('says in the reminder’s zone when it was due and sent, where it is late', () => {
    expect(notesOf([item()], minutes(72))).toEqual(['due 09:00, sent 10:12 (Europe/Berlin)']);
    expect(notesOf([item()], minutes(26 * 60))).toEqual([
      'due Tue 24 Nov 09:00, sent Wed 25 Nov 11:00 (Europe/Berlin)',
    ]);
    expect(notesOf([item()], new Date('2027-01-04T08:00:00Z'))).toEqual([
      'due Tue 24 Nov 2026 09:00, sent Mon 4 Jan 2027 09:00 (Europe/Berlin)',
    ]);
  });

  it('gives the instant of a time it names, in the words of its note', () => {
    const viewAt = (items: Parameters<typeof delivery>[0], sentAt: Date) => viewDelivery(delivery(items), [], sentAt);
    for (const sentAt of [minutes(72), minutes(26 * 60)]) {
      const [shown] = viewAt([item()], sentAt).items;
      expect(shown?.instants).toEqual([{ shown: expect.stringMatching(/^due /), at: dueAt }]);
      expect(shown?.notes[0]).toContain(`${shown?.instants?.[0]?.shown}, sent `);
    }
    expect(viewAt([item()], dueAt).items[0]?.instants).toBeUndefined();
    const several = [item(), item({}, { id: 'o2', scheduledFor: minutes(-60) })];
    expect(viewAt(several, minutes(72)).items[0]?.instants).toBeUndefined();
  });

  it.each([
    ['2026-12-31', 'deadline 2026-12-31: 37 days left'],
    ['2026-11-25', 'deadline 2026-11-25: 1 day left'],
    ['2026-11-24', 'deadline 2026-11-24: today'],
    ['2026-11-10', 'deadline 2026-11-10: passed 14 days ago'],
  ])('counts down to %s', (date, note) => {
    const schedule = {
      kind: 'countdown',
      deadline: 'x',
      date,
      daysBefore: [30],
      weeklyOverdue: true,
      time: '09:00',
      zone: 'Europe/Berlin',
    } as const;
    expect(notesOf([item({ schedule })], dueAt)).toEqual([note]);
  });

  it.each([
    ['escalation', 'again, since nobody has answered'],
    ['snooze', 'was snoozed until now'],
    ['run-now', 'posted on request'],
  ] as const)('says why it comes now: %s', (kind, note) => {
    expect(notesOf([item({}, { kind })], dueAt)).toEqual([note]);
  });

  it('shows a reminder once, however many of its occurrences are in it', () => {
    const caughtUp = [-3, -2, -1, 0].map((hours) => item({}, { id: `o${hours}`, scheduledFor: minutes(hours * 60) }));
    const view = viewDelivery(delivery([...caughtUp, item({ id: 'other' })]), [], minutes(2));
    expect(view.title).toBe('2 reminders');
    expect(view.items.map(({ reminder }) => reminder)).toEqual(['r7k2', 'other']);
    expect(view.items[0]?.notes).toEqual(['due 06:00, 07:00, 08:00 and 1 more, sent 09:02 (Europe/Berlin)']);
  });

  it('tells the owner why a reminder waits, and never pings for it', () => {
    const parked = item(
      { state: 'parked', parkedReason: 'That channel is archived.', pingsEveryone: true },
      { kind: 'parked-notice' },
    );
    const [only] = viewDelivery(delivery([parked]), [], dueAt).items;
    expect(only).toMatchObject({ answerable: false, pingsEveryone: false });
    expect(only?.notes.join(' ')).toMatch(/archived.*remind resume r7k2/);
  });

  it('says who answered, and when', () => {
    const base = { by: 'U02BOB', reminder: 'r7k2', occurrence: 'o-r7k2' };
    const done: Acknowledgement = { ...base, how: 'done', at: minutes(5) };
    const snoozed: Acknowledgement = { ...base, how: 'snooze', at: minutes(25 * 60), until: minutes(48 * 60) };
    const answer = (each: Acknowledgement) => viewDelivery(delivery(), [each], dueAt).items[0]?.answer;
    expect(answer(done)).toEqual({
      how: 'done',
      by: 'U02BOB',
      at: '09:05',
      instants: [{ shown: '09:05', at: minutes(5) }],
    });
    const until = 'Thu 26 Nov 09:00 (Europe/Berlin)';
    expect(answer(snoozed)).toEqual({
      how: 'snooze',
      by: 'U02BOB',
      at: 'Wed 25 Nov 10:00',
      until,
      instants: [
        { shown: 'Wed 25 Nov 10:00', at: minutes(25 * 60) },
        { shown: until, at: minutes(48 * 60) },
      ],
    });
  });

  it('keeps its notes when it is edited', () => {
    const sent = { ...delivery(), attemptStartedAt: minutes(72), postedAt: minutes(73) };
    expect(sentAtOf(sent)).toEqual(minutes(72));
  });
});
