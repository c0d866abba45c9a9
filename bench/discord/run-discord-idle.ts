import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../test/peers/free-port.ts';
import { startStubSlack } from '../http/stub-slack.ts';
import type { Row, SectionResult } from '../measure/result.ts';
import { startContender } from '../measure/start-contender.ts';
import { summarise } from '../measure/summarise.ts';
import { type Memory, readMemory } from '../memory/read-memory.ts';
import { startDiscordContender } from './discord-contender.ts';

const rounds = 7;
/** After connecting, until what the start left behind has been collected or not: Node decides. */
const settleMs = 2_500;

const discord = 'mdaemon-bot on Discord';
const bare = 'bare discord.js';
const slack = 'mdaemon-bot on Slack';
const both = 'mdaemon-bot on both';

/** From the start of the process to READY, and the memory of what is idle then. Linux only. */
export async function runDiscordIdle(): Promise<SectionResult> {
  const title = 'discord-idle: start until connected, and idle memory';
  if (process.platform !== 'linux') return { title, rows: [], aims: [], notes: ['Left out: it reads Linux’s /proc.'] };
  const cache = await mkdtemp(join(tmpdir(), 'bench-discord-'));
  const stub = await startStubSlack();
  const started = new Map<string, number[]>();
  const memory = new Map<string, Memory[]>();
  const slackSettings = async () => ({
    SLACK_BOT_TOKEN: 'xoxb-bench-token',
    SLACK_SIGNING_SECRET: 'bench-signing-secret',
    SLACK_API_URL: stub.apiUrl,
    PORT: String(await freePort()),
  });
  const measure = async (name: string, script: string, settings: Readonly<Record<string, string>>) => {
    const environment = { NODE_COMPILE_CACHE: cache, ...settings };
    const contender =
      name === slack
        ? { ...(await startContender({ args: [script], environment, ready: /The bot is running/ })), startedMs: 0 }
        : await startDiscordContender(name, script, environment);
    await delay(settleMs);
    const seen = await readMemory(contender.pid);
    await contender.stop();
    return { startedMs: contender.startedMs, memory: seen };
  };
  try {
    // The first round fills the compile cache and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const program = 'bin/mdaemon-bot.mjs';
      for (const [name, script, settings] of [
        [discord, program, {}],
        [bare, 'bench/discord/bare-discord.mjs', {}],
        [slack, program, await slackSettings()],
        [both, program, await slackSettings()],
      ] as const) {
        const measured = await measure(name, script, settings);
        if (round === 0) continue;
        memory.set(name, [...(memory.get(name) ?? []), measured.memory]);
        if (name === discord || name === bare) started.set(name, [...(started.get(name) ?? []), measured.startedMs]);
      }
    }
  } finally {
    stub.stop();
    await rm(cache, { recursive: true, force: true });
  }
  const summary = (name: string, field: keyof Memory) => summarise((memory.get(name) ?? []).map((each) => each[field]));
  const rows = (field: keyof Memory, unit: string): Row[] =>
    [discord, bare, slack, both].map((name) => ({ name, unit, values: summary(name, field) }));
  const extra = summary(both, 'resident').median - summary(slack, 'resident').median;
  const over = summary(discord, 'resident').median / summary(bare, 'resident').median;
  return {
    title,
    rows: [
      ...[discord, bare].map((name) => ({ name, unit: 'ms to READY', values: summarise(started.get(name) ?? []) })),
      ...rows('resident', 'MiB resident'),
      ...rows('own', 'MiB of its own'),
    ],
    aims: [],
    notes: [
      `Discord beside Slack takes ${extra.toFixed(1)} MiB more; without a token nothing of it is loaded.`,
      `The bot on Discord over bare discord.js: ${over.toFixed(2)}.`,
    ],
  };
}
