import type { z } from 'zod';
import { requireAccess } from './access.ts';
import { answerOfError } from './answer-of-error.ts';
import type { Catalogue, CatalogueEntry } from './catalogue.ts';
import { UserError } from './errors/user-error.ts';
import { nearestNames } from './nearest-names.ts';
import { parseArguments, type RawValues, wanted } from './parse-arguments.ts';
import { quote } from './quote.ts';
import type { Reply } from './reply.ts';
import type { Input, Request } from './request.ts';
import { type Token, tokenize, tokensOfWords } from './tokenize.ts';
import { usageLine } from './usage.ts';

/** The longest line a request may have, in UTF-16 units. */
const maxLineLength = 4_000;

/** What is known of a request once it has been answered; logs and metrics hang here. */
export interface DispatchEvent {
  readonly request: Request;
  readonly reply: Reply;
  readonly durationMs: number;
  /** What was thrown, where the outcome is not `answered`. */
  readonly error?: unknown;
}

/** What a router is built from. */
export interface RouterOptions<Services> {
  readonly catalogue: Catalogue<Services>;
  readonly services: Services;
  /** What people write before a command out of habit, in lower case: `/mdaemon`. It is passed over. */
  readonly botNames?: readonly string[];
  /** The command an empty line stands for. */
  readonly emptyCommand: string;
  /** Command lines that a line no command claims may have meant, nearest first. */
  recognise?(words: readonly string[], services: Services): readonly string[];
  /** A clock in milliseconds, for durations only. */
  readonly nowMs: () => number;
  /** Called once per request. */
  observe?(event: DispatchEvent): void;
}

/** Finds the command a request means, checks its arguments and the actor's right, and runs it. */
export interface Router {
  /** Always resolves: whatever goes wrong becomes an answer. */
  dispatch(request: Request): Promise<Reply>;
}

/** Builds the router over a catalogue of commands. */
export function createRouter<Services>(options: RouterOptions<Services>): Router {
  const { services, nowMs, observe } = options;
  return {
    async dispatch(request) {
      const startedAt = observe === undefined ? 0 : nowMs();
      let entry: CatalogueEntry<Services> | undefined;
      let reply: Reply;
      let error: unknown;
      try {
        const call = readInput(options, request.input);
        entry = call.entry;
        requireAccess(entry.leaf.access, request.actor);
        const args = validate(entry, call.values, request);
        const answer = await entry.leaf.run(args, { request, services });
        reply = { command: entry.name, outcome: 'answered', answer };
        if (entry.leaf.changes === true) reply = { ...reply, changes: true };
      } catch (thrown) {
        error = thrown;
        reply = answerOfError(thrown, entry, request);
      }
      observe?.({ request, reply, durationMs: nowMs() - startedAt, ...(error === undefined ? {} : { error }) });
      return reply;
    },
  };
}

interface Call<Services> {
  readonly entry: CatalogueEntry<Services>;
  readonly values: RawValues;
}

function readInput<Services>(options: RouterOptions<Services>, input: Input): Call<Services> {
  const { catalogue } = options;
  if (input.kind === 'call') {
    const entry = catalogue.at(input.path);
    if (entry === undefined) throw unknownCommand(options, input.path);
    return { entry, values: input.values };
  }
  const { line, tokens } = input.kind === 'text' ? splitLine(input.text) : tokensOfWords(input.words);
  if (line.length > maxLineLength) throw lineTooLong(line.length);
  const first = tokens[0];
  if (first !== undefined && !first.quoted && options.botNames?.includes(first.text.toLowerCase()) === true)
    tokens.shift();
  if (tokens.length === 0) {
    const entry = catalogue.at([options.emptyCommand]);
    if (entry !== undefined) return { entry, values: {} };
  }
  const found = catalogue.find(tokens);
  if (found === undefined) {
    throw unknownCommand(
      options,
      tokens.map((token) => token.text),
    );
  }
  const { entry } = found;
  try {
    return { entry, values: parseArguments(entry.plan, line, tokens, found.words) };
  } catch (error) {
    throw error instanceof UserError ? withUsage(error, entry) : error;
  }
}

