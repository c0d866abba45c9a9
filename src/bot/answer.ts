/**
 * What a command answers, free of any platform.
 *
 * All strings are plain text with one mark: a pair of backticks around what is typed or read exactly, such as
 * `help ports`. Renderers escape everything else. Text that came from a person goes through `quote` first.
 */
export interface Answer {
  readonly title: string;
  /**
   * One sentence that answers the question on its own. It is also the notification text and what a screen reader
   * reads, so it never points to what stands below it.
   */
  readonly lead: string;
  readonly sections: readonly Section[];
  /** The documents the answer rests on, most important first. */
  readonly sources: readonly Citation[];
  /** Files to attach, where the surface can. */
  readonly files?: readonly AttachedFile[];
  /**
   * What was asked for as a text of its own, such as a script. A single answer whose output is no terminal is this and
   * nothing else, so that it can be piped; everywhere else the sections and files hold the same.
   */
  readonly artifact?: AttachedFile;
  /** Related commands, offered as buttons, the most useful first. The router leaves out what is too many or too long. */
  readonly actions?: readonly Action[];
  /** It may not be what was meant, and says so: then few buttons are shown. */
  readonly guess?: true;
  /** Where it is a verdict on something that was looked at: scripts get it as exit status. */
  readonly verdict?: 'yes' | 'no' | 'cannot-tell';
  /** The same for programs, as JSON; no surface for people shows it. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** The command line that gives this answer, where it was asked for in a person's own words. */
  readonly ran?: string;
  /** Whether ports are open, one by one, so that a program can check them. */
  readonly verdicts?: readonly PortVerdict[];
  /**
   * The platform's ids of people its texts name as `@id`, for surfaces that can show a name. They stand outside typographic
   * quotes, in which whatever somebody typed stands.
   */
  readonly people?: readonly string[];
  /** The instants its texts show, for surfaces with timestamps of their own; others leave the texts as they are. */
  readonly instants?: readonly ShownInstant[];
}

/** Whether connections to a port are let through, over one address family. */
export interface PortVerdict {
  readonly direction: 'inbound' | 'outbound';
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  /** The last port of a row that all have this verdict. Default: `port` alone. */
  readonly lastPort?: number;
  readonly family: 'ipv4' | 'ipv6';
  /** `anybody`: every stranger on the internet. `some`: only those in `to`. `unknown`: `because` says which rules decide. */
  readonly open: 'anybody' | 'some' | 'nobody' | 'unknown';
  /** Networks, and interfaces by their names, that it is open to for certain. Empty for anybody and nobody. */
  readonly to: readonly string[];
  /** The few that are shut out, where it is open to anybody else. */
  readonly except?: readonly string[];
  /** The rules that decide, with their chain, number and shortened text, or why it cannot be told. */
  readonly because: string;
}

/** An instant, and the exact words an answer shows it with: `Mon 30 Nov 09:00 (Europe/Berlin)`. */
export interface ShownInstant {
  readonly shown: string;
  readonly at: Date;
}

/** One part of an answer's body, in the order it is read. */
export type Section = TableSection | ListSection | CodeSection | NoteSection;

/** Rows of short cells. The first column names the row. */
export interface TableSection {
  readonly kind: 'table';
  readonly title?: string;
  readonly columns: readonly Column[];
  /** Each row has as many cells as there are columns; an empty cell is the empty string. */
  readonly rows: readonly (readonly string[])[];
}

/** A column of a table. */
interface Column {
  readonly header: string;
  /** Default `left`; numbers read better at the `right`. */
  readonly align?: 'left' | 'right';
}

/** Points in no order, or steps to take in order. */
export interface ListSection {
  readonly kind: 'list' | 'steps';
  readonly title?: string;
  readonly items: readonly string[];
}

/** Text to copy exactly. Backticks mean nothing here. */
export interface CodeSection {
  readonly kind: 'code';
  readonly title?: string;
  /** The name of the language for highlighting, such as `powershell`. */
  readonly language?: string;
  readonly text: string;
}

/** A remark. `warning` is for what does harm when overlooked. */
export interface NoteSection {
  readonly kind: 'note';
  readonly tone: 'info' | 'warning';
  readonly text: string;
}

/** A document an answer rests on. */
export interface Citation {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  /** A year, month or day, a few words such as `edition 25.0`, or `undated`. */
  readonly date: string;
  readonly url?: string;
}

/** A file that goes with an answer. */
export interface AttachedFile {
  readonly name: string;
  /** A media type such as `text/plain`. */
  readonly mediaType: string;
  readonly content: string;
}

/** Surfaces show this many sources of an answer, the strongest; an action lists the rest. */
export const shownSources = 2;
/** A table of at most this many rows is shown without its headers. */
export const shortTable = 3;
/** Chats show this many actions; with the button that shares an answer they are five. */
export const mostActions = 4;
/** The most actions of an answer that may not be what was meant, of which a button to share makes three. */
export const mostGuessActions = 2;
/** The most actions of a refusal, which nobody shares. */
export const mostRefusalActions = 3;
/** The most characters of an action's label, which is never cut. */
export const longestLabel = 40;
/** The most characters of an action's command that any platform holds. */
export const longestAction = 90;

/** A button. It carries a command to run again, never an answer. */
export interface Action {
  /** At most 40 characters. */
  readonly label: string;
  /** The command line, without any prefix: `ports imap then`. At most 90 characters, so that any platform holds it. */
  readonly command: string;
}

/**
 * How a request ended.
 *
 * `answered`: with facts. `usage`: the request could not be read; the answer says how to ask.
 * `unknown`: it was understood and nothing is known about it. `failed`: a fault of ours.
 */
export type Outcome = 'answered' | 'usage' | 'unknown' | 'failed';

/** The router's reply to a platform: always an answer, never an exception. */
export interface Reply {
  /** The command that ran, by its full name such as `deadlines list`; `null` where none was recognised. */
  readonly command: string | null;
  readonly outcome: Outcome;
  readonly answer: Answer;
  /** True where what ran changed something, so that running it again is not harmless. */
  readonly changes?: true;
}
