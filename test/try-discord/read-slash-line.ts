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

/** Discord's numbers for kinds of options; everything else is sent as text. */
const kinds = { integer: 4, boolean: 5, number: 10 } as const;

/**
 * Reads a slash command as it looks in Discord: `/mdaemon ports what:activesync direction:inbound`. A text without a name
 * is the first option's. What Discord's client would not let a person send is refused.
 *
 * @param completing the last option is the one somebody is typing
 * @throws {Error} that says what there is instead
 */
export function readSlashLine(line: string, commands: readonly DeclaredCommand[], completing: boolean): SlashLine {
  const { name, path, declared } = followPath(line, commands);
  const { typed, beforeLast, stray } = readGiven(line, path, declared);
  if (!completing) refuseStray(stray, declared);
  const sent = completing ? typed : typed.filter(([, text]) => text !== '');
  const filled = sent.map(([option, text], index): TwinOption => {
    const focused = completing && index === sent.length - 1 ? { focused: true } : {};
    return { name: option.name, type: option.type, value: completing ? text : sentValue(option, text), ...focused };
  });
  const options = path.reduceRight<readonly TwinOption[]>(
    (inner, { name: outer, type }) => [{ name: outer, type, options: inner }],
    filled,
  );
  return { name, options, beforeLast };
}

/**
 * Refuses a command that lacks a required option, which Discord's client does not send.
 *
 * @throws {Error} that names the option
 */
export function requireOptions(line: string, commands: readonly DeclaredCommand[]): void {
  const { path, declared } = followPath(line, commands);
  const { typed } = readGiven(line, path, declared);
  const missing = declared.find(
    (option) => option.required === true && !typed.some(([given, text]) => given === option && text !== ''),
  );
  if (missing === undefined) return;
  throw new Error(`Fill in “${missing.name}:” (${missing.description}). Discord does not send the command without it.`);
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
  const slash = line.startsWith('/') ? '' : '/';
  return named.map((name) => `${slash}${before}${name} `);
}

