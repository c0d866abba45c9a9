import type { Actor, TeamKey } from '../../bot/bot.ts';
import type { Poster, Readers } from '../../reminders/reminders.ts';
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

const missingUserScope =
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
      return { ...actor, role: 'outsider', doubt: missingUserScope };
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

type Check = Awaited<ReturnType<Poster['check']>>;

/** Members on one page, and the pages that are read: no channel of more people is looked through. */
const pageSize = 1_000;
const mostPages = 20;

/** Who may post in a channel where not everybody may. Source: the response types of @slack/web-api */
interface PostingRestriction {
  /** `ra` is everybody but guests. */
  readonly type?: readonly string[];
  readonly user?: readonly string[];
}

const refuse = (message: string): Check => ({ ok: false, message });
const missingChannelScopes = refuse(
  'I can’t tell whether you are in that channel, since the Slack app lacks the scopes `channels:read` and `groups:read`. Ask me in that channel, or have whoever runs the bot add them under OAuth & Permissions at https://api.slack.com/apps and install the app again.',
);
const unanswered = refuse('Slack does not tell me right now whether you are in that channel. Try again in a minute.');

/**
 * Whether a person may post in a channel: they are in it, and it is not one in which only some may write. Whatever Slack does
 * not say is a no.
 */
export async function checkAsker(
  client: Pick<PostClient, 'conversations' | 'users'>,
  team: TeamKey,
  channel: string,
  asker: string,
): Promise<Check> {
  try {
    if (!(await isMember(client, channel, asker))) {
      return refuse('You are not in that channel, so I can’t post there for you. Join it, or name another.');
    }
    const { channel: info } = await client.conversations.info({ channel });
    const restriction = (info?.properties as { posting_restricted_to?: PostingRestriction } | undefined)
      ?.posting_restricted_to;
    if (restriction === undefined || (await mayWrite(client, team, restriction, asker))) return { ok: true };
    return refuse('Only some people may write in that channel, and you are not one of them. Name another.');
  } catch (error) {
    const failure = readFailure(error);
    if (failure.kind !== 'error') return unanswered;
    if (failure.code === 'missing_scope') return missingChannelScopes;
    return refuse(`Slack does not tell me whether you are in that channel (${failure.code}). Name another.`);
  }
}

/**
 * Whether a person may read a channel: everybody may read a public one.
 *
 * @throws what Slack refused
 */
export async function findReaders(
  client: Pick<PostClient, 'conversations'>,
  channel: string,
  person: string,
): Promise<Readers> {
  const { channel: info } = await client.conversations.info({ channel });
  const isPublic = info?.is_private === false && info.is_im !== true && info.is_mpim !== true;
  if (isPublic) return 'team';
  return (await isMember(client, channel, person)) ? 'person' : 'others';
}

async function isMember({ conversations }: Pick<PostClient, 'conversations'>, channel: string, asker: string) {
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const asked = { channel, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
    const { members = [], response_metadata } = await conversations.members(asked);
    if (members.includes(asker)) return true;
    cursor = response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return false;
  }
  return false;
}

async function mayWrite(
  client: Pick<PostClient, 'users'>,
  team: TeamKey,
  { type = [], user = [] }: PostingRestriction,
  asker: string,
): Promise<boolean> {
  if (type.includes('ra') || user.includes(asker)) return true;
  if (!type.includes('admin') && !type.includes('owner')) return false;
  const actor: Actor = { id: asker, role: 'member' };
  return (await findActor(client, team, actor)).role === 'administrator';
}
