import { BotError } from '../bot/bot.ts';
import { ConfigError, configStatus } from '../config/config.ts';
import type { Environment } from './build-bot.ts';

/** The exit status for a line that cannot be read, as for commands in the terminal. */
const usageStatus = 2;
/** Faults that trying again may cure; everything else at the start is for the operator to put right. */
const passingFaults = new Set(['port-in-use', 'listen-failed']);

/**
 * Chooses how to run: one answer for program arguments, what an operator does about Discord, the chat platforms where
 * they are configured, else the terminal. Returns the exit status, or nothing while platforms run.
 */
export async function run(argv: readonly string[], environment: Environment): Promise<number | undefined> {
  if (argv.length > 0) endWithTheReader();
  const words = argv.filter((word) => word !== '--terminal');
  const unknown = unknownOption(words);
  if (unknown !== undefined) {
    process.stderr.write(`There is no option ${unknown}. \`mdaemon-bot --help\` lists them.\n`);
    return usageStatus;
  }
  if (isBulk(words)) {
    if (words.length > 2) {
      process.stderr.write(
        '`ask --jsonl` reads questions from standard input, one a line: `ask --jsonl < questions.txt`.\n',
      );
      return usageStatus;
    }
    const { runAskLines } = await import('./ask-lines.ts');
    return runAskLines(environment);
  }
  if (words.length === 1 && words[0] === 'mcp') {
    const { runMcp } = await import('./mcp.ts');
    return runMcp(environment);
  }
  if (words[0] === 'doctor' && words.every((word, index) => index === 0 || word.startsWith('-'))) {
    const { runDoctor } = await import('./doctor.ts');
    return runDoctor(words.slice(1), environment, terminalOutput);
  }
  if (argv[0] === 'completion' && (argv.length < 3 || argv[1] === 'words')) {
    const { runCompletion } = await import('./completion.ts');
    return runCompletion(argv.slice(1), environment, terminalOutput);
  }
  const once = words.some((word) => word !== '--json');
  const aboutDiscord = words[0] === 'discord';
  const aboutStore = isAboutStore(words);
  if (!aboutDiscord && !aboutStore && (once || words.length < argv.length))
    return runTerminal(words, once, environment);
  try {
    if (aboutDiscord) {
      const { runDiscord } = await import('./discord-setup.ts');
      return await runDiscord(words.slice(1), environment, terminalOutput);
    }
    if (aboutStore) {
      const { runKeepStore } = await import('./keep-store.ts');
      return await runKeepStore(words, environment, terminalOutput);
    }
    const { readConfig } = await import('../config/config.ts');
    const config = readConfig(environment);
    const { isAnyConfigured } = await import('./start-platforms.ts');
    if (!isAnyConfigured(config) && config.mcp === undefined) {
      return await runTerminal(words, once, environment);
    }
    const { serve } = await import('./serve.ts');
    await serve(config, environment);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\nSee .env.example for every variable.\n`);
      return configStatus;
    }
    if (error instanceof Error && error.name === 'StorageError') {
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
    if (!(error instanceof BotError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return passingFaults.has(error.code) ? 1 : configStatus;
  }
}

const terminalOutput = {
  out: (text: string) => void process.stdout.write(text),
  error: (text: string) => void process.stderr.write(text),
};

/** Answers in the terminal: once, line by line from a pipe, or at a prompt. */
async function runTerminal(words: readonly string[], once: boolean, environment: Environment): Promise<number> {
  if (words.length === 0) endWithTheReader();
  if (!once && process.stdin.isTTY === true) {
    const { runTerminalPrompt } = await import('./prompt.ts');
    return runTerminalPrompt(environment);
  }
  const { runLines, runOneShot } = await import('./one-shot.ts');
  return once ? runOneShot(words, environment) : runLines(words, environment);
}

/** True for a line about the store, and not for a question that begins with one of these words. */
function isAboutStore([command, ...rest]: readonly string[]): boolean {
  if (command !== 'backup' && command !== 'restore') return false;
  const words = rest.filter((word) => !word.startsWith('-'));
  return words.length === 0 || words.some((word) => /[\\/]|\.db$|^\.+$/.test(word)) || rest.length > words.length;
}

/** `ask --jsonl`: questions from standard input. */
function isBulk(words: readonly string[]): boolean {
  return words[0] === 'ask' && words.includes('--jsonl');
}

/** An option where a command or a question begins, which is neither. */
function unknownOption(words: readonly string[]): string | undefined {
  const first = words.find((word) => word !== '--json');
  return first !== undefined && /^--?[a-z]/i.test(first) && !/\s/.test(first) ? first.slice(0, 40) : undefined;
}

/** Whoever reads the answers may stop in the middle (`| head`): that ends the program, and is no fault to tell. */
function endWithTheReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
  }
}
