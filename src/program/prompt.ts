import { join } from 'node:path';
import { completeLine, type Logger, tokenize } from '../bot/bot.ts';
import { dataDirectory, readSwitch } from '../config/config.ts';
import { createPager, openHistory, runPrompt } from '../platforms/terminal/terminal.ts';
import { buildLocalBot, type Environment } from './build-bot.ts';
import { storeOnFirstUse } from './local-store.ts';
import { claimInStore } from './open-checks.ts';
import { thisTerminal } from './terminal.ts';

/**
 * Answers at a prompt, and prints reminders as they become due, unless another prompt does so already. Returns the exit
 * status.
 */
export async function runTerminalPrompt(environment: Environment): Promise<number> {
  const terminal = thisTerminal(environment);
  const { close, ...stored } = await openStore(terminal, environment);
  const { router, catalogue, services } = await buildLocalBot(environment, stored);
  try {
    const { context, layout, screen } = terminal;
    const { mayHoldSecret } = await import('../ask/unmet/unmet.ts');
    const history = openHistory(join(dataDirectory(environment), 'history'), (line) => !mayHoldSecret(line));
    await runPrompt({
      router,
      context,
      input: process.stdin,
      output: process.stdout,
      layout,
      complete: (line, request) => completeLine(line, { catalogue, services, request }),
      screen,
      history,
      show: createPager(process.stdout, environment),
      isCommand: (line) => catalogue.find(tokenize(line)) !== undefined,
    });
    return 0;
  } finally {
    await close();
  }
}

/** The store with its reminders being printed here; where that cannot be, the store at its first use. */
async function openStore(
  { place, context, loadPosters }: ReturnType<typeof thisTerminal>,
  environment: Environment,
): Promise<ReturnType<typeof storeOnFirstUse>> {
  try {
    const [{ runReminders }, { createQuestionService }, posters] = await Promise.all([
      import('./open-reminders.ts'),
      import('../ask/unmet/unmet.ts'),
      loadPosters(),
    ]);
    const running = await runReminders({ place, posters, logger: quiet, delivering: 'terminal', zone: context.zone });
    await running.start();
    const questions = createQuestionService({
      log: running.storage.questions,
      keepTexts: readSwitch(environment['KEEP_QUESTIONS']) === true,
      logger: quiet,
    });
    return {
      teams: running.teams,
      reminders: running.service,
      actingFor: running.actingFor,
      audit: running.audit,
      privacy: running.privacy,
      noteExport: running.noteExport,
      questions,
      claimHosts: claimInStore(async () => running.storage.ledger),
      close: () => questions.settled().then(running.close),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`I can’t print reminders here: ${reason}\n\n`);
    return storeOnFirstUse(place, loadPosters);
  }
}

/** Nobody reads a log below a prompt; `status` tells what matters. */
const quiet: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
