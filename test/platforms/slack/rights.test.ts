import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/bot/bot.ts';
import { findActor, readRole, type SlackUser } from '../../../src/platforms/slack/rights.ts';
import { createSlackAdapter, createSlackPoster } from '../../../src/platforms/slack/slack-adapter.ts';
import { createPostClient } from '../../../src/platforms/slack/slack-client.ts';
import { viewDelivery } from '../../../src/reminders/delivery-view.ts';
import { silentLogger } from './silent-logger.ts';

const home = 'T01HOME';
const actor = { id: 'U01ALICE', role: 'member' } as const;

/** As far as the bot reads it, after https://docs.slack.dev/reference/objects/user-object. */
const alice: SlackUser = {
  team_id: home,
  deleted: false,
  is_admin: false,
  is_owner: false,
  is_primary_owner: false,
  is_restricted: false,
  is_ultra_restricted: false,
  is_bot: false,
};

describe('a person in a workspace', () => {
  it.each<[string, SlackUser | undefined, string]>([
    ['a full member', alice, 'member'],
    ['an admin', { ...alice, is_admin: true }, 'administrator'],
    ['an owner', { ...alice, is_owner: true }, 'administrator'],
    ['the primary owner', { ...alice, is_primary_owner: true }, 'administrator'],
    ['a guest in several channels', { ...alice, is_restricted: true }, 'outsider'],
    ['a guest in one channel', { ...alice, is_ultra_restricted: true }, 'outsider'],
    ['somebody who left', { ...alice, deleted: true }, 'outsider'],
    ['somebody who left and was an admin', { ...alice, deleted: true, is_admin: true }, 'outsider'],
    ['a bot', { ...alice, is_bot: true }, 'outsider'],
    ['a workflow', { ...alice, is_workflow_bot: true }, 'outsider'],
    ['somebody of another organisation', { ...alice, team_id: 'T99AWAY', is_stranger: true }, 'outsider'],
    ['an admin of another organisation', { ...alice, team_id: 'T99AWAY', is_admin: true }, 'outsider'],
    ['somebody whose workspace is not told', { is_admin: true }, 'outsider'],
    ['nobody', undefined, 'outsider'],
    [
      'a colleague of another workspace of the organisation who is in this one too',
      { ...alice, team_id: 'T02OTHER', enterprise_user: { enterprise_id: 'E1', teams: ['T02OTHER', home] } },
      'member',
    ],
    [
      'a colleague of another workspace of the organisation',
      { ...alice, team_id: 'T02OTHER', enterprise_user: { enterprise_id: 'E1', teams: ['T02OTHER'] } },
      'outsider',
    ],
    [
      'an owner of the organisation',
      { ...alice, enterprise_user: { enterprise_id: 'E1', teams: [home], is_owner: true } },
      'administrator',
    ],
  ])('%s', (_who, user, role) => {
    expect(readRole(user, home)).toBe(role);
  });

  it('belongs to an organisation for which the app is installed', () => {
    const user = { ...alice, team_id: 'T02OTHER', enterprise_user: { enterprise_id: 'E1', teams: [] } };
    expect(readRole(user, 'E1')).toBe('member');
    expect(readRole(user, 'E2')).toBe('outsider');
  });

  it('administers an organisation that has the app for all of it by its own right alone', () => {
    const admin = { ...alice, is_admin: true, is_owner: true, enterprise_user: { enterprise_id: 'E1', teams: [home] } };
    expect(readRole(admin, 'E1', { organisation: 'E1' })).toBe('member');
    const owner = { ...admin, enterprise_user: { ...admin.enterprise_user, is_owner: true } };
    expect(readRole(owner, 'E1', { organisation: 'E1' })).toBe('administrator');
  });

  it('is nobody of the organisation where they are of another one, whatever workspace the payload named', () => {
    const stranger = { ...alice, team_id: 'T99AWAY' };
    expect(readRole(stranger, 'T99AWAY', { organisation: 'E1' })).toBe('outsider');
    expect(readRole({ ...stranger, enterprise_user: { enterprise_id: 'E9' } }, 'T99AWAY', { organisation: 'E1' })).toBe(
      'outsider',
    );
    expect(readRole({ ...alice, enterprise_user: { enterprise_id: 'E1' } }, home, { organisation: 'E1' })).toBe(
      'member',
    );
  });
});

describe('what Slack does not tell', () => {
  /** Slack's own client, over a connection that answers like this. */
  const clientOver = (answer: () => Promise<Response>) =>
    createPostClient({
      config: { botToken: 'xoxb-test', apiUrl: undefined },
      logger: silentLogger,
      outgoing: { dispatcher: undefined, fetch: answer },
      timeoutMs: 1_000,
    });

  it('makes an outsider where the scope is missing, and says which', async () => {
    const client = clientOver(async () => Response.json({ ok: false, error: 'missing_scope' }));
    const found = await findActor(client, `slack:${home}`, actor);
    expect(found).toMatchObject({ role: 'outsider', doubt: expect.stringContaining('users:read') });
  });

  it('is left to the chat where Slack is away', async () => {
    const client = clientOver(() => Promise.reject(new Error('away')));
    await expect(findActor(client, `slack:${home}`, actor)).rejects.toThrow('away');
  });
});

