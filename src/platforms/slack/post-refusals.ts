const invite = 'Invite me there with /invite @mdaemon.';
const newToken =
  'Slack does not accept the bot’s token any more. Install the app again at https://api.slack.com/apps and set SLACK_BOT_TOKEN.';
const blockedByRule =
  'A rule of this workspace keeps me from posting there. Ask its owners, or choose another channel.';
const noPerson = 'That person cannot be written to any more. Choose another person or a channel.';

/**
 * What to do about a post that won't succeed by trying again.
 *
 * Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
const remedies: Readonly<Record<string, string>> = {
  channel_not_found: `Slack knows no such channel, or it is private and I am not in it. ${invite}`,
  not_in_channel: `I am not in that channel. ${invite}`,
  is_archived: 'That channel is archived. Unarchive it, or choose another channel.',
  channel_is_limited_access: `Only some may post in that channel. ${invite}`,
  access_denied: blockedByRule,
  ekm_access_denied: blockedByRule,
  enterprise_is_restricted: blockedByRule,
  no_permission: blockedByRule,
  team_access_not_granted: blockedByRule,
  two_factor_setup_required: blockedByRule,
  user_not_found: noPerson,
  user_disabled: noPerson,
  cannot_dm_bot: noPerson,
  messages_tab_disabled: 'The app’s Messages tab is off, so I cannot write to people. Turn it on: App Home of the app.',
  missing_scope:
    'The app is not allowed to post. Add the scope chat:write (OAuth & Permissions of the app) and install it again.',
  account_inactive: newToken,
  invalid_auth: newToken,
  not_allowed_token_type: newToken,
  not_authed: newToken,
  org_login_required: newToken,
  token_expired: newToken,
  token_revoked: newToken,
};

/** Refusals that pass by themselves, and how long to wait, in milliseconds, where Slack does not say. */
export const passingRefusals: ReadonlyMap<string, number> = new Map([
  ['accesslimited', 5 * 60_000],
  ['message_limit_exceeded', 10 * 60_000],
  ['request_timeout', 5_000],
  ['team_added_to_org', 5 * 60_000],
]);

/** One or two sentences: what is in the way, and what to do. */
export function remedyOf(code: string): string {
  if (code.startsWith('restricted_action')) return blockedByRule;
  const known = Object.hasOwn(remedies, code) ? remedies[code] : undefined;
  return known ?? 'Slack refuses this post. Change the reminder, or choose another channel.';
}
