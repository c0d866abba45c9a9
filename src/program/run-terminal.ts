import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { completeLine, type DispatchEvent, type Router, tokenizeWords } from '../bot/bot.ts';
import { readSwitch, readZoneOr, storagePlace } from '../config/config.ts';
import { answerOnce, layoutFor, readInput, readLines, runPrompt } from '../platforms/terminal/terminal.ts';
import { buildBot } from './build-bot.ts';
import { openAdvisorFrom } from './open-ask.ts';
import { openTerminalReminders } from './open-terminal-reminders.ts';

/** What the terminal is started with. */
export interface RunTerminalOptions {
  /** The program's arguments. */
  readonly words: readonly string[];
  /** The arguments are one command to answer. */
  readonly once: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Answers in the terminal: once, line by line from a pipe, or at a prompt. Returns the exit status. */
export async function runTerminal({ words, once, environment }: RunTerminalOptions): Promise<number> {
  const interactive = !once && process.stdin.isTTY === true;
  const layout = () => layoutFor(process.stdout, environment);
  const zone = readZoneOr(environment['BOT_ZONE'], 'UTC');
  const keepQuestions = readSwitch(environment['KEEP_QUESTIONS']) === true;
  const reminders = await openTerminalReminders({
    place: storagePlace(environment),
    zone,
    interactive,
    layout,
    keepQuestions,
  });
  const { router, catalogue, services, knowledge } = await buildBot({
    knowledgeDirectory: environment['KNOWLEDGE_DIR'] || undefined,
    observe: reportFault,
    teams: reminders.teams,
    reminders: reminders.service,
    questions: reminders.questions,
    ...(await openAdvisorFrom(environment, tell)),
    connections: () => ({}),
  });
  for (const problem of knowledge.problems()) tell(`Your knowledge files are passed over: ${problem}`);
  const context = {
    zone,
    now: () => new Date(),
    newId: () => randomUUID(),
    user: userInfo().username,
  };
  const output = {
    out: (text: string) => void process.stdout.write(text),
    error: (text: string) => void process.stderr.write(text),
  };
  const options = { router, context, output, layout: layout() };
  try {
    if (once) {
      const attachmentsFor = async (typed: readonly string[]) => {
        const entry = catalogue.find(tokenizeWords(typed).tokens)?.entry;
        const rest = entry?.plan.rest?.name;
        const given = typed.some((word) => word.replace(/^--/, '').split('=')[0] === rest);
        if (entry?.leaf.takesInput !== true || given || process.stdin.isTTY === true) return [];
        return readInput(process.stdin);
      };
      return await answerOnce(words, { ...options, piped: process.stdout.isTTY !== true, attachmentsFor });
    }
    if (process.stdin.isTTY !== true) {
      return await readLines({ ...options, input: process.stdin, json: words.includes('--json') });
    }
    const complete = (line: string, request: Parameters<Router['dispatch']>[0]) =>
      completeLine(line, { catalogue, services, request });
    const { screen } = reminders;
    await runPrompt({ router, context, input: process.stdin, output: process.stdout, layout, complete, screen });
    return 0;
  } finally {
    await reminders.close();
  }
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** In the terminal, a fault of ours is shown to the one who can report it. */
function reportFault({ reply, error }: DispatchEvent): void {
  if (reply.outcome === 'failed') console.error(error);
}
