import type { Poster, ViewDelivery } from '../../reminders/reminders.ts';
import { withinTime } from '../../time/time.ts';
import type { PromptScreen } from './prompt-screen.ts';
import type { TerminalLayout } from './render-answer.ts';
import { renderReminder } from './render-reminder.ts';

/** What the poster is built from. */
export interface TerminalPosterOptions {
  readonly screen: PromptScreen;
  /** Asked anew for each post, since a window changes its width. */
  readonly layout: () => TerminalLayout;
  readonly now: () => Date;
  /** What a post says. */
  readonly view: ViewDelivery;
}

/** A terminal that takes longer than this is stopped or gone. */
const postTimeoutMs = 2_000;
const closedRetryMs = 5_000;

/**
 * Prints due reminders above the prompt. While no terminal is open nothing is printed, and the reminder waits: it comes
 * late, with a note, when one is opened again.
 */
export function createTerminalPoster({ screen, layout, now, view }: TerminalPosterOptions): Poster {
  return {
    postTimeoutMs,
    async post(delivery) {
      const shown = renderReminder(view(delivery, [], delivery.attemptStartedAt ?? now()), layout());
      const printed = await withinTime(screen.print(shown), postTimeoutMs, () => undefined);
      if (printed === undefined) return { kind: 'unknown', reason: 'The terminal does not take any text' };
      if (printed) return { kind: 'posted', messageId: delivery.id };
      return { kind: 'refused', retryAfterMs: closedRetryMs, reason: 'No terminal is open' };
    },
    async find() {
      return { kind: 'cannot-tell', reason: 'What a terminal has shown cannot be read back.' };
    },
    async check(team, { kind }) {
      if (kind === 'terminal' && team.startsWith('terminal:')) return { ok: true };
      return { ok: false, message: 'From the terminal, reminders are printed in the terminal. Leave the target out.' };
    },
  };
}
