/** The calendar date of an instant in a zone, as `2026-11-22`. */
export function dateIn(instant: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(instant);
}

/** Calendar days from one date to another; negative where the second is earlier. Both as `2026-11-22`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** A date as people write it: `31 December 2008`. */
export function dateInWords(date: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return format.format(new Date(`${date}T00:00:00Z`));
}

/** A span of days in its largest fitting unit: `17 years`, `5 months`, `12 days`. */
export function spanInWords(days: number): string {
  const [amount, unit] =
    days >= 730
      ? [Math.floor(days / 365.2425), 'year']
      : days >= 61
        ? [Math.floor(days / 30.436875), 'month']
        : [days, 'day'];
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
