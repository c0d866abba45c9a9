import { nearestNames } from '../text/text.ts';
import type { ArgumentPlan, PlannedArgument } from './argument-plan.ts';
import { UserError } from './errors/user-error.ts';
import { quote } from './quote.ts';
import { readWord, wordsIn } from './read-word.ts';
import type { Token } from './tokenize.ts';

/** Values by argument name, before the schema has looked at them. */
export type RawValues = Record<string, unknown>;

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
    if (plan.rest === undefined) throw unexpectedWord(plan, token);
    put(values, plan.rest, line.slice(token.start).trim());
    break;
  }
  return values;
}

/** The rest of a command that takes nothing else: then no word of the line can be an option, unless it names the rest. */
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
  if (taken === 0) {
    throw new UserError({
      code: 'missing-value',
      message: `\`${argument.name}\` needs a value: ${wanted(argument)}.`,
      remedy: '',
    });
  }
  return index;
}

function choiceOf(plan: ArgumentPlan, token: Token): { argument: PlannedArgument; value: string } | undefined {
  if (token.quoted || plan.choices.size === 0) return undefined;
  return plan.choices.get(token.text) ?? plan.choices.get(token.text.toLowerCase().replace(/,+$/, ''));
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
  if (earlier !== undefined && earlier !== value) {
    throw new UserError({
      code: 'said-twice',
      message: `Both ${quote(String(earlier))} and ${quote(String(value))} are given for \`${argument.name}\`.`,
      remedy: 'Keep one of them.',
    });
  }
  values[argument.name] = argument.list ? [value] : value;
}

function closedText(token: Token): string {
  if (token.closed) return token.text;
  throw new UserError({
    code: 'unclosed-quote',
    message: `The quotation mark before ${quote(token.text, 30)} is never closed.`,
    remedy: 'Close it, or leave it out.',
  });
}

function unknownOption(plan: ArgumentPlan, name: string): UserError {
  const near = nearestNames(name, [...plan.byName.keys()], 1)[0];
  return new UserError({
    code: 'unknown-option',
    message: `There is no option ${quote(`--${name}`)} here.`,
    remedy: near === undefined ? '' : `Did you mean \`--${near}\`?`,
  });
}

function unexpectedWord(plan: ArgumentPlan, token: Token): UserError {
  const near = nearestNames(token.text.toLowerCase(), [...plan.choices.keys(), ...plan.byName.keys()], 1)[0];
  return new UserError({
    code: 'unexpected-word',
    message: `I cannot place ${quote(token.text)} here.`,
    remedy: near === undefined ? '' : `Did you mean \`${near}\`?`,
  });
}

/** What an argument wants, in a few words. */
export function wanted(argument: PlannedArgument): string {
  if (argument.choices.length > 0) return `one of ${argument.choices.map((choice) => `\`${choice}\``).join(', ')}`;
  if (argument.type === 'number') return 'a number';
  return argument.meta.description.charAt(0).toLowerCase() + argument.meta.description.slice(1);
}
