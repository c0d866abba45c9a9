import type { Actor, TeamKey } from '../../bot/bot.ts';
import type { SlackHome } from './requests.ts';
import type { PostClient } from './slack-client.ts';
import { readFailure } from './slack-error.ts';

/** The fields that say what somebody is. Source: https://docs.slack.dev/reference/objects/user-object */
export interface SlackUser {
  readonly team_id?: string;
  readonly deleted?: boolean;
  readonly is_admin?: boolean;
  readonly is_owner?: boolean;
  readonly is_primary_owner?: boolean;
  /** A guest in several channels. */
  readonly is_restricted?: boolean;
  /** A guest in one channel. */
  readonly is_ultra_restricted?: boolean;
  /** Somebody of another organisation, met in a shared channel. */
  readonly is_stranger?: boolean;
  readonly is_bot?: boolean;
  readonly is_workflow_bot?: boolean;
  /** Where the workspace belongs to an organisation (Enterprise Grid). */
  readonly enterprise_user?: {
    readonly enterprise_id?: string;
    readonly teams?: readonly string[];
    readonly is_admin?: boolean;
    readonly is_owner?: boolean;
  };
}

const withoutScope =
  'I can’t tell members from guests, since the Slack app lacks the scope `users:read`. Ask whoever runs the bot to add it under OAuth & Permissions at https://api.slack.com/apps and to install the app again. Until then only the people in the bot’s setting ADMINISTRATORS count as members.';

/**
 * Asks Slack what somebody is in the workspace. Whoever isn't surely a member is an outsider.
 *
 * @throws what Slack answered, other than that a scope is missing; nothing is known then
 */
export async function findActor(
  client: Pick<PostClient, 'users'>,
  team: TeamKey,
  actor: Actor,
  installed?: SlackHome,
): Promise<Actor> {
  try {
    const { user } = await client.users.info({ user: actor.id });
    return { ...actor, role: readRole(user as SlackUser | undefined, team.slice('slack:'.length), installed) };
  } catch (error) {
    const failure = readFailure(error);
    if (failure.kind === 'error' && failure.code === 'missing_scope') {
      return { ...actor, role: 'outsider', doubt: withoutScope };
    }
    throw error;
  }
}

/**
 * @param home the workspace's id, or the organisation's where the app is installed for all of it
 * @param installed where the app is installed: for a whole organisation, nobody else belongs, whatever workspace it is
 */
export function readRole(user: SlackUser | undefined, home: string, installed?: SlackHome): Actor['role'] {
  if (user === undefined) return 'outsider';
  const { enterprise_user: organisation } = user;
  const isForAll = installed?.team === undefined && installed?.organisation !== undefined;
  if (isForAll && organisation?.enterprise_id !== installed?.organisation) return 'outsider';
  const isOutside =
    user.deleted === true ||
    user.is_bot === true ||
    user.is_workflow_bot === true ||
    user.is_stranger === true ||
    user.is_restricted === true ||
    user.is_ultra_restricted === true;
  const belongs =
    user.team_id === home || organisation?.enterprise_id === home || organisation?.teams?.includes(home) === true;
  if (isOutside || !belongs) return 'outsider';
  const managesAll = organisation?.is_admin === true || organisation?.is_owner === true;
  // Whoever administers one of its workspaces does not administer the organisation.
  const managesOne = !isForAll && (user.is_admin === true || user.is_owner === true || user.is_primary_owner === true);
  return managesAll || managesOne ? 'administrator' : 'member';
}
