import type { Limitation } from '../../bot/bot.ts';

interface Need {
  readonly scopes: readonly string[];
  /** A sentence: what is off without them. */
  readonly without: string;
  readonly grave: boolean;
}

/** The scopes of slack-manifest.yaml, and what each is for. */
const needs: readonly Need[] = [
  {
    scopes: ['chat:write'],
    without: 'I cannot post in Slack: neither reminders nor answers to mentions.',
    grave: true,
  },
  { scopes: ['commands'], without: '/mdaemon and the shortcuts are off in Slack.', grave: true },
  { scopes: ['app_mentions:read'], without: 'I do not hear @mdaemon in Slack.', grave: true },
  { scopes: ['im:history'], without: 'I do not hear direct messages in Slack.', grave: true },
  {
    scopes: ['channels:read', 'groups:read'],
    without: 'A reminder to a channel I am not in is told only when it is due.',
    grave: false,
  },
  { scopes: ['files:write'], without: 'Long scripts are cut in Slack.', grave: false },
  {
    scopes: ['channels:history', 'groups:history'],
    without: 'I cannot look for a post after Slack’s answer got lost, so that it stays ambiguous.',
    grave: false,
  },
  { scopes: ['im:write'], without: 'The same holds for reminders to a person.', grave: false },
];

/**
 * Names what the token may not do, and how to grant it.
 *
 * @param granted absent where Slack does not say: then nothing is claimed
 */
export function missingScopes(granted: readonly string[] | undefined): readonly Limitation[] {
  if (granted === undefined) return [];
  return needs.flatMap(({ scopes, without, grave }) => {
    const missing = scopes.filter((scope) => !granted.includes(scope));
    if (missing.length === 0) return [];
    const named = missing.map((scope) => `\`${scope}\``).join(' and ');
    const remedy = `It needs ${named}: add it under OAuth & Permissions of the app, install the app again, and restart me.`;
    return [{ message: without, remedy, grave }];
  });
}
