import { UserError } from '../../src/bot/bot.ts';
import { type FirewallPlan, leftOutText } from '../../src/firewall/firewall.ts';
import { joinWords } from '../parts/phrases.ts';

/**
 * Refuses a plan that opens nothing, since an empty script would look like an answer.
 *
 * @throws {UserError} `no-rule-left`
 */
export function requireRules({ rules, leftOut, subjects, direction, era, asked }: FirewallPlan): void {
  if (rules.length > 0) return;
  const what = joinWords(subjects);
  if (leftOut.length === 0) {
    throw new UserError({
      code: 'no-rule-left',
      outcome: 'unknown',
      message: `There is no ${direction === undefined ? '' : `${direction} `}port to open for ${what} ${era === 'now' ? 'in MDaemon today' : 'in the founding list'}.`,
      remedy: 'Ask for the other direction or era, or `ports` for what is known.',
      actions: [{ label: 'All ports', command: 'ports' }],
    });
  }
  const obsolete = leftOut.every(({ reason }) => reason.startsWith('obsolete'));
  const example = `firewall ${asked} ${obsolete ? 'then' : 'from 10.0.0.0/8'}`;
  throw new UserError({
    code: 'no-rule-left',
    message: `No rule is left for ${what}. ${leftOut.map(leftOutText).join(' ')}`,
    remedy: `For example \`${example}\`.`,
    actions: obsolete && example.length <= 90 ? [{ label: 'About 2008', command: example }] : [],
  });
}
