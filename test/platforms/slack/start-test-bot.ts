import { randomUUID } from 'node:crypto';
import type { DispatchEvent, RunningPlatform } from '../../../src/bot/bot.ts';
import type { Installations } from '../../../src/chat/chat.ts';
import type { SlackConfig } from '../../../src/config/read-slack.ts';
import { startHttp } from '../../../src/http/http.ts';
import type { SlackOutgoing } from '../../../src/platforms/slack/slack-client.ts';
import { startSlack } from '../../../src/platforms/slack/start-slack.ts';
import { createTestRouter } from './test-router.ts';

/** One line the bot logged. */
interface LogLine {
  readonly level: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** The Slack platform over the test commands, with everything it did. */
export interface TestBot {
  readonly slack: RunningPlatform;
  /** How many answers could not be delivered. */
  failures(): number;
  /** The Slack events address of the listener; empty in Socket Mode. */
  readonly url: string;
  readonly events: DispatchEvent[];
  readonly log: LogLine[];
  stop(): Promise<void>;
}

/** Nobody is told where the bot is. */
export const untold: Installations = { present: async () => {}, removed: async () => {}, known: async () => [] };

/** Starts the Slack platform, and in HTTP mode the listener in front of it. */
export async function startTestBot(
  config: SlackConfig,
  options: {
    port?: number;
    outgoing?: SlackOutgoing | undefined;
    installations?: Installations;
  } = {},
): Promise<TestBot> {
  const events: DispatchEvent[] = [];
  const log: LogLine[] = [];
  const write = (level: string) => (fields: LogLine['fields'], message: string) =>
    void log.push({ level, fields, message });
  const slack = await startSlack({
    config,
    router: createTestRouter((event) => events.push(event)),
    logger: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    zone: 'Europe/Berlin',
    now: () => new Date(),
    newId: randomUUID,
    outgoing: options.outgoing,
    installations: options.installations ?? untold,
  });
  const http =
    slack.http === undefined
      ? undefined
      : await startHttp({
          host: '127.0.0.1',
          port: options.port ?? 0,
          isReady: () => ({ slack: slack.isReady() }),
          listeners: { [slack.http.path]: slack.http.listener },
        });
  return {
    slack,
    failures: () => [...(slack.failuresByCode?.() ?? [])].reduce((sum, [, count]) => sum + count, 0),
    url: http === undefined ? '' : `http://127.0.0.1:${http.port}/slack/events`,
    events,
    log,
    async stop() {
      await slack.stop();
      await http?.stop();
    },
  };
}
