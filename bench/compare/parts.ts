import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startLocalSlack } from '../../test/peers/start-local-slack.ts';
import { startDiscordContender } from '../discord/discord-contender.ts';
import { startHttpContender } from '../http/http-contender.ts';
import { startStubSlack } from '../http/stub-slack.ts';
import { askContender } from '../measure/ask-contender.ts';
import { startContender } from '../measure/start-contender.ts';
import { quantile } from '../measure/summarise.ts';
import { measureMemory } from '../memory/measure-memory.ts';
import { readMemory } from '../memory/read-memory.ts';
import { openPlaces } from '../reminders/places.ts';
import { timeProcess } from '../start/time-process.ts';
import type { Part, Runner } from './compare.ts';

const program = 'bin/mdaemon-bot.mjs';
const settleMs = 2_500;

/** The parts in which two checkouts can be compared, by name. */
export const parts: Readonly<Record<string, Part>> = {
  start: {
    unit: 'ms',
    rounds: 25,
    warmUps: 2,
    async start(folder) {
      const cache = await mkdtemp(join(tmpdir(), 'bench-compare-'));
      return {
        round: async () => ({
          'to the answer': (await timeProcess([join(folder, program), 'ports', 'activesync'], cache)).elapsedMs,
        }),
        stop: () => rm(cache, { recursive: true, force: true }),
      };
    },
  },
  dispatch: {
    unit: 'µs',
    rounds: 15,
    warmUps: 3,
    async start(folder) {
      const one = await dispatcher(folder, '300', 'one');
      const each = await dispatcher(folder, '300', 'each');
      await askContender(each, 1_500_000);
      return {
        round: async () => ({
          'one command of 300': 1e6 / (await askContender(one, 100_000)),
          '300 commands in turn': 1e6 / (await askContender(each, 100_000)),
        }),
        stop: async () => void (await Promise.all([one.stop(), each.stop()])),
      };
    },
  },
  ask: {
    unit: 'ms',
    rounds: 15,
    warmUps: 5,
    async start(folder) {
      const args = ['--expose-gc', join(folder, 'bench/ask/contender.ts'), '0'];
      const contender = await startContender({ args, environment: {}, ready: /ready/, channel: true });
      return {
        async round() {
          const answer = once(contender.process, 'message');
          contender.process.send(40);
          const { timesMs } = (await answer)[0] as { timesMs: number[] };
          return { 'p50 of a question': quantile(timesMs, 0.5), 'p99 of a question': quantile(timesMs, 0.99) };
        },
        stop: contender.stop,
      };
    },
  },
  http: {
    unit: 'µs',
    rounds: 15,
    warmUps: 10,
    async start(folder) {
      const slack = await startStubSlack();
      const environment = { SLACK_API_URL: slack.apiUrl };
      const contender = await startHttpContender('', join(folder, program), environment);
      return {
        async round() {
          const { cpuMicrosPerRequest, requestsPerSecond } = await contender.round(2_000);
          return { 'processor time a request': cpuMicrosPerRequest, 'time a request': 1e6 / requestsPerSecond };
        },
        async stop() {
          await contender.stop();
          slack.stop();
        },
      };
    },
  },
  discord: {
    unit: 'µs',
    rounds: 21,
    warmUps: 20,
    async start(folder) {
      const contender = await startDiscordContender('', join(folder, program), {});
      return {
        async round() {
          const { cpuMicrosPerReply, repliesPerSecond } = await contender.round(1_000, 32);
          return { 'processor time a reply': cpuMicrosPerReply, 'time a reply': 1e6 / repliesPerSecond };
        },
        stop: contender.stop,
      };
    },
  },
  memory: {
    unit: 'MiB',
    rounds: 7,
    warmUps: 1,
    async start(folder) {
      const cache = await mkdtemp(join(tmpdir(), 'bench-compare-'));
      const slack = await startLocalSlack();
      return {
        round: async () => ({
          'resident, idle on Slack': (await measureMemory(join(folder, program), slack, cache)).resident,
        }),
        async stop() {
          await slack.stop();
          await rm(cache, { recursive: true, force: true });
        },
      };
    },
  },
  'discord-idle': {
    unit: 'ms, MiB',
    rounds: 7,
    warmUps: 1,
    async start(folder) {
      const cache = await mkdtemp(join(tmpdir(), 'bench-compare-'));
      return {
        async round() {
          const contender = await startDiscordContender('', join(folder, program), { NODE_COMPILE_CACHE: cache });
          await delay(settleMs);
          const { resident } = await readMemory(contender.pid);
          await contender.stop();
          return { 'to READY': contender.startedMs, 'resident, idle on Discord': resident };
        },
        stop: () => rm(cache, { recursive: true, force: true }),
      };
    },
  },
  'reminders-sqlite': reminders('directory'),
  'reminders-postgres': reminders('database'),
};

function dispatcher(folder: string, commands: string, which: string) {
  const args = [join(folder, 'bench/dispatch/contender.ts'), 'ours', commands, which];
  return startContender({ args, environment: {}, ready: /ready/, channel: true });
}

/** One durable add, and 1,000 due at once, on one engine. */
function reminders(engine: 'directory' | 'database'): Part {
  return {
    unit: 'ms',
    rounds: 7,
    warmUps: 1,
    async start(folder): Promise<Runner> {
      const places = await openPlaces();
      const place = async () => (engine === 'directory' ? places.directory() : await places.database?.());
      const start = async (script: string, ...more: string[]) => {
        const args = [join(folder, 'bench/reminders', script), ...more];
        return startContender({ args, environment: {}, ready: /ready/, channel: true });
      };
      const adding = await start('add-contender.ts', String(await place()));
      const few = await start('due-contender.ts', 'ours', String(await place()), '50');
      const many = await start('due-contender.ts', 'ours', String(await place()), '1000');
      return {
        round: async () => ({
          'one durable add': (await askContender(adding, 200)) / 1_000,
          'the last of 1,000 due over 50 channels': await askContender(few, 1_000),
          'the last of 1,000 due over 1,000 channels': await askContender(many, 1_000),
        }),
        async stop() {
          await Promise.all([adding.stop(), few.stop(), many.stop()]);
          await places.close();
        },
      };
    },
  };
}
