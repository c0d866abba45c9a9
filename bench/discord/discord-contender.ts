import { startStubDiscord, stubInteraction } from '../../test/peers/start-stub-discord.ts';
import { askContender } from '../measure/ask-contender.ts';
import { startContender } from '../measure/start-contender.ts';
import { quantile } from '../measure/summarise.ts';
import { unlimited } from '../measure/unlimited.ts';

/** One round of a contender. */
export interface Round {
  readonly repliesPerSecond: number;
  readonly cpuMicrosPerReply: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** A bot on Discord, with a stand-in of its own for what it is connected to. */
export interface DiscordContender {
  readonly name: string;
  /** Milliseconds from the start of the process until it was connected. */
  readonly startedMs: number;
  readonly pid: number;
  /** Sends one slash command and returns what it is answered with. */
  ask(): Promise<string>;
  /** Sends slash commands, the next one as soon as one is answered, and measures until the last answer. */
  round(commands: number, atOnce: number): Promise<Round>;
  stop(): Promise<void>;
}

/** Asked for in turn, so that no contender answers one question alone. */
const services = ['activesync', 'imap', 'pop3', 'smtp', 'xmpp', 'webmail', 'caldav', 'odmr', 'imaps', 'pop3s'];
/** In every right answer: they all need a port. */
const expected = '/tcp';

/** Starts a bot in a process of its own, and waits until it is connected. */
export async function startDiscordContender(
  name: string,
  script: string,
  environment: Readonly<Record<string, string>>,
): Promise<DiscordContender> {
  const stub = await startStubDiscord();
  const startedAt = performance.now();
  const contender = await startContender({
    args: ['--import', './bench/http/report-usage.ts', script],
    environment: { DISCORD_TOKEN: stub.token, DISCORD_API_URL: stub.restUrl, ...unlimited, ...environment },
    ready: /Connected to Discord/,
    channel: true,
  });
  const startedMs = performance.now() - startedAt;
  let made = 0;
  /** Until the response is in. The stub is in this process, so both ways over the loopback are in the time. */
  const send = async () => {
    made += 1;
    const interaction = stubInteraction(made, services[made % services.length]);
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.set(interaction.id, resolve);
    const from = performance.now();
    stub.dispatch('INTERACTION_CREATE', interaction);
    await promise;
    const ms = performance.now() - from;
    const [answer = ''] = stub.callbacks.get(interaction.id) ?? [];
    if (!answer.includes(expected)) throw new Error(`${name} answered ${answer.slice(0, 200)}`);
    return { ms, answer };
  };
  const waiting = new Map<string, () => void>();
  stub.onCallback = (id) => {
    waiting.get(id)?.();
    waiting.delete(id);
  };
  return {
    name,
    startedMs,
    pid: contender.pid,
    ask: async () => (await send()).answer,
    async round(commands, atOnce) {
      const cpuBefore = await askContender(contender, 0);
      const latencies: number[] = [];
      let left = commands;
      const startedAt = performance.now();
      const work = async () => {
        while (left > 0) {
          left -= 1;
          latencies.push((await send()).ms);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      const elapsedMs = performance.now() - startedAt;
      return {
        repliesPerSecond: (commands / elapsedMs) * 1_000,
        cpuMicrosPerReply: ((await askContender(contender, 0)) - cpuBefore) / commands,
        p50Ms: quantile(latencies, 0.5),
        p99Ms: quantile(latencies, 0.99),
      };
    },
    async stop() {
      await contender.stop();
      await stub.stop();
    },
  };
}
