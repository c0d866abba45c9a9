import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localSlackMissing, startLocalSlack } from '../../test/peers/start-local-slack.ts';
import type { Row, SectionResult } from '../measure/result.ts';
import { quantile, summarise } from '../measure/summarise.ts';
import { type IdleBot, measureMemory } from './measure-memory.ts';

const rounds = 7;
/** Of the built program, which is what operators run, over bare Bolt. */
const wanted = { resident: 1.22, readyMs: 1.3 };

const title = 'memory: start until connected to Slack in Socket Mode, and idle';
const ours = 'mdaemon-bot';
const built = 'mdaemon-bot, built';
const bare = 'bare Bolt';

/** Idle memory of the bot connected to Slack, beside a Bolt app with one listener. Linux on x64 only. */
export async function runMemory(): Promise<SectionResult> {
  if (localSlackMissing !== undefined) return { title, rows: [], aims: [], notes: [`Left out: ${localSlackMissing}.`] };
  const scripts: Record<string, string> = { [ours]: 'bin/mdaemon-bot.mjs', [bare]: 'bench/memory/bare-bolt.mjs' };
  const hasBuild = existsSync(new URL('../../dist/main.js', import.meta.url));
  if (hasBuild) scripts[built] = 'dist/main.js';
  const seen = new Map(Object.keys(scripts).map((name) => [name, [] as IdleBot[]]));
  const cache = await mkdtemp(join(tmpdir(), 'bench-memory-'));
  const slack = await startLocalSlack();
  try {
    // The first round fills the compile cache and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, script] of Object.entries(scripts)) {
        const memory = await measureMemory(script, slack, cache);
        if (round > 0) seen.get(name)?.push(memory);
      }
    }
  } finally {
    await slack.stop();
    await rm(cache, { recursive: true, force: true });
  }
  const values = (name: string, field: keyof IdleBot) => (seen.get(name) ?? []).map((memory) => memory[field]);
  const rows = (field: keyof IdleBot, unit: string): Row[] =>
    Object.keys(scripts).map((name) => ({ name, unit, values: summarise(values(name, field)) }));
  const ratioOf = (field: keyof IdleBot) => quantile(values(built, field), 0.5) / quantile(values(bare, field), 0.5);
  const aim = (what: string, field: keyof typeof wanted) => ({
    what: `${what} of the built program over that of bare Bolt`,
    wanted: `at most ${wanted[field]}`,
    reached: ratioOf(field).toFixed(2),
    met: ratioOf(field) <= wanted[field],
  });
  return {
    title,
    rows: [
      ...rows('readyMs', 'ms to ready'),
      ...rows('resident', 'MiB resident'),
      ...rows('proportional', 'MiB proportional'),
      ...rows('own', 'MiB of its own'),
    ],
    aims: hasBuild ? [aim('start', 'readyMs'), aim('resident memory', 'resident')] : [],
    notes: hasBuild ? [] : ['Run `npm run build` before to measure the built program as well.'],
  };
}
