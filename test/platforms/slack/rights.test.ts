import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/bot/bot.ts';
import { findActor, readRole, type SlackUser } from '../../../src/platforms/slack/rights.ts';
import { createSlackAdapter } from '../../../src/platforms/slack/slack-adapter.ts';
import { createPostClient } from '../../../src/platforms/slack/slack-client.ts';
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
