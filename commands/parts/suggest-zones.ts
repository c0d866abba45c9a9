import { matchSuggestions, type SuggestContext, type Suggestion } from '../../src/bot/bot.ts';
import type { Services } from '../services.ts';

let known: readonly string[] | undefined;

/**
 * Completes time zones, by city too: `new york` finds `America/New_York`. The zone of whoever asks comes first. The
 * list is that of the runtime; zones it knows under another name are accepted all the same.
 */
export function suggestZones({ typed, request }: SuggestContext<Services>): Suggestion[] {
  known ??= ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const names = [request.zone, ...known].map((value) => ({ value }));
  return matchSuggestions(typed.trim().replaceAll(' ', '_'), names).map(({ value }) => ({
    value,
    hint: offsetAt(value, request.receivedAt),
  }));
}

/** What a zone's clock is off from UTC by: `UTC+1`. */
function offsetAt(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at);
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? '').replace('GMT', 'UTC');
}
