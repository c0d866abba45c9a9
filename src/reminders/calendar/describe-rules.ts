import { Temporal } from 'temporal-polyfill';
import { joinWords } from '../../text/text.ts';
import { dayCodes, type RuleParts, type RuleSchedule, readRule } from './rules.ts';
import { months, ordinal, weekdays } from './when/names.ts';

/**
 * Rules in plain English: `every 2 weeks on Friday at 16:00 Europe/Berlin, starting 27 November 2026, until 24 December
 * 2026, except 25 December`. What this says, `parseWhen` reads back as the same rules.
 */
export function describeRules(schedule: RuleSchedule): string {
  const { zone } = schedule;
  if (schedule.rules.length === 0) return `${describeDates(schedule)} ${zone}`;
  const rules = schedule.rules.map(readRule);
  const what = schedule.step === undefined ? describeItems(rules) : describeStep(schedule, schedule.step, rules);
  return [`${what} ${zone}`, ...describeBounds(schedule, rules), ...describeFurther(schedule)].join(', ');
}

const mostNamed = 3;

/** The days that an imported one has beside its rules. */
function describeFurther({ dates = [] }: RuleSchedule): string[] {
  if (dates.length === 0) return [];
  const named = dates.slice(0, mostNamed).map((date) => `${dateInWords(date.slice(0, 10))} at ${date.slice(11, 16)}`);
  const more = dates.length - named.length;
  return [`and also on ${joinWords(more === 0 ? named : [...named, `${more} more ${more === 1 ? 'time' : 'times'}`])}`];
}

function describeDates({ dates = [], before }: RuleSchedule): string {
  const days = [...new Set(dates.map((date) => date.slice(0, 10)))];
  const times = [...new Set(dates.map((date) => date.slice(11, 16)))];
  if (before === undefined)
    return joinWords(
      days.map(
        (day) =>
          `${dateInWords(day)} at ${joinWords(dates.filter((date) => date.startsWith(day)).map((date) => date.slice(11, 16)))}`,
      ),
    );
  const target = Temporal.PlainDate.from(before);
  const counts = days.map((day) => Temporal.PlainDate.from(day).until(target).days).sort((a, b) => b - a);
  const ahead = counts.filter((count) => count > 0);
  const said =
    ahead.length === 0
      ? undefined
      : `${joinWords(ahead.map(String))} ${ahead.join() === '1' ? 'day' : 'days'} before ${dateInWords(before)}`;
  const onDay = counts.includes(0) ? 'on the day' : undefined;
  const when =
    said === undefined ? dateInWords(before) : [said, onDay].filter((part) => part !== undefined).join(' and ');
  return `${when} at ${joinWords(times)}`;
}

function dateInWords(date: string): string {
  const [year = '', month = '1', day = '1'] = date.split('-');
  return `${Number(day)} ${months[Number(month) - 1]} ${Number(year)}`;
}

/** Rules of the same days share their times: `every Monday at 10:00 and every Friday at 16:00`. */
function describeItems(rules: readonly RuleParts[]): string {
  const timesByDays = new Map<string, string[]>();
  for (const rule of rules) {
    const days = describeDays(rule);
    const times = rule.hours.map((hour) => `${two(hour)}:${two(rule.minute)}`);
    timesByDays.set(days, [...(timesByDays.get(days) ?? []), ...times]);
  }
  const items = [...timesByDays].map(([days, times]) => `${days} at ${joinWords([...times].sort())}`);
  return items.join(' and ');
}

function describeStep(
  _schedule: RuleSchedule,
  step: NonNullable<RuleSchedule['step']>,
  [rule]: readonly RuleParts[],
): string {
  const { hours: [hour = 0] = [], minute = 0, byDay } = rule ?? {};
  const { minutes, spanMinutes } = step;
  const every =
    minutes === 60
      ? 'every hour'
      : minutes % 60 === 0
        ? `every ${minutes / 60} hours`
        : minutes === 1
          ? 'every minute'
          : `every ${minutes} minutes`;
  const begin = hour * 60 + minute;
  const end = (begin + spanMinutes) % (24 * 60);
  const isWholeDay = spanMinutes === 24 * 60 - 1 - minute && hour === 0;
  const window = isWholeDay ? (minute === 0 ? '' : ` at minute ${minute}`) : ` from ${clock(begin)} to ${clock(end)}`;
  const days =
    byDay === undefined
      ? ''
      : ` on ${joinWords(byDay.join() === 'MO,TU,WE,TH,FR' ? ['weekdays'] : byDay.map((code) => `${dayWords([code])}s`))}`;
  return `${every}${window}${days}`;
}

