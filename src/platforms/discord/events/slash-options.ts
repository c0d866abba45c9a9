import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteractionDataBasicOption,
  type APIApplicationCommandInteractionDataOption,
  type APIApplicationCommandOptionChoice,
  type APIChatInputApplicationCommandInteractionData,
  ApplicationCommandOptionType,
  type InteractionType,
} from 'discord.js';
import {
  type ArgumentPlan,
  type Catalogue,
  type CatalogueEntry,
  type CompletionContext,
  completeArgument,
  type Input,
  type PlannedArgument,
  readWord,
  type Suggestion,
  type Token,
  tokenize,
  wordsIn,
} from '../../../bot/bot.ts';
import { oneLine, shorten } from '../../../text/text.ts';
import { commandLimits } from '../registration/command-limits.ts';
import { isCompleted, isRoot } from '../registration/declare-commands.ts';

/**
 * What a slash command asks for, as the router takes it. Lists, which are one text in Discord, are split at blanks and
 * commas again, with quoted words left whole; what was not said is left out, so that the command's defaults apply.
 *
 * A word of a list that is a value of another argument (`ports imap outbound`) is that, as in a line. A command that is
 * not in the catalogue, since another version of the bot registered it, is for the router to refuse. Never throws.
 */
export function readCall<Services>(
  data: APIChatInputApplicationCommandInteractionData,
  catalogue: Catalogue<Services>,
): Extract<Input, { kind: 'call' }> {
  const { path, entry, options } = openCall<InteractionType.ApplicationCommand, Services>(data, catalogue);
  const values: Record<string, unknown> = {};
  if (entry === undefined) return { kind: 'call', path, values };
  const { plan } = entry;
  const strays: [PlannedArgument, string][] = [];
  for (const { name, value } of options) {
    const argument = plan.byName.get(name.toLowerCase());
    if (argument === undefined) values[name] = value;
    else if (typeof value !== 'string') values[argument.name] = value;
    else {
      const read = argument.list ? readList(plan, argument, value, strays) : readText(plan, argument, value);
      if (read !== undefined) values[argument.name] = read;
    }
  }
  for (const [argument, value] of strays) values[argument.name] ??= value;
  return { kind: 'call', path, values };
}

function readList(
  plan: ArgumentPlan,
  argument: PlannedArgument,
  text: string,
  strays: [PlannedArgument, string][],
): unknown[] | undefined {
  const words: unknown[] = [];
  for (const token of withoutHints(tokenize(text))) {
    for (const word of wordsIn(argument, token)) {
      const choice = token.quoted ? undefined : plan.choices.get(word.toLowerCase());
      if (choice === undefined || choice.argument === argument) words.push(readWord(plan, argument, word));
      else strays.push([choice.argument, choice.value]);
    }
  }
  return words.length > 0 ? words : undefined;
}

/** One value. Quotation marks around the whole are a habit from the text surfaces. */
function readText(plan: ArgumentPlan, argument: PlannedArgument, text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (argument.meta.written === 'rest') return trimmed;
  const value = isCompleted(argument) ? valueOfLabel(trimmed) : trimmed;
  const [token, ...others] = tokenize(value);
  const whole = token !== undefined && others.length === 0 && token.text !== '' ? token.text : value;
  return readWord(plan, argument, whole);
}

/** The data of a used command: its name, and below it the subcommands and options. */
interface CallData<Kind extends InteractionType> {
  readonly name: string;
  readonly options?: readonly APIApplicationCommandInteractionDataOption<Kind>[];
}

/** The command of the catalogue that was used, and the options it was given. */
interface OpenedCall<Kind extends InteractionType, Services> {
  readonly path: readonly string[];
  /** Absent for what an older or newer version of the bot registered. */
  readonly entry: CatalogueEntry<Services> | undefined;
  readonly options: readonly APIApplicationCommandInteractionDataBasicOption<Kind>[];
}

/** Finds the command behind `/mdaemon remind add`, or behind `/remind add` where a group is a command of its own. */
function openCall<Kind extends InteractionType, Services>(
  { name, options = [] }: CallData<Kind>,
  catalogue: Catalogue<Services>,
): OpenedCall<Kind, Services> {
  const path = isRoot(name) ? [] : [name];
  let below = options;
  for (let [branch] = below; branch !== undefined && isBranch(branch); [branch] = below) {
    path.push(branch.name);
    below = branch.options ?? [];
  }
  return {
    path,
    entry: catalogue.at(path),
    options: below as readonly APIApplicationCommandInteractionDataBasicOption<Kind>[],
  };
}

type Branch<Kind extends InteractionType> = Extract<
  APIApplicationCommandInteractionDataOption<Kind>,
  { type: ApplicationCommandOptionType.Subcommand | ApplicationCommandOptionType.SubcommandGroup }
>;