it('takes nobody for a member before Slack has said where the app is installed', async () => {
  const stranger = { id: 'U99EVE', team_id: 'T99AWAY' };
  const options = {
    config: { botToken: 'xoxb-test', apiUrl: undefined },
    logger: silentLogger,
    outgoing: { dispatcher: undefined, fetch: async () => Response.json({ ok: true, user: stranger }) },
    timeoutMs: 1_000,
  };
  const eve: Actor = { id: stranger.id, role: 'member' };
  // A press may name the workspace of whoever presses.
  const asked = createSlackAdapter({ ...options, identity: () => undefined }).findActor?.('slack:T99AWAY', eve);
  await expect(asked).rejects.toThrow('not said yet where the app is installed');
  const identity = () => ({ mayUpload: false, home: { team: 'T01HOME' } });
  const known = createSlackAdapter({ ...options, identity }).findActor?.('slack:T01HOME', eve);
  expect(await known).toMatchObject({ role: 'outsider' });
});

type Answers = Readonly<Record<string, (asked: URLSearchParams) => object>>;

const member = { ok: true, channel: { id: 'C1', is_member: true } };
const restricted = (type: string[], user: string[] = []) => ({
  ok: true,
  channel: { ...member.channel, properties: { posting_restricted_to: { type, user } } },
});
const aliceIs = (more: object = {}) => ({ ok: true, user: { team_id: 'T1', ...more } });

/** What is answered to somebody who wants a post in a channel, by a Slack that answers like this. */
function check(answers: Answers) {
  const answer = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const method = String(url).split('/').at(-1) ?? '';
    return Response.json(answers[method]?.(new URLSearchParams(String(init?.body))) ?? { ok: false, error: 'x' });
  };
  const poster = createSlackPoster({
    config: { botToken: 'xoxb-test', apiUrl: undefined },
    logger: silentLogger,
    view: viewDelivery,
    now: () => new Date(),
    outgoing: { dispatcher: undefined, fetch: answer },
  });
  return poster.check('slack:T1', { kind: 'channel', id: 'C1' }, { asker: 'U_ALICE' });
}

const among = (...members: string[]) => ({ ok: true, members, response_metadata: { next_cursor: '' } });
const refused = (says: string) => ({ ok: false, message: expect.stringContaining(says) });

describe('a post in another channel', () => {
  it.each<[string, Answers, object]>([
    [
      'is made for somebody who is in it',
      { 'conversations.info': () => member, 'conversations.members': () => among('U_ALICE') },
      { ok: true },
    ],
    [
      'is refused to somebody who is not',
      { 'conversations.info': () => member, 'conversations.members': () => among('U_BOB') },
      refused('You are not in that channel'),
    ],
    [
      'is refused where the bot is not in it, whoever asks',
      {
        'conversations.info': () => ({ ok: true, channel: { is_member: false } }),
        'conversations.members': () => among('U_ALICE'),
      },
      refused('I am not in that channel'),
    ],
    [
      'finds them on a later page',
      {
        'conversations.info': () => member,
        'conversations.members': (asked) =>
          asked.get('cursor') === 'two'
            ? among('U_ALICE')
            : { ...among('U_BOB'), response_metadata: { next_cursor: 'two' } },
      },
      { ok: true },
    ],
    [
      'ends where the pages do not',
      {
        'conversations.info': () => member,
        'conversations.members': () => ({ ...among('U_BOB'), response_metadata: { next_cursor: 'on' } }),
      },
      refused('You are not in that channel'),
    ],
    [
      'is refused where the scopes are missing, and names them',
      {
        'conversations.info': () => ({ ok: false, error: 'missing_scope' }),
        'conversations.history': () => ({ ok: true, messages: [] }),
        'conversations.members': () => ({ ok: false, error: 'missing_scope' }),
      },
      refused('`channels:read` and `groups:read`'),
    ],
    [
      'is refused where Slack does not say',
      { 'conversations.info': () => member, 'conversations.members': () => ({ ok: false, error: 'fatal_error' }) },
      refused('does not tell me'),
    ],
    [
      'is refused in a channel for announcements',
      {
        'conversations.info': () => restricted(['admin']),
        'conversations.members': () => among('U_ALICE'),
        'users.info': () => aliceIs(),
      },
      refused('Only some people may write'),
    ],
    [
      'is made there for an administrator',
      {
        'conversations.info': () => restricted(['admin']),
        'conversations.members': () => among('U_ALICE'),
        'users.info': () => aliceIs({ is_admin: true }),
      },
      { ok: true },
    ],
    [
      'is made there for somebody who is named',
      { 'conversations.info': () => restricted([], ['U_ALICE']), 'conversations.members': () => among('U_ALICE') },
      { ok: true },
    ],
  ])('%s', async (_what, answers, expected) => {
    expect(await check(answers)).toEqual(expected);
  });
});
