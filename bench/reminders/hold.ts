import { askContender } from '../measure/ask-contender.ts';
import { type Contender, startContender } from '../measure/start-contender.ts';

/** What it takes to hold one reminder in memory. */
export interface Held {
  readonly bytes: number;
  readonly milliseconds: number;
}

const askMemory = 0;
/** Compiled code and the zones' tables take 20 to 70 MB, however many reminders there are. */
const warmUps = 1_000;

/** A store, and how many reminders are in it. */
export interface FilledStore {
  readonly directory: string;
  readonly count: number;
}

/** Resident bytes of the bot for each reminder that one store has more than another, after the same use of both. */
export async function holdInStore(more: FilledStore, fewer: FilledStore, teamsRead: number): Promise<number> {
  const bytes = async ({ directory }: FilledStore) => {
    const contender = await start(['ours', directory, String(teamsRead)]);
    try {
      return await askContender(contender, askMemory);
    } finally {
      await contender.stop();
    }
  };
  const fewerBytes = await bytes(fewer);
  return ((await bytes(more)) - fewerBytes) / (more.count - fewer.count);
}

/** Lets a scheduler that knows no store add reminders. */
export async function holdInMemory(peer: string, count: number): Promise<Held> {
  const contender = await start([peer]);
  try {
    await askContender(contender, warmUps);
    const before = await askContender(contender, askMemory);
    const milliseconds = (await askContender(contender, count)) / count;
    return { bytes: ((await askContender(contender, askMemory)) - before) / count, milliseconds };
  } finally {
    await contender.stop();
  }
}

function start(args: readonly string[]): Promise<Contender> {
  return startContender({
    args: ['--expose-gc', 'bench/reminders/hold-contender.ts', ...args],
    environment: {},
    ready: /ready/,
    channel: true,
  });
}