function isBranch<Kind extends InteractionType>(
  option: APIApplicationCommandInteractionDataOption<Kind>,
): option is Branch<Kind> {
  return (
    option.type === ApplicationCommandOptionType.Subcommand ||
    option.type === ApplicationCommandOptionType.SubcommandGroup
  );
}

/** One row below an option while a person types. */
export type Choice = APIApplicationCommandOptionChoice<string | number>;

/**
 * What Discord shows below the option a person is typing: at most 25 choices, each value once, of at most 100
 * characters. In a list the last word is completed, and a choice holds all that stands before it. Empty where nothing is
 * known; Discord then takes what is typed.
 *
 * @throws what looking things up throws, such as a store that cannot be read
 */
export async function completeOption<Services>(
  data: APIApplicationCommandAutocompleteInteraction['data'],
  context: CompletionContext<Services>,
): Promise<Choice[]> {
  const { entry, options } = openCall<InteractionType.ApplicationCommandAutocomplete, Services>(
    data,
    context.catalogue,
  );
  const focused = options.find((option) => 'focused' in option && option.focused === true);
  const argument = focused === undefined ? undefined : entry?.plan.byName.get(focused.name.toLowerCase());
  if (entry === undefined || focused === undefined || argument === undefined) return [];
  const text = String(focused.value ?? '');
  const { before, typed } = argument.list
    ? splitList(argument, text)
    : { before: [], typed: valueOfLabel(text).trim() };
  const suggestions = await completeArgument(entry, argument.name, typed, context);
  return choicesOf(argument, before, suggestions);
}

/** Splits off the word that is being typed. */
function splitList(argument: PlannedArgument, text: string): { before: string[]; typed: string } {
  const tokens = tokenize(text);
  const kept = withoutHints(tokens);
  const words = kept.flatMap((token) => wordsIn(argument, token));
  const last = tokens.at(-1);
  // Behind a blank, a comma, a closed quotation or a hint, the next word begins.
  const begun = last !== undefined && last === kept.at(-1) && !/[\s,]$/.test(text) && !(last.quoted && last.closed);
  const before = (begun ? words.slice(0, -1) : words).filter((word) => word.trim() !== '');
  return { before, typed: begun ? (words.at(-1) ?? '') : '' };
}

function choicesOf(argument: PlannedArgument, before: readonly string[], suggestions: readonly Suggestion[]): Choice[] {
  const given = new Set(before.map((word) => word.toLowerCase()));
  const choices = new Map<string, Choice>();
  for (const { value, hint } of suggestions) {
    if (given.has(value.toLowerCase())) continue;
    const whole = argument.list ? [...before, value].map(asWord).join(' ') : value;
    if (whole.length > commandLimits.choiceValue || whole.trim() === '') continue;
    if (argument.type !== 'number' || argument.list) choices.set(whole, { name: labelOf(whole, hint), value: whole });
    else if (Number.isFinite(Number(whole))) choices.set(whole, { name: labelOf(whole, hint), value: Number(whole) });
    if (choices.size === commandLimits.choices) break;
  }
  return [...choices.values()];
}

/** A word as a list holds it. */
function asWord(word: string): string {
  return /[\s,]/.test(word) ? `"${word}"` : word;
}

/** Shorter than this a hint says nothing. */
const shortestHint = 8;

/**
 * What a person sees of a completion: the value, and what it is in brackets. Discord's clients send this instead of the
 * value where a person goes on typing behind it, or changes another option (discord-api-docs issues 4012 and 7206); the
 * brackets are how it is told from the value again.
 *
 * @returns at most 100 characters; the value alone where no more fits
 */
function labelOf(value: string, hint: string | undefined): string {
  const room = commandLimits.choiceName - value.length - ' ()'.length;
  if (hint === undefined || room < shortestHint) return value;
  // Brackets would end the hint, and quotation marks begin a value.
  const plain = oneLine(hint.replace(/[()[\]]/g, '').replace(/["'“”„«»]/g, '’'));
  if (plain === '') return value;
  return `${value} (${shorten(plain, room)})`;
}

/** The value in a text that may be a label. */
function valueOfLabel(text: string): string {
  return /^(?<value>.*\S) \([^()]*\)$/s.exec(text)?.groups?.['value'] ?? text;
}

/** The words of a list without the hints among them. */
function withoutHints(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  // Looked for on from where the last one was found: an end that stands behind one bracket stands behind the next as well.
  let end = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    if (opensHint(token)) {
      end = Math.max(end, index);
      while (end < tokens.length && !closesHint(tokens[end] as Token)) end += 1;
      if (end < tokens.length) {
        index = end;
        continue;
      }
    }
    kept.push(token);
  }
  return kept;
}

function opensHint({ text, quoted }: Token): boolean {
  return !quoted && text.startsWith('(');
}

function closesHint({ text, quoted }: Token): boolean {
  return !quoted && /\),*$/.test(text);
}
