import type { Actor, TeamKey } from '../../bot/bot.ts';
import type { Poster, Readers } from '../../reminders/reminders.ts';
import { findActor } from './roles.ts';
import type { PostClient } from './slack-client.ts';
import { readFailure } from './slack-error.ts';

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
const withoutScopes = refuse(
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
    if (failure.code === 'missing_scope') return withoutScopes;
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
