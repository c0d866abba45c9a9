import { Temporal } from 'temporal-polyfill';
import { canonicalZone } from '../../../time/time.ts';
import {
  anyStart,
  type RuleParts,
  type RuleSchedule,
  readingAfter,
  readingOf,
  writeReading,
  writeRule,
} from '../rules.ts';
import type { Schedule } from '../schedule.ts';
import { readingAt, resolveWallClock } from '../wall-clock.ts';
import type { Property } from './properties.ts';
import { type ReadRule, readRecurrence, UnreadableError } from './read-rule.ts';

const dayMs = 86_400_000;
const mostDates = 400;
const mostCounted = 1_000;

/**
 * When an event of any calendar is, as a schedule of this bot.
 *
 * @param zone of times that name none
 * @throws {UnreadableError}
 */
export function readTimes(properties: readonly Property[], zone: string, now: Date): Schedule {
  const named = (name: string) => properties.filter(([each]) => each === name);
  const [begin] = named('dtstart');
  if (begin === undefined) throw new UnreadableError('it has no start');
  const [first] = readLocals(begin, zone);
  if (first === undefined) throw new UnreadableError('it has no start');
  if (named('exrule').length > 0)
    throw new UnreadableError('it leaves out times by a rule (EXRULE), which I can’t follow');
  const rules = named('rrule').map(([, , , recur]) => readRecurrence(recur as Record<string, unknown>, first.local));
  const rdates = named('rdate').flatMap((each) => readLocals(each, first.zone));
  const exdates = named('exdate').flatMap((each) => readLocals(each, first.zone, true));
  if (rules.length === 0 && rdates.length === 0) {
    return { kind: 'once', at: first.at, zone: first.isUtc ? zone : first.zone };
  }
  if (first.local.slice(17, 19) !== '' && first.local.slice(17, 19) !== '00')
    throw new UnreadableError('it begins at a second, and I work to the minute');
  const own = first.zone;
  const inZone = ({ at, local, zone: other }: Local) =>
    other === own ? local.slice(0, 16) : writeReading(readingAt(at.getTime(), own));
  const leftOut = new Set(exdates.map((each) => (each.isDate ? each.local.slice(0, 10) : inZone(each))));
  const isLeftOut = (local: string) => leftOut.has(local) || leftOut.has(local.slice(0, 10));
  const dates = [...(rules.length === 0 ? [inZone(first)] : []), ...rdates.map(inZone)].filter(
    (each) => !isLeftOut(each),
  );
  if (dates.length > mostDates) throw new UnreadableError(`it names more than ${mostDates} days`);
  const unique = [...new Set(dates)].sort();
  if (rules.length === 0) return { kind: 'recurring', rules: [], dates: unique, zone: own };
  return ruled(first.local.slice(0, 16), rules, { zone: own, dates: unique, leftOut, now });
}

interface Local {
  readonly local: string;
  readonly zone: string;
  readonly at: Date;
  readonly isUtc: boolean;
  readonly isDate: boolean;
}

/** The times of a property, as the clock of their zone shows them. */
function readLocals([name, { tzid }, type, ...values]: Property, zone: string, mayBeDays = false): Local[] {
  if (type === 'date' && !mayBeDays) throw new UnreadableError('it lasts all day, and a reminder needs a time of day');
  if (type !== 'date-time' && type !== 'date')
    throw new UnreadableError(`its ${name.toUpperCase()} is a ${type}, and I read only times`);
  const named = tzid === undefined ? zone : canonicalZone(tzid);
  if (named === undefined)
    throw new UnreadableError(
      `it is in the time zone “${tzid}”, which I don’t know; the names I know are such as Europe/Berlin`,
    );
  return values.map((value) => {
    const text = String(value);
    try {
      if (type === 'date') return { local: text, zone: named, at: new Date(0), isUtc: false, isDate: true };
      const isUtc = text.endsWith('Z');
      const local = Temporal.PlainDateTime.from(text.replace(/Z$/, ''), { overflow: 'reject' }).toString({
        smallestUnit: 'second',
      });
      const own = isUtc ? 'UTC' : named;
      return { local, zone: own, at: resolveWallClock(local, own).at, isUtc, isDate: false };
    } catch (error) {
      if (error instanceof RangeError)
        throw new UnreadableError(`its ${name.toUpperCase()} “${text.slice(0, 40)}” isn’t a time`);
      throw error;
    }
  });
}

interface RuledParts {
  readonly zone: string;
  readonly dates: readonly string[];
  readonly leftOut: ReadonlySet<string>;
  readonly now: Date;
}

