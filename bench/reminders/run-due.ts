import { askContender } from '../measure/ask-contender.ts';
import type { Aim } from '../measure/result.ts';
import { type Contender, startContender } from '../measure/start-contender.ts';
import { quantile } from '../measure/summarise.ts';
import { type Part, row } from './part.ts';
import type { Places } from './places.ts';

const rounds = 3;
const due = 1_000;

interface Case {
  readonly name: string;
  /** The arguments of due-contender.ts. */
  readonly args: readonly string[];
  /** The aim, where there is one. */
  readonly wantedMs?: number;
}

/** 1,000 due at one instant: how much later the last of them is handed over. */
export async function runDue({ directory, database }: Places): Promise<Part> {
  const cases: Case[] = [
    { name: 'mdaemon-bot, SQLite, 50 channels', args: ['ours', directory(), '50'], wantedMs: 1_000 },
    { name: 'mdaemon-bot, SQLite, 1,000 channels', args: ['ours', directory(), '1000'], wantedMs: 700 },
    { name: 'node-cron', args: ['node-cron'] },
    { name: 'node-schedule', args: ['node-schedule'] },
  ];
  if (database !== undefined) {
    cases.push(
      { name: 'mdaemon-bot, PostgreSQL, 50 channels', args: ['ours', await database(), '50'], wantedMs: 1_000 },
      { name: 'mdaemon-bot, PostgreSQL, 1,000 channels', args: ['ours', await database(), '1000'], wantedMs: 1_200 },
      { name: 'pg-boss', args: ['pg-boss', await database()] },
    );
  }
  const lateness = cases.map((): number[] => []);
  const running: Contender[] = [];
  try {
    for (const { args } of cases) {
      const script = ['bench/reminders/due-contender.ts', ...args];
      running.push(await startContender({ args: script, environment: {}, ready: /ready/, channel: true }));
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, contender] of running.entries()) lateness[index]?.push(await askContender(contender, due));
    }
  } finally {
    await Promise.all(running.map((contender) => contender.stop()));
  }
  return {
    rows: cases.flatMap(({ name }, index) => row(`the last of 1,000 due, ${name}`, 'ms', lateness[index] ?? [])),
    aims: cases.flatMap(({ name, wantedMs }, index) =>
      wantedMs === undefined ? [] : [aim(name, lateness[index] ?? [], wantedMs)],
    ),
  };
}

function aim(name: string, lateness: readonly number[], wantedMs: number): Aim {
  const reached = quantile(lateness, 0.5);
  const what = `the last of 1,000 due at once handed over, ${name}`;
  return { what, wanted: `under ${wantedMs} ms`, reached: `${reached.toFixed(0)} ms`, met: reached < wantedMs };
}
