import {
  type Asker,
  type Declined,
  type EntryKey,
  entryKey,
  findEntry,
  type Understanding,
} from '../../src/ask/ask.ts';
import {
  type Answer,
  type Capabilities,
  type Catalogue,
  type RefusedBy,
  type RunContext,
  tokenize,
  UserError,
  unknownCommand,
} from '../../src/bot/bot.ts';
import { changesBetween } from '../../src/text/text.ts';
import type { Services } from '../services.ts';
import { readTeamKnowledge } from '../vocabulary/team-knowledge.ts';
import { checkRequest } from './check-request.ts';
import { composeAnswer, decline, joinAnswers, whyNever } from './compose-answer.ts';
import { consult } from './consult.ts';
import { explanationAnswer } from './explanation-answer.ts';
import { reminderRequest } from './reminder-request.ts';
import { readLine, runCall } from './run-call.ts';

/**
 * Understands a question and answers it. In the place of a command that refused the line, it answers only what is
 * understood surely.
 *
 * @throws {UserError} as `answerUnderstood`, `reminder-asked-for`, and `unknown-command` for what looks like a misspelt command
 */
export async function answerQuestion(question: string, context: RunContext<Services>): Promise<Answer> {
  const { services, request, refused } = context;
  const option = /^--([a-z][\w-]*)(?:\s+|$)/i.exec(question);
  if (option !== null && option[1] !== 'explain') throw unknownOption(option[1] ?? '');
  const reminder = refused === undefined ? await reminderRequest(question, context) : undefined;
  if (reminder !== undefined) throw reminder;
  const check = refused === undefined ? await checkRequest(question, context) : undefined;
  if (check !== undefined) throw check;
  const asker = await services.asker.current((await readTeamKnowledge(request, services)).value);
  if (option !== null) return explanationAnswer(asker.explain(question.slice(option[0].length)));
  const understanding = asker.understand(question);
  const misspelt = refused === undefined && misspeltCommand(question, understanding, services.catalogue);
  if (misspelt) throw misspelt;
  if (understanding.kind === 'declined') {
    // A line with wrong arguments was a command; one about something unknown was a question.
    const asked = understanding.reason === 'secret' ? undefined : { text: question, isKnown: asker.isKnownWord };
    if (refused?.outcome !== 'usage') services.questions.record(request.team, unmetBy(understanding), asked);
  }
  if (refused !== undefined && !mayReplace(understanding, refused))
    throw notSure(understanding, refused, request.capabilities);
  return answerUnderstood(question, understanding, asker, context);
}

/**
 * Answers a question that has been understood, after asking the operator's model where one is set up.
 *
 * @throws {UserError} `declined-…` for what is not answered, or what the command a question came to refuses
 */
export async function answerUnderstood(
  question: string,
  understood: Understanding,
  asker: Asker,
  context: RunContext<Services>,
): Promise<Answer> {
  const { capabilities } = context.request;
  const understanding = await consult(question, understood, asker, context.services);
  if (understanding.kind === 'declined') throw decline(understanding, capabilities);
  const first = composeAnswer(understanding, await runCall(understanding.call, context), capabilities);
  const further: Answer[] = [];
  for (const each of understanding.further ?? [])
    further.push(composeAnswer(each, await runCall(each.call, context), capabilities));
  return joinAnswers([first, ...further]);
}

/** `--foo` is a slip in an option, and nothing to search for. */
function unknownOption(name: string): UserError {
  return new UserError({
    code: 'unknown-option',
    outcome: 'usage',
    message: `There is no option --${name.slice(0, 30)}.`,
    remedy: '`ask --explain QUESTION` shows how a question is understood.',
  });
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
    message: "I'm not sure what you mean.",
    remedy: call === undefined ? (never ?? '') : `Or did you mean \`${prefix}${call.line}\`?`,
    actions: call === undefined ? [] : [{ label: call.line, command: call.line }],
  });
}

/** Shorter words are too near to too much: `helo` to `help`, `sort` to `port`. */
const shortestMisspelt = 5;
/** Longer lines are sentences. */
const longestCommand = 4;

/**
 * The refusal of a line that was a command with a slip in its name, such as `remnd add …`; nothing for a question. What
 * is about another product, or asks for a secret, is told so whatever it begins with; and what is understood surely as
 * that very command, `prots imap`, is answered.
 */
export function misspeltCommand(
  line: string,
  understanding: Understanding,
  catalogue: Catalogue<Services>,
): UserError | undefined {
  const words = tokenize(line).map(({ text }) => text);
  const [first = ''] = words;
  if (words.length > 1 && first.length < shortestMisspelt) return undefined;
  const [name] = catalogue.nearest(first);
  // `ask help`: a right name is no slip.
  if (
    name === undefined ||
    name === first.toLowerCase() ||
    !isSlip(first.toLowerCase(), name, words.length, understanding, catalogue)
  )
    return undefined;
  return unknownCommand(catalogue, words);
}

function isSlip(
  first: string,
  name: string,
  length: number,
  understanding: Understanding,
  catalogue: Catalogue<Services>,
): boolean {
  if (understanding.kind === 'declined') return !['elsewhere', 'secret'].includes(understanding.reason);
  // `firewalls` is a word; `firewal` is a slip.
  if (length > longestCommand || first.startsWith(name) || changesBetween(first, name) > 1) return false;
  const meant = catalogue.at([name])?.path[0];
  return !understanding.sure || understanding.call.path[0] !== meant;
}

/**
 * Shows the entry that was meant, and counts it. Only what is an entry is counted, never a text that somebody typed.
 *
 * @throws {UserError} `entry-not-known`
 */
export async function showInstead(
  { shown, wanted }: { readonly shown: string; readonly wanted: string },
  context: RunContext<Services>,
): Promise<Answer> {
  const { services, request } = context;
  const knowledge = services.knowledge.current();
  const entry = findEntry(wanted, knowledge);
  if (entry === undefined) {
    throw new UserError({
      code: 'entry-not-known',
      outcome: 'unknown',
      message: 'That entry is no longer in my documents.',
      remedy: 'Ask again.',
    });
  }
  const answer = await runCall(readLine(entry.line, services), context);
  const known = findEntry(shown, knowledge) === undefined ? undefined : (shown as EntryKey);
  services.questions.record(request.team, { why: 'not-meant', shown: known, wanted: wanted as EntryKey });
  return answer;
}
