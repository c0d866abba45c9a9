import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row, SectionResult } from '../measure/result.ts';
import { summarise } from '../measure/summarise.ts';
import { timeProcess } from './time-process.ts';

const rounds = 25;
const aimMs = 250;
const aimRatio = 4;

/** From the start of the process to the answer in the terminal, compile cache warm, beside Node that does nothing. */
export async function runStart(): Promise<SectionResult> {
  const cache = await mkdtemp(join(tmpdir(), 'bench-start-'));
  const question = ['src/main.ts', 'ports', 'activesync'];
  const trace = ['bench/start/trace-start.ts'];
  const builtProgram = 'dist/main.js';
  const hasBuild = existsSync(new URL(`../../${builtProgram}`, import.meta.url));
  const ours: number[] = [];
  const built: number[] = [];
  const bare: number[] = [];
  const parts = new Map<string, number[]>();
  try {
    const { elapsedMs: cold } = await timeProcess(question, cache);
    await timeProcess(trace, cache);
    const builtQuestion = [builtProgram, ...question.slice(1)];
    if (hasBuild) await timeProcess(builtQuestion, cache);
    for (let round = 0; round < rounds; round += 1) {
      const answered = await timeProcess(question, cache);
      if (!answered.output.includes('443/tcp')) throw new Error(`Not the answer:\n${answered.output}`);
      ours.push(answered.elapsedMs);
      if (hasBuild) built.push((await timeProcess(builtQuestion, cache)).elapsedMs);
      bare.push((await timeProcess(['-e', '0'], cache)).elapsedMs);
      const traced = await timeProcess(trace, cache);
      for (const [name, ms] of partsOf(traced.output, traced.elapsedMs)) {
        parts.set(name, [...(parts.get(name) ?? []), ms]);
      }
    }
    // What operators run, where it is built.
    const median = summarise(hasBuild ? built : ours).median;
    const ratio = median / summarise(bare).median;
    const partRows = [...parts].map(
      ([name, values]): Row => ({ name: `  ${name}`, unit: 'ms', values: summarise(values) }),
    );
    return {
      title: 'start: node src/main.ts ports activesync, from the start of the process to its end',
      rows: [
        { name: 'mdaemon-bot', unit: 'ms', values: summarise(ours) },
        ...(hasBuild ? [{ name: 'mdaemon-bot, built', unit: 'ms', values: summarise(built) }] : []),
        { name: 'node -e 0', unit: 'ms', values: summarise(bare) },
        ...partRows,
      ],
      aims: [
        {
          what: 'to the answer, compile cache warm',
          wanted: `under ${aimMs} ms, or under ${aimRatio} times bare Node`,
          reached: `${median.toFixed(0)} ms, ${ratio.toFixed(2)} times bare Node`,
          met: median < aimMs || ratio < aimRatio,
        },
      ],
      notes: [
        `The first start of all, which fills the compile cache, took ${cold.toFixed(0)} ms.`,
        ...(hasBuild ? [] : ['Run `npm run build` before to measure the built program as well.']),
        'The indented lines are measured in runs of their own, which load the parts one by one.',
      ],
    };
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}

/** The milliseconds each part took, from the marks in the last line a traced start prints. */
function partsOf(output: string, elapsedMs: number): [string, number][] {
  const marks = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Record<string, number>;
  let before = 0;
  const parts = Object.entries(marks).map(([name, ms]): [string, number] => {
    const part: [string, number] = [name, ms - before];
    before = ms;
    return part;
  });
  return [...parts, ['creating and ending the process', elapsedMs - before]];
}
