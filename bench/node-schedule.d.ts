/** The few parts of node-schedule the benchmark uses; it has no types of its own. */
declare module 'node-schedule' {
  export function scheduleJob(when: Date | { readonly rule: string; readonly tz: string }, run: () => void): unknown;
}
