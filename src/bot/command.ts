import type { z } from 'zod';
import type { Access } from './access.ts';
import type { Answer } from './answer.ts';
import type { Request } from './request.ts';

/** How far a command has come that takes a while. */
export interface CommandProgress {
  readonly done: number;
  readonly total: number;
  /** The work in a few words: `Looking at mail.example.org`. */
  readonly what: string;
}

/** What a surface offers a command that takes a while. */
export interface RunControls {
  /** Shows how far it is. Called often: the surface decides what it shows. */
  readonly progress?: (progress: CommandProgress) => void;
  /** Aborted where the person gives up: the command then answers with what it has. */
  readonly signal?: AbortSignal;
}

/** A running command gets this beside its arguments. */
export interface RunContext<Services> extends RunControls {
  readonly request: Request;
  /** The parts of the program it may use, passed in by `main`. */
  readonly services: Services;
  /**
   * Set where the line began with another command's name, and that command refused it. What runs now should answer only
   * if it is sure; if it throws a UserError, the other command's refusal stands, with the remedy and actions of this
   * error added.
   */
  readonly refused?: RefusedBy;
}

/** The command that refused a line, by its full name, and how. */
export interface RefusedBy {
  readonly name: string;
  readonly outcome: 'usage' | 'unknown';
  /** Its refusal stands in any case. */
  readonly exact?: true;
}

interface Declared {
  /** Lower-case letters, digits and hyphens; at most 32 characters (Discord's limit). */
  readonly name: string;
  /** Other names on text surfaces. */
  readonly aliases?: readonly string[];
  /** Says what it is for, in at most 100 characters (Discord's limit), without a full stop. */
  readonly summary: string;
  /** Of a command at the top: seldom needed by anybody but administrators, so that Discord has it apart, below `/mdaemon-admin`. */
  readonly forAdministrators?: true;
  /** True for what only buttons run: it works when typed, and no help, completion or native list shows it. */
  readonly hidden?: true;
}

/** A command that runs. */
export interface Leaf<Services, Shape extends z.ZodRawShape = z.ZodRawShape> extends Declared {
  readonly access: Access;
  /**
   * In a team that lets its members change things: for `administrator`, members may run it too; for `member`, it does for each
   * of them what it does for a maker.
   */
  readonly membersMayChange?: true;
  /** Each field made with `argument`. No transforms: the same schema describes the input of native commands and tools. */
  readonly arguments: z.ZodObject<Shape>;
  /** Lines that work as they stand, without prefix; the first is shown when something is wrong. At least one. */
  readonly examples: readonly [string, ...string[]];
  /** True where running it changes something: then no surface runs it again by itself. */
  readonly changes?: true;
  /** True where it hands out what the team has stored as a file: that it did goes on record. */
  readonly exports?: true;
  /**
   * True where nothing else may answer what it refuses, since half of what it gives looks like the whole: a question is
   * then only suggested.
   */
  readonly exact?: true;
  /** True where it reads `request.attachments`: only then does the terminal wait for what is piped in. */
  readonly takesInput?: true;
  /**
   * Answers. Throws a UserError for what the person can put right.
   */
  run(args: z.output<z.ZodObject<Shape>>, context: RunContext<Services>): Answer | Promise<Answer>;
}

/** Commands under one name: `deadlines list`, `deadlines add`. */
export interface Group<Services> extends Declared {
  /** The child that runs where no child is named; only text surfaces leave it out. */
  readonly defaultChild: string;
  readonly children: readonly Leaf<Services>[];
}

/** One declaration, from which every surface is derived. */
export type Command<Services> = Leaf<Services> | Group<Services>;

/** True for a group of commands. */
export function isGroup<Services>(command: Command<Services>): command is Group<Services> {
  return 'children' in command;
}

/** One completion: what would be typed, and a few words about it. */
export interface Suggestion {
  readonly value: string;
  /** Shown beside the value where the surface can, which cuts what is too long. Often what a person searches by. */
  readonly hint?: string;
}

export interface SuggestContext<Services> {
  /** The word as far as it is typed; may be empty. */
  readonly typed: string;
  readonly services: Services;
  readonly request: Request;
}

/** Describes one argument for every surface, and how it is written. */
export interface ArgumentMeta<Services> {
  /**
   * `position`: written bare, in the order of declaration; values of an enumeration are recognised anywhere.
   * `keyword`: introduced by its name, as in `from 10.0.0.0/8`.
   * `rest`: everything that follows, as typed. At most one, and the last. Behind a position that takes several words it
   * is introduced by its name.
   *
   * Any argument can also be written `--name value` or `name=value`.
   */
  readonly written: 'position' | 'keyword' | 'rest';
  /** At most 100 characters (Discord's limit for an option's description); aim for 40. */
  readonly description: string;
  /** Stands for the value in usage lines, such as `CIDR`. Default: the argument's name. */
  readonly placeholder?: string;
  /**
   * A keyword without dashes counts only where its value looks like this; other words belong to what is typed. Set it
   * where a text follows, which may begin with any word. Default: every value.
   */
  readonly bare?: RegExp;
  /** Other spellings of an enumeration's values: `{ in: 'inbound' }`. */
  readonly synonyms?: Readonly<Record<string, string>>;
  /**
   * Completions, best first, at most 25 of them; `matchSuggestions` puts them in order. Asked at every key a person
   * presses, so it takes a few milliseconds. Enumerations complete by themselves.
   */
  suggest?(context: SuggestContext<Services>): readonly Suggestion[] | Promise<readonly Suggestion[]>;
}

/** Attaches the way an argument is written to its schema. Use it last, after `.optional()` or `.default()`. */
export function argument<Schema extends z.ZodType, Services>(schema: Schema, meta: ArgumentMeta<Services>): Schema {
  return schema.meta({ ...meta });
}
