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

/** Everything the environment says, checked. */
export interface Config {
  /** Absent where no Slack variable is set. */
  readonly slack: SlackConfig | undefined;
  /** The only listener: health in every mode, Slack's requests in HTTP mode. Absent where none is wanted. */
  readonly http: { readonly host: string; readonly port: number } | undefined;
  /** Where reminders and settings are kept. */
  readonly storage: StoragePlace;
  /** How many reminders a team may have. */
  readonly remindersPerTeam: number;
  /** A folder of the operator's own knowledge files. */
  readonly knowledgeDirectory: string | undefined;
  /** People who may do everything in chat, as `slack:U0123`. Where it is empty nobody there is an administrator. */
  readonly administrators: readonly string[];
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** The IANA zone for teams that have set none. */
  readonly zone: string;
}
