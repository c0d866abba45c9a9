import { ApplicationCommandOptionType, ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import { type Catalogue, type CatalogueEntry, isGroup } from '../../../bot/bot.ts';
import { commandLimits, mostCharacters } from './command-limits.ts';
import { countCommandCharacters } from './count-command-characters.ts';
import { declareOption } from './declare-option.ts';
import type { DeclaredBranch, DeclaredCommand } from './declared-command.ts';

/** The command that everything else stands below. */
export const rootCommand = 'mdaemon';
const rootDescription = 'Ports, processes, firewall rules, updates and reminders';

/** How commands are declared. */
export interface DeclareOptions {
  /** The most characters one command may count before its largest group leaves it. Default 7,000 of Discord's 8,000. */
  readonly most?: number;
}

/**
 * Every command of the catalogue for Discord: `/mdaemon` with a subcommand for each leaf and a group for each group.
 *
 * Where that counts more characters than `most`, or has more than 25 entries, its largest group becomes a command of its
 * own (`/remind add`), then the next largest, until it fits. Who may do what is the router's to say, so that no command
 * asks for a permission of Discord's.
 */
export function declareCommands<Services>(
  catalogue: Catalogue<Services>,
  { most = mostCharacters }: DeclareOptions = {},
): DeclaredCommand[] {
  let below = branchesOf(catalogue);
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

function branchesOf<Services>({ commands, entries }: Catalogue<Services>): DeclaredBranch[] {
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
    // What must be said comes first, or Discord refuses the command.
    options: [...options.filter(({ required }) => required), ...options.filter(({ required }) => !required)],
  };
}

function largestGroup(branches: readonly DeclaredBranch[]): DeclaredBranch | undefined {
  const sizeOf = (branch: DeclaredBranch) => countCommandCharacters(branch as never);
  return branches
    .filter(({ type }) => type === ApplicationCommandOptionType.SubcommandGroup)
    .sort((a, b) => sizeOf(b) - sizeOf(a))[0];
}
