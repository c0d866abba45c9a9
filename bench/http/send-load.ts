import { Agent } from 'node:http';
import { quantile } from '../measure/summarise.ts';
import { sendRequest } from './send-request.ts';
import type { SignedRequest } from './sign-request.ts';

/** What one round of requests took. */
export interface Load {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * Sends all requests over so many kept connections, the next one on each as soon as its answer is in.
 *
 * @throws {Error} where an answer does not hold `expected`: a wrong answer may be fast.
 */
export async function sendLoad(
  url: string,
  requests: readonly SignedRequest[],
  connections: number,
  expected: string,
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  let next = 0;
  const work = async () => {
    for (let signed = requests[next++]; signed !== undefined; signed = requests[next++]) {
      const startedAt = performance.now();
      const answer = await sendRequest(url, signed, agent);
      latencies.push(performance.now() - startedAt);
      if (!answer.includes(expected)) throw new Error(`Answered ${answer.slice(0, 200)}`);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, work));
  const elapsedMs = performance.now() - startedAt;
  agent.destroy();
  return {
    requestsPerSecond: (requests.length / elapsedMs) * 1000,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  };
}
