import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandGroupOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { z } from 'zod';
import { type Catalogue, type CatalogueEntry, type Command, isGroup, type PlannedArgument } from '../../../bot/bot.ts';
import { commandLimits, countCommandCharacters, mostCharacters } from './command-limits.ts';

/** One command as it is sent to Discord. */
export type DeclaredCommand = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** An entry below our command: a command of the catalogue, or a group of them. */
export type DeclaredBranch = APIApplicationCommandSubcommandOption | APIApplicationCommandSubcommandGroupOption;

/** An argument of a command. */
export type DeclaredOption = APIApplicationCommandBasicOption;

/** The command that everything else stands below, but for what administrators need. */
const rootCommand = 'mdaemon';
const rootDescription = 'Ports, processes, firewall rules, updates and reminders';
const adminCommand = 'mdaemon-admin';
const adminDescription = 'For the bot’s administrators: who may do what, servers, the audit';

/** True for a name that the path of a command in the catalogue does not begin with. */
export function isRoot(name: string): boolean {
  return name === rootCommand || name === adminCommand;
}

interface DeclareOptions {
  /** The most characters one command may count before its largest group leaves it. Default 7,600 of Discord's 8,000. */
  readonly most?: number;
}

/**
 * Every command of the catalogue for Discord: `/mdaemon` with a subcommand for each leaf and a group for each group, and
 * `/mdaemon-admin` with those that administrators need, since one command has no room for all.
 *
 * Where that counts more characters than `most`, or has more than 25 entries, its largest group becomes a command of its
 * own (`/remind add`), then the next largest, until it fits. Who may do what is the router's to say, so that no command
 * asks for a permission of Discord's.
 */
export function declareCommands<Services>(
  catalogue: Catalogue<Services>,
  { most = mostCharacters }: DeclareOptions = {},
): DeclaredCommand[] {
  const { commands } = catalogue;
  let below = branchesOf(
    catalogue,
    commands.filter((command) => command.forAdministrators !== true),
  );
  const admin = branchesOf(
    catalogue,
    commands.filter((command) => command.forAdministrators === true),
  );
  const parted: DeclaredBranch[] = [];
  const root = () => commandOf(rootCommand, rootDescription, below);
  while (below.length > commandLimits.options || countCommandCharacters(root()) > most) {
    const largest = largestGroup(below);
    if (largest === undefined) break;
    below = below.filter((branch) => branch !== largest);
    parted.push(largest);
  }
  return [
    root(),
    ...(admin.length === 0 ? [] : [commandOf(adminCommand, adminDescription, admin)]),
    ...parted.map(({ name, description, options }) => commandOf(name, description, options as DeclaredBranch[])),
  ];
}

function commandOf(name: string, description: string, options: DeclaredCommand['options']): DeclaredCommand {
  return {
    type: 1,
    name,
    description,
    // In servers, and in direct messages with the bot; a person alone cannot install it, since a team is a server.
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    options: options ?? [],
  };
}

function branchesOf<Services>(
  { entries }: Catalogue<Services>,
  commands: readonly Command<Services>[],
): DeclaredBranch[] {
  return commands.map((command) => {
    const leaves = entries.filter(({ path }) => path[0] === command.name).map(subcommandOf);
    const [only] = leaves;
    if (!isGroup(command) && only !== undefined) return only;
    const { name, summary: description } = command;
    return { type: ApplicationCommandOptionType.SubcommandGroup, name, description, options: leaves };
  });
}

function subcommandOf<Services>({ path, leaf, plan }: CatalogueEntry<Services>) {
  const shape = leaf.arguments.shape;
  const options = plan.arguments.map((argument) => declareOption(argument, shape[argument.name] as never));
  return {
    type: ApplicationCommandOptionType.Subcommand as const,
    name: path.at(-1) ?? leaf.name,
    description: leaf.summary,
    // Required options come first, or Discord refuses the command.
    options: [...options.filter(({ required }) => required), ...options.filter(({ required }) => !required)],
  };
}

function largestGroup(branches: readonly DeclaredBranch[]): DeclaredBranch | undefined {
  const sizeOf = (branch: DeclaredBranch) => countCommandCharacters(branch as never);
  return branches
    .filter(({ type }) => type === ApplicationCommandOptionType.SubcommandGroup)
    .sort((a, b) => sizeOf(b) - sizeOf(a))[0];
}

/** Choices that cost more characters than these, twice over, are completed instead: they count for the whole command. */
const dearestChoices = 60;

interface Bounds {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/**
 * An argument as Discord's own option. A list is one text, since Discord has no options with several values; so is what
 * takes the rest of a line.
 *
 * @param schema of the argument, which says the least and most Discord checks before the bot is asked
 */
function declareOption(argument: PlannedArgument, schema: z.ZodType): DeclaredOption {
  const { name, meta, list, optional, type, choices } = argument;
  const common = { name, description: meta.description, ...(optional ? {} : { required: true }) };
  if (type === 'boolean' && !list) return { type: ApplicationCommandOptionType.Boolean, ...common };
  const bounds = boundsOf(schema);
  const completed = isCompleted(argument) ? { autocomplete: true as const } : {};
  if (type === 'number' && !list) {
    const limits = { ...within('min_value', bounds.minimum), ...within('max_value', bounds.maximum) };
    return bounds.type === 'integer'
      ? { type: ApplicationCommandOptionType.Integer, ...common, ...limits, ...completed }
      : { type: ApplicationCommandOptionType.Number, ...common, ...limits, ...completed };
  }
  if (offersChoices(argument)) {
    const offered = choices.map((value) => ({ name: value, value }));
    return { type: ApplicationCommandOptionType.String, ...common, choices: offered };
  }
  const lengths = list || choices.length > 0 ? {} : lengthsOf(bounds);
  return { type: ApplicationCommandOptionType.String, ...common, ...lengths, ...completed };
}

/** True where Discord asks the bot for completions while a person types. */
export function isCompleted(argument: PlannedArgument): boolean {
  return argument.meta.suggest !== undefined || (argument.choices.length > 0 && !offersChoices(argument));
}

/** True where all values stand in the declaration, and Discord takes no other. */
function offersChoices({ choices, list }: PlannedArgument): boolean {
  return (
    !list && choices.length > 0 && choices.length <= commandLimits.choices && choices.join('').length <= dearestChoices
  );
}

function boundsOf(schema: z.ZodType): Bounds {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Bounds;
}

/** A bound, left out where there is none: zod's own for whole numbers is what a double holds exactly. */
function within<Name extends string>(name: Name, value: number | undefined): { [name in Name]?: number } {
  if (value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER) return {};
  return { [name]: value } as { [name in Name]?: number };
}

function lengthsOf({ minLength = 0, maxLength }: Bounds): { min_length?: number; max_length?: number } {
  return {
    ...(minLength > 0 ? { min_length: Math.min(minLength, commandLimits.optionLength) } : {}),
    ...(maxLength === undefined ? {} : { max_length: Math.min(maxLength, commandLimits.optionLength) }),
  };
}
