import { createExpiringMap } from './expiring-map.ts';

/** Slack gives up redelivering an event within about an hour, most of it in the first minutes; Discord after a resume. */
const maxAgeMs = 10 * 60_000;
const maxEntries = 10_000;

/** Remembers which events were taken, since a chat delivers one again when it is in doubt. */
export interface SeenEvents {
  /** True the first time an id is named, false for the next ten minutes. An event without an id is always taken. */
  take(eventId: string | undefined): boolean;
}

/** Builds an empty SeenEvents. */
export function createSeenEvents(now: () => Date): SeenEvents {
  const seen = createExpiringMap<true>({ maxAgeMs, maxEntries, now });
  return {
    take(eventId) {
      if (eventId === undefined) return true;
      if (seen.has(eventId)) return false;
      seen.set(eventId, true);
      return true;
    },
  };
}
