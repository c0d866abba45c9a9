import { Temporal } from 'temporal-polyfill';
import { dayCodes, type RuleParts, type RuleSchedule, writeReading, writeRule } from '../rules.ts';
import { nextOccurrence, type OnceSchedule, type RecurringSchedule } from '../schedule.ts';
import { readingAt, resolveWallClock } from '../wall-clock.ts';
import type { ExceptDays, FoundBound } from './bounds.ts';
import { type Line, WhenRefused } from './line.ts';
import type { When } from './segment.ts';
import { addDays, addHours, refuseTooFar } from './span.ts';

/** A schedule, and a note for the person who asked. */
export interface CompiledWhen {
  readonly schedule: OnceSchedule | RecurringSchedule;
  /** One sentence, without its full stop, on what may not be expected of it. */
  readonly note?: string;
}

export function zoneOf(line: Line, when: When): string {
  return when.zone?.zone ?? line.zone;
}

export function nowIn(line: Line, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(line.now.getTime()).toZonedDateTimeISO(zone);
}

/** The day-of-week field in its one form: `*`, `1-5`, `1,4`; Sunday is 0. */
export function weekdayField(days: readonly number[]): string {
  if (days.length === 7) return '*';
  return days.join() === '1,2,3,4,5' ? '1-5' : days.map((day) => day % 7).join(',');
}

/** Adds the beginning, the end and the exceptions. */
export function bounded(
  line: Line,
  when: When,
  parts: readonly RuleParts[],
  step?: RuleSchedule['step'],
): CompiledWhen {
  const zone = zoneOf(line, when);
  const now = nowIn(line, zone);
  const find = <Kind extends FoundBound['kind']>(kind: Kind) =>
    when.bounds.find((bound) => bound.kind === kind) as Extract<FoundBound, { kind: Kind }> | undefined;
  const [starting, until, span, times, except] = [
    find('starting'),
    find('until'),
    find('for'),
    find('times'),
    find('except'),
  ];
  const begin = starting?.day.resolve(now);
  const narrowed = except === undefined ? { parts, dates: [] } : leaveOut(line, when, parts, except);
  const cron =
    when.bounds.length === 1 && except !== undefined && narrowed.dates.length === 0 && step === undefined
      ? cronOfRule(narrowed.parts)
      : undefined;
  if (cron !== undefined) return { schedule: { kind: 'recurring', cron, zone } };
  let schedule: RuleSchedule = {
    kind: 'recurring',
    rules: narrowed.parts.map(writeRule),
    ...(begin === undefined ? {} : { start: `${begin}T00:00` }),
    ...(narrowed.dates.length === 0 ? {} : { except: narrowed.dates }),
    ...(step === undefined ? {} : { step }),
    zone,
  };
  const first = firstOf(schedule, begin === undefined ? line.now : beginningOf(begin, zone));
  if (first === undefined) throw refuseNeverAt(when.from, when.next);
  // Intervals count from the first day that is due; a span, too.
  const firstDay = writeReading(readingAt(first.getTime(), zone)).slice(0, 10);
  const isCounted = narrowed.parts.some(({ interval = 1 }) => interval > 1);
  if (isCounted) schedule = { ...schedule, start: `${firstDay}T00:00` };
  const end =
    until === undefined
      ? span === undefined
        ? undefined
        : endOf(line, span, firstDay, zone)
      : `${until.day.resolve(now)}T${until.time ?? '23:59'}`;
  if (span !== undefined) refuseDaysOfWeekdays(when, span, end);
  if (end !== undefined) schedule = { ...schedule, until: end };
  if (times !== undefined) schedule = { ...schedule, ...countTo(line, schedule, times) };
  if (nextOccurrence(schedule, line.now) === undefined) {
    const bound = until ?? span ?? except ?? times;
    throw refuseNeverAt(bound?.from ?? when.from, bound?.next ?? when.next);
  }
  return { schedule };
}

/** `every day except weekends` is the same as every weekday, which cron can say. */
function cronOfRule(parts: readonly RuleParts[]): string | undefined {
  const [{ freq, interval = 1, byDay = [], byMonth, hours, minute } = parts[0] as RuleParts, ...others] = parts;
  if (others.length > 0 || (freq !== 'DAILY' && freq !== 'WEEKLY') || interval > 1 || byMonth !== undefined)
    return undefined;
  return `${minute} ${hours.join(',')} * * ${weekdayField(byDay.map((code) => dayCodes.indexOf(code as 'MO') + 1))}`;
}

/** The instant before a day begins. */
function beginningOf(day: Temporal.PlainDate, zone: string): Date {
  return new Date(resolveWallClock(day.toPlainDateTime(), zone).at.getTime() - 1);
}

function firstOf(schedule: RuleSchedule, after: Date): Date | undefined {
  const uncounted = schedule.rules.map((rule) => rule.replace(/INTERVAL=\d+;/, ''));
  return nextOccurrence({ ...schedule, rules: uncounted }, after);
}

