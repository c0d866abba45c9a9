import { describe, expect, it } from 'vitest';
import { createDeliveryService, type PressHow } from '../../src/reminders/delivery-service.ts';
import { delivery, dueAt, item } from './deliveries.ts';
import { createMemoryOccurrences } from './memory-occurrences.ts';
import { resolveForTest } from './resolve-for-test.ts';

function service(now = dueAt, zone = 'Europe/Berlin') {
  const repository = createMemoryOccurrences(() => now);
  const due = delivery([item(), item({ id: 'm3x9' })]);
  repository.put(due);
  let wakes = 0;
  const made = createDeliveryService({
    repository,
    actingFor: () => repository,
    now: async () => now,
    zoneOf: async () => zone,
    resolveWallClock: resolveForTest,
    wake: () => {
      wakes += 1;
    },
  });
  const press = (how: PressHow, actor = 'U01ALICE', reminder = 'r7k2', id = due.id, team = due.team) =>
    made.press({
      team,
      delivery: id,
      reminder,
      how,
      actor: { id: actor, role: 'member' },
      request: 'press',
      place: 'C1',
    });
  return { press, view: made.view, due, repository, wakes: () => wakes };
}

describe('a press', () => {
  it('of Done is recorded once, and says who was first', async () => {
    const { press, wakes } = service();
    const first = await press('done');
    expect(first).toMatchObject({ kind: 'recorded', answer: { how: 'done', by: 'U01ALICE', at: '09:00' } });
    expect(first.kind === 'recorded' && first.view.items.map(({ answer }) => answer?.how)).toEqual(['done', undefined]);
    expect(await press('snooze-hour', 'U02BOB')).toMatchObject({
      kind: 'answered-before',
      answer: { how: 'done', by: 'U01ALICE' },
    });
    expect(await press('done', 'U02BOB', 'm3x9')).toMatchObject({ kind: 'recorded' });
    expect(wakes()).toBeGreaterThan(0);
  });

  it('of Snooze after Done, or of Done after Snooze, changes nothing', async () => {
    const { press, repository, due, wakes } = service();
    await press('snooze-hour');
    expect(await press('done', 'U02BOB')).toMatchObject({ kind: 'answered-before', answer: { how: 'snooze' } });
    expect(await repository.acknowledgements(due.team, due.id)).toHaveLength(1);
    expect(wakes()).toBe(1);
  });

  it('on what is somebody else’s alone is refused, and their own is taken', async () => {
    const { press, repository } = service();
    const own = delivery([item({ id: 'p1', isPrivate: true, createdBy: 'U01ALICE' })], { id: 'own' });
    const sent = delivery([item({ id: 'p2', createdBy: 'U03EVE' })], {
      id: 'sent',
      target: { kind: 'person', id: 'U01ALICE' },
    });
    repository.put(own);
    repository.put(sent);
    expect(await press('done', 'U02BOB', 'p1', 'own')).toMatchObject({ kind: 'not-allowed' });
    expect(await press('done', 'U02BOB', 'p2', 'sent')).toMatchObject({ kind: 'not-allowed' });
    expect(await press('show', 'U02BOB', 'p2', 'sent')).toMatchObject({ kind: 'not-allowed' });
    expect(await press('done', 'U01ALICE', 'p1', 'own')).toMatchObject({ kind: 'recorded' });
    expect(await press('done', 'U01ALICE', 'p2', 'sent')).toMatchObject({ kind: 'recorded' });
  });

  it('of Show records nothing', async () => {
    const { press, repository, due } = service();
    expect(await press('show')).toMatchObject({ kind: 'shown', view: { delivery: due.id } });
    expect(await repository.acknowledgements(due.team, due.id)).toEqual([]);
  });

  it('on what is no longer there, or another team’s, does nothing', async () => {
    const { press, view, due } = service();
    for (const how of ['done', 'snooze-week', 'show'] as const) {
      expect(await press(how, 'U01ALICE', 'gone')).toEqual({ kind: 'gone' });
      expect(await press(how, 'U01ALICE', 'r7k2', 'gone')).toEqual({ kind: 'gone' });
      expect(await press(how, 'U01ALICE', 'r7k2', due.id, 'slack:T0OTHER')).toEqual({ kind: 'gone' });
    }
    expect(await view('slack:T0OTHER', due.id)).toBeUndefined();
  });
});

describe('a snooze', () => {
  it.each([
    ['snooze-hour', '2026-11-24T08:00:30Z', 'Europe/Berlin', '2026-11-24T09:00:30.000Z', 'an hour later to the second'],
    ['snooze-tomorrow', '2026-11-24T08:00:00Z', 'Europe/Berlin', '2026-11-25T08:00:00.000Z', 'tomorrow morning'],
    [
      'snooze-tomorrow',
      '2026-11-24T23:30:00Z',
      'Europe/Berlin',
      '2026-11-26T08:00:00.000Z',
      'tomorrow in the team’s zone',
    ],
    [
      'snooze-tomorrow',
      '2027-03-27T12:00:00Z',
      'Europe/Berlin',
      '2027-03-28T07:00:00.000Z',
      'over the change of clocks',
    ],
    ['snooze-tomorrow', '2026-12-31T20:00:00Z', 'UTC', '2027-01-01T09:00:00.000Z', 'over the year’s end'],
    ['snooze-week', '2026-11-24T08:00:00Z', 'Europe/Berlin', '2026-11-30T08:00:00.000Z', 'from a Tuesday'],
    ['snooze-week', '2026-11-23T08:00:00Z', 'Europe/Berlin', '2026-11-30T08:00:00.000Z', 'from a Monday: a week later'],
    ['snooze-week', '2026-11-29T08:00:00Z', 'Europe/Berlin', '2026-11-30T08:00:00.000Z', 'from a Sunday: tomorrow'],
  ] as const)('%s at %s in %s comes back at %s: %s', async (how, now, zone, until, _what) => {
    const { press, repository, due } = service(new Date(now), zone);
    await press(how);
    expect((await repository.acknowledgements(due.team, due.id))[0]?.until?.toISOString()).toBe(until);
  });
});
