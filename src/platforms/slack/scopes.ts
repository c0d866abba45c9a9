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
  {
    scopes: ['users:read'],
    without:
      'I cannot tell members from guests in Slack, so everybody but the people in ADMINISTRATORS counts as a guest.',
    grave: true,
  },
  { scopes: ['im:history'], without: 'I do not hear direct messages in Slack.', grave: true },
  {
    scopes: ['channels:read', 'groups:read'],
    without: 'I cannot tell who is in a Slack channel, so I post only in the channel where I am asked.',
    grave: false,
  },
  { scopes: ['files:write'], without: 'Long scripts are cut in Slack.', grave: false },
  {
    scopes: ['channels:history', 'groups:history'],
    without: 'If Slack’s answer to a post gets lost, I cannot look for the post, so it stays ambiguous.',
    grave: false,
  },
  { scopes: ['files:read'], without: 'I do not read files that are sent to me in Slack.', grave: false },
  { scopes: ['im:write'], without: 'The same goes for reminders to a person.', grave: false },
];

/**
 * Names what the token may not do, and how to grant it; and that nobody is an administrator, where nobody can be.
 *
 * @param granted absent where Slack does not say: then nothing is claimed
 * @param administrators the people the operator named
 */
export function missingScopes(
  granted: readonly string[] | undefined,
  administrators: ReadonlySet<string> = new Set(),
): readonly Limitation[] {
  if (granted === undefined) return [];
  // Slack's own administrators are known by the scope, and those of `admins add` have to be members first.
  const isNobody = !granted.includes('users:read') && administrators.size === 0;
  return [...(isNobody ? [nobody] : []), ...missing(granted)];
}

const nobody: Limitation = {
  message: 'Nobody is an administrator of the bot in Slack.',
  remedy:
    'Add the scope `users:read`, which shows me the workspace’s own administrators, or name people in the setting ADMINISTRATORS, as in `ADMINISTRATORS=slack:U0123ABCD`. Then restart me.',
  grave: true,
};

function missing(granted: readonly string[]): readonly Limitation[] {
  return needs.flatMap(({ scopes, without, grave }) => {
    const absent = scopes.filter((scope) => !granted.includes(scope));
    if (absent.length === 0) return [];
    const named = absent.map((scope) => `\`${scope}\``).join(' and ');
    const remedy = `It needs ${named}: add it under OAuth & Permissions of the app, install the app again, and restart me.`;
    return [{ message: without, remedy, grave }];
  });
}
