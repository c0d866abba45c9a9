/** A map that forgets: entries past their age, and the oldest when it is full. Kept in memory only. */
export interface ExpiringMap<Value> {
  get(key: string): Value | undefined;
  has(key: string): boolean;
  /** Sets an entry, as the newest. */
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/** The limits of an ExpiringMap. */
interface ExpiringMapOptions {
  readonly maxAgeMs: number;
  readonly maxEntries: number;
  readonly now: () => Date;
}

/** Of the entries of a full map, when another one comes. */
const keptShare = 0.9;

/** Builds an empty ExpiringMap. No timer: what is too old is dropped when something is set. */
export function createExpiringMap<Value>({ maxAgeMs, maxEntries, now }: ExpiringMapOptions): ExpiringMap<Value> {
  // A Map keeps the order of insertion, so the oldest entry is always its first.
  const entries = new Map<string, { readonly value: Value; readonly expiresAt: number }>();
  // V8 leaves a hole where an entry was deleted, and each look for the first entry walks over all of them. So that is done
  // when the oldest is too old, or when the map is full, and then makes room for many.
  let oldestExpiresAt = Number.POSITIVE_INFINITY;
  const makeRoom = (nowMs: number) => {
    const wanted =
      entries.size < maxEntries ? maxEntries : Math.min(maxEntries - 1, Math.floor(maxEntries * keptShare));
    oldestExpiresAt = Number.POSITIVE_INFINITY;
    for (const [oldest, { expiresAt }] of entries) {
      if (expiresAt > nowMs && entries.size <= wanted) {
        oldestExpiresAt = expiresAt;
        return;
      }
      entries.delete(oldest);
    }
  };
  const live = (key: string) => {
    const entry = entries.get(key);
    return entry !== undefined && entry.expiresAt > now().getTime() ? entry : undefined;
  };
  return {
    get: (key) => live(key)?.value,
    has: (key) => live(key) !== undefined,
    set(key, value) {
      const nowMs = now().getTime();
      entries.delete(key);
      if (entries.size >= maxEntries || nowMs >= oldestExpiresAt) makeRoom(nowMs);
      const expiresAt = nowMs + maxAgeMs;
      if (entries.size === 0) oldestExpiresAt = expiresAt;
      entries.set(key, { value, expiresAt });
    },
    delete: (key) => void entries.delete(key),
  };
}

/** Slack gives up redelivering an event within about an hour, most of it in the first minutes; Discord after a resume. */
const maxAgeMs = 10 * 60_000;
const maxEntries = 10_000;

/** Remembers which events were taken, since a chat delivers one again when it is in doubt. */
interface SeenEvents {
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
