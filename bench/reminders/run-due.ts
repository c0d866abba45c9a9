import { askContender } from '../measure/ask-contender.ts';
import type { Aim } from '../measure/result.ts';
import { type Contender, startContender } from '../measure/start-contender.ts';
import { quantile } from '../measure/summarise.ts';
import { type Part, row } from './part.ts';
import type { Places } from './places.ts';

const rounds = 3;
const due = 1_000;
const wantedMs = 1_000;

interface Case {
  readonly name: string;
  /** The arguments of due-contender.ts. */
  readonly args: readonly string[];
  /** Whether it has to reach the aim. */
  readonly aimed: boolean;
}

/** 1,000 due at one instant: how much later the last of them is handed over. */
export async function runDue({ directory, database }: Places): Promise<Part> {
  const cases: Case[] = [
    { name: 'mdaemon-bot, SQLite, 50 channels', args: ['ours', directory(), '50'], aimed: true },
    { name: 'mdaemon-bot, SQLite, 1,000 channels', args: ['ours', directory(), '1000'], aimed: false },
    { name: 'node-cron', args: ['node-cron'], aimed: false },
    { name: 'node-schedule', args: ['node-schedule'], aimed: false },
  ];
  if (database !== undefined) {
    cases.push(
      { name: 'mdaemon-bot, PostgreSQL, 50 channels', args: ['ours', await database(), '50'], aimed: true },
      { name: 'mdaemon-bot, PostgreSQL, 1,000 channels', args: ['ours', await database(), '1000'], aimed: false },
      { name: 'pg-boss', args: ['pg-boss', await database()], aimed: false },
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
    aims: cases.flatMap(({ name, aimed }, index) => (aimed ? [aim(name, lateness[index] ?? [])] : [])),
  };
}

function aim(name: string, lateness: readonly number[]): Aim {
  const reached = quantile(lateness, 0.5);
  const what = `the last of 1,000 due at once handed over, ${name}`;
  return { what, wanted: `under ${wantedMs} ms`, reached: `${reached.toFixed(0)} ms`, met: reached < wantedMs };
}
