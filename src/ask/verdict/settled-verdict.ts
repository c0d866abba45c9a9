import type { KnowledgeBase, Port, Service } from '../../../knowledge/knowledge.ts';
import type { Concept } from '../lexicon.ts';
import type { Asked } from '../read-asked.ts';
import type { PortMention, Reading } from '../reading.ts';
import type { Verdict } from '../understanding.ts';

/** The evidence for a yes or no about ports. */
export interface PortVerdictInput {
  readonly reading: Reading;
  readonly asked: Asked;
  /** Of the era asked about. */
  readonly rows: readonly Port[];
  readonly ports: readonly PortMention[];
  readonly services: readonly Service[];
  readonly knowledge: KnowledgeBase;
}

/** A verdict, and the concepts of the question that it settles. */
export interface SettledVerdict {
  readonly verdict: Verdict;
  readonly explains: readonly Concept[];
  /** It is a fact of the rows; what may be closed or opened is advice. */
  readonly settled: boolean;
  /** The services whose ports are to be shown in the place of the numbers, which are not theirs. */
  readonly instead?: readonly Service[];
}
