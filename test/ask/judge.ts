import type { AskLine } from './ask-line.ts';
import { portsIn } from './ports-in.ts';
import { type Answerable, type Asked, toRegularExpression } from './question.ts';
import { type ReadAnswer, readAnswer } from './read-answer.ts';

/** How an answer was judged. */
export interface Judgement {
  readonly says: 'right' | 'wrong' | 'wrongly declined' | 'wrongly answered';
  /** What is wrong, one sentence each; empty where it is right. */
  readonly reasons: readonly string[];
  /** A port was shown as the answer that is none. Counted by itself, because a wrong port opens a firewall. */
  readonly wrongPort: boolean;
}

const right: Judgement = { says: 'right', reasons: [], wrongPort: false };

/** Judges one answer. A declined question has to be declined without a port; any other has to hold all it expects. */
export function judge(question: Asked, line: AskLine): Judgement {
  const answer = readAnswer(line.text);
  const { expects } = question;
  if ('declines' in expects) return judgeDeclined(question, line, answer);
  if (!line.answered) return judgeNotAnswered(expects, question, answer);
  const extra = extraPorts(expects, question, answer);
  const failures = [...failuresOf(question, expects, line, answer), ...extra.map((port) => `shows port ${port}`)];
  if (failures.length === 0) return right;
  // Where no ports were asked for, a port in a lead that answers something else is as wrong.
  const strayed = expects.ports === undefined && expects.mayName === undefined && strays(question, answer).length > 0;
  return { says: 'wrong', reasons: failures, wrongPort: extra.length > 0 || strayed };
}

function judgeDeclined(question: Asked, line: AskLine, answer: ReadAnswer): Judgement {
  if (line.answered) {
    const shown = [...new Set([...portsIn(answer.lead.join('\n')), ...answer.tablePorts])];
    const reason = `answered what it cannot know, by ${line.command ?? 'no command'}`;
    return { says: 'wrongly answered', reasons: [reason], wrongPort: shown.length > 0 };
  }
  const shown = straysOfDecline(question, answer);
  if (shown.length === 0) return right;
  return { says: 'wrongly answered', reasons: [`declined, yet shows port ${shown.join(', ')}`], wrongPort: true };
}

function judgeNotAnswered(expects: Answerable, question: Asked, answer: ReadAnswer): Judgement {
  const shown = straysOfDecline(question, answer);
  if (expects.mayDecline && shown.length === 0) return right;
  return { says: 'wrongly declined', reasons: ['declined what the knowledge answers'], wrongPort: shown.length > 0 };
}

function failuresOf(
  { question }: Asked,
  expects: Answerable,
  { command }: AskLine,
  { lead, body }: ReadAnswer,
): string[] {
  const leading = lead.join('\n');
  // What the question names itself need not be said again.
  const named = new Set([...portsIn(leading), ...numbersIn(question)]);
  const failures: string[] = [];
  if (expects.verdict !== undefined) {
    const said = verdictOf(lead);
    if (said === undefined) failures.push('does not begin with yes, no or it depends');
    else if (![expects.verdict].flat().includes(said))
      failures.push(`says ${said}, not ${[expects.verdict].flat().join(' or ')}`);
  }
  for (const port of expects.ports ?? []) if (!named.has(port)) failures.push(`does not name port ${port} first`);
  for (const text of expects.leads ?? []) if (!matches(text, leading)) failures.push(`does not begin with ${text}`);
  for (const text of expects.holds ?? []) if (!matches(text, body)) failures.push(`does not hold ${text}`);
  for (const text of expects.lacks ?? []) if (matches(text, leading)) failures.push(`begins with ${text}`);
  if (expects.command !== undefined && !new RegExp(expects.command, 'i').test(command ?? '')) {
    failures.push(`comes from ${command ?? 'no command'}, not ${expects.command}`);
  }
  return failures;
}

/** Ports shown as the answer that are neither expected, nor allowed, nor taken up from the question. */
function extraPorts({ ports, mayName }: Answerable, question: Asked, answer: ReadAnswer): number[] {
  if (ports === undefined && mayName === undefined) return [];
  const allowed = new Set([...(ports ?? []), ...(mayName ?? [])]);
  return strays(question, answer).filter((port) => !allowed.has(port));
}

/** Ports in the lead or in a table that the question does not name itself. */
function strays({ question }: Asked, { lead, tablePorts }: ReadAnswer): number[] {
  const asked = numbersIn(question);
  return [...new Set([...portsIn(lead.join('\n')), ...tablePorts])].filter((port) => !asked.has(port));
}

/** As `strays`, but what is between backticks is a command offered, not a port shown. */
function straysOfDecline(question: Asked, answer: ReadAnswer): number[] {
  return strays(question, { ...answer, lead: answer.lead.map((line) => line.replaceAll(/`[^`]*`/g, '')) });
}

function numbersIn(text: string): ReadonlySet<number> {
  return new Set([...text.matchAll(/\d+/g)].map(([number]) => Number(number)));
}

/** The yes or no an answer begins with, before or after its title. */
function verdictOf(lead: readonly string[]): 'yes' | 'no' | 'depends' | undefined {
  for (const line of lead.slice(0, 2)) {
    const says = /^(?:(yes|no)(?=\s*(?:[.,:;!–—-]|$))|(?:(?:it|that) )?(depends)\b)/i.exec(line);
    if (says !== null) return says[2] !== undefined ? 'depends' : says[1]?.toLowerCase() === 'yes' ? 'yes' : 'no';
  }
  return undefined;
}

function matches(pattern: string, text: string): boolean {
  return toRegularExpression(pattern).test(text);
}
