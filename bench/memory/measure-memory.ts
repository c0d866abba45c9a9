import { setTimeout as delay } from 'node:timers/promises';
import type { LocalSlack } from '../../test/peers/start-local-slack.ts';
import { startContender } from '../measure/start-contender.ts';
import { quantile } from '../measure/summarise.ts';
import { type Memory, readMemory } from './read-memory.ts';

/** After connecting, until what the start left behind has been collected or not: Node decides. */
const settleMs = 2_500;
const samples = 5;
const betweenSamplesMs = 200;

/** The memory that an idle bot holds, and the time until it is ready. */
export interface IdleBot extends Memory {
  /** From the start of the process until it is connected. */
  readonly readyMs: number;
}

/** Starts a bot, waits until it is connected to Slack and idle, and returns the medians of several samples. */
export async function measureMemory(script: string, slack: LocalSlack, cache: string): Promise<IdleBot> {
  const startedAt = performance.now();
  const contender = await startContender({
    args: [script],
    environment: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      NODE_COMPILE_CACHE: cache,
    },
    ready: /Connected to Slack/,
  });
  const readyMs = performance.now() - startedAt;
  try {
    await delay(settleMs);
    const seen: Memory[] = [];
    for (let sample = 0; sample < samples; sample += 1) {
      seen.push(await readMemory(contender.pid));
      await delay(betweenSamplesMs);
    }
    const median = (name: keyof Memory) =>
      quantile(
        seen.map((memory) => memory[name]),
        0.5,
      );
    return { readyMs, resident: median('resident'), proportional: median('proportional'), own: median('own') };
  } finally {
    await contender.stop();
  }
}
