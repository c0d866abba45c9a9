/** Resolves with what work brings, or with `late` once the time is over; the work then goes on unseen. */
export async function withinTime<Result>(
  timeoutMs: number,
  work: Promise<Result>,
  late: () => Result,
): Promise<Result> {
  const { promise, resolve } = Promise.withResolvers<Result>();
  const timer = setTimeout(() => resolve(late()), timeoutMs);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
