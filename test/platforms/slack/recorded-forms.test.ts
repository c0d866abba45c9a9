import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/bot/bot.ts';
import { decodeEvent, type SlackEvent } from '../../../src/platforms/slack/decode-event.ts';
import type { SlackHome } from '../../../src/platforms/slack/requests.ts';
import { readRole, type SlackUser } from '../../../src/platforms/slack/rights.ts';

/*
 * Events in the forms that Slack itself recorded for its SDKs (slackapi/bolt-python, tests/slack_bolt/request/test_internals.py:
 * a workspace without Grid, T03HOME, that shares a channel with a workspace of an organisation, T014GRID of E013ORG; and the same
 * channel from the other side), with other ids. Beside them a direct message, a private channel and a group message, as Slack sends
 * them today. Which of `team_id`, `context_team_id`, `team`, `user_team` and `source_team` names whom differs from form to form.
 */

const bot = 'U04BOT';
const source = {
  zone: 'UTC',
  now: () => new Date('2026-11-29T03:00:00Z'),
  newId: () => 'id',
  administrators: new Set<string>(),
};
const authorized = (team_id: string | null, enterprise_id: string | null = null) => ({
  authorizations: [{ enterprise_id, team_id, user_id: bot, is_bot: true, is_enterprise_install: team_id === null }],
});
const blocks = [
  {
    type: 'rich_text',
    block_id: '3AUuz',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'user', user_id: bot },
          { type: 'text', text: ' remind list' },
        ],
      },
    ],
  },
];
const said = { text: `<@${bot}> remind list`, ts: '1678455198.838499', event_ts: '1678455198.838499', blocks };
const shared = { channel: 'C04SHARED' };
const workspace: SlackHome = { team: 'T03HOME' };
const inGrid: SlackHome = { team: 'T014GRID', organisation: 'E013ORG' };
const forAll: SlackHome = { organisation: 'E013ORG' };

interface Form {
  readonly home: SlackHome;
  readonly envelope: object;
  readonly event: object;
  /** What `users.info` says of whoever wrote it. */
  readonly user: SlackUser;
}

const ofHome: SlackUser = { team_id: 'T03HOME' };
const ofGrid: SlackUser = {
  team_id: 'T014GRID',
  enterprise_user: { enterprise_id: 'E013ORG', teams: ['T014GRID'] },
};
const stranger = (user: SlackUser): SlackUser => ({ ...user, is_stranger: true });

