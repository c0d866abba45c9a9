import type { z } from 'zod';
import type { Request } from './request.ts';

/** One completion: what would be typed, and a few words about it. */
export interface Suggestion {
  readonly value: string;
  /** Shown beside the value where the surface can, which cuts what is too long. Often what a person searches by. */
  readonly hint?: string;
}

/** What a `suggest` function gets. */
export interface SuggestContext<Services> {
  /** What is typed of this one word so far; may be empty. */
  readonly typed: string;
  readonly services: Services;
  readonly request: Request;
}

/** How one argument is written and described, on every surface. */
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
