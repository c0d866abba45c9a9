import type {
  APIApplicationCommandBasicOption,
  APIApplicationCommandSubcommandGroupOption,
  APIApplicationCommandSubcommandOption,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';

/** One command as it is sent to Discord. */
export type DeclaredCommand = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** What stands below a command of ours: a command of the catalogue, or a group of them. */
export type DeclaredBranch = APIApplicationCommandSubcommandOption | APIApplicationCommandSubcommandGroupOption;

/** An argument of a command. */
export type DeclaredOption = APIApplicationCommandBasicOption;
