import type { DiscordDesk } from './discord-desk.ts';

/** Discord waits 3 s for the first response; what takes longer than this is announced and follows. */
const fastMs = 1_500;

/** What to do with a result that comes at once, and with one that takes its time. */
export interface InTime<Result> {
  /** Says that a response will come. Called at most once, while the result is waited for. */
  readonly defer: () => Promise<void>;
  /** Responds at once: one call in all. */
  readonly first: (result: Result) => Promise<void>;
  /** Responds once `defer` has been heard. */
  readonly later: (result: Result) => Promise<void>;
}

/** Waits for a result, and keeps Discord waiting where that takes long. */
export async function respondInTime<Result>(
  { after }: Pick<DiscordDesk, 'after'>,
  pending: Promise<Result>,
  { defer, first, later }: InTime<Result>,
): Promise<void> {
  let deferred: Promise<void> | undefined;
  const cancel = after(fastMs, () => {
    deferred = defer();
    // It is waited for below; until then nobody listens.
    deferred.catch(() => {});
  });
  const result = await pending.finally(cancel);
  if (deferred === undefined) return first(result);
  await deferred;
  return later(result);
}
