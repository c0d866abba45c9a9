import type { QuestionService } from '../ask/ask.ts';
import type { Logger, PlatformName } from '../bot/bot.ts';
import type { StoragePlace } from '../config/config.ts';
import {
  createPromptScreen,
  createTerminalPoster,
  type PromptScreen,
  type TerminalLayout,
} from '../platforms/terminal/terminal.ts';
import type { Poster } from '../reminders/reminders.ts';
import { remindersOnFirstUse } from './on-first-use.ts';
import type { OpenReminders } from './open-reminders.ts';

/** What the terminal's reminders are opened with. */
export interface TerminalRemindersOptions {
  readonly place: StoragePlace;
  readonly zone: string;
  /** A prompt prints what is due; a single answer does not. */
  readonly interactive: boolean;
  readonly layout: () => TerminalLayout;
  /** The operator wants the texts of unanswered questions kept. */
  readonly keepQuestions: boolean;
}

/** The terminal's reminders. */
export interface TerminalReminders extends Omit<OpenReminders, 'storage'> {
  /** Where questions without an answer are counted. */
  readonly questions: QuestionService;
  /** Where due reminders are printed. */
  readonly screen: PromptScreen;
}

/**
 * Opens reminders for the terminal: at a prompt as the process that prints them, unless another prompt does so already;
 * otherwise at the first command that needs them, so that questions about MDaemon leave no trace.
 */
export async function openTerminalReminders(options: TerminalRemindersOptions): Promise<TerminalReminders> {
  const { place, zone, interactive, layout, keepQuestions } = options;
  const screen = createPromptScreen();
  const now = () => new Date();
  const loadPosters = async () => {
    const { viewDelivery } = await import('../reminders/reminders.ts');
    const poster = createTerminalPoster({ screen, layout, now, view: viewDelivery });
    return new Map<PlatformName, Poster>([['terminal', poster]]);
  };
  if (interactive) {
    try {
      const [{ runReminders }, { createQuestionService }, posters] = await Promise.all([
        import('./open-reminders.ts'),
        import('../ask/ask.ts'),
        loadPosters(),
      ]);
      const running = await runReminders({ place, posters, logger: quiet, delivering: 'terminal', zone });
      await running.start();
      const log = running.storage.questions;
      const questions = createQuestionService({ log, keepTexts: keepQuestions, logger: quiet });
      return { ...running, questions, close: () => questions.settled().then(running.close), screen };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(`Reminders are not printed here: ${reason}\n\n`);
    }
  }
  const openBeside = async () => {
    const [{ openReminders }, posters] = await Promise.all([import('./open-reminders.ts'), loadPosters()]);
    return openReminders({ place, posters });
  };
  let opened: Promise<OpenReminders> | undefined;
  const open = () => {
    opened ??= openBeside();
    return opened;
  };
  let told = false;
  /** A question about MDaemon is answered without the store; what was lost is said once, beside the answer. */
  const orElse = <Value>(read: () => Promise<Value>, without: Value): Promise<Value> =>
    read().catch((error: unknown) => {
      if (!told) process.stderr.write(`Answered without settings: ${error instanceof Error ? error.message : error}\n`);
      told = true;
      return without;
    });
  const service = remindersOnFirstUse(async () => (await open()).service);
  return {
    screen,
    // A single answer opens no store to count what it could not say.
    questions: { record: () => {}, list: async (...query) => (await open()).storage.questions.list(...query) },
    teams: {
      settings: (team) => orElse(async () => (await open()).teams.settings(team), {}),
      profile: (team) => orElse(async () => (await open()).teams.profile(team), {}),
      saveSettings: async (...change) => (await open()).teams.saveSettings(...change),
      saveProfile: async (...change) => (await open()).teams.saveProfile(...change),
    },
    service: { ...service, listDeadlines: (team) => orElse(() => service.listDeadlines(team), []) },
    close: async () => opened?.then(({ close }) => close()).catch(() => {}),
  };
}

/** Nobody reads a log below a prompt; `status` tells what matters. */
const quiet: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
