import { fstatSync } from 'node:fs';
import { commands, type Services } from '../../commands/commands.ts';
import { type KnowledgeBase, openKnowledge } from '../../knowledge/knowledge.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { Asker, AskerSource } from '../ask/ask.ts';
import {
  createCatalogue,
  createRouter,
  type Deed,
  type DispatchEvent,
  type Reply,
  type Router,
  type RouterOptions,
  UserError,
} from '../bot/bot.ts';
import { readZoneOr } from '../config/config.ts';
import { createTeamPolicy } from '../teams/teams.ts';
import { type StoredServices, withoutStore } from './local-store.ts';
import { openChecks } from './open-checks.ts';
import { openModelFrom } from './open-questions.ts';

interface BuildBotOptions
  extends StoredServices,
    Pick<Services, 'connections' | 'limitations' | 'model' | 'previewDays' | 'firewallCharacters'> {
  readonly knowledgeDirectory: string | undefined;
  /** Networks beyond public addresses in which servers may be looked at. Default none. */
  readonly checkAllow?: readonly string[];
  /** Told of every dispatch. */
  readonly observe?: (event: DispatchEvent) => void;
}

/** Builds the parts every surface shares: the catalogue, the knowledge, the services and the router. */
export async function buildBot({
  knowledgeDirectory,
  observe,
  checkAllow = [],
  claimHosts,
  actingFor,
  noteExport,
  ...parts
}: BuildBotOptions) {
  const catalogue = createCatalogue<Services>(commands);
  const knowledge = await openKnowledge(knowledgeDirectory);
  const program = { version: packageJson.version, nodeVersion: process.versions.node };
  // Loaded and built at the first question: most single answers need neither.
  const asker = createAskerSource(knowledge, async (base) => (await import('../ask/ask.ts')).openAsker(base));
  const checks = openChecks(checkAllow, claimHosts);
  const services: Services = { knowledge, catalogue, program, asker, checks, ...parts };
  const router = createBotRouter({
    catalogue,
    services,
    actingFor,
    noteExport,
    policy: createTeamPolicy(services.teams),
    nowMs: () => performance.now(),
    ...(observe === undefined ? {} : { observe }),
  });
  return { catalogue, knowledge, services, router };
}

/** The router with what this bot is called, and with what it does about lines that no command claims. */
export function createBotRouter({
  actingFor,
  ...options
}: Pick<RouterOptions<Services>, 'catalogue' | 'services' | 'policy' | 'nowMs' | 'observe' | 'noteExport'> &
  Partial<Pick<StoredServices, 'actingFor'>>): Router {
  return createRouter({
    ...options,
    ...(actingFor === undefined ? {} : { servicesFor: (deed: Deed) => ({ ...options.services, ...actingFor(deed) }) }),
    emptyCommand: 'help',
    botNames: ['mdaemon', '/mdaemon', '@mdaemon'],
    fallback: 'ask',
    sourcesCommand: 'sources for',
  });
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The bot for one person or assistant: at a terminal, behind a pipe, over MCP on standard input. A setting that is wrong
 * does not stop it, and what an operator should know goes to standard error.
 *
 * @param stored where reminders and settings are kept; leave out for programs that only read
 */
export async function buildLocalBot(environment: Environment, stored: StoredServices = withoutStore()) {
  const bot = await buildBot({
    knowledgeDirectory: environment['KNOWLEDGE_DIR'] || undefined,
    observe: ({ reply, error }) => {
      if (reply.changes === true && process.stdout.isTTY !== true && !outputIsShared()) tellWarnings(reply);
      // A UserError has said all there is to say.
      if (reply.outcome === 'failed' && !(error instanceof UserError)) console.error(error);
    },
    ...stored,
    checkAllow: (environment['CHECK_ALLOW'] ?? '').split(/[\s,]+/).filter((word) => word !== ''),
    connections: () => configuredChats(environment),
    limitations: () => [],
    ...(await openModelFrom(environment, tell)),
  });
  for (const problem of bot.knowledge.problems()) tell(`Your knowledge files are not used: ${problem}`);
  return {
    ...bot,
    get zone() {
      return readZoneOr(environment['BOT_ZONE'], 'UTC');
    },
  };
}

/** Somebody who pipes the output somewhere has to learn all the same that nothing delivers what they made. */
function tellWarnings({ answer }: Reply): void {
  for (const section of answer.sections) {
    if (section.kind === 'note' && section.tone === 'warning') tell(section.text);
  }
}

/** Whether answers and errors go to the same place, where a warning on both would be read twice. */
function outputIsShared(): boolean {
  try {
    const [out, error] = [fstatSync(1), fstatSync(2)];
    return out.dev === error.dev && out.ino === error.ino;
  } catch {
    return false;
  }
}

/** The chats this environment configures: another process connects them, if any does. */
function configuredChats(environment: Environment): ReturnType<Services['connections']> {
  const tokens = { slack: 'SLACK_BOT_TOKEN', discord: 'DISCORD_TOKEN' };
  const set = Object.entries(tokens).filter(([, name]) => (environment[name] ?? '').trim() !== '');
  return Object.fromEntries(set.map(([platform]) => [platform, 'unknown' as const]));
}

/** Tells the operator one line. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * Keeps the asker of each knowledge base for as long as that is in use.
 *
 * @param build makes an asker; called once for each knowledge base, and again where it failed
 */
export function createAskerSource(
  knowledge: { current(): KnowledgeBase },
  build: (base: KnowledgeBase) => Promise<Asker>,
): AskerSource {
  const built = new WeakMap<KnowledgeBase, Promise<Asker>>();
  return {
    current(base = knowledge.current()) {
      let asker = built.get(base);
      if (asker === undefined) {
        asker = build(base);
        const mine = asker;
        mine.catch(() => {
          if (built.get(base) === mine) built.delete(base);
        });
        built.set(base, mine);
      }
      return asker;
    },
  };
}
