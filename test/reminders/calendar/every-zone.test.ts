import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { occurrences } from '../../../src/reminders/calendar/schedule.ts';
import { resolveWallClock } from '../../../src/reminders/calendar/wall-clock.ts';
import { propertyRuns } from '../../property-runs.ts';
import { type NamedTimes, walkMinutes } from './reference-model.ts';
import { type Transition, zonesWithTransitions } from './zone-transitions.ts';

const zones = zonesWithTransitions();
/** Each zone its own fixed seed, so that they do not all draw the same times; fast-check prints it on failure. */
const seeds = new Map([...zones.keys()].map((zone, index) => [zone, 20_261_122 + index]));
const options = (zone: string, numRuns: number) => ({ seed: seeds.get(zone) ?? 0, numRuns: propertyRuns(numRuns) });
const all = (count: number) => Array.from({ length: count }, (_, index) => index);
const weekdayFields: readonly [string, readonly number[]][] = [
  ['*', all(7)],
  ['1-5', [1, 2, 3, 4, 5]],
  ['6,0', [6, 0]],
  ['0', [0]],
];

/** An expression that names up to three minutes in up to three hours near the jump, or far from it. */
function fixedNear(jump: Transition): fc.Arbitrary<{ cron: string; named: NamedTimes }> {
  const edge = Math.floor(mod(jump.atMinute + Math.min(jump.before, jump.after), 1440) / 60);
  const hour = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(-1, 0, 0, 1, 2) }, fc.nat({ max: 23 }));
  return fc
    .record({
      minutes: fc.uniqueArray(fc.oneof(fc.constantFrom(0, 15, 30, 45, 59), fc.nat({ max: 59 })), {
        minLength: 1,
        maxLength: 3,
      }),
      hours: fc
        .array(hour, { minLength: 1, maxLength: 3 })
        .map((near) => [...new Set(near.map((each) => mod(edge + each, 24)))]),
      weekdays: fc.constantFrom(...weekdayFields),
    })
    .map(({ minutes, hours, weekdays: [field, weekdays] }) => ({
      cron: `${minutes.join(',')} ${hours.join(',')} * * ${field}`,
      named: { minutes, hours, weekdays, stepping: false },
    }));
}

/** An expression that steps through the minutes, in all hours or in some near the jump. */
function steppingNear(jump: Transition): fc.Arbitrary<{ cron: string; named: NamedTimes }> {
  const edge = Math.floor(mod(jump.atMinute + Math.min(jump.before, jump.after), 1440) / 60);
  const minuteField = fc.constantFrom<[string, number[]]>(
    ['*/30', [0, 30]],
    ['*/20', [0, 20, 40]],
    ['*/15', [0, 15, 30, 45]],
    ['5-59/25', [5, 30, 55]],
  );
  const hourly = fc.constantFrom<[string, number[]]>(['0', [0]], ['17', [17]], ['15,45', [15, 45]]);
  const someHours = fc.constantFrom(-1, 0, 0, 1, 2).map((near): [string, number[]] => {
    const hour = mod(edge + near, 24);
    return [String(hour), [hour]];
  });
  const allHours = fc.constant<[string, number[]]>(['*', all(24)]);
  const fields = fc.oneof(
    fc.tuple(minuteField, allHours),
    fc.tuple(minuteField, someHours),
    fc.tuple(hourly, allHours),
  );
  return fc
    .record({ fields, weekdays: fc.constantFrom(...weekdayFields) })
    .map(({ fields: [[minute, minutes], [hour, hours]], weekdays: [field, weekdays] }) => ({
      cron: `${minute} ${hour} * * ${field}`,
      named: { minutes, hours, weekdays, stepping: true },
    }));
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** Our occurrences around a jump are those of the reference, which also says: in order, none twice, none left out. */
function expectAgreement(zone: string, jump: Transition, cron: string, named: NamedTimes, aroundMinutes: number): void {
  const from = jump.atMinute - aroundMinutes;
  const to = jump.atMinute + aroundMinutes;
  const range = [new Date(from * 60_000), new Date(to * 60_000), 5_000] as const;
  const ours = [...occurrences({ kind: 'recurring', cron, zone }, ...range)].map((each) => each.getTime());
  const reference = walkMinutes(named, jump, from, to).map((minute) => minute * 60_000);
  expect(ours.map(iso), `${cron} in ${zone}`).toEqual(reference.map(iso));
}

const iso = (ms: number) => new Date(ms).toISOString();

describe('every zone whose clock jumps between 2024 and 2030', () => {
  it('is a large part of the world', () => {
    expect(zones.size).toBeGreaterThan(100);
    for (const zone of ['America/Nuuk', 'America/Scoresbysund', 'Antarctica/Troll', 'Australia/Lord_Howe'])
      expect(zones.has(zone), zone).toBe(true);
  });

  it.each([...zones])('%s: fixed times', (zone, jumps) => {
    const example = fc.constantFrom(...jumps).chain((jump) => fixedNear(jump).map((each) => ({ jump, ...each })));
    fc.assert(
      fc.property(example, ({ jump, cron, named }) => expectAgreement(zone, jump, cron, named, 26 * 60)),
      options(zone, 12),
    );
  });

  it.each([...zones])('%s: stepping', (zone, jumps) => {
    const example = fc.constantFrom(...jumps).chain((jump) => steppingNear(jump).map((each) => ({ jump, ...each })));
    fc.assert(
      fc.property(example, ({ jump, cron, named }) => expectAgreement(zone, jump, cron, named, 6 * 60)),
      options(zone, 6),
    );
  });

  it.each([...zones])('%s: a one-off fires when a recurrence of the same time does', (zone, jumps) => {
    const example = fc.record({ jump: fc.constantFrom(...jumps), near: fc.integer({ min: -30, max: 150 }) });
    fc.assert(
      fc.property(example, ({ jump, near }) => {
        const shown = new Date((jump.atMinute + Math.min(jump.before, jump.after) + near) * 60_000);
        const cron = `${shown.getUTCMinutes()} ${shown.getUTCHours()} ${shown.getUTCDate()} ${shown.getUTCMonth() + 1} *`;
        const { at } = resolveWallClock(shown.toISOString().slice(0, 16), zone);
        const start = new Date((jump.atMinute - 48 * 60) * 60_000);
        const [due] = occurrences({ kind: 'recurring', cron, zone }, start, new Date('2040-01-01'), 1);
        expect(due?.toISOString(), `${cron} in ${zone}`).toBe(at.toISOString());
      }),
      options(zone, 6),
    );
  });
});
