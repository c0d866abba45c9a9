import type {
  DeclaredBranch,
  DeclaredCommand,
  DeclaredOption,
} from '../../src/platforms/discord/registration/declare-commands.ts';
import type { TwinOption } from '../peers/discord-twin.ts';

/** A slash command, with the options as Discord's client would send them. */
export interface SlashLine {
  readonly name: string;
  readonly options: readonly TwinOption[];
  /** The line up to the value of its last option. */
  readonly beforeLast: string;
}

type Option = DeclaredBranch | DeclaredOption;

/** Discord's numbers for kinds of options: whole numbers, truth values, numbers; everything else is sent as text. */
const numeric = new Set([4, 10]);
const boolean = 5;

/**
 * Reads a slash command as it looks in Discord: `/mdaemon ports what:activesync direction:inbound`. A text without a name
 * is the first option's.
 *
 * @param completing the last option is the one somebody is typing
 * @throws {Error} that says what there is instead
 */
export function readSlashLine(line: string, commands: readonly DeclaredCommand[], completing: boolean): SlashLine {
  const [, name = '', ...words] = line.split(/^\/|\s+/);
  const command = commands.find((each) => each.name === name);
  if (command === undefined) throw new Error(`There is no /${name}, but /${commands.map(namedBy).join(', /')}.`);
  const path: Option[] = [];
  let below: readonly Option[] = command.options ?? [];
  while (below.some(({ type }) => type <= 2)) {
    const word = words[path.length];
    const found = below.find((option) => option.name === word);
    if (found === undefined)
      throw new Error(`After “${path.at(-1)?.name ?? name}”: one of ${below.map(namedBy).join(', ')}.`);
    path.push(found);
    below = ('options' in found ? found.options : undefined) ?? [];
  }
  const { values, beforeLast } = readValues(line, path, below as readonly DeclaredOption[]);
  const filled = values.map(([option, text], index): TwinOption => {
    const focused = completing && index === values.length - 1 ? { focused: true } : {};
    return { name: option.name, type: option.type, value: sentValue(option, text, completing), ...focused };
  });
  const options = path.reduceRight<readonly TwinOption[]>(
    (inner, { name: outer, type }) => [{ name: outer, type, options: inner }],
    filled,
  );
  return { name, options, beforeLast };
}

/**
 * The names that may stand where a command or what is below it is still being typed, as whole lines; nothing where its
 * values are typed.
 */
export function offerNames(line: string, commands: readonly DeclaredCommand[]): string[] | undefined {
  const words = line.replace(/^\//, '').split(/\s+/);
  const typed = words.pop() ?? '';
  const before = line.slice(0, line.length - typed.length);
  let below: readonly (DeclaredCommand | Option)[] = commands;
  for (const word of words) {
    const found = below.find(({ name }) => name === word);
    below = (found !== undefined && 'options' in found ? found.options : undefined) ?? [];
    if (!below.some((each) => !('type' in each) || each.type === undefined || each.type <= 2)) return undefined;
  }
  const named = below.map(namedBy).filter((name) => name.startsWith(typed));
  return named.map((name) => `${before}${name} `);
}

/** What a press of Tab does: the line as far as it is clear, and where it is not, what there is to choose from. */
export function pressTab(
  line: string,
  offered: readonly string[],
): { readonly line: string; readonly choices: readonly string[] } {
  const [first = line, ...others] = offered;
  let common = first;
  for (const other of others) {
    while (!other.startsWith(common)) common = common.slice(0, -1);
  }
  if (others.length === 0 || common.length > line.length) return { line: common, choices: [] };
  const start = line.lastIndexOf(' ') + 1;
  return { line, choices: offered.map((each) => each.slice(start).trim()) };
}

function readValues(line: string, path: readonly Option[], declared: readonly DeclaredOption[]) {
  const start = path.reduce((at, { name }) => line.indexOf(name, at) + name.length, line.indexOf(' ') + 1);
  const marks = [...line.slice(start).matchAll(/(?<=^|\s)([\w-]+):/g)].filter(([, name]) =>
    declared.some((option) => option.name === name),
  );
  const from = marks.map((mark) => ({
    option: declared.find((option) => option.name === mark[1]),
    at: start + mark.index + mark[0].length,
    before: start + mark.index,
  }));
  const first = from[0]?.before ?? line.length;
  if (line.slice(start, first).trim() !== '' || from.length === 0) {
    from.unshift({ option: declared[0], at: Math.min(start + 1, line.length), before: start });
  }
  const values = from.flatMap(({ option, at }, index): [DeclaredOption, string][] => {
    const text = line.slice(at, from[index + 1]?.before).trim();
    return option === undefined || (text === '' && index < from.length - 1) ? [] : [[option, text]];
  });
  const last = from.at(-1);
  return { values, beforeLast: line.slice(0, last?.at) };
}

function sentValue({ type }: DeclaredOption, text: string, completing: boolean): string | number | boolean {
  if (completing) return text;
  if (numeric.has(type)) return Number(text);
  return type === boolean ? /^(true|yes|on)$/i.test(text) : text;
}

function namedBy({ name }: { readonly name: string }): string {
  return name;
}