/** What Discord's client offers by itself where values are typed, as whole lines: options, and values it knows. */
export function offerOptions(line: string, commands: readonly DeclaredCommand[]): string[] {
  const { path, declared } = followPath(line, commands);
  const word = /\S*$/.exec(line)?.[0] ?? '';
  const before = line.slice(0, line.length - word.length);
  const [, name = '', value = ''] = /^([a-z][a-z-]*):(.*)$/.exec(word) ?? [];
  const open = declared.find((option) => option.name === name);
  if (open !== undefined) {
    const values = knownValues(open).filter((known) => known.startsWith(value.toLowerCase()));
    return values.map((known) => `${before}${name}:${known} `);
  }
  const typed = readGiven(before, path, declared).typed.filter(([, text]) => text !== '');
  const last = typed.at(-1)?.[0];
  // Within a text, a blank is part of the text.
  if (word === '' && last !== undefined && isFreeText(last)) return [];
  return declared
    .filter((option) => option.name.startsWith(word) && !typed.some(([other]) => other === option))
    .map((option) => `${before}${option.name}:`);
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

interface Path {
  readonly name: string;
  readonly path: readonly Option[];
  readonly declared: readonly DeclaredOption[];
}

function followPath(line: string, commands: readonly DeclaredCommand[]): Path {
  const [, name = '', ...words] = line.split(/^\/|\s+/);
  const command = commands.find((each) => each.name === name);
  if (command === undefined) throw new Error(`There is no /${name}, but /${commands.map(namedBy).join(', /')}.`);
  const path: Option[] = [];
  let below: readonly Option[] = command.options ?? [];
  while (below.some(({ type }) => type <= 2)) {
    const word = words[path.length];
    const found = below.find((option) => option.name === word);
    if (found === undefined)
      throw new Error(`After “${path.at(-1)?.name ?? name}” write one of ${below.map(namedBy).join(', ')}.`);
    path.push(found);
    below = ('options' in found ? found.options : undefined) ?? [];
  }
  return { name, path, declared: below as readonly DeclaredOption[] };
}

interface Given {
  readonly typed: readonly (readonly [DeclaredOption, string])[];
  readonly beforeLast: string;
  /** What stands where no option takes it: the name of an option that there is not, or a text. */
  readonly stray: string | undefined;
}

const marksIn = (text: string) => [...text.matchAll(/(?<=^|\s)([\w-]+):/g)];
/** What looks like the name of an option, and is not the beginning of an address or of a path. */
const strangeName = /(?<=^|\s)([a-z][a-z-]*):(?![:/\\])/;

function readGiven(line: string, path: readonly Option[], declared: readonly DeclaredOption[]): Given {
  const start = path.reduce((at, { name }) => line.indexOf(name, at) + name.length, line.indexOf(' ') + 1);
  const marks = marksIn(line.slice(start)).filter(([, name]) => declared.some((option) => option.name === name));
  const from = marks.map((mark) => ({
    option: declared.find((option) => option.name === mark[1]),
    at: start + mark.index + mark[0].length,
    before: start + mark.index,
  }));
  const first = from[0]?.before ?? line.length;
  const bare = line.slice(start, first);
  if (bare.trim() !== '' || from.length === 0) {
    from.unshift({ option: declared[0], at: Math.min(start + 1, line.length), before: start });
  }
  const typed = from.flatMap(({ option, at }, index): [DeclaredOption, string][] => {
    const text = line.slice(at, from[index + 1]?.before).trim();
    return option === undefined || (text === '' && index < from.length - 1) ? [] : [[option, text]];
  });
  const inValue = typed.find(([option, text]) => !isFreeText(option) && strangeName.test(text))?.[1] ?? '';
  const named = strangeName.exec(bare.trimStart());
  const stray = named?.index === 0 ? named[1] : strangeName.exec(inValue)?.[1];
  return {
    typed,
    beforeLast: line.slice(0, from.at(-1)?.at),
    stray: stray ?? (declared.length === 0 && bare.trim() !== '' ? bare.trim() : undefined),
  };
}

function refuseStray(stray: string | undefined, declared: readonly DeclaredOption[]): void {
  if (stray === undefined) return;
  if (declared.length === 0) throw new Error(`“${stray}”: this command has no options.`);
  throw new Error(`There is no option “${stray}:” here, but ${declared.map(({ name }) => `${name}:`).join(' ')}`);
}

/** True where any text may be typed, and nothing is offered for it. */
function isFreeText(option: DeclaredOption): boolean {
  return option.type === 3 && option.autocomplete !== true && !('choices' in option);
}

/** The values that Discord's client knows without the bot. */
function knownValues(option: DeclaredOption): string[] {
  if (option.type === kinds.boolean) return ['true', 'false'];
  return 'choices' in option ? (option.choices ?? []).map(({ value }) => String(value)) : [];
}

function sentValue(option: DeclaredOption, text: string): string | number | boolean {
  const { name, type } = option;
  if (type === kinds.boolean) {
    if (/^(?:true|yes|on)$/i.test(text)) return true;
    if (/^(?:false|no|off)$/i.test(text)) return false;
    throw new Error(`“${name}:” takes true or false.`);
  }
  if (type === kinds.integer || type === kinds.number) {
    const number = Number(text);
    if (text !== '' && Number.isFinite(number) && (type === kinds.number || Number.isInteger(number))) return number;
    throw new Error(`“${name}:” takes a ${type === kinds.integer ? 'whole ' : ''}number.`);
  }
  const known = knownValues(option);
  if (known.length > 0 && !known.includes(text)) throw new Error(`“${name}:” takes ${known.join(', ')}.`);
  return text;
}

function namedBy({ name }: { readonly name: string }): string {
  return name;
}
