import { type RunControls, tokenizeWords } from '../bot/bot.ts';
import { answerOnce, createPager, readInput, readLines } from '../platforms/terminal/terminal.ts';
import { buildLocalBot, type Environment } from './build-bot.ts';
import { storeOnFirstUse } from './local-store.ts';
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

/** The parts of the process that the bar needs. */
interface ProgressTerminal {
  readonly stderr: NodeJS.WriteStream;
  once(signal: 'SIGINT', cancel: () => void): unknown;
  off(signal: 'SIGINT', cancel: () => void): unknown;
}

/**
 * A slow command's bar on standard error, and Ctrl+C, which ends the command with what is known by then. Where standard
 * error is no terminal there is no bar, and Ctrl+C ends the program as it ends any other.
 */
export function createProgressBar(terminal: ProgressTerminal): {
  readonly controls: RunControls;
  /** Takes the bar away. Call it before the answer is printed, and it does nothing where there is none. */
  close(): void;
} {
  const cancelled = new AbortController();
  const cancel = () => cancelled.abort();
  const { stderr } = terminal;
  let bar: { update(done: number): void; stop(): void } | undefined;
  let opening: Promise<void> | undefined;
  let latest = { done: 0, total: 0, what: '' };
  let isOver = stderr.isTTY !== true;

  const open = async () => {
    // Most commands answer at once and need no bar.
    const { Presets, SingleBar } = await import('cli-progress');
    if (isOver) return;
    const { done, total, what } = latest;
    const options = { stream: stderr, format: '{what} [{bar}] {value}/{total}', barsize: 20, clearOnComplete: true };
    const opened = new SingleBar(options, Presets.legacy);
    opened.start(total, done, { what });
    bar = opened;
  };
  const close = () => {
    isOver = true;
    bar?.stop();
    bar = undefined;
    terminal.off('SIGINT', cancel);
  };
  return {
    controls: {
      signal: cancelled.signal,
      progress(progress) {
        latest = progress;
        if (isOver) return;
        if (progress.done === progress.total) return close();
        // Only what takes a while can be cancelled: everything else ends at Ctrl+C as any program does.
        if (opening === undefined) {
          terminal.once('SIGINT', cancel);
          opening = open();
        }
        bar?.update(progress.done);
      },
    },
    close,
  };
}
