import type { AskLine } from './ask-line.ts';
import type { Question } from './question.ts';
import type { Judged } from './score.ts';

/** A question of no importance, but for what is given. */
export function questionOf(question: string, expects: Question['expects'], others: Partial<Question> = {}): Question {
  return { id: 'test-01', question, topic: 'test', language: 'en', part: 'tune', about: [], expects, ...others };
}

/** An answer with this text, but for what is given. */
export function lineOf(text: string, others: Partial<AskLine> = {}): AskLine {
  return { question: '', answered: true, command: 'ports imap', text, sources: [], confidence: 0.9, ...others };
}

/** A question that was judged so. */
export function judgedAs(
  says: Judged['judgement']['says'],
  {
    wrongPort = false,
    declines = false,
    part = 'tune' as Question['part'],
    text = 'An answer.',
    confidence = 0.9,
  } = {},
): Judged {
  const expects = declines ? ({ declines: true } as const) : { holds: ['imap'] };
  return {
    question: questionOf(`a question of the part to ${part}`, expects, { part }),
    line: lineOf(text, { confidence }),
    judgement: { says, reasons: says === 'right' ? [] : ['a reason'], wrongPort },
  };
}
