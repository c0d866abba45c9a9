import type { z } from 'zod';
import { nearestNames } from '../text/text.ts';
import type { ArgumentPlan, PlannedArgument, RawValues } from './argument-plan.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { quote, UserError } from './errors.ts';
import { prefixOf, type Request } from './request.ts';

/** More values than these make a usage line unreadable; then the argument's name stands for them. */
export const mostChoices = 6;

/** A usage line without prefix: `ports [service|port…] [inbound|outbound|all] [from CIDR…]`. */
export function usageLine(commandName: string, plan: ArgumentPlan): string {
  return [commandName, ...plan.arguments.map((argument) => argumentUsage(argument, plan))].join(' ');
}

function argumentUsage(argument: PlannedArgument, { positions }: ArgumentPlan): string {
  const { name, meta, choices, list, optional, type } = argument;
  const free = meta.placeholder ?? name;
  const listed = choices.length > 0 && choices.length <= mostChoices;
  const value = `${listed ? choices.join('|') : free}${list ? '…' : ''}`;
  const named = meta.written === 'keyword' || (meta.written === 'rest' && positions.at(-1)?.list === true);
  const written = !named ? value : type === 'boolean' ? name : `${name} ${value}`;
  if (optional) return `[${written}]`;
  return meta.written === 'keyword' || choices.length > 0 ? `(${written})` : `<${written}>`;
}

/**
 * Completes an error about arguments with how the command is written, and one line that works.
 *
 * @param meant the same line for another command, which may be meant
 */
export function withUsage(
  error: UserError,
  { name, path, leaf, plan }: CatalogueEntry<never>,
  meant: readonly string[] = [],
): UserError {
  const other = meant.map((line) => ` If ${quote(path.at(-1) ?? name)} is part of a text, write \`${line}\`.`).join('');
  const usage = `Write \`${usageLine(name, plan)}\`, for example \`${leaf.examples[0]}\`.${other}`;
  return new UserError({
    code: error.code,
    outcome: error.outcome,
    message: error.message,
    remedy: error.remedy === '' ? usage : `${error.remedy} ${usage}`,
    actions: [{ label: `help ${path[0]}`, command: `help ${path[0]}` }, ...error.actions],
  });
}

/** `unknown-option`: a word begins with two hyphens and names no argument. */
export function unknownOption(plan: ArgumentPlan, name: string): UserError {
  const near = nearestNames(name, plan.byName.keys(), 1)[0];
  return new UserError({
    code: 'unknown-option',
    message: `There is no option ${quote(`--${name}`)} here.`,
    remedy: near === undefined ? '' : `Did you mean \`--${near}\`?`,
  });
}

/** `unexpected-word`: every argument that takes a bare word has one. */
export function unexpectedWord(plan: ArgumentPlan, text: string): UserError {
  const near = nearestNames(text.toLowerCase(), [...plan.choices.keys(), ...plan.byName.keys()], 1)[0];
  return new UserError({
    code: 'unexpected-word',
    message: `Unexpected word ${quote(text)}.`,
    remedy: near === undefined ? '' : `Did you mean \`${near}\`?`,
  });
}

/** `missing-value`: an argument is named, and the line ends or goes on with another one. */
export function missingValue(argument: PlannedArgument): UserError {
  const message = `\`${argument.name}\` needs a value: ${wantedValue(argument)}.`;
  return new UserError({ code: 'missing-value', message, remedy: '' });
}

/** `said-twice`: one argument has two values and takes one. */
export function saidTwice({ name }: PlannedArgument, earlier: unknown, value: unknown): UserError {
  return new UserError({
    code: 'said-twice',
    message: `You gave both ${quote(String(earlier))} and ${quote(String(value))} for \`${name}\`.`,
    remedy: 'Keep one of them.',
  });
}

/** `unclosed-quote`. */
export function unclosedQuote(text: string): UserError {
  return new UserError({
    code: 'unclosed-quote',
    message: `The quotation mark before ${quote(text, 30)} is never closed.`,
    remedy: 'Close it, or leave it out.',
  });
}

/** `bad-argument` or `missing-argument`: the schema of the command refuses the values. */
export function invalidArgument(
  entry: CatalogueEntry<never>,
  issue: z.core.$ZodIssue | undefined,
  values: RawValues,
  { capabilities }: Request,
): UserError {
  const { name: commandName, plan } = entry;
  const name = String(issue?.path[0] ?? '');
  const argument = plan.arguments.find((candidate) => candidate.name === name);
  if (argument === undefined) {
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const what =
      unknown === undefined ? 'These arguments don’t go together' : `There is no argument ${quote(unknown)} here`;
    return new UserError({ code: 'bad-argument', message: `${what}.`, remedy: '' });
  }
  const given =
    issue?.path.slice(1).reduce<unknown>((value, key) => (value as never)?.[key], values[name]) ?? values[name];
  const wanted = wantedValue(argument);
  if (given === undefined) {
    const message = `\`${prefixOf(capabilities, entry)}${commandName}\` needs ${wanted}.`;
    return new UserError({ code: 'missing-argument', message, remedy: '' });
  }
  // An assistant may send anything, nested deeper than it can be written out.
  const shown = typeof given === 'object' ? 'A list or object' : quote(String(given));
  const message =
    issue?.code === 'invalid_value' || issue?.code === 'invalid_type'
      ? `${shown} isn’t valid here: \`${name}\` is ${wanted}.`
      : `${shown} isn’t valid here: ${issue?.message ?? 'it is not valid'}.`;
  const spellings = [...plan.choices].flatMap(([word, choice]) => (choice.argument === argument ? [word] : []));
  const typed = typeof given === 'object' ? '' : String(given).toLowerCase();
  const near = nearestNames(typed, spellings).map((word) => `\`${word}\``);
  const remedy = near.length === 0 ? '' : `Did you mean ${near.join(' or ')}?`;
  return new UserError({ code: 'bad-argument', message, remedy });
}

function wantedValue({ choices, type, meta: { description } }: PlannedArgument): string {
  if (choices.length > 0) return `one of ${choices.map((choice) => `\`${choice}\``).join(', ')}`;
  if (type === 'number') return 'a number';
  return description.charAt(0).toLowerCase() + description.slice(1);
}
