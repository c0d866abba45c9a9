import { type Clock, readClock, writeClock } from './clock.ts';
import { type Line, textFrom, wordAt } from './line.ts';
import { WhenRefused } from './when-refused.ts';
import { readZone } from './zone.ts';

/** A countdown, as it was asked for. Whether the deadline exists is for the caller to say. */
export interface FoundDeadline {
  readonly kind: 'deadline';
  readonly id: string;
  /** May be empty: a deadline has a title of its own. */
  readonly text: string;
  /** The time of day, as `09:00`, where one was given. */
  readonly time?: string;
  /** The zone, where one was given. */
  readonly zone?: string;
}

/** `deadline securityplus-4`, then a time of day and a zone if any, then the text. `undefined` for another line. */
export function readDeadline(line: Line): FoundDeadline | undefined {
  if (wordAt(line, 0) !== 'deadline') return undefined;
  const id = wordAt(line, 1);
  if (!/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(id) || id.length > 80) {
    const message = 'After “deadline” comes its name, as `deadlines` lists it.';
    throw new WhenRefused(message, ['deadline securityplus-4', 'deadline securityplus-4 at 09:00'], 2);
  }
  const clock = readClock(line, 2);
  if (clock === undefined) return { kind: 'deadline', id, text: textFrom(line, 2) };
  const { zone, next } = readZone(line, clock.next);
  const found = { kind: 'deadline', id, text: textFrom(line, next), time: timeOf(clock, id) } as const;
  return next === clock.next ? found : { ...found, zone };
}

function timeOf(clock: Clock, id: string): string {
  if (clock.second === 0 && !clock.saysMidnight) return writeClock(clock);
  const message = clock.saysMidnight
    ? 'Midnight of a day can be its beginning or its end.'
    : 'A countdown is due to the minute, not to the second.';
  const whens = clock.saysMidnight ? ['00:00', '23:59'] : [writeClock({ ...clock, second: 0 }), '09:00'];
  throw new WhenRefused(
    message,
    whens.map((time) => `deadline ${id} at ${time}`),
    clock.next,
  );
}
