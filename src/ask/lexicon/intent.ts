import type { Concept } from './english.ts';

/** The concepts a question must contain for an article to answer it. */
export interface Intent {
  readonly article: string;
  /** All of these, and one of `any` where there are any, and none of `none`. */
  readonly all: readonly Concept[];
  readonly any: readonly Concept[];
  readonly none: readonly Concept[];
  /** Names no service, port or program; or may; or only these services and ports, and at least one of them. */
  readonly about: 'nothing' | 'anything' | readonly string[];
  /** Concepts it answers beside those. */
  readonly explains?: readonly Concept[];
  readonly score: number;
}
