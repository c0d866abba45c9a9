import type { ArgumentPlan, PlannedArgument } from './argument-plan.ts';
import type { Token } from './tokenize.ts';

/** What one word stands for: a number, a value of the argument's enumeration by any of its spellings, or the text. */
export function readWord(plan: ArgumentPlan, argument: PlannedArgument, text: string): unknown {
  if (argument.choices.length > 0) {
    const lower = text.toLowerCase();
    const choice = plan.choices.get(lower);
    return choice?.argument === argument ? choice.value : lower;
  }
  return argument.type === 'number' && /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** The words in a word: several where a list takes them and commas part them, unless it stood in quotation marks. */
export function wordsIn({ list }: PlannedArgument, { text, quoted }: Pick<Token, 'text' | 'quoted'>): string[] {
  return list && !quoted && text.includes(',') ? text.split(',').filter((part) => part !== '') : [text];
}
