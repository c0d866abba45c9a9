import type { z } from 'zod';
import type { KnowledgeSource } from '../knowledge/knowledge.ts';
import type { AskerSource, ModelChooser } from '../src/ask/ask.ts';
import type { QuestionService } from '../src/ask/unmet/unmet.ts';
import type { Catalogue, Group, Leaf, Limitation, Readiness } from '../src/bot/bot.ts';
import type { CheckService } from '../src/checks/checks.ts';
import type { ReminderService } from '../src/reminders/reminders.ts';
import type { AuditService, PrivacyService, TeamStore } from '../src/teams/teams.ts';

/** The parts of the program that commands use. `main` builds them and passes them in. */
export interface Services {
  readonly knowledge: KnowledgeSource;
  readonly catalogue: Catalogue<Services>;
  /** Understands questions in a person's own words. */
  readonly asker: AskerSource;
  /** A model that says what kind of question it is; absent where none is set up. */
  readonly model?: ModelChooser;
  /** Where questions without an answer are counted. */
  readonly questions: QuestionService;
  /** Teams' settings, and profiles of their servers. */
  readonly teams: TeamStore;
  /** What is stored of people and teams, to hand out and to erase. */
  readonly privacy: PrivacyService;
  /** The record of what people did in the team, which its administrators read. */
  readonly audit: AuditService;
  /** Looks at real servers. */
  readonly checks: CheckService;
  /** Reminders and the team's own deadlines. */
  readonly reminders: ReminderService;
  /** Whether each platform is connected, by name. `unknown`: it is configured, and another process connects it. */
  readonly connections: () => Readonly<Record<string, Readiness | 'unknown'>>;
  /** The most days a preview spans. Default 3,660. */
  readonly previewDays?: number;
  /** The most characters of rules that are compared. Default: as many as come. */
  readonly firewallCharacters?: number;
  /** What the platforms do not let the bot do. */
  readonly limitations: () => readonly Limitation[];
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
