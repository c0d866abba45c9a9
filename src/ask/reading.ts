import type { Port, Process, Service, VersionSpan } from '../../knowledge/knowledge.ts';
import type { Concept, Elsewhere, Language } from './lexicon.ts';
import type { Named } from './name-finder.ts';
import type { ForeignVersion } from './read-versions.ts';

/** A name of the knowledge in a question. */
export interface Mention {
  readonly named: Named;
  /** Where it begins among the words, and how many it takes. */
  readonly at: number;
  readonly words: number;
  /** The concept the same words have; then they may not be meant as a name: `updates`, `phone`. */
  readonly concept: Concept | undefined;
  /** True where the question has another word, and this was read from it. */
  readonly corrected: boolean;
}

/** A number that may be a port. */
export interface PortMention {
  readonly port: number;
  readonly transport: 'tcp' | 'udp' | undefined;
  /** It stands in the condition of a question that names others: `can I close 25 if all use 587`. */
  readonly conditional: boolean;
  /** Of both eras; empty for a number nobody has heard of. */
  readonly rows: readonly Port[];
  readonly at: number;
}

/** A name of something that is not MDaemon's. */
export interface ElsewhereMention extends Elsewhere {
  /** Where it begins among the words, and how many it takes. */
  readonly at: number;
  readonly words: number;
  /** The word before it: `from`, `of`. */
  readonly behind: string;
}

/** A question, taken apart. */
export interface Reading {
  readonly words: readonly string[];
  /** Folded, with its marks, without a tag at its end. */
  readonly text: string;
  /** The whole text, folded, where this is a part of one. */
  readonly story?: string;
  readonly language: Language;
  /** Where each concept stands, in order. */
  readonly concepts: ReadonlyMap<Concept, readonly number[]>;
  /** The first wording of each, as typed. */
  readonly said: ReadonlyMap<Concept, string>;
  readonly mentions: readonly Mention[];
  readonly services: readonly Service[];
  /** Those that are said not to be used: `if nobody uses pop`. */
  readonly unused: readonly Service[];
  readonly processes: readonly Process[];
  readonly ports: readonly PortMention[];
  /** Versions of MDaemon, without a leading v: `24.5.1c`, `25`. */
  readonly versions: readonly string[];
  /** Versions in a row that are asked about: `between 21 and 23`. */
  readonly span: VersionSpan | undefined;
  /** Versions of something else. */
  readonly foreign: readonly ForeignVersion[];
  /** Numbers of records that are not known here: `cve-2099-0001`. */
  readonly records: readonly string[];
  readonly elsewhere: readonly ElsewhereMention[];
  /** Words with a meaning of their own that are in the knowledge's texts, and words that are nowhere. */
  readonly plain: readonly string[];
  readonly strange: readonly string[];
  /** Those of `plain` that few texts have, and that so tell much. */
  readonly rare: ReadonlySet<string>;
  /** The terms to compare texts by: names, concepts, numbers and stems. */
  readonly terms: readonly string[];
  /** It asks for a yes or a no, as what was learnt says. */
  readonly yesNo: boolean;
  /** The same by the order of its words alone. */
  readonly seemsYesNo: boolean;
  /** The verb stands first, or nearly so: `is imap tcp`; not `https for webmail?`. */
  readonly verbFirst: boolean;
  /** It asks which of two it is: `25 or 587`. */
  readonly choice: boolean;
  /** It ends with a question mark. */
  readonly asks: boolean;
  has(...any: readonly Concept[]): boolean;
}

/** A reading before it is told whether it asks for a yes or a no, which is learnt from the rest of it. */
export type Unjudged = Omit<Reading, 'yesNo'>;
