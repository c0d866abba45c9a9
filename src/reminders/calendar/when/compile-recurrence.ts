import type { RuleParts } from '../rules.ts';
import { dayCodes } from '../rules.ts';
import { type Clock, inPartOfDay, requireHalves, writeClock } from './clock.ts';
import { bounded, type CompiledWhen, nowIn, weekdayField, zoneOf } from './compile-bounds.ts';
import { examplesOfPart, type FoundDay } from './day.ts';
import { type Line, WhenRefused, wordAt } from './line.ts';
import { months, ordinal, weekdays } from './names.ts';
import { type DaySet, isIncomplete } from './recurrence.ts';
import type { Item, When } from './segment.ts';

export function refuseNoTime(line: Line, at: number, part?: FoundDay['part']): WhenRefused {
  const bare = /^\d{1,2}$/.exec(wordAt(line, at))?.[0];
  if (bare !== undefined && Number(bare) < 24) {
    const instead = [`at ${bare}`, `${bare}:00`];
    return new WhenRefused(`“${bare}” may be a time of day; write it as ${bare}:00.`, {
      from: at,
      to: at + 1,
      instead,
    });
  }
  const [dotted, hour, minute] = /^(\d{1,2})\.?([0-5]\d)$/.exec(wordAt(line, at)) ?? [];
  if (dotted !== undefined && Number(hour) < 24) {
    const message = `“${dotted}” may be a time of day; write it as ${hour}:${minute}.`;
    return new WhenRefused(message, { from: at, to: at + 1, instead: [`at ${hour}:${minute}`] });
  }
  const instead = examplesOfPart(part).map((time) => `at ${time}`);
  return new WhenRefused('The time of day is missing.', { from: at, to: at, instead });
}

const evenMinutes = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];

const evenHours = [1, 2, 3, 4, 6, 8, 12];

/** A step through the day: by cron where it goes evenly into it, else anew from each midnight, or from the window's beginning. */
export function compileStep(line: Line, when: When, step: NonNullable<When['step']>): CompiledWhen {
  const { window, bounds, atMinute = 0, items, day } = when;
  const { minutes } = step;
  const zone = zoneOf(line, when);
  if (day !== undefined) {
    const plural = /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/.test(wordAt(line, day.next - 1))
      ? [`on ${wordAt(line, day.next - 1)}s`]
      : [];
    throw new WhenRefused('That can be one day, or every day of that name.', {
      from: day.from,
      to: day.next,
      instead: [...plural, 'on weekdays', ''],
    });
  }
  const [item] = items;
  if (
    items.length > 1 ||
    (item !== undefined &&
      (item.days.unit !== 'week' || item.days.every !== 1 || item.days.on === undefined) &&
      !isEveryDay(item.days))
  )
    throw new WhenRefused('I can limit an interval only to days of the week.', {
      from: item?.from ?? step.from,
      to: item?.next ?? step.next,
      instead: ['on weekdays', ''],
    });
  if (when.atMinute !== undefined && (minutes % 60 !== 0 || window !== undefined))
    throw new WhenRefused('Only an interval of whole hours can have a minute.', {
      from: step.from,
      to: step.next,
      instead: ['every hour'],
    });
  if (item?.part !== undefined)
    throw new WhenRefused('A part of the day isn’t exact; give the hours.', {
      from: item.from,
      to: item.next,
      instead: ['on weekdays', ''],
    });
  const isPlain = window === undefined && bounds.length === 0 && item === undefined;
  const isEven = minutes % 60 === 0 ? evenHours.includes(minutes / 60) : evenMinutes.includes(minutes);
  if (isPlain && isEven) {
    const hours = minutes / 60;
    const cron =
      minutes < 60
        ? minutes === 1
          ? '* * * * *'
          : `*/${minutes} * * * *`
        : hours === 1
          ? `${atMinute} * * * *`
          : `${atMinute} */${hours} * * *`;
    return { schedule: { kind: 'recurring', cron, zone } };
  }
  const first = window?.from ?? { hour: 0, minute: atMinute };
  const spanMinutes = window === undefined ? 24 * 60 - 1 - atMinute : windowMinutes(window);
  const days = item === undefined || isEveryDay(item.days) ? undefined : (item.days as { on: readonly number[] }).on;
  const parts: RuleParts = {
    freq: 'DAILY',
    ...(days === undefined || days.length === 7 ? {} : { byDay: days.map(codeOf) }),
    hours: [first.hour],
    minute: first.minute,
  };
  return bounded(line, when, [parts], { minutes, spanMinutes });
}

