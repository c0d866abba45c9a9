import type { DeclaredCommand } from './declared-command.ts';

interface Counted {
  readonly name: string;
  readonly description?: string;
  readonly options?: readonly object[];
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[];
}

/**
 * How many characters of a command count against Discord's limit: all names, descriptions and choice values, its own and
 * those of everything below. In UTF-16 units, of which there are never fewer than Discord counts.
 */
export function countCommandCharacters(command: DeclaredCommand): number {
  return count(command as Counted);
}

function count({ name, description = '', options = [], choices = [] }: Counted): number {
  const below = options.reduce<number>((sum, option) => sum + count(option as Counted), 0);
  const offered = choices.reduce((sum, choice) => sum + choice.name.length + String(choice.value).length, 0);
  return name.length + description.length + below + offered;
}
