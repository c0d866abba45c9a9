import type { Answer, Section } from './answer.ts';
import type { PlannedArgument, RawValues } from './argument-plan.ts';
import type { Catalogue, CatalogueEntry } from './catalogue.ts';
import { parseArguments } from './parse-arguments.ts';
import { type Capabilities, prefixOf } from './request.ts';
import { type Token, tokenize } from './tokenize.ts';

/**
 * Writes the command lines of an answer as they work where it is read: `/mdaemon ports imap` in Slack, `/mdaemon ports
 * what:imap` in Discord, bare in the terminal. A line is what stands between backticks, begins with a command and can be read
 * as one, with a command's prefix before it or not.
 *
 * @param asked the command that was asked for, whose arguments and values are no commands: “`port` needs a value”
 */
export function writeLines<Services>(
  answer: Answer,
  capabilities: Capabilities,
  catalogue: Catalogue<Services>,
  asked?: CatalogueEntry<Services>,
): Answer {
  if (capabilities.prefix === '') return answer;
  const write = (text: string) =>
    text.includes('`')
      ? text.replace(
          /`([^`]+)`/g,
          (_, span: string) => `\`${writeLine(span, capabilities, catalogue, asked) ?? span}\``,
        )
      : text;
  return {
    ...answer,
    lead: write(answer.lead),
    sections: answer.sections.map((section) => writeSection(section, write)),
  };
}

function writeSection(section: Section, write: (text: string) => string): Section {
  switch (section.kind) {
    case 'note':
      return { ...section, text: write(section.text) };
    case 'list':
    case 'steps':
      return { ...section, items: section.items.map(write) };
    case 'table':
    case 'code':
      return section;
  }
}

/** The line as it is typed there; nothing where it is not a command's. */
function writeLine<Services>(
  span: string,
  capabilities: Capabilities,
  catalogue: Catalogue<Services>,
  asked: CatalogueEntry<Services> | undefined,
): string | undefined {
  const line = withoutPrefix(span, capabilities);
  const tokens = tokenize(line);
  const found = catalogue.find(tokens);
  if (found === undefined) return undefined;
  const { entry, words } = found;
  if (tokens.length === 1 && line === span && asked !== undefined && isArgument(asked, line)) return undefined;
  const prefix = prefixOf(capabilities, entry);
  if (capabilities.optionNames !== true) return prefix + line;
  const path = `${prefix}${entry.name}`;
  if (tokens.length === words) return path;
  const values = valuesOf(entry, line, tokens, words);
  // A line with placeholders: Discord shows the options itself.
  if (values === undefined || /[<[(].*[>\])]/.test(line)) return path;
  const written = entry.plan.written.flatMap((argument) => writeOption(argument, values[argument.name]));
  return [path, ...written].join(' ');
}

function withoutPrefix(span: string, { prefix, adminPrefix }: Capabilities): string {
  const own = [adminPrefix, prefix].find((each) => each !== undefined && span.startsWith(each));
  return own === undefined ? span : span.slice(own.length);
}

function isArgument<Services>({ plan }: CatalogueEntry<Services>, word: string): boolean {
  return plan.byName.has(word.toLowerCase()) || plan.choices.has(word.toLowerCase());
}

function valuesOf<Services>(
  { plan }: CatalogueEntry<Services>,
  line: string,
  tokens: readonly Token[],
  words: number,
): RawValues | undefined {
  try {
    return parseArguments(plan, line, tokens, words);
  } catch {
    return undefined;
  }
}

/** An option as Discord's client shows it, and takes it when it is pasted. */
function writeOption({ name, type }: PlannedArgument, value: unknown): string[] {
  if (value === undefined) return [];
  if (type === 'boolean') return [`${name}:${value === false ? 'False' : 'True'}`];
  const words = (Array.isArray(value) ? value : [value]).map(String);
  return [`${name}:${words.map((word) => (words.length > 1 && /\s/.test(word) ? `"${word}"` : word)).join(' ')}`];
}

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
