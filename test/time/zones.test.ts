import { expect, test } from 'vitest';
import { canonicalZone, knownZones, machineZone } from '../../src/time/time.ts';

test.each([
  ['Europe/Berlin', 'Europe/Berlin'],
  ['europe/berlin', 'Europe/Berlin'],
  ['utc', 'UTC'],
  ['Europe/Belin', undefined],
  ['', undefined],
  ['Berlin', undefined],
])('%j is %j', (typed, name) => {
  expect(canonicalZone(typed)).toBe(name);
});

test('two names of one zone become one', () => {
  expect(canonicalZone('Asia/Kolkata')).toBe(canonicalZone('Asia/Calcutta'));
});

test('the zones that are listed, and that of the machine, are zones', () => {
  expect(knownZones().filter((zone) => canonicalZone(zone) !== zone)).toEqual([]);
  expect(canonicalZone(machineZone())).toBe(machineZone());
});
