import { type Declined, entryKey, type Understanding } from '../../src/ask/ask.ts';
import { type Answer, type Capabilities, type RefusedBy, type RunContext, UserError } from '../../src/bot/bot.ts';
import type { Services } from '../services.ts';
import { composeAnswer } from './compose-answer.ts';
import { type Consulted, consult } from './consult.ts';
import { decline, whyNever } from './decline.ts';
import { misspeltCommand } from './misspelt-command.ts';
import { runCall } from './run-call.ts';

/**
 * Understands a question and answers it. In the place of a command that refused the line, it answers only what is
 * understood surely.
 *
 * @throws {UserError} as `answerUnderstood`, and `unknown-command` for what looks like a misspelt command
 */
export async function answerQuestion(question: string, context: RunContext<Services>): Promise<Answer> {
  const { services, request, refused } = context;
  const understanding = (await services.asker.current()).understand(question);
  const misspelt = refused === undefined && misspeltCommand(question, understanding, services.catalogue);
  if (misspelt) throw misspelt;
  if (understanding.kind === 'declined') {
    // What a command could not read was a command; what it knew nothing about was a question.
    const text = understanding.reason === 'secret' ? undefined : question;
    if (refused?.outcome !== 'usage') services.questions.record(request.team, unmetBy(understanding), text);
  }
  if (refused !== undefined && !mayReplace(understanding, refused))
    throw notSure(understanding, refused, request.capabilities);
  return answerUnderstood(await consult(question, understanding, context), context);
}

/**
 * The answer to a question that has been understood.
 *
 * @throws {UserError} `declined-…` for what is not answered, or what the command a question came to refuses
 */
export async function answerUnderstood(
  { understanding, rephrased }: Consulted,
  context: RunContext<Services>,
): Promise<Answer> {
  const { capabilities } = context.request;
  if (understanding.kind === 'declined') throw decline(understanding, capabilities);
  return composeAnswer(understanding, await runCall(understanding.call, context), capabilities, rephrased);
}

function unmetBy({ reason, others: [nearest] }: Declined) {
  return { why: reason, nearest: nearest === undefined ? undefined : entryKey(nearest) };
}

/** True for what is sure, and is not the command that refused with the word left out that it did not know. */
function mayReplace(understanding: Understanding, { name, outcome, exact }: RefusedBy): boolean {
  if (exact === true || understanding.kind === 'declined' || !understanding.sure) return false;
  const { path, values } = understanding.call;
  const names = Object.values(values).some((value) => value !== undefined && [value].flat().length > 0);
  return names || outcome === 'usage' || path.join(' ') !== name;
}

/** Added to what the command said, where there is anything to add. */
function notSure(
  understanding: Understanding,
  { name, outcome, exact }: RefusedBy,
  { prefix }: Capabilities,
): UserError {
  const understood = understanding.kind === 'understood' ? understanding.call : undefined;
  const never = understanding.kind === 'declined' && outcome === 'usage' ? whyNever(understanding) : undefined;
  // Its own refusal says already how it is written.
  const call = exact === true && understood?.path[0] === name.split(' ')[0] ? undefined : understood;
  return new UserError({
    code: 'not-sure',
    outcome: 'unknown',
    message: 'I am not sure what is meant.',
    remedy: call === undefined ? (never ?? '') : `Or did you mean \`${prefix}${call.line}\`?`,
    actions: call === undefined ? [] : [{ label: call.line.slice(0, 40), command: call.line }],
  });
}
