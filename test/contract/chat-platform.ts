import type { Catalogue } from '../../src/bot/catalogue.ts';
import type { TeamKey } from '../../src/bot/request.ts';
import type { Audience, Chat, ChatAdapter } from '../../src/chat/chat.ts';
import type { PressHow } from '../../src/reminders/delivery-service.ts';
import type { Poster } from '../../src/reminders/ledger.ts';
import type { NoServices } from './chat-commands.ts';

/** A chat that the promises are checked on: a platform's peer, and how a person uses it. */
export interface ChatPlatform {
  readonly label: string;
  /** Why it cannot be checked here; absent where it can. */
  readonly missing?: string | undefined;
  /** Long answers have pages there. */
  readonly hasPages: boolean;
  /** The platform names each command, and may deliver one again. */
  readonly repeatsCommands: boolean;
  /** Announcements go a way on which they may fail. */
  readonly announcesOverTheLine: boolean;
  /** A response that is too many at once is made again by itself, after the time the platform names. */
  readonly waitsOutLimits: boolean;
  /** What says how far a command is stays below it, since nobody may change what a command was answered. */
  readonly keepsProgress: boolean;
  /** A press of Share comes with the message it was made on. */
  readonly sendsPressed: boolean;
  start(catalogue: Catalogue<NoServices>): Promise<ChatDriver>;
}

/** The people there. Alice is a member, Bob an administrator. */
export type Person = 'alice' | 'bob';

/** A message of the bot's, as a person sees it. */
export interface SeenPost {
  readonly id: string;
  readonly seenBy: Audience;
  /** Without the platform's marks; a mention reads `@alice`. */
  readonly text: string;
  /** What stands on its buttons. Of menus, nothing. */
  readonly buttons: readonly string[];
  /** The platform's own form of it, from which it is pressed as it was seen. */
  readonly raw: unknown;
}

/** Builds the chat under test around an adapter. */
export type MakeChat = <Event, Message>(adapter: ChatAdapter<Event, Message>) => Chat<Event>;

/**
 * The bot's calls to the platform that may fail: a reminder's post, a look into the history, and of its responses the
 * announcement of an answer, the change of a pressed message, the same as the bot's own edit, and a shared answer.
 */
export type Call = 'post' | 'history' | 'announce' | 'update' | 'edit' | 'share';

/** Whatever may fail on the way to the platform. */
export type LineFault =
  /** The platform does it, and its answer never comes. */
  | 'reply-lost'
  /** The platform never hears of it, and the bot cannot know. */
  | 'never-arrives'
  /** Too many calls: wait seven seconds. */
  | 'too-many'
  /** The platform refuses it for good. */
  | 'refused';

/** A platform that runs, with a team of two people and one channel. */
export interface ChatDriver {
  readonly team: TeamKey;
  readonly channel: string;
  /** The platform's id of a person. */
  user(name: Person): string;

  /** Starts a bot with nothing in memory, and resolves once it hears events. */
  startBot(makeChat: MakeChat): Promise<{ stop(): Promise<void> }>;

  /** Each resolves once the platform no longer waits for a sign of life. */
  command(line: string, by: Person): Promise<unknown>;
  mention(line: string, by: Person): Promise<unknown>;
  press(post: SeenPost, label: string, by: Person): Promise<unknown>;
  /** Uses the control of a reminder in its post, whether it is a button or a menu's entry. */
  pressReminder(post: SeenPost, reminder: string, how: PressHow, by: Person): Promise<unknown>;
  /** Presses a button that no version of the bot has made. */
  pressUnknown(post: SeenPost, by: Person): Promise<unknown>;

  /** The bot's messages in the channel, oldest first. */
  posts(): Promise<readonly SeenPost[]>;

  /** What happens to the next calls of a kind, one after the other; then all are done again. */
  fail(call: Call, ...faults: readonly LineFault[]): void;
  /** The platform finds the next answer to a mention too long. */
  refuseContent(): void;
  /** A new poster, as after a restart. */
  poster(): Poster;

  stop(): Promise<void>;
}
