import type { StoragePlace } from './storage-place.ts';

/** How the bot talks to Slack: one of the two ways Slack offers. */
export type SlackConfig = {
  /** `xoxb-…` */
  readonly botToken: string;
  /** Another address of Slack's Web API, ending in a slash; for tests and gateways. */
  readonly apiUrl: string | undefined;
} & (
  | {
      readonly mode: 'socket';
      /** `xapp-…` */
      readonly appToken: string;
    }
  | { readonly mode: 'http'; readonly signingSecret: string }
);

/** How the bot talks to Discord. */
export interface DiscordConfig {
  /** The bot's token, without the word `Bot`. */
  readonly token: string;
  /** Another address of Discord's API, without version and slash at its end; for tests and gateways. */
  readonly apiUrl: string | undefined;
  /** Whether commands are registered at start, and where: for everybody, or in one server. */
  readonly register:
    | { readonly kind: 'off' }
    | { readonly kind: 'global' }
    | { readonly kind: 'guild'; readonly guild: string };
}

/** A model that may reorder or rephrase what questions find. */
export interface AskProviderConfig {
  readonly url: string;
  readonly token: string | undefined;
}

/** How assistants ask over HTTP. */
export interface McpHttpConfig {
  /** What they have to show, as a bearer token. */
  readonly token: string;
  /** Host names the bot is reached by, besides those of this machine; in lower case, with a port where it counts. */
  readonly hosts: readonly string[];
}

/** Everything the environment says, checked. */
export interface Config {
  /** Absent where no Slack variable is set. */
  readonly slack: SlackConfig | undefined;
  /** Absent where no Discord token is set. */
  readonly discord: DiscordConfig | undefined;
  /** The only listener: health in every mode, Slack's requests in its HTTP mode. Absent where none is wanted. */
  readonly http: { readonly host: string; readonly port: number } | undefined;
  /** Where reminders and settings are kept. */
  readonly storage: StoragePlace;
  /** How many reminders a team may have. */
  readonly remindersPerTeam: number;
  /** Texts of questions without an answer are kept. */
  readonly keepQuestions: boolean;
  readonly askProvider: AskProviderConfig | undefined;
  /** Absent where assistants may not ask over HTTP. */
  readonly mcp: McpHttpConfig | undefined;
  /** A folder of the operator's own knowledge files. */
  readonly knowledgeDirectory: string | undefined;
  /** People who may do everything in chat, as `slack:U0123`. Where it is empty nobody there is an administrator. */
  readonly administrators: readonly string[];
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** The IANA zone for teams that have set none. */
  readonly zone: string;
}
