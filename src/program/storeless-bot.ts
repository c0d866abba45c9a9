import { readZoneOr } from '../config/config.ts';
import { buildBot } from './build-bot.ts';
import { openAdvisorFrom } from './open-ask.ts';
import { withoutStore } from './without-store.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The bot for programs that only read: questions in bulk, and assistants. No store is opened, a setting that is wrong does
 * not stop it, and what an operator should know goes to standard error.
 */
export async function buildStorelessBot(environment: Environment) {
  const bot = await buildBot({
    knowledgeDirectory: environment['KNOWLEDGE_DIR'] || undefined,
    observe: ({ reply, error }) => {
      if (reply.outcome === 'failed') console.error(error);
    },
    ...withoutStore(),
    ...(await openAdvisorFrom(environment, tell)),
  });
  for (const problem of bot.knowledge.problems()) tell(`Your knowledge files are passed over: ${problem}`);
  return { ...bot, zone: readZoneOr(environment['BOT_ZONE'], 'UTC') };
}

/** Tells the operator one line. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
