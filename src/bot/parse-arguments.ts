import { missingValue, saidTwice, unclosedQuote, unexpectedWord, unknownOption } from './argument-errors.ts';
import type { ArgumentPlan, PlannedArgument, RawValues } from './argument-plan.ts';
import type { Token } from './tokenize.ts';

/**
 * Sorts the words of a line to the arguments they belong to. Values are only gathered here; the schema judges them.
 *
 * @param line the line as typed, for a `rest` argument.
 * @param from the index of the first token after the command's name.
 * @throws {UserError} `unclosed-quote`, `unknown-option`, `missing-value`, `unexpected-word` or `said-twice`.
 */
export function parseArguments(plan: ArgumentPlan, line: string, tokens: readonly Token[], from: number): RawValues {
  const values: RawValues = {};
  let position = 0;
  let index = from;
  const sole = soleRest(plan, tokens[from]);
  if (sole !== undefined) return { [sole]: line.slice(tokens[from]?.start).trim() };
  while (index < tokens.length) {
    const token = tokens[index] as Token;
    const named = namedArgument(plan, token, tokens[index + 1]);
    if (named !== undefined && named.argument === plan.rest) {
      const from = named.value === undefined ? tokens[index + 1]?.start : token.start + token.text.indexOf('=') + 1;
      put(values, plan.rest, from === undefined ? '' : line.slice(from).trim());
      break;
    }
    if (named !== undefined) {
      index = takeNamed(plan, values, named, tokens, index);
      continue;
    }
    const choice = choiceOf(plan, token);
    if (choice !== undefined) {
      put(values, choice.argument, choice.value);
      index += 1;
      continue;
    }
    const argument = plan.positions[position];
    if (argument !== undefined) {
      addValue(plan, values, argument, closedText(token), token.quoted);
      if (!argument.list) position += 1;
      index += 1;
      continue;
    }
    if (plan.rest === undefined) throw unexpectedWord(plan, token.text);
    put(values, plan.rest, line.slice(token.start).trim());
    break;
  }
  return values;
}

/** The argument of a command that takes only a rest. No word of its line is an option, unless it names the rest. */
function soleRest({ rest, arguments: all }: ArgumentPlan, first: Token | undefined): string | undefined {
  if (rest === undefined || all.length > 1 || first === undefined) return undefined;
  const named = first.text.replace(/^--/, '').split('=', 1)[0]?.toLowerCase() === rest.name.toLowerCase();
  return named && first.text !== rest.name ? undefined : rest.name;
}

interface NamedArgument {
  readonly argument: PlannedArgument;
  /** The value behind an equals sign, if there was one. */
  readonly value: string | undefined;
}

/** Recognises `--name`, `--name=value`, `name=value` and, for keywords, the bare name. */
function namedArgument(plan: ArgumentPlan, token: Token, next: Token | undefined): NamedArgument | undefined {
  if (token.quoted) return undefined;
  const { text } = token;
  const dashed = text.startsWith('--') && text.length > 2;
  const equals = text.indexOf('=');
  if (!dashed && equals <= 0) {
    const argument = plan.byName.get(text) ?? plan.byName.get(text.toLowerCase());
    if (argument === undefined) return undefined;
    // Behind positions that take any number of words, only its own name can begin a rest.
    if (argument.meta.bare?.test(next?.text ?? '') === false) return undefined;
    const unreachable = argument.meta.written === 'rest' && plan.positions.at(-1)?.list === true;
    const bare =
      argument.meta.written === 'keyword' ||
      unreachable ||
      (next !== undefined && argument.choices.includes(next.text.toLowerCase()));
    return bare ? { argument, value: undefined } : undefined;
  }
  const name = text.slice(dashed ? 2 : 0, equals > 0 ? equals : undefined).toLowerCase();
  const argument = plan.byName.get(name);
  if (argument === undefined) {
    if (dashed) throw unknownOption(plan, name);
    return undefined;
  }
  return { argument, value: equals > 0 ? text.slice(equals + 1) : undefined };
}

/** Stores the values of a named argument; returns the index of the first word behind them. */
function takeNamed(
  plan: ArgumentPlan,
  values: RawValues,
  { argument, value }: NamedArgument,
  tokens: readonly Token[],
  at: number,
): number {
  let index = at + 1;
  if (argument.type === 'boolean') {
    put(values, argument, value === undefined ? true : value.toLowerCase() !== 'no' && value.toLowerCase() !== 'false');
    return index;
  }
  let taken = 0;
  if (value !== undefined && value !== '') {
    addValue(plan, values, argument, value, false);
    taken += 1;
  }
  while (index < tokens.length && (taken === 0 || argument.list)) {
    const token = tokens[index] as Token;
    if (taken > 0 && (namedArgument(plan, token, tokens[index + 1]) ?? choiceOf(plan, token)) !== undefined) break;
    // A list of numbers ends where the numbers do, so that something else can follow it.
    if (taken > 0 && argument.type === 'number' && !/^[\d.,+-]+$/.test(token.text)) break;
    addValue(plan, values, argument, closedText(token), token.quoted);
    taken += 1;
    index += 1;
  }
  if (taken === 0) throw missingValue(argument);
  return index;
}

function choiceOf(plan: ArgumentPlan, token: Token): { argument: PlannedArgument; value: string } | undefined {
  if (token.quoted || plan.choices.size === 0) return undefined;
  const choice = plan.choices.get(token.text) ?? plan.choices.get(token.text.toLowerCase().replace(/,+$/, ''));
  return choice?.argument.meta.bare === undefined ? choice : undefined;
}

function addValue(
  plan: ArgumentPlan,
  values: RawValues,
  argument: PlannedArgument,
  text: string,
  quoted: boolean,
): void {
  for (const word of wordsIn(argument, { text, quoted })) put(values, argument, readWord(plan, argument, word));
}

function put(values: RawValues, argument: PlannedArgument, value: unknown): void {
  const earlier = values[argument.name];
  if (argument.list && Array.isArray(earlier)) {
    earlier.push(value);
    return;
  }
  if (earlier !== undefined && earlier !== value) throw saidTwice(argument, earlier, value);
  values[argument.name] = argument.list ? [value] : value;
}

function closedText(token: Token): string {
  if (token.closed) return token.text;
  throw unclosedQuote(token.text);
}

/** Reads one word as a number, as a value of the argument's enumeration by any of its spellings, or as the text it is. */
export function readWord(plan: ArgumentPlan, argument: PlannedArgument, text: string): unknown {
  if (argument.choices.length > 0) {
    const lower = text.toLowerCase();
    const choice = plan.choices.get(lower);
    return choice?.argument === argument ? choice.value : lower;
  }
  return argument.type === 'number' && /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** Splits a word at its commas where the argument takes several values; a word in quotation marks stays whole. */
export function wordsIn({ list }: PlannedArgument, { text, quoted }: Pick<Token, 'text' | 'quoted'>): string[] {
  return list && !quoted && text.includes(',') ? text.split(',').filter((part) => part !== '') : [text];
}