/** `for 2 weeks` from the first day on; `for 3 hours` from now. */
function endOf(line: Line, { span }: Extract<FoundBound, { kind: 'for' }>, firstDay: string, zone: string): string {
  if (span.hours !== undefined && span.days === undefined)
    return writeReading(readingAt(addHours(line.now.getTime(), span), zone));
  const first = Temporal.PlainDate.from(firstDay).toPlainDateTime();
  return `${addDays(first, span).toPlainDate().subtract({ days: 1 })}T23:59`;
}

/** "every weekday for 5 days" ends after a working week, or after five days on the calendar. */
function refuseDaysOfWeekdays(
  { items }: When,
  { span, from, next }: Extract<FoundBound, { kind: 'for' }>,
  end: string | undefined,
): void {
  const [item, ...others] = items;
  const isDays = Object.keys({ ...span.days, ...span.hours }).join() === 'days';
  const count = span.days?.['days'] ?? 0;
  if (!isDays || end === undefined || item?.days.unit !== 'week' || others.length > 0) return;
  const days = item.days.on?.length ?? 0;
  if (days < 2 || days > 6 || item.clocks.length > 1) return;
  const message = `“For ${count} days” can be ${count} days on the calendar, or ${count} times.`;
  throw new WhenRefused(message, { from, to: next, instead: [`${count} times`, `until ${end.slice(0, 10)}`] });
}

const mostTimes = 500;

function countTo(
  line: Line,
  schedule: RuleSchedule,
  { count, from, next }: Extract<FoundBound, { kind: 'times' }>,
): { until: string; count: number } {
  if (count < 1 || count > mostTimes)
    throw new WhenRefused(`The number of times must be between 1 and ${mostTimes}.`, {
      from,
      to: next,
      instead: ['5 times', ''],
    });
  let at: Date | undefined = line.now;
  for (let each = 0; each < count && at !== undefined; each += 1) at = nextOccurrence(schedule, at);
  if (at === undefined) throw refuseTooFar(from, next);
  return { until: writeReading(readingAt(at.getTime(), schedule.zone)), count };
}

/** Excludes days of the week and months in the rules themselves, and dates afterwards. */
function leaveOut(
  line: Line,
  when: When,
  parts: readonly RuleParts[],
  { days, from, next }: Extract<FoundBound, { kind: 'except' }>,
) {
  const zone = zoneOf(line, when);
  const now = nowIn(line, zone);
  const without = new Set(
    days.flatMap((each) => (each.by === 'weekday' ? each.days.map((day) => dayCodes[day - 1] ?? 'MO') : [])),
  );
  const withoutMonths = new Set(days.flatMap((each) => (each.by === 'month' ? [each.month] : [])));
  if (without.size > 0 && parts.some(({ bySetPos }) => bySetPos !== undefined))
    throw new WhenRefused('I can’t leave days of the week out of the first or last weekday.', {
      from,
      to: next,
      instead: [''],
    });
  const narrowed = parts.map((part) => narrow(part, without, withoutMonths));
  const kept = narrowed.filter((part) => part !== undefined);
  if (kept.length === 0) throw refuseNeverAt(from, next);
  const dates = days.flatMap((each) => writeExcept(each, now));
  const isYearly = ({ freq, byMonth, byMonthDay }: RuleParts) =>
    freq === 'YEARLY' && dates.includes(writeYearly(byMonth?.[0] ?? 1, byMonthDay?.[0] ?? 1));
  if (kept.every(isYearly)) throw refuseNeverAt(from, next);
  return { parts: kept, dates: [...new Set(dates)].sort() };
}

function narrow(
  part: RuleParts,
  without: ReadonlySet<string>,
  withoutMonths: ReadonlySet<number>,
): RuleParts | undefined {
  const months = part.byMonth ?? Array.from({ length: 12 }, (_, index) => index + 1);
  const byMonth = months.filter((month) => !withoutMonths.has(month));
  const named = part.byDay?.filter((day) => !without.has(day.slice(-2)));
  const byDay = part.byDay === undefined && without.size > 0 ? dayCodes.filter((day) => !without.has(day)) : named;
  if (byMonth.length === 0 || byDay?.length === 0) return undefined;
  return { ...part, ...(withoutMonths.size === 0 ? {} : { byMonth }), ...(byDay === undefined ? {} : { byDay }) };
}

/** `--12-25`: a day in every year. */
function writeYearly(month: number, day: number): string {
  return `--${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function writeExcept(each: ExceptDays, now: Temporal.ZonedDateTime): string[] {
  if (each.by === 'yearly') return [writeYearly(each.month, each.day)];
  if (each.by !== 'date') return [];
  const day = each.day.resolve(now);
  if (each.to === undefined) return [day.toString()];
  let to = each.to.resolve(now);
  if (Temporal.PlainDate.compare(to, day) < 0) to = to.add({ years: 1 });
  return [`${day}/${to}`];
}

export function refuseNeverAt(from: number, to: number): WhenRefused {
  return new WhenRefused('That never happens in the next 50 years.', {
    from,
    to,
    instead: [''],
    whens: ['every day at 09:00', 'every weekday at 09:00'],
  });
}
