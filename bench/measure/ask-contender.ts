import { once } from 'node:events';
import type { Contender } from './start-contender.ts';

/** Sends a number to a contender started with a channel, and returns the number it answers. */
export async function askContender(contender: Contender, question: number): Promise<number> {
  const answer = once(contender.process, 'message');
  contender.process.send(question);
  return Number((await answer)[0]);
}
