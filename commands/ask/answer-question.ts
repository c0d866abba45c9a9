import { entryKey } from '../../src/ask/entry-key.ts';
import type { Declined, Understanding } from '../../src/ask/understanding.ts';
import type { Answer } from '../../src/bot/answer.ts';
import type { RunContext } from '../../src/bot/command.ts';
import { UserError } from '../../src/bot/errors/user-error.ts';
import type { Services } from '../services.ts';
import { composeAnswer } from './compose-answer.ts';
import { type Consulted, consult } from './consult.ts';
import { decline } from './decline.ts';
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
  if (understanding.kind === 'declined') {
    const misspelt = refused === undefined && misspeltCommand(question, understanding, services.catalogue);
    if (misspelt) throw misspelt;
    // What a command could not read was a command; what it knew nothing about was a question.
    if (refused?.outcome !== 'usage') services.questions.record(request.team, unmetBy(understanding), question);
  }
  if (refused !== undefined && !isSure(understanding)) throw notSure();
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

function isSure(understanding: Understanding): boolean {
  return understanding.kind === 'understood' && understanding.sure;
}

/** Nobody sees it: what the command said stands. */
function notSure(): UserError {
  return new UserError({ code: 'not-sure', outcome: 'unknown', message: 'I am not sure what is meant.', remedy: '' });
}
