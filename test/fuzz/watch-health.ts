import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** How long one look at `/healthz` waited. */
export interface Look {
  /** When it was sent, by `Date.now`. */
  readonly sentAt: number;
  readonly answeredAt: number;
  /**
   * The processor time the program's main thread took meanwhile: what the answer really waited for, however busy the machine
   * is with other things. Where the system does not tell it, the time on the clock.
   */
  readonly ownMs: number;
}

const everyMs = 20;

/** Asks `/healthz` every 20 ms, from a thread that does nothing else. */
export function watchHealth(port: number, pid: number): { stop(): Promise<readonly Look[]> } {
  const worker = new Worker(new URL(import.meta.url), { workerData: { port, pid } });
  return {
    async stop() {
      const looks = new Promise<readonly Look[]>((resolve, reject) =>
        worker.once('message', resolve).once('error', reject),
      );
      worker.postMessage('stop');
      return looks;
    },
  };
}

/** The processor time of a process's main thread so far, in milliseconds, where Linux tells it. */
function ownTime(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return performance.now();
  }
}

if (!isMainThread && workerData?.port !== undefined) {
  const { port, pid } = workerData as { port: number; pid: number };
  const agent = new Agent({ keepAlive: true });
  const looks: Look[] = [];
  const timer = setInterval(() => {
    const sentAt = Date.now();
    const before = ownTime(pid);
    get({ host: '127.0.0.1', port, path: '/healthz', agent }, (response) => {
      looks.push({ sentAt, answeredAt: Date.now(), ownMs: ownTime(pid) - before });
      response.resume();
    }).on('error', () => {});
  }, everyMs);
  parentPort?.once('message', () => {
    clearInterval(timer);
    parentPort?.postMessage(looks);
    agent.destroy();
  });
}
