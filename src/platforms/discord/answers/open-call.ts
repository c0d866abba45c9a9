import {
  type APIApplicationCommandInteractionDataBasicOption,
  type APIApplicationCommandInteractionDataOption,
  ApplicationCommandOptionType,
  type InteractionType,
} from 'discord.js';
import type { Catalogue, CatalogueEntry } from '../../../bot/bot.ts';
import { rootCommand } from '../registration/declare-commands.ts';

/** What a person's use of a command carries: its name, and below it the subcommands and options. */
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

/** Finds the command behind `/mdaemon remind add`, or behind `/remind add` where groups are commands of their own. */
export function openCall<Kind extends InteractionType, Services>(
  { name, options = [] }: CallData<Kind>,
  catalogue: Catalogue<Services>,
): OpenedCall<Kind, Services> {
  const path = name === rootCommand ? [] : [name];
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
