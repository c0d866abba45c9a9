import { describe, expect, it } from 'vitest';
import type { Actor, Request } from '../../../src/bot/bot.ts';
import type { ChatEvent, RequestSource } from '../../../src/chat/chat.ts';
import type { RenderedMessage } from '../../../src/platforms/slack/blocks.ts';
import { decodeEvent, type SlackEvent } from '../../../src/platforms/slack/decode-event.ts';
import type {
  ButtonPayload,
  CommandPayload,
  EventEnvelope,
  MessageEvent,
} from '../../../src/platforms/slack/payloads.ts';

/*
 * Payloads in the forms of Slack's published examples, with other ids: docs.slack.dev/apis/events-api (the envelope),
 * reference/events/app_mention, reference/events/message.im, reference/interaction-payloads/block_actions-payload,
 * interactivity/implementing-slash-commands, apis/slack-connect. The home workspace is T01HOME; the other organisation's T99AWAY.
 */

const source: RequestSource = {
  zone: 'UTC',
  now: () => new Date('2026-11-29T03:00:00Z'),
  newId: () => 'id',
  administrators: new Set(['U01BOSS']),
};
const identity = { botUserId: 'U0BOT', botId: 'B0BOT', mayUpload: true };
const calls = {} as { client: never; respond: never };

const envelope = (more: object = {}): EventEnvelope => {
  const wrapped = {
    token: 'removed',
    team_id: 'T01HOME',
    api_app_id: 'A01APP',
    type: 'event_callback',
    event_id: 'Ev01',
    event_time: 1_795_348_800,
    authorizations: [{ enterprise_id: null, team_id: 'T01HOME', user_id: 'U0BOT' }],
    is_ext_shared_channel: false,
    ...more,
  };
  return wrapped;
};
const mention = {
  type: 'app_mention',
  user: 'U01ALICE',
  text: '<@U0BOT> remind list',
  ts: '1795348800.000100',
  channel: 'C01GEN',
  event_ts: '1795348800.000100',
  team: 'T01HOME',
};
const outsider = { user: 'U99EVE', user_team: 'T99AWAY', source_team: 'T99AWAY', team: 'T99AWAY' };
const grid = {
  enterprise_id: 'E01ORG',
  authorizations: [{ enterprise_id: 'E01ORG', team_id: 'T01HOME', user_id: 'U0BOT' }],
};

const decodeMessage = (wrapped: EventEnvelope, event: MessageEvent) =>
  decode({ kind: 'message', envelope: wrapped, event, ...calls } as unknown as SlackEvent);
const decode = (event: SlackEvent) => decodeEvent(event, source, identity);
/** Whose request it is, and for which team. */
function asked(event: ChatEvent<RenderedMessage> | undefined): Pick<Request, 'team' | 'actor' | 'conversation'> {
  if (event?.kind !== 'asked') throw new Error(`not asked: ${event?.kind}`);
  const { team, actor, conversation } = event.request;
  return { team, actor, conversation };
}

describe('a mention', () => {
  it.each<[string, EventEnvelope, MessageEvent, string, Actor['role']]>([
    ['in a channel of its own', envelope(), mention, 'slack:T01HOME', 'member'],
    ['by somebody the operator named', envelope(), { ...mention, user: 'U01BOSS' }, 'slack:T01HOME', 'administrator'],
    [
      'in a shared channel, by a colleague',
      envelope({ is_ext_shared_channel: true, context_team_id: 'T01HOME' } as object),
      { ...mention, user_team: 'T01HOME', source_team: 'T01HOME' } as MessageEvent,
      'slack:T01HOME',
      'member',
    ],
    [
      'in a shared channel, by somebody of the other organisation',
      envelope({ is_ext_shared_channel: true, context_team_id: 'T01HOME' } as object),
      { ...mention, ...outsider } as MessageEvent,
      'slack:T01HOME',
      'outsider',
    ],
    [
      'in a channel that the other organisation owns, whose workspace the envelope names',
      envelope({ team_id: 'T99AWAY', is_ext_shared_channel: true, context_team_id: 'T99AWAY' } as object),
      { ...mention, ...outsider } as MessageEvent,
      'slack:T01HOME',
      'outsider',
    ],
    [
      'of which only `source_team` says where they belong',
      envelope({ is_ext_shared_channel: true } as object),
      { ...mention, user: 'U99EVE', source_team: 'T99AWAY' },
      'slack:T01HOME',
      'outsider',
    ],
    [
      'of which only `team` says where they belong',
      envelope({ is_ext_shared_channel: true } as object),
      { ...mention, user: 'U99EVE', team: 'T99AWAY' } as MessageEvent,
      'slack:T01HOME',
      'outsider',
    ],
    [
      'within an organisation, by a colleague of another workspace, who Slack is asked about',
      envelope(grid),
      { ...mention, user: 'W02CAROL', user_team: 'T02OTHER', team: 'T02OTHER' } as MessageEvent,
      'slack:T01HOME',
      'member',
    ],
    [
      'where the app is installed for the whole organisation',
      envelope({
        team_id: null,
        enterprise_id: 'E01ORG',
        authorizations: [{ enterprise_id: 'E01ORG', team_id: null, user_id: 'U0BOT', is_enterprise_install: true }],
      }),
      mention,
      'slack:E01ORG',
      'member',
    ],
  ])('%s', (_where, wrapped, event, team, role) => {
    expect(asked(decodeMessage(wrapped, event))).toMatchObject({ team, actor: { role } });
  });

  it.each<[string, object]>([
    ['a bot', { bot_id: 'B99', user: undefined }],
    ['a workflow', { subtype: 'bot_message', bot_id: 'B98' }],
    ['itself', { user: 'U0BOT' }],
    ['an edit', { subtype: 'message_changed' }],
  ])('by %s is not for the bot', (_who, change) => {
    expect(decodeMessage(envelope(), { ...mention, ...change } as MessageEvent)).toBeUndefined();
  });
});

