import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localSlackMissing, startLocalSlack } from '../../test/peers/start-local-slack.ts';
import type { Row, SectionResult } from '../measure/result.ts';
import { quantile, summarise } from '../measure/summarise.ts';
import { measureMemory } from './measure-memory.ts';
import type { Memory } from './read-memory.ts';

const rounds = 7;
/** Of bare Bolt's resident memory. */
const wantedRatio = 1.15;

const title = 'memory: idle, connected to Slack in Socket Mode';
const ours = 'mdaemon-bot';
const built = 'mdaemon-bot, built';
const bare = 'bare Bolt';

/** Idle memory of the bot connected to Slack, beside a Bolt app with one listener. Linux on x64 only. */
export async function runMemory(): Promise<SectionResult> {
  if (localSlackMissing !== undefined) return { title, rows: [], aims: [], notes: [`Left out: ${localSlackMissing}.`] };
  const scripts: Record<string, string> = { [ours]: 'bin/mdaemon-bot.mjs', [bare]: 'bench/memory/bare-bolt.mjs' };
  const hasBuild = existsSync(new URL('../../dist/main.js', import.meta.url));
  if (hasBuild) scripts[built] = 'dist/main.js';
  const seen = new Map(Object.keys(scripts).map((name) => [name, [] as Memory[]]));
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
  const values = (name: string, field: keyof Memory) => (seen.get(name) ?? []).map((memory) => memory[field]);
  const rows = (field: keyof Memory, unit: string): Row[] =>
    Object.keys(scripts).map((name) => ({ name, unit, values: summarise(values(name, field)) }));
  const ratioOf = (name: string) => quantile(values(name, 'resident'), 0.5) / quantile(values(bare, 'resident'), 0.5);
  const aim = (name: string) => ({
    what: `resident memory of ${name} over that of bare Bolt`,
    wanted: `under ${wantedRatio}`,
    reached: ratioOf(name).toFixed(2),
    met: ratioOf(name) < wantedRatio,
  });
  return {
    title,
    rows: [
      ...rows('resident', 'MiB resident'),
      ...rows('proportional', 'MiB proportional'),
      ...rows('own', 'MiB of its own'),
    ],
    aims: hasBuild ? [aim(ours), aim(built)] : [aim(ours)],
    notes: hasBuild ? [] : ['Run `npm run build` before to measure the built program as well.'],
  };
}