function isEveryDay(days: DaySet): boolean {
  return days.unit === 'day' && days.every === 1;
}

/** `from 9 to 5` is nine to seventeen; a window that ends before it begins goes over midnight. */
function windowMinutes({ from, to, at, next }: NonNullable<When['window']>): number {
  const begin = from.hour * 60 + from.minute;
  const end = to.hour * 60 + to.minute;
  if (end > begin) return end - begin;
  if (!to.isCertain && to.hour < 12 && from.hour <= 12) {
    const instead = [
      `from ${writeClock(from)} to ${writeClock({ ...to, hour: to.hour + 12 })}`,
      `from ${writeClock(from)} to ${writeClock({ ...to, hour: 23, minute: 59 })}`,
    ];
    throw new WhenRefused(
      `Do you mean ${writeClock({ ...to, hour: to.hour + 12 })}, or ${writeClock(to)} of the next day?`,
      { from: at, to: next, instead },
    );
  }
  return end - begin + 24 * 60;
}

function codeOf(day: number): string {
  return dayCodes[day - 1] ?? 'MO';
}

/** Days with times of day. */
export function compileItems(line: Line, when: When, items: readonly Item[]): CompiledWhen {
  const { window, clocks, day } = when;
  if (day !== undefined || clocks.length > 0) {
    const place = day ?? (clocks[0] as Clock);
    throw new WhenRefused('You said this twice, in two ways.', {
      from: when.from,
      to: place.next,
      whens: ['every day at 09:00'],
    });
  }
  if (window !== undefined) {
    const message = 'How often between those times?';
    throw new WhenRefused(message, {
      from: window.at,
      to: window.next,
      instead: [
        `every hour from ${writeClock(window.from)} to ${writeClock(window.to)}`,
        `at ${writeClock(window.from)}`,
      ],
    });
  }
  const complete = items.map((item, index) => ({
    ...item,
    days: completed(line, when, item),
    clocks: clocksOf(line, items, index),
  }));
  const cron = when.bounds.length === 0 && complete.length === 1 ? cronOf(complete[0] as Item) : undefined;
  if (cron !== undefined) return { schedule: { kind: 'recurring', cron, zone: zoneOf(line, when) } };
  return bounded(line, when, complete.flatMap(rulesOf));
}

/** The times of day of an item, checked. */
function clocksOf(line: Line, items: readonly Item[], index: number): readonly Clock[] {
  const item = items[index] as Item;
  if (item.clocks.length === 0) throw refuseNoTime(line, item.next, item.part);
  const clocks = item.clocks.map((clock) =>
    item.part === undefined ? clock : inPartOfDay(clock, item.part, item.from, clock.next),
  );
  requireHalves(clocks);
  const last = clocks.at(-1) as Clock;
  if (clocks.some(({ second }) => second !== 0)) {
    const instead = clocks.map((clock) => `at ${writeClock({ ...clock, second: 0 })}`);
    throw new WhenRefused('A recurring reminder is due to the minute; leave out the seconds.', {
      from: item.next,
      to: last.next,
      instead,
    });
  }
  const midnight = clocks.find(({ saysMidnight }) => saysMidnight);
  if (midnight !== undefined && !isEveryDay(item.days)) {
    const from = wordAt(line, midnight.next - 2) === 'at' ? midnight.next - 2 : midnight.next - 1;
    throw new WhenRefused('Midnight of a day can be its beginning or its end.', {
      from,
      to: midnight.next,
      instead: ['at 00:00', 'at 23:59'],
    });
  }
  return clocks;
}

