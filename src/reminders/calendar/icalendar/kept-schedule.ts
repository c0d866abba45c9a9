import { z } from 'zod';
import { canonicalZone } from '../../../time/time.ts';
import { readCron } from '../cron.ts';
import { readRule, writeRule } from '../rules.ts';
import type { Schedule } from '../schedule.ts';

/*
 * A schedule as this bot wrote it into a calendar. Whoever has the file may have changed it, so that nothing is taken that
 * could not have been said: no other rule, no endless list, no step of nothing.
 */

const zone = z
  .string()
  .max(60)
  .refine((name) => canonicalZone(name) !== undefined);
const local = z.iso.datetime({ local: true, precision: -1 });
const date = z.iso.date();
const isRule = (rule: string) => {
  const { freq, hours, minute, interval = 1, byMonth = [], byMonthDay = [] } = readRule(rule);
  const within = (values: readonly number[], from: number, to: number) =>
    values.every((value) => Number.isInteger(value) && value >= from && value <= to);
  return (
    ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(freq) &&
    hours.length > 0 &&
    within(hours, 0, 23) &&
    within([minute], 0, 59) &&
    within([interval], 1, 1_000) &&
    within(byMonth, 1, 12) &&
    within(byMonthDay, -1, 31) &&
    writeRule(readRule(rule)) === rule
  );
};
const isCron = (cron: string) => {
  try {
    readCron(cron);
    return true;
  } catch {
    return false;
  }
};

const kept = z.union([
  z.strictObject({ kind: z.literal('once'), at: z.iso.datetime(), zone }),
  z.strictObject({ kind: z.literal('recurring'), cron: z.string().max(200).refine(isCron), zone }),
  z.strictObject({
    kind: z.literal('recurring'),
    rules: z.array(z.string().max(300).refine(isRule)).max(100),
    start: local.optional(),
    dates: z.array(local).max(400).optional(),
    except: z
      .array(z.string().regex(/^(?:--\d\d-\d\d|\d{4}-\d\d-\d\d(?:\/\d{4}-\d\d-\d\d)?)$/))
      .max(400)
      .optional(),
    until: local.optional(),
    count: z.int().min(1).max(10_000).optional(),
    before: date.optional(),
    step: z.strictObject({ minutes: z.int().min(1).max(1_440), spanMinutes: z.int().min(0).max(2_880) }).optional(),
    zone,
  }),
  z.strictObject({
    kind: z.literal('countdown'),
    deadline: z.string().min(1).max(100),
    date,
    daysBefore: z.array(z.int().min(0).max(3_650)).max(40),
    weeklyOverdue: z.boolean(),
    time: z.iso.time({ precision: -1 }),
    zone,
  }),
]);

/** A schedule from its text; nothing where it is none. */
export function readKeptSchedule(text: string): Schedule | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = kept.safeParse(json);
  if (data === undefined) return undefined;
  return data.kind === 'once' ? { ...data, at: new Date(data.at) } : (withoutUndefined(data) as Schedule);
}

function withoutUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
