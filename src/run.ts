import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { commands } from '../commands/index.ts';
import { recogniseLine } from '../commands/recognise.ts';
import type { Services } from '../commands/services.ts';
import { openKnowledge } from '../knowledge/open-knowledge.ts';
import packageJson from '../package.json' with { type: 'json' };
import { createCatalogue } from './bot/catalogue.ts';
import { completeLine } from './bot/complete.ts';
import { BotError } from './bot/errors/bot-error.ts';
import { createRouter, type DispatchEvent } from './bot/router.ts';
import { tokensOfWords } from './bot/tokenize.ts';
import { ConfigError } from './config/config-error.ts';
import { readZoneOr } from './config/read-zone.ts';
import { answerOnce } from './platforms/terminal/answer-once.ts';
import { layoutFor } from './platforms/terminal/layout-for.ts';
import { createMemoryTeamStore } from './teams/memory-team-store.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The exit status for a configuration that cannot be used (EX_CONFIG of sysexits.h). */
const configStatus = 78;

/**
 * Runs the program: one answer for program arguments, the chat platforms where they are configured, else the terminal.
 * Returns the exit status, or nothing while platforms run.
 */
export async function run(argv: readonly string[], environment: Environment): Promise<number | undefined> {
  const forceTerminal = argv.includes('--terminal');
  const words = argv.filter((word) => word !== '--terminal');
  const once = words.some((word) => word !== '--json');
  if (once || forceTerminal) return runTerminal(words, once, environment);
  try {
    const { readConfig } = await import('./config/read-config.ts');
    const config = readConfig(environment);
    if (config.slack === undefined) return await runTerminal(words, false, environment);
    const { serve } = await import('./serve.ts');
    const build = (observe: (event: DispatchEvent) => void) => buildBot(config.knowledgeDirectory, observe);
    await serve({ config, environment, build });
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\nSee .env.example for every variable.\n`);
      return configStatus;
    }
    if (!(error instanceof BotError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.code === 'port-in-use' || error.code === 'listen-failed' ? 1 : configStatus;
  }
}

/** The parts every surface shares. */
async function buildBot(knowledgeDirectory: string | undefined, observe?: (event: DispatchEvent) => void) {
  const catalogue = createCatalogue<Services>(commands);
  const knowledge = await openKnowledge(knowledgeDirectory);
  const program = { version: packageJson.version, nodeVersion: process.versions.node };
  const services: Services = { knowledge, catalogue, program, teams: createMemoryTeamStore() };
  const router = createRouter({
    catalogue,
    services,
    emptyCommand: 'help',
    botNames: ['mdaemon', '/mdaemon', '@mdaemon'],
    recognise: recogniseLine,
    nowMs: () => performance.now(),
    ...(observe === undefined ? {} : { observe }),
  });
  return { catalogue, knowledge, services, router };
}

async function runTerminal(words: readonly string[], once: boolean, environment: Environment): Promise<number> {
  const { router, catalogue, services, knowledge } = await buildBot(
    environment['KNOWLEDGE_DIR'] || undefined,
    reportFault,
  );
  for (const problem of knowledge.problems())
    process.stderr.write(`Your knowledge files are passed over: ${problem}\n`);
  const context = {
    zone: readZoneOr(environment['BOT_ZONE'], 'UTC'),
    now: () => new Date(),
    newId: () => randomUUID(),
    user: userInfo().username,
  };
  const output = {
    out: (text: string) => void process.stdout.write(text),
    error: (text: string) => void process.stderr.write(text),
  };
  const layout = () => layoutFor(process.stdout, environment);
  const options = { router, context, output, layout: layout() };
  if (once) {
    const attachmentsFor = async (typed: readonly string[]) => {
      const entry = catalogue.find(tokensOfWords(typed).tokens)?.entry;
      const rest = entry?.plan.rest?.name;
      const given = typed.some((word) => word.replace(/^--/, '').split('=')[0] === rest);
      if (entry?.leaf.takesInput !== true || given || process.stdin.isTTY === true) return [];
      const { readInput } = await import('./platforms/terminal/read-input.ts');
      return readInput(process.stdin);
    };
    return answerOnce(words, { ...options, piped: process.stdout.isTTY !== true, attachmentsFor });
  }
  if (process.stdin.isTTY !== true) {
    const { readLines } = await import('./platforms/terminal/read-lines.ts');
    return readLines({ ...options, input: process.stdin, json: words.includes('--json') });
  }
  const complete = (line: string, request: Parameters<typeof router.dispatch>[0]) =>
    completeLine(line, { catalogue, services, request });
  const { runPrompt } = await import('./platforms/terminal/run-prompt.ts');
  await runPrompt({ router, context, input: process.stdin, output: process.stdout, layout, complete });
  return 0;
}

/** In the terminal, a fault of ours is shown to the one who can report it. */
function reportFault({ reply, error }: DispatchEvent): void {
  if (reply.outcome === 'failed') console.error(error);
}
