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
export const mostCharacters = 7_000;

/** The names Discord accepts for commands and options; letters must be lower case where they have one. */
export const commandName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
