import type { StoragePlace } from '../../src/config/variables.ts';
import { type RunningReminders, runReminders } from '../../src/program/open-reminders.ts';
import { type CountingPoster, createCountingPoster } from './counting-poster.ts';
import { quietLogger } from './quiet-logger.ts';

/** The bot's reminders as the program runs them, delivering to a poster within the process. */
export async function startBot(place: StoragePlace): Promise<RunningReminders & { readonly poster: CountingPoster }> {
  const poster = createCountingPoster();
  const posters = new Map([['slack' as const, poster]]);
  const running = await runReminders({ place, posters, logger: quietLogger, delivering: 'chat', zone: 'UTC' });
  await running.start();
  return { ...running, poster };
}
