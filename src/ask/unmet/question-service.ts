import type { Logger, TeamKey } from '../../bot/bot.ts';
import { type IsKnownWord, keepableText } from './keepable-text.ts';
import type { QuestionLog, Unmet, UnmetCount } from './question-log.ts';

/** Records questions that went unmet, for commands. */
export interface QuestionService {
  /**
   * Counts one in the background: returns at once, and never throws.
   *
   * @param asked what was typed, of which known words may be kept; left out, nothing is
   */
  record(team: TeamKey, unmet: Unmet, asked?: { readonly text: string; readonly isKnown: IsKnownWord }): void;
  /** See `QuestionLog.list`. */
  list(team: TeamKey | undefined, since: Date, limit: number): Promise<readonly UnmetCount[]>;
}

export interface QuestionServiceOptions {
  readonly log: Pick<QuestionLog, 'add' | 'list'>;
  /** True where the operator wants the texts of questions kept. */
  readonly keepTexts: boolean;
  readonly logger: Logger;
  /** Called for every question that could not be counted. */
  readonly onLost?: () => void;
}

/** Beyond this many pending writes, questions are not counted: the store does not keep up, and answers come first. */
const mostPending = 100;

/**
 * Creates the service over a log. `settled` resolves once everything recorded so far has been written or given up. At most
 * 100 writes are pending at a time; further questions are lost, which is logged as a warning.
 */
export function createQuestionService({
  log,
  keepTexts,
  logger,
  onLost,
}: QuestionServiceOptions): QuestionService & { settled(): Promise<void> } {
  const pending = new Set<Promise<void>>();
  const lose = (error: unknown) => {
    logger.warn({ err: error }, 'A question without an answer was not counted');
    onLost?.();
  };
  return {
    record(team, unmet, asked) {
      if (pending.size >= mostPending) {
        lose(new Error(`${mostPending} are being written already`));
        return;
      }
      const text = keepTexts && asked !== undefined ? keepableText(asked.text, asked.isKnown) : undefined;
      const writing: Promise<void> = Promise.resolve()
        .then(() => log.add(team, unmet, text))
        .catch(lose)
        .finally(() => pending.delete(writing));
      pending.add(writing);
    },
    list: (team, since, limit) => log.list(team, since, limit),
    async settled() {
      await Promise.all(pending);
    },
  };
}
