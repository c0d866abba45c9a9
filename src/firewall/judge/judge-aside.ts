import { Worker } from 'node:worker_threads';
import { NotReadError, TooLargeError } from '../refusals.ts';
import type { Asked, JudgeOptions } from './asked-ports.ts';
import type { Judgement } from './judge-texts.ts';

/** What the judging thread is given. */
export interface Task {
  readonly texts: readonly string[];
  readonly asked: readonly Asked[];
  readonly options: JudgeOptions;
}

/** What it gives back. */
export type TaskResult =
  | { readonly judgement: Judgement }
  | { readonly notRead: { readonly message: string; readonly remedy: string } }
  | { readonly tooLarge: string }
  | { readonly failed: unknown };

/** The thread's memory in MB; more ends it. */
const mostMemoryMb = 160;

/** An idle thread is kept this long: the next answer need not wait for its code to be loaded. */
const keptMs = 60_000;

/** One text at a time: a second one waits for the first. */
let queue: Promise<unknown> = Promise.resolve();

let thread: Worker | undefined;
let ending: NodeJS.Timeout | undefined;

/**
 * Like `judgeTexts`, in a thread of its own: reading and judging, and loading the code for it, would hold up everything
 * else for up to half a second. The thread keeps no process alive.
 *
 * @throws {NotReadError} for what is not read, with the reason.
 * @throws {TooLargeError} for more than can be judged.
 */
export async function judgeAside(
  texts: readonly string[],
  asked: readonly Asked[],
  options: JudgeOptions,
): Promise<Judgement> {
  const turn = queue.then(() => runTask({ texts, asked, options }));
  queue = turn.catch(() => undefined);
  const result = await turn;
  if ('judgement' in result) return result.judgement;
  if ('notRead' in result) throw new NotReadError(result.notRead.message, result.notRead.remedy);
  if ('failed' in result) throw result.failed;
  throw new TooLargeError(result.tooLarge);
}

function runTask(task: Task): Promise<TaskResult> {
  clearTimeout(ending);
  const own = thread ?? startThread();
  thread = own;
  own.ref();
  return new Promise<TaskResult>((resolve, reject) => {
    const end = () => {
      own.off('message', onMessage).off('error', onError).off('exit', onExit);
    };
    const onMessage = (result: TaskResult) => {
      end();
      rest(own);
      resolve(result);
    };
    const onError = (error: NodeJS.ErrnoException) => {
      end();
      forget(own);
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve({ tooLarge: 'it takes too much memory' });
      else reject(error);
    };
    const onExit = (code: number) => {
      end();
      forget(own);
      reject(new Error(`The judging thread ended with ${code}`));
    };
    own.on('message', onMessage).on('error', onError).on('exit', onExit);
    own.postMessage(task);
  });
}

function startThread(): Worker {
  // The sources run as they are; a packed install has them built.
  const file = import.meta.url.endsWith('.ts') ? './judge-worker.ts' : './judge-worker.js';
  return new Worker(new URL(file, import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb } });
}

function rest(own: Worker): void {
  own.unref();
  ending = setTimeout(() => {
    forget(own);
    void own.terminate();
  }, keptMs).unref();
}

function forget(own: Worker): void {
  if (thread === own) thread = undefined;
}
