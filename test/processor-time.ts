/**
 * The processor time of this thread that something takes, in milliseconds. Unlike the time on a clock it does not grow while
 * other programs have the processor.
 */
export function processorMs(run: () => void): number {
  const before = usedMicroseconds();
  run();
  return (usedMicroseconds() - before) / 1_000;
}

/** The same for something that waits in between. Whatever else this thread does meanwhile is counted too. */
export async function processorMsOf(run: () => Promise<unknown>): Promise<number> {
  const before = usedMicroseconds();
  await run();
  return (usedMicroseconds() - before) / 1_000;
}

function usedMicroseconds(): number {
  // Node 22 knows the time of the whole process only.
  const { user, system } = (process.threadCpuUsage ?? process.cpuUsage)();
  return user + system;
}
