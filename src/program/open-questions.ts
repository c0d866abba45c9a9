import type { Services } from '../../commands/commands.ts';
import type { QuestionLog } from '../ask/unmet/unmet.ts';
import type { Logger } from '../bot/bot.ts';
import { type AskModelConfig, type Config, readAskModel } from '../config/config.ts';

interface OpenQuestionsOptions {
  readonly config: Pick<Config, 'keepQuestions' | 'askModel'>;
  readonly log: QuestionLog;
  readonly logger: Logger;
  readonly fetch: typeof globalThis.fetch | undefined;
  /** Told of every question that could not be counted. */
  readonly onLost: () => void;
}

/** Opens the parts behind questions. What an operator keeps no longer is deleted. */
export async function openQuestions({ config, log, logger, fetch, onLost }: OpenQuestionsOptions) {
  const { keepQuestions: keepTexts, askModel } = config;
  if (!keepTexts) {
    await log.forgetTexts().catch((err: unknown) => logger.warn({ err }, 'Kept questions could not be deleted'));
  }
  const { createQuestionService } = await import('../ask/unmet/unmet.ts');
  const questions = createQuestionService({ log, keepTexts, logger, onLost });
  return { questions, ...(await openModel(askModel, logger, fetch)) };
}

/** The model of the settings, loaded only where one is set up. */
async function openModel(
  config: AskModelConfig | undefined,
  logger: Logger,
  fetch = globalThis.fetch,
): Promise<Pick<Services, 'model'>> {
  if (config === undefined) return {};
  const [{ createModelChooser }, { createChatCompletions }] = await Promise.all([
    import('../ask/ask.ts'),
    import('../outgoing/outgoing.ts'),
  ]);
  return { model: createModelChooser({ model: createChatCompletions({ ...config, fetch }), logger }) };
}

/** The same for programs that read no other settings: what is wrong is told to the operator, and there is none then. */
export async function openModelFrom(
  environment: Readonly<Record<string, string | undefined>>,
  tell: (line: string) => void,
): Promise<Pick<Services, 'model'>> {
  const config = readAskModel(environment, (name, wanted) => tell(`${name} is not used: it ${wanted}`));
  if (config === undefined) return {};
  const { createOutgoing } = await import('../outgoing/outgoing.ts');
  const outgoing = await createOutgoing(environment);
  const say = (_fields: unknown, message: string) => tell(message);
  return openModel(config, { debug: () => {}, info: () => {}, warn: say, error: say }, outgoing?.fetch);
}
