/** A scheduler that keeps its reminders in the memory of its process. */
export interface InMemoryPeer {
  /** Adds one that is due by a cron expression. */
  recurring(rule: { readonly cron: string; readonly zone: string }, run: () => void): void;
  /** Adds one that is due at an instant, which must be a whole second. */
  once(at: Date, run: () => void): void;
}

/** Loads node-cron or node-schedule. */
export async function loadInMemoryPeer(name: string): Promise<InMemoryPeer> {
  if (name === 'node-cron') {
    const { schedule } = await import('node-cron');
    return {
      recurring: ({ cron, zone }, run) => void schedule(cron, run, { timezone: zone }),
      once(at, run) {
        const [second, minute, hour] = [at.getUTCSeconds(), at.getUTCMinutes(), at.getUTCHours()];
        schedule(`${second} ${minute} ${hour} * * *`, run, { timezone: 'UTC', maxExecutions: 1 });
      },
    };
  }
  const { scheduleJob } = await import('node-schedule');
  return {
    recurring: ({ cron, zone }, run) => void scheduleJob({ rule: cron, tz: zone }, run),
    once: (at, run) => void scheduleJob(at, run),
  };
}
