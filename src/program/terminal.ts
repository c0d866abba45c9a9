import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { PlatformName } from '../bot/bot.ts';
import { readZoneOr, storagePlace } from '../config/config.ts';
import { createPromptScreen, createTerminalPoster, layoutFor } from '../platforms/terminal/terminal.ts';
import type { Poster } from '../reminders/reminders.ts';
import type { Environment } from './build-bot.ts';

/** The terminal this process runs in: who asks there, how answers are laid out, and how due reminders are printed. */
export function thisTerminal(environment: Environment) {
  const screen = createPromptScreen();
  const layout = () => layoutFor(process.stdout, environment);
  const now = () => new Date();
  return {
    screen,
    layout,
    place: storagePlace(environment),
    context: {
      /** Looked up where a date is shown: that is the first to load the calendars of all languages, 12 ms. */
      get zone() {
        return readZoneOr(environment['BOT_ZONE'], 'UTC');
      },
      now,
      newId: () => randomUUID(),
      user: userInfo().username,
    },
    async loadPosters() {
      const { viewDelivery } = await import('../reminders/reminders.ts');
      const poster = createTerminalPoster({ screen, layout, now, view: viewDelivery });
      return new Map<PlatformName, Poster>([['terminal', poster]]);
    },
  };
}
