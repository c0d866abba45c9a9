import {
  type APIApplicationCommandInteractionDataBasicOption,
  type APIApplicationCommandInteractionDataOption,
  type APIChatInputApplicationCommandInteractionData,
  ApplicationCommandOptionType,
  type InteractionType,
} from 'discord.js';
import {
  type ArgumentPlan,
  type Catalogue,
  type CatalogueEntry,
  type Input,
  type PlannedArgument,
  readWord,
  tokenize,
  wordsIn,
} from '../../../bot/bot.ts';
import { isCompleted, isRoot } from '../registration/declare-commands.ts';
import { valueOfLabel, withoutHints } from './choice-label.ts';

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
export interface CallData<Kind extends InteractionType> {
  readonly name: string;
  readonly options?: readonly APIApplicationCommandInteractionDataOption<Kind>[];
}

/** The command of the catalogue that was used, and the options it was given. */
export interface OpenedCall<Kind extends InteractionType, Services> {
  readonly path: readonly string[];
  /** Absent for what an older or newer version of the bot registered. */
  readonly entry: CatalogueEntry<Services> | undefined;
  readonly options: readonly APIApplicationCommandInteractionDataBasicOption<Kind>[];
}

/** Finds the command behind `/mdaemon remind add`, or behind `/remind add` where a group is a command of its own. */
export function openCall<Kind extends InteractionType, Services>(
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
