import { authorise, scopeRequest, type TeamPolicy } from './access.ts';
import {
  type Answer,
  longestAction,
  longestLabel,
  mostActions,
  mostGuessActions,
  mostRefusalActions,
  type Reply,
  shownSources,
} from './answer.ts';
import { invalidArgument, withUsage } from './argument-errors.ts';
import type { RawValues } from './argument-plan.ts';
import { type Catalogue, type CatalogueEntry, unknownCommand } from './catalogue.ts';
import type { RefusedBy, RunControls } from './command.ts';
import { callLine, writeLines } from './command-lines.ts';
import { errorReply, UserError } from './errors.ts';
import { parseArguments } from './parse-arguments.ts';
import type { Deed, Input, Request } from './request.ts';
import { type Token, tokenize, tokenizeWords } from './tokenize.ts';

/** The longest line a request may have, in UTF-16 units. */
const maxLineLength = 4_000;

/** One answered request, for logs and metrics. */
export interface DispatchEvent {
  readonly request: Request;
  readonly reply: Reply;
  readonly durationMs: number;
  /** The error, where the outcome is not `answered`. */
  readonly error?: unknown;
}

export interface RouterOptions<Services> {
  readonly catalogue: Catalogue<Services>;
  readonly services: Services;
  /** Names that people write before a command out of habit, in lower case: `/mdaemon`. They are skipped. */
  readonly botNames?: readonly string[];
  /** The command an empty line stands for. */
  readonly emptyCommand: string;
  /**
   * The command that gets a line no command claims, whole, as its `rest` argument. It also gets a typed line that begins
   * with the name of a command but is refused by it, and may then answer in its place; see `RunContext.refused`.
   * Default: none, and such a line is an unknown command.
   */
  readonly fallback?: string;
  /** Who may do what beside the roles that requests come with. Default: nobody. */
  readonly policy?: TeamPolicy;
  /**
   * Begins the command that lists every source of a line: `sources for`. Where an answer has more than surfaces show, it
   * becomes an action of the answer. Default: none.
   */
  readonly sourcesCommand?: string;
  /**
   * The services for a command that changes something: whatever it changes with them goes on record as this deed.
   * Default: `services`, and nothing goes on record.
   */
  readonly servicesFor?: (deed: Deed) => Services;
  /** Puts on record that something of the team's is handed out. Where it rejects, nothing is. Default: does nothing. */
  readonly noteExport?: (deed: Deed) => Promise<void>;
  /** A clock in milliseconds, for durations only. */
  readonly nowMs: () => number;
  /** Called once per request. */
  observe?(event: DispatchEvent): void;
}

/** A request's command, before it is run. */
export interface Inspected {
  /** The line a person could type for it; nothing where there is none. */
  readonly line: string | undefined;
  /** Running it changes something, so it must not be run twice. */
  readonly changes: boolean;
  /** It reads the files that came with the request. */
  readonly takesInput?: true;
}

/** Finds the command a request means, checks its arguments and the actor's right, and runs it. */
export interface Router {
  /** Always resolves: whatever goes wrong becomes an answer. */
  dispatch(request: Request, controls?: RunControls): Promise<Reply>;
  /** Finds the command without running it: chats ask first, so that nothing is changed twice. Never throws. */
  inspect(input: Input): Inspected;
}

/** Builds the router over a catalogue of commands. */
export function createRouter<Services>(options: RouterOptions<Services>): Router {
  const { nowMs, observe } = options;
  return {
    inspect: (input) => inspect(options, input),
    async dispatch(asked, controls = {}) {
      const startedAt = observe === undefined ? 0 : nowMs();
      const request = scopeRequest(asked);
      let ended = await answer(options, request, controls);
      if (ended.refused !== undefined) ended = await answerInPlaceOf(options, request, ended, ended.refused);
      const { error } = ended;
      const reply = forSurface(options, request, ended.reply);
      observe?.({ request: asked, reply, durationMs: nowMs() - startedAt, ...(error === undefined ? {} : { error }) });
      return reply;
    },
  };
}