function ruled(start: string, read: readonly ReadRule[], { zone, dates, leftOut, now }: RuledParts): RuleSchedule {
  const [first, ...others] = read;
  if (first === undefined) throw new UnreadableError('it has no rule');
  const alike = others.every(
    ({ until, count, step }) => until === first.until && count === undefined && step === undefined,
  );
  if (!alike || (others.length > 0 && (first.count !== undefined || first.step !== undefined))) {
    throw new UnreadableError('it has several rules that end at different times');
  }
  const rules = read
    .flatMap((each) => each.rules)
    .map((parts) => joinDays(parts))
    .map(writeRule);
  const until = first.until === undefined ? undefined : untilOf(first.until, zone);
  const matters =
    read.some(({ interval }) => interval > 1) ||
    first.count !== undefined ||
    readingOf(start) > readingAt(now.getTime(), zone);
  const counted = first.count === undefined ? undefined : lastOf(first, rules, start);
  const end = counted ?? until;
  const schedule: RuleSchedule = {
    kind: 'recurring',
    rules,
    ...(matters ? { start } : {}),
    ...(end === undefined ? {} : { until: end }),
    ...(first.step === undefined ? {} : { step: first.step }),
    zone,
  };
  // RFC 5545 counts the start as well, whether the rule names it or not.
  const isNamed =
    first.step !== undefined ||
    rules.some((rule) => readingAfter(rule, start, readingOf(start) - 1) === readingOf(start));
  const ofFirstDay = matters && first.step !== undefined ? restOfDay(start, rules[0] ?? '', first.step) : [];
  const further = [...new Set([...(isNamed || leftOut.has(start) ? [] : [start]), ...ofFirstDay, ...dates])].sort();
  if (further.length > mostDates) throw new UnreadableError('it begins in the middle of a day that has too many times');
  const except = exceptOf(schedule, start, leftOut);
  return {
    ...schedule,
    ...(further.length === 0 ? {} : { dates: further }),
    ...(except.length === 0 ? {} : { except }),
  };
}

/** A step begins with its day. On the day it begins later, those of its times that are still to come. */
function restOfDay(start: string, rule: string, { minutes, spanMinutes }: NonNullable<ReadRule['step']>): string[] {
  const midnight = readingOf(`${start.slice(0, 10)}T00:00`);
  const begin = readingAfter(rule, writeReading(midnight), midnight - 1);
  if (begin === undefined || begin >= readingOf(start) || begin >= midnight + dayMs) return [];
  const times = Array.from(
    { length: Math.floor(spanMinutes / minutes) + 1 },
    (_, step) => begin + step * minutes * 60_000,
  );
  return times.filter((at) => at >= readingOf(start)).map(writeReading);
}

/** A rule's parts always say the same in the same way. */
function joinDays(parts: RuleParts): RuleParts {
  return { ...parts, hours: [...new Set(parts.hours)].sort((one, other) => one - other) };
}

function untilOf(until: string, zone: string): string {
  if (until.length <= 10) return `${until}T23:59`;
  if (!until.endsWith('Z')) return until.slice(0, 16);
  return writeReading(readingAt(Date.parse(until), zone));
}

/** The last time of a rule that comes so many times. */
function lastOf({ count = 1, step }: ReadRule, rules: readonly string[], start: string): string {
  if (step !== undefined) throw new UnreadableError('it steps through the day a number of times');
  if (count > mostCounted) throw new UnreadableError(`it comes more than ${mostCounted} times`);
  let at = readingOf(start) - 1;
  for (let times = 0; times < count; times += 1) {
    const next = rules.map((rule) => readingAfter(rule, start, at)).filter((each) => each !== undefined);
    if (next.length === 0) break;
    at = Math.min(...next);
  }
  return writeReading(at);
}

/** The days that are left out. A day of several times is left out whole, or cannot be. */
function exceptOf(
  { rules, start: from = anyStart, step }: RuleSchedule,
  start: string,
  leftOut: ReadonlySet<string>,
): string[] {
  const days = [...new Set([...leftOut].map((each) => each.slice(0, 10)))]
    .filter((day) => day >= start.slice(0, 10))
    .sort();
  if (days.length > mostDates) throw new UnreadableError(`it leaves out more than ${mostDates} days`);
  return days.filter((day) => {
    if (leftOut.has(day)) return true;
    const midnight = readingOf(`${day}T00:00`);
    if (step !== undefined) throw new UnreadableError('it leaves out some of the times of a day');
    const times: string[] = [];
    for (const rule of rules) {
      for (
        let at = readingAfter(rule, from, midnight - 1);
        at !== undefined && at < midnight + dayMs;
        at = readingAfter(rule, from, at)
      ) {
        times.push(writeReading(at));
      }
    }
    const kept = times.filter((time) => !leftOut.has(time));
    if (kept.length > 0 && kept.length < times.length)
      throw new UnreadableError(
        `on ${day} it leaves out some of the times of that day, and I can leave out only whole days`,
      );
    return times.length > 0 && kept.length === 0;
  });
}
