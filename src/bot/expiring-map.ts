/** A map that forgets: entries past their age, and the oldest when it is full. Kept in memory only. */
export interface ExpiringMap<Value> {
  get(key: string): Value | undefined;
  has(key: string): boolean;
  /** Sets an entry, as the newest. */
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/** What bounds an ExpiringMap. */
export interface ExpiringMapOptions {
  readonly maxAgeMs: number;
  readonly maxEntries: number;
  readonly now: () => Date;
}

/** Builds an empty ExpiringMap. No timer: what is too old is dropped when something is set. */
export function createExpiringMap<Value>({ maxAgeMs, maxEntries, now }: ExpiringMapOptions): ExpiringMap<Value> {
  // A Map keeps the order of insertion, so the oldest entry is always its first.
  const entries = new Map<string, { readonly value: Value; readonly expiresAt: number }>();
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
      for (const [oldest, { expiresAt }] of entries) {
        if (expiresAt > nowMs && entries.size < maxEntries) break;
        entries.delete(oldest);
      }
      entries.set(key, { value, expiresAt: nowMs + maxAgeMs });
    },
    delete: (key) => void entries.delete(key),
  };
}
