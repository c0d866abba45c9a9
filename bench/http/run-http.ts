import { ratioOfNeighbours } from '../measure/ratio-of-neighbours.ts';
import type { Row, SectionResult } from '../measure/result.ts';
import { summarise } from '../measure/summarise.ts';
import { type HttpContender, type Round, startHttpContender } from './http-contender.ts';
import { startStubSlack } from './stub-slack.ts';

const rounds = 15;
/** The whole bot is more code than a listener, and takes longer until V8 has compiled it. */
const warmUpRounds = 10;
const requestsPerRound = 2_000;
/** Of bare Bolt's requests a second. */
const wantedRatio = 0.9;

const names = { ours: 'mdaemon-bot', text: 'bare Bolt, one line of text', message: 'bare Bolt, our message' } as const;

/** A signed slash command over HTTP at 32 connections: the whole bot beside a Bolt app with one listener. */
export async function runHttp(): Promise<SectionResult> {
  const slack = await startStubSlack();
  const environment = { SLACK_API_URL: slack.apiUrl };
  const contenders: HttpContender[] = [];
  const add = async (name: string, script: string, more: object = {}) => {
    const contender = await startHttpContender(name, script, { ...environment, ...more });
    contenders.push(contender);
    return contender;
  };
  const seen = new Map(Object.values(names).map((name) => [name as string, [] as Round[]]));
  let message = '';
  try {
    const ours = await add(names.ours, 'bin/mdaemon-bot.mjs');
    message = await ours.ask();
    await add(names.text, 'bench/http/bare-bolt.mjs');
    await add(names.message, 'bench/http/bare-bolt.mjs', { MESSAGE: message });
    for (let round = 0; round < warmUpRounds + rounds; round += 1) {
      for (const contender of contenders) {
        const measured = await contender.round(requestsPerRound);
        if (round >= warmUpRounds) seen.get(contender.name)?.push(measured);
      }
    }
  } finally {
    await Promise.all(contenders.map((contender) => contender.stop()));
    slack.stop();
  }
  const values = (name: string, field: keyof Round) => (seen.get(name) ?? []).map((round) => round[field]);
  const rows = (field: keyof Round, unit: string): Row[] =>
    Object.values(names).map((name) => ({ name, unit, values: summarise(values(name, field)) }));
  const rateOver = (name: string) =>
    ratioOfNeighbours(values(names.ours, 'requestsPerSecond'), values(name, 'requestsPerSecond'));
  const ratio = rateOver(names.text);
  const toMessage = rateOver(names.message);
  return {
    title: 'http: signed slash commands (/mdaemon ports activesync) at 32 connections',
    rows: [
      ...rows('requestsPerSecond', 'requests/s'),
      ...rows('cpuMicrosPerRequest', 'µs of processor a request'),
      ...rows('p50Ms', 'ms, p50'),
      ...rows('p99Ms', 'ms, p99'),
    ],
    aims: [
      {
        what: 'our requests a second over those of bare Bolt with a line of text',
        wanted: `at least ${wantedRatio}`,
        reached: ratio.toFixed(2),
        met: ratio >= wantedRatio,
      },
    ],
    notes: [
      `Beside bare Bolt that answers with our message, ready made (${message.length} bytes): ${toMessage.toFixed(2)}.`,
      `A round sends ${requestsPerRound} requests; every answer is checked.`,
    ],
  };
}
