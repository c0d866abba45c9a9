import { tokenizeWords } from '../bot/bot.ts';
import { answerOnce, createPager, readInput, readLines } from '../platforms/terminal/terminal.ts';
import { buildLocalBot, type Environment } from './build-bot.ts';
import { storeOnFirstUse } from './local-store.ts';
import { createProgressBar } from './progress-bar.ts';
import { thisTerminal } from './terminal.ts';

type Bot = Awaited<ReturnType<typeof buildLocalBot>>;
type AnswerOptions = Parameters<typeof answerOnce>[1];

/** Answers the program's arguments as one command. Returns the exit status. */
export function runOneShot(words: readonly string[], environment: Environment): Promise<number> {
  return withBot(environment, ({ catalogue }, options) => {
    const attachmentsFor = async (typed: readonly string[]) => {
      const entry = catalogue.find(tokenizeWords(typed).tokens)?.entry;
      const rest = entry?.plan.rest?.name;
      const given = typed.some((word) => word.replace(/^--/, '').split('=')[0] === rest);
      if (entry?.leaf.takesInput !== true || given || process.stdin.isTTY === true) return [];
      return readInput(process.stdin);
    };
    const { controls, close } = createProgressBar(process);
    return answerOnce(words, { ...options, piped: process.stdout.isTTY !== true, attachmentsFor, controls }).finally(
      close,
    );
  });
}

/** Answers each line of standard input, for pipes. Returns the exit status. */
export function runLines(words: readonly string[], environment: Environment): Promise<number> {
  return withBot(environment, (_bot, options) =>
    readLines({ ...options, input: process.stdin, json: words.includes('--json') }),
  );
}

async function withBot(
  environment: Environment,
  run: (bot: Bot, options: AnswerOptions) => Promise<number>,
): Promise<number> {
  const { context, layout, place, loadPosters } = thisTerminal(environment);
  const { close, ...stored } = storeOnFirstUse(place, loadPosters);
  const bot = await buildLocalBot(environment, stored);
  const output = {
    out: (text: string) => void process.stdout.write(text),
    error: (text: string) => void process.stderr.write(text),
    show: createPager(process.stdout, environment),
  };
  try {
    return await run(bot, { router: bot.router, context, output, layout: layout() });
  } finally {
    await close();
  }
}