function splitLine(line: string): { line: string; tokens: Token[] } {
  return { line, tokens: line.length > maxLineLength ? [] : tokenize(line) };
}

function validate<Services>(
  entry: CatalogueEntry<Services>,
  values: RawValues,
  request: Request,
): Record<string, unknown> {
  const parsed = entry.leaf.arguments.safeParse(values);
  if (parsed.success) return parsed.data;
  throw withUsage(invalidArgument(entry, parsed.error.issues[0], values, request), entry);
}

function invalidArgument<Services>(
  entry: CatalogueEntry<Services>,
  issue: z.core.$ZodIssue | undefined,
  values: RawValues,
  request: Request,
): UserError {
  const name = String(issue?.path[0] ?? '');
  const argument = entry.plan.arguments.find((candidate) => candidate.name === name);
  if (argument === undefined) {
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const what =
      unknown === undefined ? 'These arguments do not fit together' : `There is no argument ${quote(unknown)} here`;
    return new UserError({ code: 'bad-argument', message: `${what}.`, remedy: '' });
  }
  const given =
    issue?.path.slice(1).reduce<unknown>((value, key) => (value as never)?.[key], values[name]) ?? values[name];
  if (given === undefined) {
    const shown = `${request.capabilities.prefix}${entry.name}`;
    return new UserError({ code: 'missing-argument', message: `\`${shown}\` needs ${wanted(argument)}.`, remedy: '' });
  }
  const message =
    issue?.code === 'invalid_value' || issue?.code === 'invalid_type'
      ? `${quote(String(given))} does not fit here: \`${name}\` is ${wanted(argument)}.`
      : `${quote(String(given))} does not fit here: ${issue?.message ?? 'it is not valid'}.`;
  const spellings = [...entry.plan.choices].flatMap(([word, choice]) => (choice.argument === argument ? [word] : []));
  const near = nearestNames(String(given).toLowerCase(), spellings).map((word) => `\`${word}\``);
  const remedy = near.length === 0 ? '' : `Did you mean ${near.join(' or ')}?`;
  return new UserError({ code: 'bad-argument', message, remedy });
}

/** Completes an error about arguments with how the command is written, and one line that works. */
function withUsage<Services>(error: UserError, entry: CatalogueEntry<Services>): UserError {
  const usage = `Write \`${usageLine(entry.name, entry.plan)}\`, for example \`${entry.leaf.examples[0]}\`.`;
  return new UserError({
    code: error.code,
    outcome: error.outcome,
    message: error.message,
    remedy: error.remedy === '' ? usage : `${error.remedy} ${usage}`,
    actions: [{ label: `help ${entry.path[0]}`, command: `help ${entry.path[0]}` }, ...error.actions],
  });
}

function unknownCommand<Services>(options: RouterOptions<Services>, words: readonly string[]): UserError {
  const { catalogue, services, recognise } = options;
  const first = words[0] ?? '';
  const meant = recognise?.(words, services) ?? [];
  const others = quotable(words.slice(1));
  const near = [...meant, ...catalogue.nearest(first).map((name) => [name, ...others].join(' '))].slice(0, 3);
  const shown = near.map((line) => `\`${line}\``).join(' or ');
  return new UserError({
    code: 'unknown-command',
    message: `I know no command ${quote(meant.length > 0 ? words.join(' ') : first)}.`,
    remedy: near.length === 0 ? '`help` lists them all.' : `Did you mean ${shown}? \`help\` lists all commands.`,
    actions: [...near, 'help'].map((command) => ({ label: command.slice(0, 40), command })),
  });
}

/** Words that can be offered again behind another name; none where they are too many for a button. */
function quotable(words: readonly string[]): readonly string[] {
  return words.join(' ').length <= 60 && words.every((word) => /^[\w./:-]+$/.test(word)) ? words : [];
}

function lineTooLong(length: number): UserError {
  return new UserError({
    code: 'line-too-long',
    message: `That is ${length.toLocaleString('en')} characters; one line may have ${maxLineLength.toLocaleString('en')}.`,
    remedy: 'Ask one thing at a time, or `help`.',
    actions: [{ label: 'help', command: 'help' }],
  });
}
