import { type AnswerOneQuestion, answerLines, createQuestionAnswerer } from './ask-lines.ts';
import type { Logger } from './bot/logger.ts';
import { buildBot } from './build-bot.ts';
import { readAskProvider } from './config/read-ask.ts';
import { readZoneOr } from './config/read-zone.ts';
import { openAdvisor } from './open-questions.ts';
import { withoutStore } from './without-store.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Answers questions from standard input, one a line, as JSON. Opens no store. Returns the exit status. */
export async function runAskLines(environment: Environment): Promise<number> {
  await answerLines(process.stdin, process.stdout, await openAnswerer(environment));
  return 0;
}

/** Answers questions over the knowledge of the settings, without a store: what `ask --jsonl` and evaluations use. */
export async function openAnswerer(environment: Environment): Promise<AnswerOneQuestion> {
  const provider = readAskProvider(
    (name) => environment[name]?.trim() || undefined,
    () => undefined,
  );
  const { services, knowledge } = await buildBot({
    knowledgeDirectory: environment['KNOWLEDGE_DIR'] || undefined,
    ...withoutStore(),
    ...(await openAdvisor(provider, toStandardError)),
  });
  for (const problem of knowledge.problems()) tell(`Your knowledge files are passed over: ${problem}`);
  return createQuestionAnswerer({
    services,
    zone: readZoneOr(environment['BOT_ZONE'], 'UTC'),
    now: () => new Date(),
    onFault: (error) => console.error(error),
  });
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

const toStandardError: Logger = {
  debug: () => {},
  info: () => {},
  warn: (_fields, message) => tell(message),
  error: (_fields, message) => tell(message),
};
