import type { PlannedArgument, RawValues } from './argument-plan.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { parseArguments } from './parse-arguments.ts';
import { tokenize } from './tokenize.ts';

/** A line is written as a person would, then with all values in quotation marks, then with their names before them too. */
const styles = ['usual', 'quoted', 'named'] as const;
type Style = (typeof styles)[number];

/** The parts of an entry that a line is made from. */
type Callable = Pick<CatalogueEntry<never>, 'name' | 'path' | 'plan'>;

/**
 * Writes a call with named values as the line a person could type for it, without prefix: `ports imap from 10.0.0.0/8`.
 * Reading the line gives the same values. `undefined` where no line does, as for a text with characters that reading
 * drops.
 */
export function callLine(entry: Callable, values: Readonly<Record<string, unknown>>): string | undefined {
  const given = Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
  for (const style of styles) {
    const line = write(entry, given, style);
    if (line !== undefined && hasValues(read(entry, line), given)) return line;
  }
  return undefined;
}

function read({ path, plan }: Callable, line: string): RawValues | undefined {
  try {
    return parseArguments(plan, line, tokenize(line), path.length);
  } catch {
    return undefined;
  }
}

/** True for the same values, and no others. Arguments are words, numbers, and lists of them. */
function hasValues(read: RawValues | undefined, given: RawValues): boolean {
  if (read === undefined) return false;
  const names = Object.keys(given);
  return names.length === Object.keys(read).length && names.every((name) => isSame(read[name], given[name]));
}

function isSame(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return Object.is(one, other);
  return one.length === other.length && one.every((value, index) => isSame(value, other[index]));
}

function write({ name, plan }: Callable, values: RawValues, style: Style): string | undefined {
  const words: (string | undefined)[] = [name];
  for (const argument of plan.written) {
    if (Object.hasOwn(values, argument.name)) words.push(...wordsOf(argument, values[argument.name], style));
  }
  return words.includes(undefined) ? undefined : words.join(' ');
}

function wordsOf(argument: PlannedArgument, value: unknown, style: Style): (string | undefined)[] {
  const { name, meta, choices, type } = argument;
  const dashed = `--${name}`;
  if (type === 'boolean') return [value === false ? `${dashed}=no` : style === 'named' ? dashed : name];
  if (meta.written === 'rest') return style === 'named' ? [dashed, String(value)] : [String(value)];
  const all = (Array.isArray(value) ? value : [value]).map(String);
  if (choices.length > 0 && style !== 'named') return all;
  const written = type === 'number' ? [all.join(',')] : all.map(style === 'usual' ? quoteWhereNeeded : quote);
  if (style === 'named') return [dashed, ...written];
  return meta.written === 'keyword' ? [name, ...written] : written;
}

const marks = [
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['«', '»'],
] as const;

function quoteWhereNeeded(value: string): string | undefined {
  return /^[\p{L}\p{N}#@/:.+_][\p{L}\p{N}#@/:.+_*-]*$/u.test(value) ? value : quote(value);
}

/** A value as one word in quotation marks that it does not hold itself. */
function quote(value: string): string | undefined {
  const pair = marks.find(([, closing]) => !value.includes(closing));
  return pair === undefined ? undefined : pair[0] + value + pair[1];
}
