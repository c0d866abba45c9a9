import type { AskLine, AskOnce } from './ask-line.ts';
import { type Judgement, judge } from './judge.ts';
import type { Asked } from './question.ts';

/** A question, what was answered, and how that was judged. */
export interface Judged {
  readonly question: Asked;
  readonly line: AskLine;
  readonly judgement: Judgement;
}

/** What a number of questions came to. */
export interface Score {
  readonly asked: number;
  readonly right: number;
  readonly wrong: number;
  readonly wronglyDeclined: number;
  readonly wronglyAnswered: number;
  readonly wrongPorts: number;
  /** Questions that must be declined. */
  readonly outOfScope: number;
  /** Of those, how many were. */
  readonly declined: number;
}

/** What is wanted on the part nobody tunes on: shares of all questions and of those to decline, and a count. */
export interface Wanted {
  readonly right: number;
  readonly wrongPorts: number;
  readonly declined: number;
}

/** What `ask` is for. `npm run ask:eval` fails until all three are reached; docs/ask.md says how far it is. */
export const aims: Wanted = { right: 0.97, wrongPorts: 0, declined: 0.98 };

/** What has been reached, and may not be lost again: it only goes up. */
export const reached: Wanted = { right: 0.96, wrongPorts: 3, declined: 0.98 };

/** Asks every question, one after the other, and judges the answers. */
export async function askAll(questions: readonly Asked[], ask: AskOnce): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const question of questions) {
    const line = await ask(question.question);
    judged.push({ question, line, judgement: judge(question, line) });
  }
  return judged;
}

/** Counts what came of questions. */
export function scoreOf(judged: readonly Judged[]): Score {
  const count = (says: Judgement['says']) => judged.filter(({ judgement }) => judgement.says === says).length;
  const outOfScope = judged.filter(({ question }) => 'declines' in question.expects);
  return {
    asked: judged.length,
    right: count('right'),
    wrong: count('wrong'),
    wronglyDeclined: count('wrongly declined'),
    wronglyAnswered: count('wrongly answered'),
    wrongPorts: judged.filter(({ judgement }) => judgement.wrongPort).length,
    outOfScope: outOfScope.length,
    declined: outOfScope.filter(({ judgement }) => judgement.says === 'right').length,
  };
}

/** What a score misses of what is wanted (default: the aims), one sentence each; none where all is met. */
export function missedAims({ asked, right, wrongPorts, outOfScope, declined }: Score, wanted: Wanted = aims): string[] {
  const missed: string[] = [];
  if (right < wanted.right * asked) missed.push(`${right} of ${asked} right, aim ${percent(wanted.right, 1)}`);
  if (wrongPorts > wanted.wrongPorts) missed.push(`${wrongPorts} wrong ports, aim ${wanted.wrongPorts}`);
  if (declined < wanted.declined * outOfScope) {
    missed.push(`${declined} of ${outOfScope} out-of-scope questions declined, aim ${percent(wanted.declined, 1)}`);
  }
  return missed;
}

/** A share as `97.3%`; a dash where there is nothing to share. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)}%`;
}