/** What every answer has in common where it is shown: lines that work there, and as many buttons as one reads. */
function forSurface<Services>({ catalogue }: RouterOptions<Services>, { capabilities }: Request, reply: Reply): Reply {
  const { answer, outcome, command } = reply;
  const most = outcome !== 'answered' ? mostRefusalActions : answer.guess === true ? mostGuessActions : mostActions;
  const fitting = (answer.actions ?? []).filter(
    ({ label, command: line }) => label.length <= longestLabel && line.length <= longestAction,
  );
  const entry = command === null ? undefined : catalogue.at(command.split(' '));
  const written = writeLines(answer, capabilities, catalogue, entry);
  return { ...reply, answer: answer.actions === undefined ? written : { ...written, actions: fitting.slice(0, most) } };
}

interface Ended {
  readonly reply: Reply;
  readonly error?: unknown;
  /** Set where a command refused a typed line that may be a question. */
  readonly refused?: Refused;
}

interface Refused {
  readonly line: string;
  /** Nothing where its refusal does not stand, whatever the fallback says. */
  readonly by?: RefusedBy;
}

async function answer<Services>(
  options: RouterOptions<Services>,
  request: Request,
  controls: RunControls,
): Promise<Ended> {
  let claimed: Claimed<Services> | undefined;
  try {
    claimed = claim(options, request.input);
    const values = claimed.values();
    return { reply: await runEntry(options, claimed.entry, values, request, controls) };
  } catch (error) {
    const reply = errorReply(error, request, claimed?.entry.name);
    if (claimed?.question === undefined || !(error instanceof UserError)) return { reply, error };
    const { outcome } = error;
    const { name, leaf } = claimed.entry;
    if (error.code === 'not-allowed' && request.actor.role === 'outsider') {
      // "Check which port IMAP needs" begins with a command of the team's, and is a question about MDaemon all the same.
      return { reply, error, refused: { line: claimed.question, by: { name, outcome: 'usage' } } };
    }
    if (outcome === 'failed' || error.code === 'not-allowed' || error.understood) return { reply, error };
    if (leaf.hidden === true) {
      // A button's command is never a question; but a sentence that begins with the same word, and cannot be read, is one.
      return outcome === 'usage' ? { reply, error, refused: { line: claimed.question } } : { reply, error };
    }
    const by = { name, outcome, ...(leaf.exact === true ? { exact: true as const } : {}) };
    return { reply, error, refused: { line: claimed.question, by } };
  }
}

/** Lets the fallback answer a line that another command refused. Where it cannot either, the refusal stands. */
async function answerInPlaceOf<Services>(
  options: RouterOptions<Services>,
  request: Request,
  ended: Ended,
  { line, by }: Refused,
): Promise<Ended> {
  const fallback = fallbackOf(options);
  if (fallback === undefined) return ended;
  try {
    return { reply: await runEntry(options, fallback.entry, fallback.valuesOf(line), request, {}, by) };
  } catch (error) {
    if (error instanceof UserError && isNotAllowed(ended)) return ended;
    if (error instanceof UserError && by !== undefined) return { ...ended, reply: withRemedy(ended.reply, error) };
    // Its own refusal, or a fault of ours, which must be seen.
    return { reply: errorReply(error, request, fallback.entry.name), error };
  }
}

function isNotAllowed({ error }: Ended): boolean {
  return error instanceof UserError && error.code === 'not-allowed';
}

/** Adds to a refusal what the fallback suggests instead. */
function withRemedy({ answer, ...reply }: Reply, { remedy, actions }: UserError): Reply {
  const notes = remedy === '' ? [] : [{ kind: 'note' as const, tone: 'info' as const, text: remedy }];
  return {
    ...reply,
    answer: {
      ...answer,
      sections: [...answer.sections, ...notes],
      actions: [...actions, ...(answer.actions ?? [])],
    },
  };
}