const forms: Readonly<Record<string, [Form, { readonly role: Actor['role']; readonly team: string }]>> = {
  'a member, in a channel of the other organisation': [
    {
      home: workspace,
      envelope: {
        team_id: 'T03HOME',
        context_team_id: 'T014GRID',
        context_enterprise_id: 'E013ORG',
        ...authorized('T03HOME'),
      },
      event: { type: 'app_mention', user: 'U03ALICE', team: 'T03HOME', ...shared },
      user: ofHome,
    },
    { role: 'member', team: 'slack:T03HOME' },
  ],
  'a member, of whom only the event says where they belong': [
    {
      home: workspace,
      envelope: { team_id: 'T014GRID', enterprise_id: 'E013ORG', ...authorized('T03HOME') },
      event: {
        type: 'app_mention',
        user: 'U03ALICE',
        team: 'T014GRID',
        user_team: 'T03HOME',
        source_team: 'T03HOME',
        user_profile: { team: 'T03HOME' },
        ...shared,
      },
      user: ofHome,
    },
    { role: 'member', team: 'slack:T03HOME' },
  ],
  'a stranger, whose organisation stands where a workspace does': [
    {
      home: workspace,
      envelope: { team_id: 'T03HOME', ...authorized('T03HOME') },
      event: {
        type: 'app_mention',
        user: 'W013EVE',
        team: 'T03HOME',
        user_team: 'E013ORG',
        source_team: 'E013ORG',
        user_profile: { team: 'E013ORG' },
        ...shared,
      },
      user: stranger(ofGrid),
    },
    { role: 'outsider', team: 'slack:T03HOME' },
  ],
  'a stranger, whose workspace the envelope names': [
    {
      home: workspace,
      envelope: {
        team_id: 'T014GRID',
        enterprise_id: 'E013ORG',
        context_team_id: 'T014GRID',
        context_enterprise_id: 'E013ORG',
        ...authorized('T03HOME'),
      },
      event: { type: 'app_mention', user: 'W013EVE', team: 'T014GRID', ...shared },
      user: stranger(ofGrid),
    },
    { role: 'outsider', team: 'slack:T03HOME' },
  ],
  'a stranger, by direct message': [
    {
      home: workspace,
      envelope: {
        team_id: 'T014GRID',
        enterprise_id: 'E013ORG',
        context_team_id: 'T03HOME',
        context_enterprise_id: null,
        ...authorized('T03HOME'),
      },
      event: { type: 'message', channel_type: 'im', user: 'W013EVE', team: 'T014GRID', channel: 'D04EVE' },
      user: stranger(ofGrid),
    },
    { role: 'outsider', team: 'slack:T03HOME' },
  ],
  'from the other side: a member of the organisation’s workspace': [
    {
      home: inGrid,
      envelope: {
        team_id: 'T014GRID',
        enterprise_id: 'E013ORG',
        context_team_id: 'T014GRID',
        context_enterprise_id: 'E013ORG',
        ...authorized('T014GRID', 'E013ORG'),
      },
      event: { type: 'app_mention', user: 'W013EVE', team: 'T014GRID', ...shared },
      user: ofGrid,
    },
    { role: 'member', team: 'slack:T014GRID' },
  ],
  'from the other side: a stranger of the workspace without an organisation': [
    {
      home: inGrid,
      envelope: {
        team_id: 'T03HOME',
        context_team_id: 'T014GRID',
        context_enterprise_id: 'E013ORG',
        ...authorized('T014GRID', 'E013ORG'),
      },
      event: {
        type: 'app_mention',
        user: 'U03ALICE',
        team: 'T014GRID',
        user_team: 'T03HOME',
        source_team: 'T03HOME',
        ...shared,
      },
      user: stranger(ofHome),
    },
    { role: 'outsider', team: 'slack:T014GRID' },
  ],
  'where the app is installed for the organisation: a stranger': [
    {
      home: forAll,
      envelope: { team_id: 'T03HOME', context_enterprise_id: 'E013ORG', ...authorized(null, 'E013ORG') },
      event: { type: 'app_mention', user: 'U03ALICE', team: 'T03HOME', user_team: 'T03HOME', ...shared },
      user: stranger(ofHome),
    },
    { role: 'outsider', team: 'slack:E013ORG' },
  ],
  'where the app is installed for the organisation: one of it': [
    {
      home: forAll,
      envelope: { team_id: 'T014GRID', enterprise_id: 'E013ORG', ...authorized(null, 'E013ORG') },
      event: { type: 'app_mention', user: 'W013EVE', team: 'T014GRID', user_team: 'E013ORG', ...shared },
      user: ofGrid,
    },
    { role: 'member', team: 'slack:E013ORG' },
  ],
  'a direct message': [
    {
      home: workspace,
      envelope: {
        team_id: 'T03HOME',
        context_team_id: 'T03HOME',
        context_enterprise_id: null,
        ...authorized('T03HOME'),
      },
      event: {
        type: 'message',
        channel_type: 'im',
        user: 'U03ALICE',
        team: 'T03HOME',
        channel: 'D04ALICE',
        client_msg_id: 'b6db98d2',
      },
      user: ofHome,
    },
    { role: 'member', team: 'slack:T03HOME' },
  ],
  'a private channel': [
    {
      home: workspace,
      envelope: {
        team_id: 'T03HOME',
        context_team_id: 'T03HOME',
        context_enterprise_id: null,
        ...authorized('T03HOME'),
      },
      event: {
        type: 'app_mention',
        user: 'U03ALICE',
        team: 'T03HOME',
        channel: 'C04PRIVATE',
        client_msg_id: 'eb851608',
      },
      user: ofHome,
    },
    { role: 'member', team: 'slack:T03HOME' },
  ],
  'a group message': [
    {
      home: workspace,
      envelope: {
        team_id: 'T03HOME',
        context_team_id: 'T03HOME',
        context_enterprise_id: null,
        ...authorized('T03HOME'),
      },
      event: { type: 'app_mention', user: 'U03ALICE', team: 'T03HOME', channel: 'C04MPIM' },
      user: ofHome,
    },
    { role: 'member', team: 'slack:T03HOME' },
  ],
  'a guest, of whom the event says nothing': [
    {
      home: workspace,
      envelope: { team_id: 'T03HOME', context_team_id: 'T03HOME', ...authorized('T03HOME') },
      event: { type: 'app_mention', user: 'U03GUEST', team: 'T03HOME', channel: 'C04GENERAL' },
      user: { team_id: 'T03HOME', is_restricted: true, is_ultra_restricted: true },
    },
    { role: 'outsider', team: 'slack:T03HOME' },
  ],
};

const decode = ({ home, envelope, event }: Pick<Form, 'home' | 'envelope' | 'event'>) =>
  decodeEvent(
    {
      kind: 'message',
      envelope: { token: 'removed', type: 'event_callback', event_id: 'Ev04', api_app_id: 'A04', ...envelope },
      event: { ...said, ...event },
      client: {},
    } as unknown as SlackEvent,
    source,
    { botUserId: bot, mayUpload: true, home },
  );

describe('an event of Slack’s tells who somebody is, and for which team', () => {
  it.each(Object.entries(forms))('%s', (_who, [form, expected]) => {
    const decoded = decode(form);
    if (decoded?.kind !== 'asked') throw new Error(`not asked: ${decoded?.kind}`);
    const { team, actor } = decoded.request;
    // As the chat does: an outsider is one for certain, anybody else is asked about.
    const role = actor.role === 'outsider' ? actor.role : readRole(form.user, team.slice('slack:'.length), form.home);
    expect({ role, team }).toEqual(expected);
    expect(decoded.request.input).toEqual({ kind: 'text', text: 'remind list' });
  });

  it.each<[string, object]>([
    [
      'a bot of the other organisation',
      { bot_id: 'B013', user: 'W013BOT', app_id: 'A013', team: 'T014GRID', bot_profile: {} },
    ],
    ['a channel that was renamed', { subtype: 'channel_name', user: 'U03ALICE', old_name: 'old', name: 'new' }],
    ['somebody who joined', { subtype: 'channel_join', user: 'U03ALICE', inviter: 'U03BOB' }],
    ['an edit', { subtype: 'message_changed', message: { user: 'U03ALICE', text: `<@${bot}> remind list` } }],
  ])('that is %s is not for the bot', (_what, event) => {
    const envelope = { team_id: 'T03HOME', ...authorized('T03HOME') };
    expect(decode({ home: workspace, envelope, event: { type: 'message', ...shared, ...event } })).toBeUndefined();
  });
});
