import type { EntryKey } from './understanding.ts';

/** An entry a provider may rank or quote. */
export interface OfferedEntry {
  readonly id: EntryKey;
  readonly title: string;
  /** What the command that shows it answers, as plain text. */
  readonly text: string;
}

/** A sentence of a provider's own, and the entries it rests on. */
export interface RephrasedSentence {
  readonly text: string;
  readonly ids: readonly string[];
}

/** What a provider says. Nothing of it is believed: see `take-advice.ts`. */
export interface ProviderAdvice {
  /** Ids of offered entries, the best first. */
  readonly ranking?: readonly string[] | undefined;
  /** The answer in other words. */
  readonly sentences?: readonly RephrasedSentence[] | undefined;
}

/** An embedding or language model that an operator has set up. Optional; without one every answer is the same but for order. */
export interface AskProvider {
  /** May reject, and may be cut off through the signal. */
  advise(question: string, entries: readonly OfferedEntry[], signal: AbortSignal): Promise<ProviderAdvice>;
}
