import { Temporal } from 'temporal-polyfill';
import { describeCron } from './describe-cron.ts';
import { formatInstant } from './format-instant.ts';
import type { CountdownSchedule, Schedule } from './schedule.ts';
import { joinWords, months } from './when/names.ts';

/**
 * A schedule in plain English, its zone named: `Mon 7 Dec 2026, 09:00 CET (Europe/Berlin)`, `every weekday at 09:00
 * Europe/Berlin`. What this says of one-offs and recurrences, `parseWhen` reads back as the same schedule.
 */
export function describeSchedule(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'once':
      return formatInstant(schedule.at, schedule.zone);
    case 'recurring':
      return `${describeCron(schedule.cron)} ${schedule.zone}`;
    case 'countdown':
      return describeCountdown(schedule);
  }
}

function describeCountdown({ deadline, date, daysBefore, weeklyOverdue, time, zone }: CountdownSchedule): string {
  const day = Temporal.PlainDate.from(date);
  const dateInWords = `${day.day} ${months[day.month - 1]} ${day.year}`;
  const before = [...new Set(daysBefore)].filter((days) => days > 0).sort((a, b) => b - a);
  const parts = [
    ...(before.length === 0
      ? []
      : [`${joinWords(before.map(String))} ${before.at(-1) === 1 && before.length === 1 ? 'day' : 'days'} before`]),
    ...(daysBefore.includes(0) ? ['on the day'] : []),
    ...(weeklyOverdue ? ['weekly after it until done'] : []),
  ];
  return `${deadline} (${dateInWords}): ${joinWords(parts)}, at ${time} ${zone}`;
}
