/** The platforms a request can come from. */
export type PlatformName = 'slack' | 'discord' | 'terminal' | 'mcp';

/**
 * Names the workspace, server or machine a request belongs to: `slack:T0123`, `discord:4567`, `terminal:local`.
 * Every stored row carries it, so that one bot can serve many teams without mixing them.
 */
export type TeamKey = `${PlatformName}:${string}`;

/**
 * What somebody is in the team, as the platform or the operator says. An outsider is somebody of another organisation, a
 * guest, a bot, and anybody of whom it isn't known. Each platform decides in its own folder; `teams/` adds those whom a
 * team has named.
 */
export type Role = 'outsider' | 'member' | 'administrator';

/** The person (or program) who asks. */
export interface Actor {
  /** The platform's own id, such as `U0123`. */
  readonly id: string;
  readonly role: Role;
  /** The team lets this member change what others made. */
  readonly mayChange?: true;
  /** The platform's id of the conversation they are in: what is posted there they read anyway. */
  readonly here?: string;
  /** Others read the answer along, so that it holds nothing which is this person's alone. */
  readonly overheard?: true;
  /** Why the role isn't higher, where that isn't certain: a sentence that says what would settle it. */
  readonly doubt?: string;
}

/** Something that a person does, as it goes on record beside what it changes. */
export interface Deed {
  readonly team: TeamKey;
  /** The platform's own id of the person. */
  readonly by: string;
  readonly role: Role;
  /** The platform's id of the conversation it was done in. */
  readonly place: string;
  /** The command by its full name, or the button: `settings set`, `press done`. */
  readonly act: string;
  /** The id of the request, which is in the log too. */
  readonly request: string;
}

/** Where a request was made, and so where its answer belongs. */
export interface Conversation {
  /** The platform's own channel id. */
  readonly id: string;
  /** The thread inside the channel, if the request was made in one. */
  readonly thread?: string;
  /** True where only the asker reads along: a direct message, the terminal. */
  readonly private: boolean;
  /** The asker may not write here, or it isn't known: what is posted here for them needs that right, as anywhere else. */
  readonly readOnly?: true;
}

/** A surface's abilities, so that a command offers only what works there. */
export interface Capabilities {
  /** A person types this before a command: `/mdaemon ` in Slack, nothing in the terminal. */
  readonly prefix: string;
  /** The same before a command for administrators, where that differs: `/mdaemon-admin ` in Discord. */
  readonly adminPrefix?: string;
  /** Commands are written with the names of their options, as in Discord: `/mdaemon ports what:imap`. */
  readonly optionNames?: true;
  /** Answers can carry buttons. */
  readonly buttons: boolean;
  /** Answers can carry attached files. */
  readonly files: boolean;
  /** Code of any length is shown whole, as in a terminal. */
  readonly wholeCode?: true;
}

/** What a person types before a command. */
export function prefixOf(
  { prefix, adminPrefix = prefix }: Capabilities,
  command?: { forAdministrators?: true },
): string {
  return command?.forAdministrators === true ? adminPrefix : prefix;
}

/** A text that came with a request: an uploaded file, or what was piped in. */
export interface Attachment {
  /** The file's name, or `standard input`. */
  readonly name: string;
  readonly content: string;
}

/**
 * What was asked, in one of the three forms surfaces have it in.
 *
 * `text`: one line as typed, decoded from the platform's own syntax.
 * `words`: already split, as by a shell; each word is taken whole.
 * `call`: a command by its path with named values, as native slash commands and tools deliver it.
 */
export type Input =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'call'; readonly path: readonly string[]; readonly values: Readonly<Record<string, unknown>> };

/** A channel or person that a line names, with the platform's own id behind the name. */
export interface Reference {
  /** As it stands in the line: `#operations`, `@alice`. */
  readonly shown: string;
  readonly kind: 'channel' | 'person';
  readonly id: string;
}

/** One question, the same from every platform. */
export interface Request {
  /** Unique per request; goes into logs. */
  readonly id: string;
  readonly team: TeamKey;
  readonly actor: Actor;
  readonly conversation: Conversation;
  /** The IANA time zone dates are shown in. */
  readonly zone: string;
  /** When the platform handed the request over. */
  readonly receivedAt: Date;
  readonly capabilities: Capabilities;
  readonly input: Input;
  /** The channels and people the input names, where the platform tells their ids. */
  readonly references?: readonly Reference[];
  /** Texts that came with it, for commands that take input. */
  readonly attachments?: readonly Attachment[];
}
