import type { Transition } from './zone-transitions.ts';

/** The minutes, hours and weekdays (0 is Sunday) that an expression names. */
export interface NamedTimes {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly weekdays: readonly number[];
  readonly stepping: boolean;
}

/**
 * The rule for daylight saving time, told a second time: walk through one jump of the clock minute by minute and look
 * at what the clock shows. Times are minutes since 1970.
 */
export function walkMinutes(named: NamedTimes, jump: Transition, fromMinute: number, toMinute: number): number[] {
  const shownAt = (minute: number) => minute + (minute < jump.atMinute ? jump.before : jump.after);
  const isNamed = (shown: number) => {
    const date = new Date(shown * 60_000);
    return (
      named.minutes.includes(date.getUTCMinutes()) &&
      named.hours.includes(date.getUTCHours()) &&
      named.weekdays.includes(date.getUTCDay())
    );
  };
  const anyNamed = (from: number, to: number) => {
    for (let shown = from; shown < to; shown += 1) if (isNamed(shown)) return true;
    return false;
  };

  const due: number[] = [];
  let furthest = shownAt(fromMinute - 300);
  for (let minute = fromMinute - 299; minute < toMinute; minute += 1) {
    const shown = shownAt(minute);
    const leaptOver = shownAt(minute - 1) + 1;
    const fires = named.stepping
      ? isNamed(shown) || (shown > leaptOver && anyNamed(leaptOver, shown) && !anyNamed(shown, shown + 60))
      : anyNamed(furthest + 1, shown + 1);
    furthest = Math.max(furthest, shown);
    if (fires && minute >= fromMinute) due.push(minute);
  }
  return due;
}
