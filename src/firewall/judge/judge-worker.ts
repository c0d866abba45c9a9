import { enableCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { NotReadError, TooLargeError } from '../refusals.ts';
import type { DiagramLimits } from './diagrams.ts';
import type { Task, TaskResult } from './judge-aside.ts';

// Before the rest is loaded, which takes half of the first answer's time without it.
enableCompileCache();
const { judgeTexts } = await import('./judge-texts.ts');

/** Most rule sets stay within the first, which are quick to set up; 5,000 rules of different ports within the second. */
const limits: readonly [DiagramLimits, DiagramLimits] = [
  { nodes: 60_000, steps: 120_000 },
  { nodes: 1_000_000, steps: 6_000_000 },
];

/** Longer texts begin with the wide limits. */
const mostForFirst = 40_000;

function judge({ texts, asked, options }: Task): TaskResult {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  try {
    if (length <= mostForFirst) {
      try {
        return { judgement: judgeTexts(texts, asked, options, limits[0]) };
      } catch (error) {
        if (!(error instanceof TooLargeError)) throw error;
      }
    }
    return { judgement: judgeTexts(texts, asked, options, limits[1]) };
  } catch (error) {
    if (error instanceof NotReadError) return { notRead: { message: error.message, remedy: error.remedy } };
    if (error instanceof TooLargeError) return { tooLarge: error.message };
    return { failed: error };
  }
}

parentPort?.on('message', (task: Task) => parentPort?.postMessage(judge(task)));
