import { readClock, writeClock } from './clock.ts';
import { type Line, typedBetween, WhenRefused, wordAt } from './line.ts';
import { readZone } from './zone.ts';

/** A countdown as it was asked for. The caller checks whether the deadline exists. */
export interface FoundDeadline {
  readonly kind: 'deadline';
  readonly id: string;
  /** May be empty: a deadline has a title of its own. */
  readonly text: string;
  /** The time of day, as `09:00`, where one was given. */
  readonly time?: string;
  /** The zone, where one was given. */
  readonly zone?: string;
  /** Whom to remind, as it was typed. */
  readonly target?: string;
}

/** `deadline securityplus-4`, then a time of day and a zone if any, then the text. `undefined` for another line. */
export function readDeadline(line: Line): FoundDeadline | undefined {
  if (wordAt(line, 0) !== 'deadline') return undefined;
  const id = wordAt(line, 1);
  if (!/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(id) || id.length > 80) {
    const message = 'Write the deadline’s name after “deadline”; `deadlines` lists the names.';
    throw new WhenRefused(message, {
      from: 0,
      to: line.words.length,
      whens: ['deadline securityplus-4', 'deadline securityplus-4 at 09:00'],
    });
  }
  const clock = readClock(line, 2);
  const end = line.words.length;
  if (clock === undefined) return { kind: 'deadline', id, text: typedBetween(line, 2, end) };
  const zone = readZone(line, clock.next, true);
  const time = timeOf(clock, id);
  if (zone === undefined) return { kind: 'deadline', id, text: typedBetween(line, clock.next, end), time };
  return { kind: 'deadline', id, text: typedBetween(line, zone.next, end), time, zone: zone.zone };
}

function timeOf(clock: NonNullable<ReturnType<typeof readClock>>, id: string): string {
  if (clock.second === 0 && !clock.saysMidnight) return writeClock(clock);
  const message = clock.saysMidnight
    ? 'Midnight of a day can be its beginning or its end.'
    : 'A countdown is due to the minute; leave out the seconds.';
  const times = clock.saysMidnight ? ['00:00', '23:59'] : [writeClock({ ...clock, second: 0 }), '09:00'];
  throw new WhenRefused(message, { from: 0, to: clock.next, whens: times.map((time) => `deadline ${id} at ${time}`) });
}
