import { commands, type Services } from '../../commands/commands.ts';
import { openKnowledge } from '../../knowledge/knowledge.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { createCatalogue, createRouter, type DispatchEvent, type Router, type RouterOptions } from '../bot/bot.ts';
import { createAskerSource } from './asker-source.ts';

/** What the bot is built from. */
export interface BuildBotOptions
  extends Pick<Services, 'teams' | 'reminders' | 'connections' | 'questions' | 'advisor'> {
  readonly knowledgeDirectory: string | undefined;
  /** Told of every dispatch. */
  readonly observe?: (event: DispatchEvent) => void;
}

/** Builds the parts every surface shares: the catalogue, the knowledge, the services and the router. */
export async function buildBot({ knowledgeDirectory, observe, ...parts }: BuildBotOptions) {
  const catalogue = createCatalogue<Services>(commands);
  const knowledge = await openKnowledge(knowledgeDirectory);
  const program = { version: packageJson.version, nodeVersion: process.versions.node };
  // Loaded and built at the first question: most single answers need neither.
  const asker = createAskerSource(knowledge, async (base) => (await import('../ask/ask.ts')).createAsker(base));
  const services: Services = { knowledge, catalogue, program, asker, ...parts };
  const router = createBotRouter({
    catalogue,
    services,
    nowMs: () => performance.now(),
    ...(observe === undefined ? {} : { observe }),
  });
  return { catalogue, knowledge, services, router };
}

/** The router with what this bot is called, and with what it does about lines that no command claims. */
export function createBotRouter(
  options: Pick<RouterOptions<Services>, 'catalogue' | 'services' | 'nowMs' | 'observe'>,
): Router {
  return createRouter({
    ...options,
    emptyCommand: 'help',
    botNames: ['mdaemon', '/mdaemon', '@mdaemon'],
    fallback: 'ask',
  });
}
