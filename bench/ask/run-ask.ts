import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Aim, SectionResult } from '../measure/result.ts';
import { type Contender, startContender } from '../measure/start-contender.ts';
import { quantile, summarise } from '../measure/summarise.ts';
import { questions } from './questions.ts';

const rounds = 15;
const passesPerRound = 40;
const warmUpPasses = 200;
const starts = 3;

const contenders = [
  { name: 'built-in knowledge', entries: 0, p99AimMs: 5 },
  { name: '10,000 entries', entries: 10_000, p99AimMs: 15 },
] as const;

interface Figures {
  readonly buildMs: number[];
  readonly heldMiB: number[];
  readonly rssMiB: number[];
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
    const { p50Ms, p99Ms, buildMs, heldMiB, rssMiB } = measured[index] ?? none;
    return [
      { name: `${name}: p50 of a question`, unit: 'ms', values: summarise(p50Ms) },
      { name: `${name}: p99 of a question`, unit: 'ms', values: summarise(p99Ms) },
      { name: `${name}: the first question, which builds the index`, unit: 'ms', values: summarise(buildMs) },
      { name: `${name}: memory held, model and code included`, unit: 'MiB', values: summarise(heldMiB) },
      { name: `${name}: resident memory more than before`, unit: 'MiB', values: summarise(rssMiB) },
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
  const seconds = await timeLines();
  const [builtIn = none] = measured;
  rows.push({ name: '`ask --jsonl`, 100,000 lines', unit: 's', values: summarise([seconds]) });
  aims.push(
    aim('the first question, built-in knowledge', summarise(builtIn.buildMs).median, 350, 'ms'),
    aim('memory held, built-in knowledge', summarise(builtIn.heldMiB).median, 20, 'MiB'),
    aim('100,000 lines of `ask --jsonl`', seconds, 120, 's'),
  );
  return {
    title: 'ask: understanding a question in own words',
    rows,
    aims,
    notes: ['Each line is a process of its own. The first question is timed in a process that has just started.'],
  };
}

const none: Figures = { buildMs: [], heldMiB: [], rssMiB: [], p50Ms: [], p99Ms: [] };

function aim(what: string, reached: number, limit: number, unit: string): Aim {
  return { what, wanted: `under ${limit} ${unit}`, reached: `${reached.toFixed(1)} ${unit}`, met: reached < limit };
}

/** Seconds that the program takes to answer a file of questions, with its own start and end. */
async function timeLines(): Promise<number> {
  const start = performance.now();
  const program = spawn(process.execPath, ['bin/mdaemon-bot.mjs', 'ask', '--jsonl'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = Readable.from(
    Array.from({ length: 100_000 }, (_, at) => `${questions[at % questions.length]?.replaceAll('\n', ' ')}\n`),
  );
  let answered = 0;
  program.stdout.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 10) answered += 1;
  });
  await Promise.all([pipeline(lines, program.stdin), once(program, 'close')]);
  if (answered !== 100_000) throw new Error(`${answered} lines were answered.`);
  return (performance.now() - start) / 1_000;
}

/** Build time and memory come from fresh processes, one after another. */
async function startFigures(entries: number): Promise<Figures> {
  const figures: Figures = { buildMs: [], heldMiB: [], rssMiB: [], p50Ms: [], p99Ms: [] };
  for (let count = 0; count < starts; count += 1) {
    const contender = await start(entries);
    const { buildMs, held, rss } = await ask<{ buildMs: number; held: number; rss: number }>(contender, 0);
    await contender.stop();
    figures.buildMs.push(buildMs);
    figures.heldMiB.push(held / 2 ** 20);
    figures.rssMiB.push(rss / 2 ** 20);
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
