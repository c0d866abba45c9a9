import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import type { QuestionClass } from './question-class.ts';

/** The kinds of knowledge an answer can be about. */
export type EntryKind = 'service' | 'port' | 'process' | 'article' | 'deadline' | 'rename' | 'advisory';

/** An entry's key: `service:imap`. */
export type EntryKey = `${EntryKind}:${string}`;

/** One entry of the knowledge, as an answer points to it. */
export interface Entry {
  readonly kind: EntryKind;
  /** The row's id in the knowledge. */
  readonly id: string;
  /** A title of at most 40 characters, so that it fits on a button. */
  readonly title: string;
  /** The command line that shows it, without prefix; at most 60 characters: `ports activesync`. */
  readonly line: string;
}

/** The command to run for a question. The answer is the command's own, so that every way of asking gives the same facts. */
export interface AskCall {
  /** The command's path: `['ports']`, `['updates', 'show']`. */
  readonly path: readonly string[];
  /** Its arguments, by name. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The same as a line a person could type: `ports imap inbound`. */
  readonly line: string;
}

/** The answer to a yes/no question, shown before everything else. */
export interface Verdict {
  /** `depends` where it is yes in one sense and no in another; `because` then gives both. */
  readonly says: 'yes' | 'no' | 'depends';
  /** One sentence that answers on its own: "4069 is UDP, not TCP." Empty where the answer begins with that sentence. */
  readonly because: string;
}

/**
 * Why a question is not answered.
 *
 * `unknown`: about MDaemon, and not in the knowledge. `elsewhere`: about another product or general computing.
 * `act`: a request to do something to a server. `secret`: it asks for a password, key or other secret.
 * `chat`: small talk. `empty`: nothing in it can be read.
 */
export type DeclineReason = 'unknown' | 'elsewhere' | 'act' | 'secret' | 'chat' | 'empty';

/** Why a question is not to be answered, whatever was found. */
export interface Refusal {
  readonly reason: DeclineReason;
  readonly subject?: string;
  /** How sure that is, from 0 to 1. */
  readonly confidence: number;
}

/** The meaning of a question in someone's own words. */
export type Understanding =
  | {
      readonly kind: 'understood';
      readonly call: AskCall;
      /** The entries the answer is about, most important first; at least one where the call is about anything named. */
      readonly about: readonly Entry[];
      readonly verdict?: Verdict;
      /** Sentences to show before the command's own answer: "80 means three things here." */
      readonly remarks: readonly string[];
      /** From 0 to 1; calibrated, so that of the answers given with 0.9 nine in ten are right. */
      readonly confidence: number;
      /** False where the answer must say that it may not be what was meant. */
      readonly sure: boolean;
      /** The next best entries, at most three, for "Not what you meant?" */
      readonly others: readonly Entry[];
      /** The same for further questions of the text, in their order; each is answered by itself. */
      readonly further?: readonly Understood[];
    }
  | {
      readonly kind: 'declined';
      readonly reason: DeclineReason;
      /** The recognised subject, such as `Exchange`. Our own plain text, never the question's. */
      readonly subject?: string;
      /** Sentences to say first: that a version is newer than any that is known, that an advisory is not known. */
      readonly remarks?: readonly string[];
      /** How sure it is that nothing here answers it, from 0 to 1. */
      readonly confidence: number;
      /** The nearest entries, if any are near; at most three. */
      readonly others: readonly Entry[];
    };

/** The understanding of a question that is answered. */
export type Understood = Extract<Understanding, { readonly kind: 'understood' }>;

/** The understanding of a question that is declined. */
export type Declined = Extract<Understanding, { readonly kind: 'declined' }>;

/** How a question was understood, for whoever wants to know why it was answered so. */
export interface Explanation {
  readonly understanding: Understanding;
  /** What was made of its words, where they were not understood as they stand. */
  readonly writtenOut: string | undefined;
  readonly language: string;
  /** What the question names, and the limits it sets. */
  readonly slots: readonly { readonly kind: string; readonly values: readonly string[] }[];
  /** The likeliest kinds of question, from 0 to 1, as the classifier sees them. */
  readonly classes: readonly { readonly of: string; readonly likelihood: number }[];
  /** The calls the rules think of, from 0 to 1. */
  readonly calls: readonly { readonly line: string; readonly score: number }[];
  /** One sentence: why it is sure, or is not, or is refused. */
  readonly because: string;
}

/** Understands questions over one knowledge base: deterministically, locally, and without ever throwing. */
export interface Asker {
  /** @param text one question as typed; any text at all, of which the first 500 characters are read */
  understand(text: string): Understanding;
  /** True for a word that stands in the documents or the word lists, in any of its forms that do. */
  isKnownWord(word: string): boolean;
  /** How a question is understood, and why so. */
  explain(text: string): Explanation;
  /** The kinds of question there are, for a model to choose from; `title` says what each answers. */
  readonly classes: readonly { readonly of: QuestionClass; readonly title: string }[];
  /**
   * Understands a question once more where a model takes it to be of a class. Refusals come first all the same, and what is
   * named is read from the question: without it nothing is answered.
   */
  understandAs(text: string, of: QuestionClass): Understanding;
}

/** The askers over the knowledge in force, and over what teams have laid over it. */
export interface AskerSource {
  /**
   * Created at the first question, and again after the knowledge has changed.
   *
   * @param knowledge a team's own; default: the one in force
   */
  current(knowledge?: KnowledgeBase): Promise<Asker>;
}
