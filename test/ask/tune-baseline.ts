import type { AskOnce } from './ask-line.ts';
import { type Baseline, createBaseline } from './baseline.ts';
import type { KnowledgeEntry } from './entry-answers.ts';
import { judge } from './judge.ts';
import type { Question } from './question.ts';

const declined = { answered: false, command: null, text: 'I do not know that.', confidence: 1 } as const;

/** The baseline with the threshold that gets most of these questions right; of equals the lowest. */
export async function tuneBaseline(
  entries: readonly KnowledgeEntry[],
  questions: readonly Question[],
  show: AskOnce,
): Promise<Baseline> {
  const { best } = createBaseline(entries);
  const found: { score: number; answering: boolean; declining: boolean }[] = [];
  for (const question of questions) {
    const { score, line } = best(question.question);
    const isRight = (answer: Parameters<typeof judge>[1]) => judge(question, answer).says === 'right';
    const answering = line !== undefined && isRight(await show(line));
    found.push({ score, answering, declining: isRight({ ...declined, question: question.question, sources: [] }) });
  }
  const rightAt = (threshold: number) =>
    found.filter(({ score, answering, declining }) => (score >= threshold ? answering : declining)).length;
  const thresholds = [...new Set([0, ...found.map(({ score }) => score)])].sort((a, b) => a - b);
  const [threshold] = thresholds.reduce<readonly [number, number]>(
    (top, each) => (rightAt(each) > top[1] ? [each, rightAt(each)] : top),
    [0, rightAt(0)],
  );
  return createBaseline(entries, threshold);
}
