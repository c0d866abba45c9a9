import { ratioOfNeighbours } from '../measure/ratio-of-neighbours.ts';
import { quantile } from '../measure/summarise.ts';

/** The figures of one round, by name. For all of them, smaller is better. */
export type Figures = Readonly<Record<string, number>>;

/** A contender of one checkout. */
export interface Runner {
  round(): Promise<Figures>;
  stop(): Promise<void>;
}

/** Something that can be measured in two checkouts. */
export interface Part {
  readonly unit: string;
  readonly rounds: number;
  /** Rounds before those that count. */
  readonly warmUps: number;
  /** Starts what the checkout in this folder has of it. */
  start(folder: string): Promise<Runner>;
}

/** One figure of both checkouts. */
export interface Comparison {
  readonly figure: string;
  readonly unit: string;
  /** Medians. */
  readonly here: number;
  readonly there: number;
  /** The median of the rounds' ratios, so that a busy spell of the machine falls on both. */
  readonly ratio: number;
  /** The ratio between the best round of each, which no busy spell reached. */
  readonly least: number;
}

/** Lets both checkouts take turns, each first in every other round. */
export async function compare(part: Part, folders: readonly [string, string], rounds: number): Promise<Comparison[]> {
  const runners: Runner[] = [];
  const seen: [Figures[], Figures[]] = [[], []];
  try {
    for (const folder of folders) runners.push(await part.start(folder));
    for (let round = -part.warmUps; round < rounds; round += 1) {
      for (const index of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
        const figures = await runners[index]?.round();
        if (round >= 0 && figures !== undefined) seen[index].push(figures);
      }
    }
  } finally {
    for (const runner of runners) await runner.stop();
  }
  return Object.keys(seen[0][0] ?? {}).map((figure) => {
    const [ours, theirs] = seen.map((all) => all.map((figures) => figures[figure] ?? Number.NaN));
    if (ours === undefined || theirs === undefined) throw new Error(`There is no ${figure}.`);
    return {
      figure,
      unit: part.unit,
      here: quantile(ours, 0.5),
      there: quantile(theirs, 0.5),
      ratio: ratioOfNeighbours(ours, theirs),
      least: Math.min(...ours) / Math.min(...theirs),
    };
  });
}