async function runEntry<Services>(
  options: RouterOptions<Services>,
  entry: CatalogueEntry<Services>,
  values: RawValues,
  asked: Request,
  controls: RunControls,
  refused?: RefusedBy,
): Promise<Reply> {
  const { policy } = options;
  const request = await authorised(entry, asked, policy);
  const args = validate(entry, values, request);
  const services = servicesOf(options, entry, request);
  if (entry.leaf.exports === true) await noteExport(options, entry, request);
  const base = { request, services, ...controls };
  const context = refused === undefined ? base : { ...base, refused };
  const answer = withSources(options, request, entry, values, await entry.leaf.run(args, context));
  const reply: Reply = { command: entry.name, outcome: 'answered', answer };
  return entry.leaf.changes === true ? { ...reply, changes: true } : reply;
}

/** Only a command that says so changes anything, and only what is done with these services is on record. */
function servicesOf<Services>(
  { services, servicesFor }: RouterOptions<Services>,
  entry: CatalogueEntry<Services>,
  request: Request,
): Services {
  return entry.leaf.changes === true && servicesFor !== undefined ? servicesFor(deedOf(entry, request)) : services;
}

/** An outsider's request belongs to no team, so that there is nothing of the team's in what they get. */
async function noteExport<Services>(
  options: RouterOptions<Services>,
  entry: CatalogueEntry<Services>,
  request: Request,
): Promise<void> {
  if (request.actor.role !== 'outsider') await options.noteExport?.(deedOf(entry, request));
}

function deedOf<Services>({ name }: CatalogueEntry<Services>, { id, team, actor, conversation }: Request): Deed {
  return { team, by: actor.id, role: actor.role, place: conversation.id, act: name, request: id };
}

/** The request with what its actor is for this command. Most commands are for everyone, and nothing is then waited for. */
function authorised<Services>(
  { leaf }: CatalogueEntry<Services>,
  request: Request,
  policy: TeamPolicy | undefined,
): Request | Promise<Request> {
  if (leaf.access === 'everyone') return request;
  return authorise(leaf, request, policy).then((actor) => ({
    ...request,
    actor: { ...actor, here: request.conversation.id },
  }));
}

/** Offers the sources that a surface does not show. An answer that changed something is not to be run again. */
function withSources<Services>(
  { sourcesCommand }: RouterOptions<Services>,
  { capabilities }: Request,
  entry: CatalogueEntry<Services>,
  values: RawValues,
  answer: Answer,
): Answer {
  if (sourcesCommand === undefined || answer.sources.length <= shownSources || entry.leaf.changes === true)
    return answer;
  // Its buttons are for what else may be meant.
  if (answer.guess === true && capabilities.buttons) return answer;
  const line = answer.ran ?? callLine(entry, values);
  const command = `${sourcesCommand} ${line}`;
  if (line === undefined || command.length > longestAction) return answer;
  const action = { label: `All ${answer.sources.length} sources`, command };
  const most = answer.guess === true ? mostGuessActions : mostActions;
  return { ...answer, actions: [...(answer.actions ?? []).slice(0, most - 1), action] };
}

interface Claimed<Services> {
  readonly entry: CatalogueEntry<Services>;
  /** Its arguments. @throws {UserError} where they cannot be read */
  readonly values: () => RawValues;
  /** The line as typed, where it may be a question if the command refuses it. */
  readonly question?: string;
}

/**
 * Finds the command a request is for.
 *
 * @throws {UserError} `unknown-command` or `line-too-long`
 */
