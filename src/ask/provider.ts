import type { EntryKey } from './understanding.ts';

/** An entry that a provider may rank or quote. */
export interface OfferedEntry {
  readonly id: EntryKey;
  readonly title: string;
  /** The answer of the command that shows it, as plain text. */
  readonly text: string;
}

/** A sentence in a provider's own words. */
export interface RephrasedSentence {
  readonly text: string;
  /** Ids of the entries it rests on. */
  readonly ids: readonly string[];
}

/** A provider's suggestions. Only what can be checked is shown: see `rankEntries` and `keepSentences`. */
export interface ProviderAdvice {
  /** Ids of offered entries, best first. */
  readonly ranking?: readonly string[] | undefined;
  /** The answer in other words. */
  readonly sentences?: readonly RephrasedSentence[] | undefined;
}

/**
 * An embedding or language model that an operator has set up. Optional: it can change the order of what is offered and
 * rephrase answers, but never which facts are given.
 */
export interface AskProvider {
  /** May reject. `signal` aborts when nobody waits for the advice any more. */
  advise(question: string, entries: readonly OfferedEntry[], signal: AbortSignal): Promise<ProviderAdvice>;
}
