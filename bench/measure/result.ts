import type { Summary } from './summarise.ts';

/** One line of a section's table: a contender and what was measured of it. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly values: Summary;
}

/** Something the project wants to reach, beside what it reached. */
export interface Aim {
  /** What is compared, such as `our requests a second over bare Bolt's`. */
  readonly what: string;
  /** The limit in words, such as `at least 0.9`. */
  readonly wanted: string;
  readonly reached: string;
  readonly met: boolean;
}

/** What a section reports. */
export interface SectionResult {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly aims: readonly Aim[];
  /** What a reader has to know besides, one sentence each. */
  readonly notes: readonly string[];
}
