import type { z } from 'zod';
import type { KnowledgeSource } from '../knowledge/open-knowledge.ts';
import type { Catalogue } from '../src/bot/catalogue.ts';
import type { Group, Leaf } from '../src/bot/command.ts';
import type { Readiness } from '../src/bot/platform.ts';
import type { ReminderDesk } from '../src/reminders/reminder-desk.ts';
import type { TeamStore } from '../src/teams/team-store.ts';

/** The parts of the program that commands use. `main` builds them and passes them in. */
export interface Services {
  readonly knowledge: KnowledgeSource;
  readonly catalogue: Catalogue<Services>;
  /** What teams say about themselves and their servers. */
  readonly teams: TeamStore;
  /** Reminders and the team's own deadlines. */
  readonly reminders: ReminderDesk;
  /** Whether each platform is connected, by name. */
  readonly connections: () => Readonly<Record<string, Readiness>>;
  readonly program: {
    /** The bot's own version. */
    readonly version: string;
    /** The version of Node it runs on. */
    readonly nodeVersion: string;
  };
}

/** Declares a command that runs; ties the arguments of `run` to the schema. */
export function defineCommand<Shape extends z.ZodRawShape>(leaf: Leaf<Services, Shape>): Leaf<Services> {
  return leaf as unknown as Leaf<Services>;
}

/** Declares commands under one name. */
export function defineGroup(group: Group<Services>): Group<Services> {
  return group;
}
