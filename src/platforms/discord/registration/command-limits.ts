import {
  ApplicationCommandOptionType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody as DeclaredCommand,
} from 'discord.js';

/**
 * What Discord takes of application commands.
 * Source: https://discord.com/developers/docs/interactions/application-commands
 */
export const commandLimits = {
  /** Commands people type, in one place: for everybody, or in one server. */
  commands: 100,
  name: 32,
  /** Of a command, a subcommand, a group or an option. */
  description: 100,
  /** Options of a command, subcommands of a group, groups and subcommands of a command. */
  options: 25,
  choices: 25,
  choiceName: 100,
  choiceValue: 100,
  /** The greatest `max_length` of an option. */
  optionLength: 6_000,
  /**
   * All names, descriptions and choice values of one command together. It was 4,000 until 2024
   * (https://github.com/discord/discord-api-docs/pull/6668), and Discord's error has named 8,000 since.
   */
  characters: 8_000,
} as const;

/** Where we stop: a command of ours is parted before Discord would refuse it. */
export const mostCharacters = 7_600;

/** The names Discord accepts for commands and options; letters must be lower case where they have one. */
const commandName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

interface Node {
  readonly type?: number | undefined;
  readonly name: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly options?: readonly Node[];
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[];
}

/**
 * What Discord would refuse of these commands, a line each, with the path of the command. Empty where it takes them.
 *
 * @param most the characters one command may count. Default Discord's 8,000
 */
export function checkCommands(commands: readonly DeclaredCommand[], most: number = commandLimits.characters): string[] {
  const large = commands.flatMap((command) => {
    const size = countCommandCharacters(command);
    return size > most ? [`/${command.name}: counts ${size} characters, and may ${most}`] : [];
  });
  return [...checkList('', commands as readonly Node[], commandLimits.commands), ...large];
}

function checkList(path: string, nodes: readonly Node[], most: number): string[] {
  const here = path === '' ? 'All' : path;
  const names = nodes.map(({ name }) => name);
  const firstOptional = nodes.findIndex(({ required }) => required !== true);
  const late = nodes.filter(
    ({ required }, index) => required === true && firstOptional !== -1 && index > firstOptional,
  );
  const branches = nodes.filter(isBranch).length;
  return [
    ...(nodes.length > most ? [`${here}: has ${nodes.length} entries, and may have ${most}`] : []),
    ...names.filter((name, index) => names.indexOf(name) < index).map((name) => `${here}: has two called ${name}`),
    ...late.map(({ name }) => `${path} ${name}: is required, and stands behind what is not`),
    ...(path !== '' && branches > 0 && branches < nodes.length ? [`${here}: mixes subcommands and options`] : []),
    ...nodes.flatMap((node) => checkNode(path === '' ? `/${node.name}` : `${path} ${node.name}`, node)),
  ];
}

function checkNode(path: string, node: Node): string[] {
  const { name, description = '', choices = [], options = [], autocomplete } = node;
  // A command has the number of a subcommand for its type.
  const tooDeep = path.includes(' ') && options.some(({ type }) => isBranch({ type }) && !mayHold(node, type));
  return [
    ...(commandName.test(name) && name === name.toLowerCase() ? [] : [`${path}: isn’t a name that Discord accepts`]),
    ...(description.length >= 1 && description.length <= commandLimits.description
      ? []
      : [
          `${path}: its description has ${description.length} characters, and must have 1 to ${commandLimits.description}`,
        ]),
    ...(autocomplete === true && choices.length > 0 ? [`${path}: has both choices and completion`] : []),
    ...(choices.length > commandLimits.choices
      ? [`${path}: has ${choices.length} choices, and may have ${commandLimits.choices}`]
      : []),
    ...choices.filter(isTooLong).map((choice) => `${path}: the choice ${choice.name.slice(0, 20)}… is too long`),
    ...(tooDeep ? [`${path}: is nested too deep`] : []),
    ...checkList(path, options, commandLimits.options),
  ];
}

/** Below a command stand groups and subcommands, below a group subcommands alone. */
function mayHold(holder: Node, type: number | undefined): boolean {
  return (
    holder.type === ApplicationCommandOptionType.SubcommandGroup && type === ApplicationCommandOptionType.Subcommand
  );
}

function isBranch({ type }: Pick<Node, 'type'>): boolean {
  return type === ApplicationCommandOptionType.Subcommand || type === ApplicationCommandOptionType.SubcommandGroup;
}

function isTooLong({ name, value }: { name: string; value: string | number }): boolean {
  return name.length > commandLimits.choiceName || String(value).length > commandLimits.choiceValue;
}

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
