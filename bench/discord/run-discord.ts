import { ratioOfNeighbours } from '../measure/ratio-of-neighbours.ts';
import type { Row, SectionResult } from '../measure/result.ts';
import { summarise } from '../measure/summarise.ts';
import { type DiscordContender, type Round, startDiscordContender } from './discord-contender.ts';

const rounds = 31;
/** The whole bot is more code than a listener, and takes longer until V8 has compiled it. */
const warmUpRounds = 20;
const commandsPerRound = 1_000;
const atOnce = 32;
const aloneRounds = 10;
const commandsAlone = 300;
/** Of the replies a second of the least bot. */
const wantedRatio = 0.9;
const wantedP99Ms = 25;

const names = {
  ours: 'mdaemon-bot',
  text: 'bare discord.js, one line of text',
  message: 'bare discord.js, our message',
} as const;

/** A slash command from the gateway to its response: the whole bot beside the least one. */
export async function runDiscord(): Promise<SectionResult> {
  const contenders: DiscordContender[] = [];
  const add = async (name: string, script: string, more: Readonly<Record<string, string>> = {}) => {
    const contender = await startDiscordContender(name, script, more);
    contenders.push(contender);
    return contender;
  };
  const loaded = new Map(Object.values(names).map((name) => [name as string, [] as Round[]]));
  const alone = new Map(Object.values(names).map((name) => [name as string, [] as Round[]]));
  let message = '';
  try {
    const ours = await add(names.ours, 'bin/mdaemon-bot.mjs');
    message = JSON.stringify((JSON.parse(await ours.ask()) as { data: object }).data);
    await add(names.text, 'bench/discord/bare-discord.mjs');
    await add(names.message, 'bench/discord/bare-discord.mjs', { MESSAGE: message });
    for (let round = 0; round < warmUpRounds + rounds; round += 1) {
      // In turn and back, so that none is always behind the same one.
      for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
        const measured = await contender.round(commandsPerRound, atOnce);
        if (round >= warmUpRounds) loaded.get(contender.name)?.push(measured);
      }
    }
    for (let round = 0; round < aloneRounds; round += 1) {
      for (const contender of contenders) {
        alone.get(contender.name)?.push(await contender.round(commandsAlone, 1));
      }
    }
  } finally {
    await Promise.all(contenders.map((contender) => contender.stop()));
  }
  const values = (seen: typeof loaded, name: string, field: keyof Round) =>
    (seen.get(name) ?? []).map((round) => round[field]);
  const rows = (seen: typeof loaded, field: keyof Round, unit: string): Row[] =>
    Object.values(names).map((name) => ({ name, unit, values: summarise(values(seen, name, field)) }));
  const rateOver = (name: string) =>
    ratioOfNeighbours(values(loaded, names.ours, 'repliesPerSecond'), values(loaded, name, 'repliesPerSecond'));
  const ratio = rateOver(names.text);
  const p99 = summarise(values(loaded, names.ours, 'p99Ms')).median;
  return {
    title: `discord: slash commands (/mdaemon ports activesync), ${atOnce} at once`,
    rows: [
      ...rows(loaded, 'repliesPerSecond', 'replies/s'),
      ...rows(loaded, 'cpuMicrosPerReply', 'µs of processor a reply'),
      ...rows(loaded, 'p50Ms', 'ms, p50'),
      ...rows(loaded, 'p99Ms', 'ms, p99'),
      ...rows(alone, 'p50Ms', 'ms one at a time, p50'),
      ...rows(alone, 'p99Ms', 'ms one at a time, p99'),
    ],
    aims: [
      {
        what: 'our replies a second over those of bare discord.js with a line of text',
        wanted: `at least ${wantedRatio}`,
        reached: ratio.toFixed(2),
        met: ratio >= wantedRatio,
      },
      {
        what: `from the event to the response, p99 with ${atOnce} at once`,
        wanted: `under ${wantedP99Ms} ms`,
        reached: `${p99.toFixed(1)} ms`,
        met: p99 < wantedP99Ms,
      },
    ],
    notes: [
      `Beside bare discord.js with our message (${message.length} bytes): ${rateOver(names.message).toFixed(2)}.`,
      'The times hold both ways over the loopback and the stand-in for Discord.',
    ],
  };
}
