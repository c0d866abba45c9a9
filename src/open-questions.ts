import { createQuestionDesk } from './ask/question-desk.ts';
import type { QuestionLog } from './ask/question-log.ts';
import type { Logger } from './bot/logger.ts';
import type { Config } from './config/config.ts';
import { openAdvisor } from './open-advisor.ts';

/** What questions are answered and counted with while the bot serves. */
export interface OpenQuestionsOptions {
  readonly config: Pick<Config, 'keepQuestions' | 'askProvider'>;
  readonly log: QuestionLog;
  readonly logger: Logger;
  readonly fetch: typeof globalThis.fetch | undefined;
  /** Told of every question that could not be counted. */
  readonly onLost: () => void;
}

/** Opens the parts behind questions. What an operator keeps no longer is deleted. */
export async function openQuestions({ config, log, logger, fetch, onLost }: OpenQuestionsOptions) {
  const { keepQuestions: keepTexts, askProvider } = config;
  if (!keepTexts) {
    await log.forgetTexts().catch((err: unknown) => logger.warn({ err }, 'Kept questions could not be deleted'));
  }
  const questions = createQuestionDesk({ log, keepTexts, logger, onLost });
  return { questions, ...(await openAdvisor(askProvider, logger, fetch)) };
}
