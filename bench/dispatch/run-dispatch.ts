import { askContender } from '../measure/ask-contender.ts';
import { ratioOfNeighbours } from '../measure/ratio-of-neighbours.ts';
import type { Aim, SectionResult } from '../measure/result.ts';
import { type Contender, startContender } from '../measure/start-contender.ts';
import { summarise } from '../measure/summarise.ts';

const rounds = 15;
/**
 * Every command has a validator of its own, which V8 compiles once it has run some thousand times: with fewer, each of
 * 300 in turn is as slow as a program that has just started.
 */
const warmUpsPerCommand = 5_000;
const largestSpread = 1.2;
const wantedOverHubot = 5;

/**
 * The arguments of contender.ts, and how many dispatches make a round of some 0.15 s: shorter ones measure how
 * a process that was idle gets going.
 */
const contenders = [
  { name: '10 commands, one asked for', args: ['ours', '10', 'one'], dispatches: 100_000 },
  { name: '300 commands, one asked for', args: ['ours', '300', 'one'], dispatches: 100_000 },
  { name: '10 commands, each in turn', args: ['ours', '10', 'each'], dispatches: 100_000 },
  { name: '300 commands, each in turn', args: ['ours', '300', 'each'], dispatches: 100_000 },
  { name: 'Hubot, 30 listeners, one asked for', args: ['hubot', '30', 'one'], dispatches: 12_000 },
  { name: 'Hubot, 30 listeners, each in turn', args: ['hubot', '30', 'each'], dispatches: 12_000 },
] as const;

/** Tokenise, find, parse, validate and run a command that does nothing, beside Hubot's way to a listener. */
export async function runDispatch(): Promise<SectionResult> {
  const running: Contender[] = [];
  const rates = contenders.map((): number[] => []);
  try {
    for (const { args } of contenders) {
      const script = ['bench/dispatch/contender.ts', ...args];
      running.push(await startContender({ args: script, environment: {}, ready: /ready/, channel: true }));
    }
    for (const [index, contender] of running.entries()) {
      await askContender(contender, Number(contenders[index]?.args[1]) * warmUpsPerCommand);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, contender] of running.entries()) {
        rates[index]?.push(await askContender(contender, contenders[index]?.dispatches ?? 0));
      }
    }
  } finally {
    await Promise.all(running.map((contender) => contender.stop()));
  }
  const [ten = [], all = [], tenEach = [], allEach = [], hubot = [], hubotEach = []] = rates;
  return {
    title: 'dispatch: in process, a command that does nothing',
    rows: contenders.map(({ name }, index) => ({ name, unit: 'dispatches/s', values: summarise(rates[index] ?? []) })),
    aims: [
      spread('10 commands over 300, one asked for', ten, all),
      spread('10 commands over 300, each in turn', tenEach, allEach),
      overHubot("300 commands over Hubot's 30, one asked for", all, hubot),
      overHubot("300 commands over Hubot's 30, each in turn", allEach, hubotEach),
    ],
    notes: [
      'Each line is a process of its own, warmed up until all its commands are compiled.',
      'Hubot asks every listener about every message.',
    ],
  };
}

function spread(what: string, one: readonly number[], other: readonly number[]): Aim {
  const ratio = ratioOfNeighbours(one, other);
  const met = Math.max(ratio, 1 / ratio) <= largestSpread;
  return { what, wanted: `within ${largestSpread} of each other`, reached: ratio.toFixed(2), met };
}

function overHubot(what: string, ours: readonly number[], hubots: readonly number[]): Aim {
  const ratio = ratioOfNeighbours(ours, hubots);
  return { what, wanted: `at least ${wantedOverHubot}`, reached: ratio.toFixed(1), met: ratio >= wantedOverHubot };
}
