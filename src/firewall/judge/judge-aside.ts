import { Worker } from 'node:worker_threads';
import { NotReadError } from '../read/read.ts';
import type { Asked, JudgeOptions } from './asked.ts';
import { TooLargeError } from './budget.ts';
import type { DiagramLimits } from './diagrams.ts';
import { type Judgement, judgeTexts } from './judge-texts.ts';

/** What the judging thread is given. */
export interface Task {
  readonly texts: readonly string[];
  readonly asked: readonly Asked[];
  readonly options: JudgeOptions;
  readonly limits: DiagramLimits;
}

/** What it gives back. */
export type TaskResult =
  | { readonly judgement: Judgement }
  | { readonly notRead: { readonly message: string; readonly remedy: string } }
  | { readonly tooLarge: string };

/** Longer texts are judged in a thread of their own from the start: 60,000 characters held up everything for 0.3 s. */
const mostHere = 10_000;

/** A set of a hundred rules stays within the first; 5,000 rules of different addresses and ports within the second. */
const here: DiagramLimits = { nodes: 20_000, steps: 40_000 };
const aside: DiagramLimits = { nodes: 1_500_000, steps: 12_000_000 };

/** The thread's memory in MB; more ends it. */
const mostMemoryMb = 160;

/** One thread at a time: a second large text waits for the first. */
let queue: Promise<unknown> = Promise.resolve();

/**
 * Like `judgeTexts`, without holding up anything else: what takes longer than an instant goes to a thread of its own.
 *
 * @throws {NotReadError} for what is not read, with the reason.
 * @throws {TooLargeError} for more than can be judged.
 */
export async function judgeAside(
  texts: readonly string[],
  asked: readonly Asked[],
  options: JudgeOptions,
): Promise<Judgement> {
  if (texts.reduce((sum, { length }) => sum + length, 0) <= mostHere) {
    try {
      return judgeTexts(texts, asked, options, here);
    } catch (error) {
      if (!(error instanceof TooLargeError)) throw error;
    }
  }
  const turn = queue.then(() => runThread({ texts, asked, options, limits: aside }));
  queue = turn.catch(() => undefined);
  const result = await turn;
  if ('judgement' in result) return result.judgement;
  if ('notRead' in result) throw new NotReadError(result.notRead.message, result.notRead.remedy);
  throw new TooLargeError(result.tooLarge);
}

function runThread(task: Task): Promise<TaskResult> {
  // The sources run as they are; a packed install has them built.
  const file = import.meta.url.endsWith('.ts') ? './judge-worker.ts' : './judge-worker.js';
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(file, import.meta.url), {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
    });
    worker.on('message', resolve);
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve({ tooLarge: 'it takes too much memory' });
      else reject(error);
    });
    worker.on('exit', (code) => reject(new Error(`The judging thread ended with ${code}`)));
  });
}
