import type {
  APIApplicationCommandAutocompleteInteraction,
  APIChatInputApplicationCommandInteractionData,
} from 'discord.js';
import type { Input, Reply, Request, Router, TeamKey } from '../../../bot/bot.ts';
import type { ExpiringMap, WorkTracker } from '../../../chat/chat.ts';
import type { DeliveryService } from '../../../reminders/reminders.ts';
import type { Choice } from './complete-option.ts';
import type { ReminderFields } from './reminder-form.ts';
import type { RequestSource } from './request-source.ts';
import type { Responder } from './responder.ts';

/** A call of a command by its path, with named values. */
export type CallInput = Extract<Input, { kind: 'call' }>;

/** What is known of a request before it is run. */
export interface Inspected {
  /** The line a person could type for it; `undefined` where there is none. */
  readonly line: string | undefined;
  /** Running it changes something, so that it must not be run twice. */
  readonly changes: boolean;
}

/** An interaction, and all that answering it takes. */
export interface InteractionContext<Interaction> {
  readonly desk: DiscordDesk;
  readonly interaction: Interaction;
  /** Its `newId` gives one id, which is also in the log. */
  readonly source: RequestSource;
  readonly respond: Responder;
}

/** What every handler of Discord's events works with. One desk serves every connection, one after the other. */
export interface DiscordDesk {
  readonly router: Router;
  readonly source: Omit<RequestSource, 'names'>;
  readonly tracker: WorkTracker;
  /** Answers given lately that cannot be made again, by request. */
  readonly recent: ExpiringMap<Reply>;
  /** Messages that have been shared, so that a second press posts nothing. */
  readonly shared: ExpiringMap<true>;
  /** What people wrote into a form that could not be used, by team and person. */
  readonly drafts: ExpiringMap<ReminderFields>;
  /** True the first time this process is handed an event. */
  isNew(eventId: string): boolean;
  /** True for the first replica that is handed an event, and the first time only. */
  firstTime(team: TeamKey, key: string): Promise<boolean>;
  inspect(input: Input): Inspected;
  readCall(data: APIChatInputApplicationCommandInteractionData): CallInput;
  /** Completions of the option somebody is typing. Rejects where they cannot be had. */
  complete(data: APIApplicationCommandAutocompleteInteraction['data'], request: Request): Promise<readonly Choice[]>;
  /** Where the buttons of reminders are answered; absent where there are none. */
  readonly deliveries: DeliveryService | undefined;
  /** Does something after a while, unless it is told not to by what this returns. */
  after(delayMs: number, act: () => void): () => void;
}
