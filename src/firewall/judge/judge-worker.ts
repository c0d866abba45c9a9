import { parentPort, workerData } from 'node:worker_threads';
import { NotReadError } from '../read/read.ts';
import { TooLargeError } from './budget.ts';
import type { Task, TaskResult } from './judge-aside.ts';
import { judgeTexts } from './judge-texts.ts';

const { texts, asked, options, limits } = workerData as Task;

function judge(): TaskResult {
  try {
    return { judgement: judgeTexts(texts, asked, options, limits) };
  } catch (error) {
    if (error instanceof NotReadError) return { notRead: { message: error.message, remedy: error.remedy } };
    if (error instanceof TooLargeError) return { tooLarge: error.message };
    throw error;
  }
}

parentPort?.postMessage(judge());
