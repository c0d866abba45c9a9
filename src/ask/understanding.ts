/** The kinds of knowledge an answer can be about. */
export type EntryKind = 'service' | 'port' | 'process' | 'article' | 'deadline' | 'rename';

/** An entry in one word: `service:imap`. */
export type EntryKey = `${EntryKind}:${string}`;

/** One entry of the knowledge, as an answer points to it. */
export interface Entry {
  readonly kind: EntryKind;
  /** The row's id in the knowledge. */
  readonly id: string;
  /** What it is, in a few words; at most 40 characters, so that a button holds it. */
  readonly title: string;
  /** The command line that shows it, without prefix; at most 60 characters: `ports activesync`. */
  readonly line: string;
}

/** A command to run for a question: the answer is the command's own, so that there is one truth. */
export interface AskCall {
  /** The command's path: `['ports']`, `['updates', 'show']`. */
  readonly path: readonly string[];
  /** Its arguments, by name. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The same as a line a person could type: `ports imap inbound`. */
  readonly line: string;
}

/** The answer to a yes/no question, said before everything else. */
export interface Verdict {
  /** `depends` where it is yes for one reading and no for another; `because` then says both. */
  readonly says: 'yes' | 'no' | 'depends';
  /** One sentence that answers on its own: "4069 is UDP, not TCP." Empty where the answer begins with it. */
  readonly because: string;
}

/**
 * Why a question is not answered.
 *
 * `unknown`: about MDaemon, and not in the knowledge. `elsewhere`: about another product or general computing.
 * `act`: a request to do something to a server. `secret`: it asks for a password, key or other secret.
 * `chat`: small talk. `empty`: nothing that can be read.
 */
export type DeclineReason = 'unknown' | 'elsewhere' | 'act' | 'secret' | 'chat' | 'empty';

/** What a question in a person's own words comes to. */
export type Understanding =
  | {
      readonly kind: 'understood';
      readonly call: AskCall;
      /** The entries the answer is about, most important first; at least one where the call is about anything named. */
      readonly about: readonly Entry[];
      readonly verdict?: Verdict;
      /** What is to be said before the command's own answer, a sentence each: "80 means three things here." */
      readonly remarks: readonly string[];
      /** From 0 to 1; calibrated, so that of the answers given with 0.9 nine in ten are right. */
      readonly confidence: number;
      /** False where the answer has to say that it may not be what was meant. */
      readonly sure: boolean;
      /** The next entries, at most three: "Not what you meant?" */
      readonly others: readonly Entry[];
    }
  | {
      readonly kind: 'declined';
      readonly reason: DeclineReason;
      /** What it is about, as far as that was recognised: `Exchange`. Plain text of ours, never the question's own. */
      readonly subject?: string;
      /** How sure it is that nothing here answers it, from 0 to 1. */
      readonly confidence: number;
      /** The nearest entries, if any are near; at most three. */
      readonly others: readonly Entry[];
    };

/** A question that is answered. */
export type Understood = Extract<Understanding, { readonly kind: 'understood' }>;

/** A question that is not. */
export type Declined = Extract<Understanding, { readonly kind: 'declined' }>;

/** Understands questions against one knowledge base. Deterministic, local, and it never throws. */
export interface Asker {
  /** @param text one question as typed, any text at all; what is beyond 500 characters is not read */
  understand(text: string): Understanding;
}

/** The asker over the knowledge in force. */
export interface AskerSource {
  /** Built at the first question, and again when the knowledge has changed. */
  current(): Promise<Asker>;
}