function claim<Services>(options: RouterOptions<Services>, input: Input): Claimed<Services> {
  const { catalogue } = options;
  if (input.kind === 'call') {
    const entry = catalogue.at(input.path);
    if (entry === undefined) throw unknownCommand(catalogue, input.path);
    return { entry, values: () => input.values };
  }
  const { line, tokens } = input.kind === 'text' ? splitLine(input.text) : tokenizeWords(input.words);
  if (line.length > maxLineLength) throw lineTooLong(line.length);
  const asked = line.slice(beginOfQuestion(options, tokens)).trim();
  const first = tokens[0];
  if (first !== undefined && isBotName(options, first)) tokens.shift();
  if (tokens.length === 0) {
    const entry = catalogue.at([options.emptyCommand]);
    if (entry !== undefined) return { entry, values: () => ({}) };
  }
  const found = catalogue.find(tokens);
  if (found !== undefined) {
    const { entry, words } = found;
    const values = () => readArguments(entry, line, tokens, words, textChildOf(options, entry));
    const isSentence = input.kind === 'text' && !tokens.some(isOption);
    const mayRead = entry.leaf.changes !== true || entry.leaf.hidden === true;
    const mayAsk = isSentence && mayRead && entry.name !== options.fallback;
    return mayAsk ? { entry, values, question: asked } : { entry, values };
  }
  const fallback = fallbackOf(options);
  if (fallback !== undefined) return { entry: fallback.entry, values: () => fallback.valuesOf(asked) };
  throw unknownCommand(
    catalogue,
    tokens.map((token) => token.text),
  );
}

function isBotName<Services>({ botNames }: RouterOptions<Services>, { text, quoted }: Token): boolean {
  return !quoted && botNames?.includes(text.toLowerCase()) === true;
}

/** A line with `--format` in it is not a question. */
function isOption({ text, quoted }: Token): boolean {
  return !quoted && /^--\w/.test(text);
}

/** Where a question begins. A name that is also a word, as in "mdaemon does not start", belongs to it. */
function beginOfQuestion<Services>(options: RouterOptions<Services>, [first, second]: readonly Token[]): number {
  if (first === undefined) return 0;
  return isBotName(options, first) && !/^\p{L}/u.test(first.text) ? (second?.start ?? 0) : first.start;
}

function fallbackOf<Services>({ catalogue, fallback }: RouterOptions<Services>) {
  const entry = fallback === undefined ? undefined : catalogue.at([fallback]);
  const rest = entry?.plan.rest?.name;
  if (entry === undefined || rest === undefined) return undefined;
  return { entry, valuesOf: (line: string): RawValues => ({ [rest]: line }) };
}

function readArguments<Services>(
  entry: CatalogueEntry<Services>,
  line: string,
  tokens: readonly Token[],
  words: number,
  textChild?: CatalogueEntry<Services>,
): RawValues {
  try {
    return parseArguments(entry.plan, line, tokens, words);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const meant = textChild === undefined ? [] : [`${textChild.name} ${line.slice(tokens[words - 1]?.start)}`];
    throw withUsage(error, entry, error.code === 'unexpected-word' ? meant.filter(isQuotable) : []);
  }
}

/** The child of a group that takes any text, where another one was named: its name may be the text's first word. */
function textChildOf<Services>({ catalogue }: RouterOptions<Services>, entry: CatalogueEntry<Services>) {
  const [group = ''] = entry.path;
  const child = entry.path.length > 1 ? catalogue.at([group]) : undefined;
  return child !== entry && child?.plan.rest !== undefined ? child : undefined;
}

/** A line that can be shown as code and copied. */
function isQuotable(line: string): boolean {
  return line.length <= mostQuoted && !/[`\p{Cc}\p{Cf}]/u.test(line);
}

const mostQuoted = 200;

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

function lineTooLong(length: number): UserError {
  return new UserError({
    code: 'line-too-long',
    message: `That is ${length.toLocaleString('en')} characters; one line can have at most ${maxLineLength.toLocaleString('en')}.`,
    remedy: 'Ask one thing at a time. `help` lists the commands.',
    actions: [{ label: 'help', command: 'help' }],
  });
}

function inspect<Services>(options: RouterOptions<Services>, input: Input): Inspected {
  const line = input.kind === 'text' ? input.text : input.kind === 'words' ? input.words.join(' ') : undefined;
  try {
    const { entry } = claim(options, input);
    const changes = entry.leaf.changes === true;
    const found = { line: input.kind === 'call' ? callLine(entry, input.values) : line, changes };
    return entry.leaf.takesInput === true ? { ...found, takesInput: true } : found;
  } catch {
    return { line, changes: false };
  }
}
