import type { Existing } from './existing.ts';

/** Several readings as one: what any of them has open is open. */
export function mergeExisting(readings: readonly [Existing, ...Existing[]]): Existing {
  const [first] = readings;
  if (readings.length === 1) return first;
  const same = readings.every(({ family }) => family === first.family) ? first.family : undefined;
  return {
    ...(first.format === undefined ? {} : { format: first.format }),
    kind: [...new Set(readings.map(({ kind }) => kind))].join(', '),
    rules: readings.flatMap(({ rules }) => rules),
    directions: [...new Set(readings.flatMap(({ directions }) => directions))],
    openByDefault: [...new Set(readings.flatMap(({ openByDefault = [] }) => openByDefault))],
    isUncertain: (...port) => readings.every((each) => each.isUncertain?.(...port) ?? false),
    ...(readings.every(({ fromOnePlace }) => fromOnePlace === true) ? { fromOnePlace: true as const } : {}),
    ...(same === undefined ? {} : { family: same }),
    notes: [...new Set(readings.flatMap(({ notes }) => notes))],
  };
}
