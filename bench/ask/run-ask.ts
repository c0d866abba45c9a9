import { once } from 'node:events';
import type { Aim, SectionResult } from '../measure/result.ts';
import { type Contender, startContender } from '../measure/start-contender.ts';
import { quantile, summarise } from '../measure/summarise.ts';

const rounds = 15;
const passesPerRound = 40;
const warmUpPasses = 200;
const starts = 3;

const contenders = [
  { name: 'built-in knowledge', entries: 0, p99AimMs: 2 },
  { name: '10,000 entries', entries: 10_000, p99AimMs: 15 },
] as const;

interface Figures {
  readonly buildMs: number[];
  readonly heapMiB: number[];
  readonly p50Ms: number[];
  readonly p99Ms: number[];
}

/** Understanding one question, and building the index it needs, over the built-in knowledge and a large operator's. */
export async function runAsk(): Promise<SectionResult> {
  const measured: Figures[] = [];
  for (const { entries } of contenders) measured.push(await startFigures(entries));
  const running: Contender[] = [];
  try {
    for (const { entries } of contenders) running.push(await start(entries));
    for (const contender of running) await ask<{ timesMs: number[] }>(contender, warmUpPasses);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, contender] of running.entries()) {
        const { timesMs } = await ask<{ timesMs: number[] }>(contender, passesPerRound);
        measured[index]?.p50Ms.push(quantile(timesMs, 0.5));
        measured[index]?.p99Ms.push(quantile(timesMs, 0.99));
      }
    }
  } finally {
    await Promise.all(running.map((contender) => contender.stop()));
  }
  const rows = contenders.flatMap(({ name }, index) => {
    const { p50Ms, p99Ms, buildMs, heapMiB } = measured[index] ?? { p50Ms: [], p99Ms: [], buildMs: [], heapMiB: [] };
    return [
      { name: `${name}: p50 of a question`, unit: 'ms', values: summarise(p50Ms) },
      { name: `${name}: p99 of a question`, unit: 'ms', values: summarise(p99Ms) },
      { name: `${name}: the first question, which builds the index`, unit: 'ms', values: summarise(buildMs) },
      { name: `${name}: memory of the index`, unit: 'MiB', values: summarise(heapMiB) },
    ];
  });
  const aims = contenders.map(({ name, p99AimMs }, index): Aim => {
    const reached = summarise(measured[index]?.p99Ms ?? []).median;
    return {
      what: `p99, ${name}`,
      wanted: `under ${p99AimMs} ms`,
      reached: `${reached.toFixed(2)} ms`,
      met: reached < p99AimMs,
    };
  });
  return {
    title: 'ask: understanding a question in own words',
    rows,
    aims,
    notes: ['Each line is a process of its own. The first question is timed in a process that has just started.'],
  };
}

/** Build time and memory come from fresh processes, one after another. */
async function startFigures(entries: number): Promise<Figures> {
  const figures: Figures = { buildMs: [], heapMiB: [], p50Ms: [], p99Ms: [] };
  for (let count = 0; count < starts; count += 1) {
    const contender = await start(entries);
    const { buildMs, heapBytes } = await ask<{ buildMs: number; heapBytes: number }>(contender, 0);
    await contender.stop();
    figures.buildMs.push(buildMs);
    figures.heapMiB.push(heapBytes / 2 ** 20);
  }
  return figures;
}

function start(entries: number): Promise<Contender> {
  const args = ['--expose-gc', 'bench/ask/contender.ts', String(entries)];
  return startContender({ args, environment: {}, ready: /ready/, channel: true });
}

async function ask<Answer>(contender: Contender, message: number): Promise<Answer> {
  const answer = once(contender.process, 'message');
  contender.process.send(message);
  return (await answer)[0] as Answer;
}
