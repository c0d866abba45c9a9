import { globalAgent } from 'node:http';
import { freePort } from '../../test/peers/free-port.ts';
import { askContender } from '../measure/ask-contender.ts';
import { startContender } from '../measure/start-contender.ts';
import { unlimited } from '../measure/unlimited.ts';
import { type Load, sendLoad } from './send-load.ts';
import { sendRequest } from './send-request.ts';
import { type SignedRequest, signRequest } from './sign-request.ts';
import { slashCommandBody } from './slash-command.ts';

const signingSecret = 'bench-signing-secret';
const connections = 32;

/** One round of a contender. */
export interface Round extends Load {
  readonly cpuMicrosPerRequest: number;
}

/** A bot that answers slash commands over HTTP. */
export interface HttpContender {
  readonly name: string;
  /** Sends one command and returns what it is answered with. */
  ask(): Promise<string>;
  /** Sends freshly signed commands and measures until the last is answered. */
  round(requests: number): Promise<Round>;
  stop(): Promise<void>;
}

/** Starts a bot in a process of its own, on a free port of 127.0.0.1. */
export async function startHttpContender(
  name: string,
  script: string,
  environment: Readonly<Record<string, string>>,
): Promise<HttpContender> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/slack/events`;
  const contender = await startContender({
    args: ['--import', './bench/http/report-usage.ts', script],
    environment: {
      SLACK_BOT_TOKEN: 'xoxb-bench-token',
      SLACK_SIGNING_SECRET: signingSecret,
      PORT: String(port),
      ...unlimited,
      ...environment,
    },
    ready: /The bot is running/,
    channel: true,
  });
  let made = 0;
  const sign = (): SignedRequest => {
    made += 1;
    return signRequest(slashCommandBody(made), signingSecret, Math.floor(Date.now() / 1000));
  };
  return {
    name,
    ask: () => sendRequest(url, sign(), globalAgent),
    async round(count) {
      // Signed before the clock runs: signing is Slack's work, not the bot's.
      const requests = Array.from({ length: count }, sign);
      const cpuBefore = await askContender(contender, 0);
      const load = await sendLoad(url, requests, connections, '443/tcp');
      return { ...load, cpuMicrosPerRequest: ((await askContender(contender, 0)) - cpuBefore) / count };
    },
    stop: contender.stop,
  };
}
