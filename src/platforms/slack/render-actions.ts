import type { Action } from '../../bot/bot.ts';
import { shorten } from '../../text/text.ts';
import { type Button, plainText } from './blocks.ts';
import { slackLimits } from './limits.ts';

/** Pressing it runs the command line in its value. A number follows, since Slack wants them unique in a block. */
export const runActionPrefix = 'run:';

/** Pressing it posts the answer where everybody sees it. */
export const shareActionId = 'share';

const maxShown = 5;

/** Related commands as buttons. One whose command line does not fit is left out: half a command is a wrong one. */
export function runButtons(actions: readonly Action[]): Button[] {
  return actions
    .filter(({ command }) => command.trim() !== '' && command.length <= slackLimits.buttonValue)
    .slice(0, maxShown)
    .map(({ label, command }, index) =>
      button(`${runActionPrefix}${index}`, label.trim() === '' ? command : label, command),
    );
}

/** The button that shares the answer to one request. */
export function shareButton(value: string): Button {
  return button(shareActionId, 'Share in channel', value);
}

function button(actionId: string, label: string, value: string): Button {
  const text = shorten(label, slackLimits.buttonText);
  return { type: 'button', action_id: actionId, text: plainText(text), value };
}