/** Fills in a day that was not named from the first day: `every 2 weeks starting Monday`. */
function completed(line: Line, when: When, { days, next }: Item): DaySet {
  if (!isIncomplete(days)) return days;
  const starting = when.bounds.find((bound) => bound.kind === 'starting');
  const now = nowIn(line, zoneOf(line, when));
  if (starting === undefined) {
    const today = now.toPlainDate();
    const name = weekdays[today.dayOfWeek - 1]?.toLowerCase();
    const instead = {
      day: [],
      week: [`on ${name}`, 'on monday'],
      month: [`on the ${Math.min(28, today.day)}th`, 'on the 1st', 'on the last day'],
      quarter: ['on the 1st', 'on the last day'],
      year: [`on ${Math.min(28, today.day)} ${months[today.month - 1]?.toLowerCase()}`, 'on 10 december'],
    }[days.unit].map((each) => each.replace(/\b(\d+)th\b/, (_, number: string) => ordinal(Number(number))));
    throw new WhenRefused('The day is missing.', {
      from: next,
      to: next,
      instead: [...instead, ...instead.map((each) => `${each} at 09:00`)],
    });
  }
  const start = starting.day.resolve(now);
  if (days.unit === 'week') return { ...days, on: [start.dayOfWeek] };
  if (start.day > 28)
    throw new WhenRefused(`Not every month has a ${ordinal(start.day)}.`, {
      from: next,
      to: next,
      instead: ['on the last day', 'on the 28th'],
    });
  if (days.unit === 'year') return { ...days, month: start.month, day: start.day };
  return { ...(days as { unit: 'month'; every: number }), on: { by: 'day', days: [start.day] } };
}

/** One cron expression, where it can say the same: it takes less room, and every version of the bot can read it. */
function cronOf({ days, clocks }: Item): string | undefined {
  const minute = clocks[0]?.minute;
  if (days.every !== 1 || clocks.some((clock) => clock.minute !== minute)) return undefined;
  const fields = cronDays(days);
  const hours = [...new Set(clocks.map(({ hour }) => hour))].sort((a, b) => a - b);
  return fields === undefined ? undefined : `${minute} ${hours.join(',')} ${fields}`;
}

function cronDays(days: DaySet): string | undefined {
  if (days.unit === 'day') return '* * *';
  if (days.unit === 'week') return `* * ${weekdayField(days.on ?? [])}`;
  if (days.unit === 'year') return `${days.day} ${days.month} *`;
  if (days.unit === 'quarter' || days.on === undefined) return undefined;
  const { on } = days;
  if (on.by === 'day' && on.days.length === 1) return `${on.days[0] === -1 ? 'L' : on.days[0]} * *`;
  if (on.by !== 'nth' || on.places.length > 1 || on.weekdays.length > 1) return undefined;
  const [place, weekday] = [on.places[0] ?? 1, (on.weekdays[0] ?? 1) % 7];
  return place === -1 ? `* * ${weekday}#L` : place > 0 ? `* * ${weekday}#${place}` : undefined;
}

/** The rules of an item: one for all times that share their minute. */
function rulesOf({ days, clocks }: Item): RuleParts[] {
  const hoursByMinute = new Map<number, Set<number>>();
  for (const { hour, minute } of clocks) hoursByMinute.set(minute, (hoursByMinute.get(minute) ?? new Set()).add(hour));
  return [...hoursByMinute].map(([minute, hours]) => ({
    ...dayParts(days),
    hours: [...hours].sort((a, b) => a - b),
    minute,
  }));
}

function dayParts(days: DaySet): Omit<RuleParts, 'hours' | 'minute'> {
  const { every: interval } = days;
  switch (days.unit) {
    case 'day':
      return { freq: 'DAILY', interval };
    case 'week':
      // A week that is not counted is the same as days, and leaves out others more simply.
      return { freq: 'WEEKLY', interval, byDay: (days.on ?? []).map(codeOf) };
    case 'year':
      return { freq: 'YEARLY', interval, byMonth: [days.month ?? 1], byMonthDay: [days.day ?? 1] };
    case 'month':
    case 'quarter': {
      const isQuarter = days.unit === 'quarter';
      const last =
        days.on?.by === 'day'
          ? days.on.days.includes(-1)
          : days.on?.by === 'nth'
            ? days.on.places.includes(-1)
            : days.on?.place === -1;
      const byMonth = isQuarter ? (last ? [3, 6, 9, 12] : [1, 4, 7, 10]) : undefined;
      return {
        freq: 'MONTHLY',
        interval: isQuarter ? 1 : interval,
        ...(byMonth === undefined ? {} : { byMonth }),
        ...daysOfMonth(days.on),
      };
    }
  }
}

function daysOfMonth(on: Extract<DaySet, { unit: 'month' | 'quarter' }>['on']): Partial<RuleParts> {
  if (on === undefined) return {};
  if (on.by === 'day') return { byMonthDay: on.days };
  if (on.by === 'weekday') return { byDay: [1, 2, 3, 4, 5].map(codeOf), bySetPos: on.place };
  return { byDay: on.places.flatMap((place) => on.weekdays.map((day) => `${place}${codeOf(day)}`)) };
}
