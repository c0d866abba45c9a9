import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIChatInputApplicationCommandInteractionData,
  ApplicationCommandOptionType,
} from 'discord.js';
import type { DeclaredCommand, DeclaredOption } from '../../../src/platforms/discord/registration/declare-commands.ts';

/** A subcommand as it is declared, and how it is reached: `['mdaemon', 'remind', 'add']`. */
export interface DeclaredLeaf {
  readonly path: readonly string[];
  readonly options: readonly DeclaredOption[];
}

/** Every subcommand of these commands. */
export function leavesOf(commands: readonly DeclaredCommand[]): DeclaredLeaf[] {
  const below = (
    path: readonly string[],
    node: { name: string; options?: readonly unknown[] | undefined },
  ): DeclaredLeaf[] => {
    const options = (node.options ?? []) as readonly { type: number; name: string; options?: readonly unknown[] }[];
    const here = [...path, node.name];
    const branches = options.filter(({ type }) => type <= ApplicationCommandOptionType.SubcommandGroup);
    if (branches.length === 0) return [{ path: here, options: options as unknown as readonly DeclaredOption[] }];
    return branches.flatMap((branch) => below(here, branch));
  };
  return commands.flatMap((command) => below([], command));
}

/** What Discord sends when a person uses a subcommand with these values, each of the option's own type. */
export function callData(
  { path, options }: DeclaredLeaf,
  values: Readonly<Record<string, string | number | boolean>>,
): APIChatInputApplicationCommandInteractionData {
  const given = options.flatMap(({ name, type }) => {
    const value = values[name];
    return value === undefined ? [] : [{ name, type, value }];
  });
  return nest(path, given) as APIChatInputApplicationCommandInteractionData;
}

/** What Discord sends while a person types into one option. */
export function typingData(
  leaf: DeclaredLeaf,
  option: string,
  typed: string,
): APIApplicationCommandAutocompleteInteraction['data'] {
  const type = leaf.options.find(({ name }) => name === option)?.type;
  if (type === undefined) throw new Error(`${leaf.path.join(' ')} has no option ${option}`);
  return nest(leaf.path, [
    { name: option, type, value: typed, focused: true },
  ]) as APIApplicationCommandAutocompleteInteraction['data'];
}

function nest([name = '', ...path]: readonly string[], options: readonly object[]): unknown {
  const inner = path.reduceRight<readonly object[]>(
    (below, branch, index) => [
      {
        name: branch,
        type:
          index < path.length - 1
            ? ApplicationCommandOptionType.SubcommandGroup
            : ApplicationCommandOptionType.Subcommand,
        options: below,
      },
    ],
    options,
  );
  return { id: '1', type: 1, name, options: inner };
}
