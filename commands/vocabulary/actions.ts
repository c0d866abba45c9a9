import { type Action, longestAction } from '../../src/bot/bot.ts';

const longestLabel = 40;
const mostActions = 5;

/** Buttons; those that are too long for a platform are left out. */
export function fittingActions(actions: readonly Action[]): Action[] {
  return actions
    .filter(({ command, label }) => command.length <= longestAction && label.length <= longestLabel)
    .slice(0, mostActions);
}