describe('a message', () => {
  const direct = { ...mention, type: 'message', text: 'remind list', channel: 'D01DIRECT', channel_type: 'im' };
  it('in a direct message is read by nobody else', () => {
    expect(asked(decodeMessage(envelope(), direct))).toMatchObject({
      actor: { role: 'member' },
      conversation: { id: 'D01DIRECT', private: true },
    });
  });

  it('of an outsider in a direct message is an outsider’s', () => {
    const event = { ...direct, ...outsider } as MessageEvent;
    expect(asked(decodeMessage(envelope(), event))).toMatchObject({ actor: { role: 'outsider' } });
  });

  it('in a group message is read by others', () => {
    const event = { ...mention, channel: 'C01MPIM', channel_type: 'mpim' };
    expect(asked(decodeMessage(envelope(), event))).toMatchObject({ conversation: { private: false } });
  });
});

describe('a press', () => {
  const payload: ButtonPayload & object = {
    type: 'block_actions',
    user: { id: 'U01ALICE', username: 'alice', team_id: 'T01HOME' },
    api_app_id: 'A01APP',
    trigger_id: '12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3',
    team: { id: 'T01HOME', domain: 'home' },
    channel: { id: 'C01GEN', name: 'general' },
    container: { type: 'message', message_ts: '1548261231.000200', channel_id: 'C01GEN', is_ephemeral: false },
    actions: [],
  } as never;
  const reminder = { action_id: 'reminder:done', block_id: 'reminder', value: 'x' };
  const run = { action_id: 'run:0', block_id: 'actions', value: 'remind list' };
  const press = (change: object, pressed: object = run) =>
    decode({ kind: 'button', payload: { ...payload, ...change }, pressed, ...calls } as unknown as SlackEvent);

  it.each<[string, object, string, Actor['role']]>([
    ['by a member', {}, 'slack:T01HOME', 'member'],
    [
      'by somebody of another organisation',
      { user: { id: 'U99EVE', team_id: 'T99AWAY' } },
      'slack:T01HOME',
      'outsider',
    ],
    [
      'by a colleague of another workspace of the organisation',
      { user: { id: 'W02CAROL', team_id: 'T02OTHER' }, enterprise: { id: 'E01ORG' } },
      'slack:T01HOME',
      'member',
    ],
    [
      'where the app is installed for an organisation',
      { user: { id: 'U01ALICE' }, team: null, enterprise: { id: 'E01ORG' }, is_enterprise_install: true },
      'slack:E01ORG',
      'member',
    ],
  ])('%s', (_who, change, team, role) => {
    expect(asked(press(change))).toMatchObject({ team, actor: { role } });
  });

  it('is named by its trigger, so that it is taken once', () => {
    expect(press({})).toMatchObject({ id: expect.stringContaining('12321423423') });
    expect(press({}, reminder)?.kind).toBe('outdated');
  });
});

describe('a command', () => {
  const payload: CommandPayload & object = {
    token: 'removed',
    team_id: 'T01HOME',
    team_domain: 'home',
    channel_id: 'C01GEN',
    user_id: 'U01ALICE',
    command: '/mdaemon',
    text: 'remind list',
    trigger_id: '13345224609.738474920.8088930838d88f008e0',
  } as never;
  const command = (change: object) =>
    decode({ kind: 'command', payload: { ...payload, ...change }, acknowledge: async () => {}, ...calls } as never);

  it('belongs to the workspace of whoever sends it, and is taken once', () => {
    const event = command({});
    expect(event?.id).toContain('13345224609');
    expect(asked(event)).toMatchObject({ team: 'slack:T01HOME', actor: { role: 'member' } });
  });

  it('of an organisation belongs to the workspace it names', () => {
    const change = { enterprise_id: 'E01ORG', enterprise_name: 'Org', is_enterprise_install: 'true' };
    expect(asked(command(change))).toMatchObject({ team: 'slack:T01HOME' });
  });
});
