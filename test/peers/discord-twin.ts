import type { APIMessage } from 'discord.js';

/** Fields of an event of the gateway, by their names there. */
export type TwinEvent = Readonly<Record<string, unknown>>;

/** Who and what there is on the twin. The ids stay the same when it starts again; messages do not survive. */
export interface TwinState {
  readonly token: string;
  readonly bot: string;
  readonly guild: string;
  /** By name. */
  readonly channels: Readonly<Record<string, string>>;
  /** By name. */
  readonly users: Readonly<Record<string, string>>;
  /** The channels of direct messages, by the name of the person. */
  readonly direct: Readonly<Record<string, string>>;
}

/** An interaction to send to the bot. */
export interface TwinInteraction {
  readonly type: number;
  readonly channel: string;
  readonly user: string;
  readonly data: TwinEvent;
  /** The message whose component was used. */
  readonly message?: string;
  /** Fields of the event that are other than the twin makes them; `null` takes one away. */
  readonly changes?: TwinEvent | undefined;
}

/** A message to send to the bot. */
export interface TwinSpeech {
  readonly channel: string;
  readonly user: string;
  readonly content: string;
  readonly changes?: TwinEvent | undefined;
}

/** What a member may do, as Discord's decimal bit field. */
export interface TwinPerson {
  readonly user: string;
  readonly permissions: string;
}

/** An event of the gateway as it stands. */
export interface TwinBroadcast {
  readonly event: string;
  readonly data: TwinEvent;
}

/** A message of the bot's as the twin holds it. */
export interface TwinMessage {
  readonly id: string;
  readonly channel: string;
  readonly content: string;
  /** 64 is ephemeral, 1 << 15 is Components V2. */
  readonly flags: number;
  readonly components: NonNullable<APIMessage['components']>;
  readonly reference?: { readonly message_id?: string; readonly fail_if_not_exists?: boolean };
  readonly edited: boolean;
}

/** How the bot responded to an interaction. */
export interface TwinResponse {
  /** 4 reply, 5 deferred, 6 deferred update, 7 update, 8 choices, 9 form. */
  readonly type: number;
  /** The message it made or changed. */
  readonly message?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look at whatever the bot sent
  readonly data: any;
}

/** Where and by whom something is done. Defaults: `general`, `alice`. */
export interface TwinPlace {
  readonly channel?: string;
  readonly user?: string;
  readonly changes?: TwinEvent;
}

/** An option of a slash command as Discord sends it. */
export interface TwinOption {
  readonly name: string;
  readonly type: number;
  readonly value?: string | number | boolean;
  readonly focused?: boolean;
  readonly options?: readonly TwinOption[];
}

/** A stand-in for Discord by other hands, running on 127.0.0.1. Drivers return the id of the interaction. */
export interface DiscordTwin extends TwinState {
  /** For `rest.api`; the library adds the version. */
  readonly restUrl: string;
  /** The id of a channel: those above by name, or `@alice` for the direct message with her. */
  channel(name?: string): string;
  user(name?: string): string;
  /** Runs a slash command. */
  command(name: string, options: readonly TwinOption[], where?: TwinPlace): Promise<string>;
  autocomplete(name: string, options: readonly TwinOption[], where?: TwinPlace): Promise<string>;
  /** Presses the button with this id, whatever it is on. */
  press(message: TwinMessage, customId: string, where?: TwinPlace): Promise<string>;
  /** Picks from a select. */
  select(message: TwinMessage, customId: string, values: readonly string[], where?: TwinPlace): Promise<string>;
  /**
   * Sends a form. A value is what was typed, or a list of what was picked.
   *
   * @param message the id of the message whose button opened the form, which Discord sends along
   */
  submit(
    customId: string,
    fields: Readonly<Record<string, string | readonly string[]>>,
    where?: TwinPlace,
    message?: string,
  ): Promise<string>;
  /** Writes a message; returns its id. */
  say(content: string, where?: TwinPlace): Promise<string>;
  /** Sends an event of the gateway as it stands. */
  broadcast(event: string, data: TwinEvent): Promise<void>;
  /** Gives a member permissions, as a bit field. Without it a member may do everything. */
  permit(user: string, permissions: bigint): Promise<void>;
  /** What the bot has written in a channel, oldest first, ephemeral messages too. */
  messages(channel?: string): Promise<readonly TwinMessage[]>;
  /** How the bot responded to an interaction, once it has. */
  response(interaction: string): Promise<TwinResponse>;
  /** The same without waiting. */
  responseSoFar(interaction: string): Promise<TwinResponse | undefined>;
  /** The message a response made or changed. */
  answer(interaction: string): Promise<TwinMessage>;
  /** Every call of the REST API so far, by method and path. */
  calls(): Promise<readonly { readonly method: string; readonly path: string }[]>;
  /** Ends the process, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}
