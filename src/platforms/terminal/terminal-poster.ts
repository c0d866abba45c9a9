import type { DeliveryView, Poster, ViewDelivery, ViewItem } from '../../reminders/reminders.ts';
import { harmlessText, oneLine } from '../../text/text.ts';
import { withinTime } from '../../time/time.ts';
import type { TerminalLayout } from './layout.ts';
import { wrapText } from './render-answer.ts';
import type { PromptScreen } from './run-prompt.ts';

interface TerminalPosterOptions {
  readonly screen: PromptScreen;
  /** Called for each post, since the window may have been resized. */
  readonly layout: () => TerminalLayout;
  readonly now: () => Date;
  /** Makes the text of a post. */
  readonly view: ViewDelivery;
}

/** A terminal that takes longer than this is stopped or gone. */
const postTimeoutMs = 2_000;
const closedRetryMs = 5_000;

/**
 * Creates the poster that prints due reminders above the prompt. Without an open terminal a post is refused for 5 s at
 * a time, so that the reminder comes late, with a note, once a terminal is opened again. A terminal that does not take
 * the text within 2 s gives `unknown`; what was printed can never be found again.
 */
export function createTerminalPoster({ screen, layout, now, view }: TerminalPosterOptions): Poster {
  return {
    postTimeoutMs,
    async post(delivery) {
      const shown = renderReminder(view(delivery, [], delivery.attemptStartedAt ?? now()), layout());
      const printed = await withinTime(screen.print(shown), postTimeoutMs, () => undefined);
      if (printed === undefined) return { kind: 'unknown', reason: 'The terminal doesn’t accept any text' };
      if (printed) return { kind: 'posted', messageId: delivery.id };
      return { kind: 'refused', retryAfterMs: closedRetryMs, reason: 'No terminal is open' };
    },
    async find() {
      return { kind: 'cannot-tell', reason: 'I can’t read back what a terminal has shown.' };
    },
    async check(team, { kind }) {
      if (kind === 'terminal' && team.startsWith('terminal:')) return { ok: true };
      return { ok: false, message: 'From the terminal, reminders are printed in the terminal. Leave the target out.' };
    },
  };
}

/** Renders a due reminder as lines of text. Nothing that a person wrote in it can steer the terminal. */
export function renderReminder({ title, items }: DeliveryView, layout: TerminalLayout): string {
  const single = items.length === 1;
  const heading = single ? [title, ...(items[0]?.notes ?? [])].map(harmlessLine).join(' · ') : title;
  const parts = items.map((item) => itemLines(item, single ? [] : item.notes, layout).join('\n'));
  return [layout.style.title(heading), ...parts].join('\n');
}

function itemLines(
  { reminder, text, answerable }: ViewItem,
  notes: readonly string[],
  { style, width }: TerminalLayout,
): string[] {
  const lines = harmlessText(text)
    .replaceAll('\t', ' ')
    .trim()
    .split('\n')
    .flatMap((line) => wrapText(line, width - 2));
  const answers = answerable ? ['done', 'snooze', 'show'] : ['show'];
  const commands = answers.map((how) => `remind ${how} ${reminder}`).join(' · ');
  return [
    ...lines.map((line) => `  ${line}`),
    ...notes.map((note) => `  ${style.faint(harmlessLine(note))}`),
    `  ${style.faint(commands)}`,
  ];
}

function harmlessLine(text: string): string {
  return oneLine(harmlessText(text).replaceAll('`', ''));
}
