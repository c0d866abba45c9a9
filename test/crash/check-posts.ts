/** One occurrence that has to be seen, once. */
export interface Owed {
  readonly key: string;
  readonly scheduledFor: Date;
}

/** One message at the peer, with the keys of the occurrences in it. */
export interface Seen {
  readonly keys: readonly string[];
  readonly at: Date;
}

/** What a comparison of the two comes to. */
export interface Verdict {
  readonly owed: number;
  readonly messages: number;
  /** Owed, not seen, and neither told as ambiguous nor left out by the rule for what was missed. */
  readonly lost: readonly string[];
  /** Seen more than once. */
  readonly doubled: readonly string[];
  /** Owed and not seen, but told as ambiguous: only where the history cannot be read. */
  readonly unseenButTold: readonly string[];
  /** Not seen, and kept with the reason that newer ones were due: so many were missed while no bot lived. */
  readonly leftOut: readonly string[];
  /** Told as ambiguous and seen. */
  readonly seenAndTold: readonly string[];
  /** Milliseconds after their instant at which owed ones were seen. */
  readonly lateness: { readonly median: number; readonly p95: number; readonly max: number };
}

/**
 * Compares what was owed with what the peer saw. `told` are the keys the bot reports as ambiguous, `leftOut` those that its
 * rule for what was missed leaves out. What is seen and not owed counts only if it is doubled.
 */
export function checkPosts(
  owed: readonly Owed[],
  seen: readonly Seen[],
  told: ReadonlySet<string>,
  historyReadable: boolean,
  leftOut: ReadonlySet<string> = new Set(),
): Verdict {
  const counts = new Map<string, number>();
  const firstSeen = new Map<string, Date>();
  for (const { keys, at } of seen) {
    for (const key of keys) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (!firstSeen.has(key)) firstSeen.set(key, at);
    }
  }
  const missing = owed.map(({ key }) => key).filter((key) => !counts.has(key));
  const excused = (key: string) => (!historyReadable && told.has(key)) || leftOut.has(key);
  const late = owed
    .flatMap(({ key, scheduledFor }) => {
      const at = firstSeen.get(key);
      return at === undefined ? [] : [at.getTime() - scheduledFor.getTime()];
    })
    .sort((one, other) => one - other);
  const quantile = (share: number) => late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? 0;
  return {
    owed: owed.length,
    messages: seen.length,
    lost: missing.filter((key) => !excused(key)),
    doubled: [...counts].filter(([, count]) => count > 1).map(([key]) => key),
    unseenButTold: missing.filter((key) => excused(key) && !leftOut.has(key)),
    leftOut: missing.filter((key) => leftOut.has(key)),
    seenAndTold: [...told].filter((key) => counts.has(key)),
    lateness: { median: quantile(0.5), p95: quantile(0.95), max: late.at(-1) ?? 0 },
  };
}