function clock(minutes: number): string {
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** The days of one rule: `every 2 weeks on Friday`, `every month on the 1st and 15th`. */
function describeDays({ freq, interval = 1, byMonth, byMonthDay, byDay, bySetPos }: RuleParts): string {
  const every = (unit: string) => (interval === 1 ? `every ${unit}` : `every ${interval} ${unit}s`);
  switch (freq) {
    case 'DAILY':
      return interval === 1 && byDay !== undefined ? `every ${weekdayWords(byDay)}` : every('day');
    case 'WEEKLY':
      return interval === 1 ? `every ${weekdayWords(byDay ?? [])}` : `${every('week')} on ${dayWords(byDay ?? [])}`;
    case 'YEARLY':
      return `${every('year')} on ${byMonthDay?.[0] ?? 1} ${months[(byMonth?.[0] ?? 1) - 1]}`;
    case 'MONTHLY': {
      const unit = isQuarterly(byMonth) ? 'every quarter' : every('month');
      if (byMonthDay !== undefined)
        return `${unit} on the ${joinWords(byMonthDay.map((day) => (day === -1 ? 'last day' : ordinal(day))))}`;
      if (bySetPos !== undefined) return `${unit} on the ${bySetPos === -1 ? 'last' : 'first'} weekday`;
      const places = [...new Set((byDay ?? []).map((day) => Number(day.slice(0, -2))))];
      const days = [...new Set((byDay ?? []).map((day) => day.slice(-2)))];
      return `${unit} on the ${joinWords(places.map((place) => (place === -1 ? 'last' : ordinal(place))))} ${dayWords(days)}`;
    }
  }
}

/** The months of a quarter's beginning or end; some of them may be left out. */
function isQuarterly(byMonth: readonly number[] | undefined): boolean {
  return (
    byMonth !== undefined &&
    byMonth.length <= 4 &&
    (byMonth.every((month) => month % 3 === 1) || byMonth.every((month) => month % 3 === 0))
  );
}

function weekdayWords(codes: readonly string[]): string {
  return codes.join() === 'MO,TU,WE,TH,FR' ? 'weekday' : dayWords(codes);
}

function dayWords(codes: readonly string[]): string {
  return joinWords(codes.map((code) => weekdays[dayCodes.indexOf(code as 'MO')] ?? ''));
}

function describeBounds({ start, until, count, except = [] }: RuleSchedule, rules: readonly RuleParts[]): string[] {
  const left = [...leftOutDays(rules), ...leftOutMonths(rules), ...except.map(exceptInWords)];
  const end =
    count === undefined
      ? until === undefined
        ? []
        : [`until ${untilInWords(until)}`]
      : [`${count} ${count === 1 ? 'time' : 'times'}`];
  return [
    ...(start === undefined ? [] : [`starting ${dateInWords(start.slice(0, 10))}`]),
    ...end,
    ...(left.length === 0 ? [] : [`except ${joinWords(left)}`]),
  ];
}

function untilInWords(until: string): string {
  return until.endsWith('T23:59') ? dateInWords(until.slice(0, 10)) : until;
}

/** Days of the week that a rule leaves out of days it counts otherwise. */
function leftOutDays(rules: readonly RuleParts[]): string[] {
  const [rule] = rules;
  const { freq, interval = 1, byDay, byMonthDay } = rule ?? { freq: 'DAILY' };
  const limits = byDay !== undefined && ((freq === 'DAILY' && interval > 1) || byMonthDay !== undefined);
  if (!limits) return [];
  const missing = dayCodes.filter((code) => !byDay.includes(code));
  if (missing.join() === 'SA,SU') return ['weekends'];
  return missing.map((code) => `${weekdays[dayCodes.indexOf(code)]}s`);
}

function leftOutMonths(rules: readonly RuleParts[]): string[] {
  const [rule] = rules;
  if (rule?.byMonth === undefined || rule.freq === 'YEARLY') return [];
  const all = isQuarterly(rule.byMonth)
    ? rule.byMonth.every((month) => month % 3 === 1)
      ? [1, 4, 7, 10]
      : [3, 6, 9, 12]
    : Array.from({ length: 12 }, (_, index) => index + 1);
  return all.filter((month) => !rule.byMonth?.includes(month)).map((month) => months[month - 1] ?? '');
}

function exceptInWords(except: string): string {
  const [from = '', to] = except.split('/');
  if (from.startsWith('--')) return `${Number(from.slice(5))} ${months[Number(from.slice(2, 4)) - 1]}`;
  return to === undefined ? dateInWords(from) : `from ${dateInWords(from)} to ${dateInWords(to)}`;
}
