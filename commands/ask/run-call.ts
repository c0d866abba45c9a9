import type { AskCall } from '../../src/ask/ask.ts';
import {
  type Answer,
  BotError,
  type CatalogueEntry,
  parseArguments,
  type RunContext,
  requireMember,
  tokenize,
  UserError,
} from '../../src/bot/bot.ts';
import type { Services } from '../services.ts';

/**
 * Runs the command a question was understood as: one that changes nothing and that whoever asks may run.
 *
 * @throws {BotError} `bad-call` where the understanding names no such command, or gives it what it does not take
 * @throws {UserError} `not-allowed` for an outsider who asks about the team, `asked-too-much`
 */
export async function runCall(
  { path, values, line }: Pick<AskCall, 'path' | 'values' | 'line'>,
  { request, services, progress, signal }: RunContext<Services>,
): Promise<Answer> {
  const entry = services.catalogue.at(path);
  if (entry === undefined || !isReading(entry)) throw badCall(line, 'isn’t a command that a question may run');
  if (entry.leaf.access === 'member') requireMember(request.actor);
  const parsed = entry.leaf.arguments.safeParse(values);
  if (parsed.error?.issues.some(({ code }) => code === 'too_big') === true) throw tooMuch();
  if (!parsed.success) throw badCall(line, `has arguments that do not fit: ${parsed.error.issues[0]?.message}`);
  const controls = { ...(progress && { progress }), ...(signal && { signal }) };
  return entry.leaf.run(parsed.data, { request, services, ...controls });
}

/** True for what any member may run and changes nothing; never the commands that run others. */
function isReading({ name, leaf }: CatalogueEntry<Services>): boolean {
  const { access } = leaf;
  return (
    (access === 'everyone' || access === 'member') && leaf.changes !== true && leaf.hidden !== true && name !== 'ask'
  );
}

/** Whoever pastes a whole rule set names more than one answer is about. */
function tooMuch(): UserError {
  return new UserError({
    code: 'asked-too-much',
    message: 'That is more than I can answer at once.',
    remedy: 'Ask about fewer things at a time. To compare your firewall rules, use `firewall diff`.',
  });
}

function badCall(line: string, why: string): BotError {
  return new BotError('bad-call', `A question was understood as "${line}", which ${why}.`);
}

/**
 * The call in a line of ours, such as an entry's.
 *
 * @throws {BotError} `bad-call` where it begins with no command
 */
export function readLine(line: string, { catalogue }: Pick<Services, 'catalogue'>): AskCall {
  const tokens = tokenize(line);
  const found = catalogue.find(tokens);
  if (found === undefined) throw new BotError('bad-call', `"${line}" isn’t a command.`);
  const { entry, words } = found;
  return { path: entry.path, values: parseArguments(entry.plan, line, tokens, words), line };
}
