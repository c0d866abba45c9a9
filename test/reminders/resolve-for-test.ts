import { Temporal } from 'temporal-polyfill';

/** Resolves a wall-clock time as the calendar does, but for gaps that cross midnight. */
export function resolveForTest(local: string, zone: string): { readonly at: Date } {
  const moment = Temporal.PlainDateTime.from(local).toZonedDateTime(zone, { disambiguation: 'compatible' });
  return { at: new Date(moment.epochMilliseconds) };
}
