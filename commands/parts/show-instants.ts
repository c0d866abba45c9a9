import type { ShownInstant } from '../../src/bot/bot.ts';
import type { Calendar } from './load-calendar.ts';

/** Writes instants into an answer, and keeps which they were: for `Answer.instants`. */
export interface InstantWriter {
  /** An instant as people read it, with the zone named. */
  readonly show: Calendar['formatInstant'];
  /** What was shown so far, with the words it was shown with. */
  readonly instants: readonly ShownInstant[];
}

/** Starts a writer for one answer. */
export function writeInstants({ formatInstant }: Calendar): InstantWriter {
  const instants: ShownInstant[] = [];
  return {
    instants,
    show(at, zone) {
      const shown = formatInstant(at, zone);
      instants.push({ shown, at });
      return shown;
    },
  };
}
