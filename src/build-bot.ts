import { commands } from '../commands/index.ts';
import type { Services } from '../commands/services.ts';
import { openKnowledge } from '../knowledge/open-knowledge.ts';
import packageJson from '../package.json' with { type: 'json' };
import { createAskerSource } from './ask/asker-source.ts';
import { createCatalogue } from './bot/catalogue.ts';
import type { DispatchEvent } from './bot/router.ts';
import { createBotRouter } from './create-bot-router.ts';

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
  const asker = createAskerSource(knowledge, async (base) => (await import('./ask/create-asker.ts')).createAsker(base));
  const services: Services = { knowledge, catalogue, program, asker, ...parts };
  const router = createBotRouter({
    catalogue,
    services,
    nowMs: () => performance.now(),
    ...(observe === undefined ? {} : { observe }),
  });
  return { catalogue, knowledge, services, router };
}
