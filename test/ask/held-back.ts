import { classOfLine, isDecline, type QuestionClass } from '../../src/ask/question-class.ts';
import type { AskLine, AskOnce } from './ask-line.ts';
import type { Judgement } from './judge.ts';
import { portsIn } from './ports-in.ts';
import type { Asked } from './question.ts';
import { readAnswer } from './read-answer.ts';
import type { Judged } from './score.ts';
import type { Labelled } from './training/labelled.ts';

const right: Judgement = { says: 'right', reasons: [], wrongPort: false };
/** An article that a command shows with its counterpart of today. */
const shownBy: Readonly<Record<QuestionClass, QuestionClass>> = { 'article:why-restart-then': 'why-restart' };

/** Asks labelled questions, and judges the answers by their call alone: is it one of the class that somebody gave them? */
export async function askLabelled(questions: readonly Labelled[], ask: AskOnce): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const [index, labelled] of questions.entries()) {
    const line = await ask(labelled.q);
    judged.push({ question: askedOf(labelled, index), line, judgement: judgeCall(labelled, line) });
  }
  return judged;
}

function askedOf({ q, class: of, lang }: Labelled, index: number): Asked {
  return {
    id: `held-${index}`,
    question: q,
    topic: groupOf(of),
    language: lang,
    expects: isDecline(of) ? { declines: true } : { command: of },
  };
}

/** Articles are too many to count one by one. */
function groupOf(of: QuestionClass): string {
  if (isDecline(of)) return of.replace(':', '-');
  return of.startsWith('ports:') ? 'ports-lists' : of.replace(/:.*/, '');
}

/** Judges by the call; a port is wrong that the answer shows first or in a table, and the question does not name. */
export function judgeCall({ q, class: of }: Pick<Labelled, 'q' | 'class'>, line: AskLine): Judgement {
  if (!line.answered)
    return isDecline(of) ? right : { says: 'wrongly declined', reasons: [`declined ${of}`], wrongPort: false };
  const came = classOfLine(line.command ?? '');
  if (came === of || came === shownBy[of]) return right;
  const { lead, tablePorts } = readAnswer(line.text);
  const named = new Set(q.match(/\d+/g)?.map(Number));
  return {
    says: isDecline(of) ? 'wrongly answered' : 'wrong',
    reasons: [`comes from ${line.command}, not ${of}`],
    wrongPort: [...portsIn(lead.join('\n')), ...tablePorts].some((port) => !named.has(port)),
  };
}
