import type { Logger } from '../bot/bot.ts';
import { untilAborted } from '../time/time.ts';
import type { QuestionClass } from './question-class.ts';
import { mayHoldSecret } from './unmet/unmet.ts';

/** A kind of question that a model may choose, and what it is about. */
export interface OfferedClass {
  readonly of: QuestionClass;
  readonly title: string;
}

/**
 * A language model of the operator's. Optional: it says what kind of question it is, and nothing it says is ever shown. The
 * answer comes from the knowledge, and names, ports and versions from the question.
 */
export interface QuestionModel {
  /**
   * The class a question is of, or `undefined` for none of them. May reject, and may answer anything: what was not offered
   * counts for nothing. `signal` aborts when nobody waits any more.
   */
  choose(question: string, offered: readonly OfferedClass[], signal: AbortSignal): Promise<string | undefined>;
}

/** A model that cannot delay or break an answer: it chooses in time, from what was offered, or not at all. */
export interface ModelChooser {
  /** Resolves with `undefined` where nothing was chosen. Never rejects. */
  choose(question: string, offered: readonly OfferedClass[]): Promise<QuestionClass | undefined>;
}

export interface ModelChooserOptions {
  readonly model: QuestionModel;
  readonly logger: Logger;
  /** How long to wait for the model. Default 1,500. */
  readonly timeoutMs?: number;
}

/** In characters; the understanding reads no more of a question either. */
const longestQuestion = 500;

/**
 * Wraps a model with a time-out. A question that may hold a secret is not passed on, and of others only the first 500
 * characters. A model that fails or is late is logged as a warning, without what it said.
 */
export function createModelChooser({ model, logger, timeoutMs = 1_500 }: ModelChooserOptions): ModelChooser {
  return {
    async choose(question, offered) {
      if (mayHoldSecret(question)) return undefined;
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const asked = question.slice(0, longestQuestion).toWellFormed();
        const chosen = await untilAborted(model.choose(asked, offered, signal), signal);
        return offered.find(({ of }) => of === chosen)?.of;
      } catch (error) {
        logger.warn({ err: error }, 'The model for questions gave no answer in time; the answer is the local one');
        return undefined;
      }
    },
  };
}
