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
import type { SlackHome } from '../../../src/platforms/slack/requests.ts';
import type { SlackIdentity } from '../../../src/platforms/slack/slack-client.ts';
import { createSurfaces } from '../../../src/platforms/slack/surfaces.ts';

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
const identity: SlackIdentity = { botUserId: 'U0BOT', mayUpload: true };
const surfaces = createSurfaces({ zone: 'UTC' });
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
const decode = (event: SlackEvent, home?: SlackHome) =>
  decodeEvent(event, source, { ...identity, ...(home === undefined ? {} : { home }) }, surfaces);
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

/*
 * Every form in which Slack tells of somebody, in one workspace that knows where it is installed. A payload may name the
 * workspace of whoever acts, or the one that owns the channel; the team is the installation's in each case.
 */
describe('whatever Slack sends', () => {
  const workspace: SlackHome = { team: 'T01HOME' };
  const inGrid: SlackHome = { team: 'T01HOME', organisation: 'E01ORG' };
  const forAll: SlackHome = { organisation: 'E01ORG' };

  interface Person {
    readonly user: string;
    /** Their own workspace. */
    readonly own: string;
    /** The workspace that the payload names as its own. */
    readonly named?: string | null;
    readonly organisation?: string;
  }
  const interaction = ({ user, own, named = 'T01HOME', organisation }: Person) => ({
    user: { id: user, username: 'somebody', team_id: own },
    api_app_id: 'A01APP',
    token: 'removed',
    trigger_id: '12321423423.333649436676.d8c1',
    team:
      named === null
        ? null
        : { id: named, domain: 'home', ...(organisation === undefined ? {} : { enterprise_id: organisation }) },
    enterprise: organisation === undefined ? null : { id: organisation, name: 'Org' },
    is_enterprise_install: named === null,
  });
  const view = (callback_id: string, private_metadata: string) => ({
    id: 'VNHU13V36',
    type: 'modal',
    callback_id,
    private_metadata,
    hash: '1.abc',
    state: { values: {} },
  });
  const channelId = 'C01GEN';
  const button = (pressed: object) => (person: Person) => ({
    kind: 'button',
    payload: {
      type: 'block_actions',
      ...interaction(person),
      channel: { id: channelId, name: 'general' },
      container: { type: 'message', message_ts: '1548261231.000200', channel_id: channelId, is_ephemeral: false },
    },
    pressed,
  });

  /** Each form, after the examples of the pages named at the top of this file and of interaction-payloads/*. */
  const forms: Readonly<Record<string, (person: Person) => object>> = {
    'a mention': ({ user, own, named, organisation }) => ({
      kind: 'message',
      envelope: envelope({
        team_id: named ?? null,
        enterprise_id: organisation ?? null,
        authorizations: [
          { enterprise_id: organisation ?? null, team_id: named === null ? null : 'T01HOME', user_id: 'U0BOT' },
        ],
      }),
      event: { ...mention, user, user_team: own, source_team: own, team: own },
    }),
    'a direct message': ({ user, own, organisation, named }) => ({
      kind: 'message',
      envelope: envelope({
        enterprise_id: organisation ?? null,
        authorizations: [
          { enterprise_id: organisation ?? null, team_id: named === null ? null : 'T01HOME', user_id: 'U0BOT' },
        ],
      }),
      event: { ...mention, type: 'message', channel: 'D01DIRECT', channel_type: 'im', user, team: own },
    }),
    'a slash command': ({ user, own, organisation }) => ({
      kind: 'command',
      payload: {
        token: 'removed',
        team_id: own,
        team_domain: 'home',
        ...(organisation === undefined ? {} : { enterprise_id: organisation, enterprise_name: 'Org' }),
        channel_id: channelId,
        channel_name: 'general',
        user_id: user,
        user_name: 'somebody',
        command: '/mdaemon',
        text: 'remind list',
        response_url: 'https://hooks.slack.example/commands/1',
        trigger_id: '13345224609.738474920.8088930838d88f008e0',
      },
      acknowledge: async () => {},
    }),
    'a button that runs a line': button({
      type: 'button',
      action_id: 'run:0',
      block_id: 'actions',
      value: 'remind list',
    }),
    'a Share button': button({ type: 'button', action_id: 'share', block_id: 'actions', value: 'id status' }),
    'Done below a reminder': button({
      type: 'button',
      action_id: 'remind:done',
      block_id: 'reminder:d1:r7k2',
      value: 'r7k2',
    }),
    'Snooze below a reminder': button({
      type: 'static_select',
      action_id: 'remind:snooze',
      block_id: 'reminder:d1:r7k2',
      selected_option: { text: { type: 'plain_text', text: '1 hour' }, value: 'snooze-hour' },
    }),
    'the menu entry that asks for a time': button({
      type: 'static_select',
      action_id: 'remind:snooze',
      block_id: 'reminder:d1:r7k2',
      selected_option: { text: { type: 'plain_text', text: 'Until …' }, value: 'snooze-custom' },
    }),
    'a button of the Home tab': (person) => ({
      kind: 'button',
      payload: { type: 'block_actions', ...interaction(person), container: { type: 'view', view_id: 'V1' } },
      pressed: { type: 'button', action_id: 'home:run:0', block_id: 'home', value: 'status' },
    }),
    'a shortcut': (person) => ({
      kind: 'shortcut',
      payload: { type: 'shortcut', callback_id: 'new_reminder', ...interaction(person), action_ts: '1.2' },
    }),
    'a shortcut on a message': (person) => ({
      kind: 'shortcut',
      payload: {
        type: 'message_action',
        callback_id: 'remind_about',
        ...interaction(person),
        channel: { id: channelId, name: 'general' },
        message: { type: 'message', user: 'U02BOB', ts: '1.2', text: 'the queue' },
      },
    }),
    'the form for a new reminder': (person) => ({
      kind: 'form',
      payload: { type: 'view_submission', ...interaction(person), view: view('form:reminder', '{}') },
      acknowledge: async () => {},
    }),
    'the form of a snooze': (person) => ({
      kind: 'form',
      payload: {
        type: 'view_submission',
        ...interaction(person),
        view: view('form:snooze', '{"delivery":"d1","reminder":"r7k2","channel":"C01GEN","ts":"1548261231.000200"}'),
      },
      acknowledge: async () => {},
    }),
  };

  /** Who it is, and for which team, of whatever was decoded. */
  function who(event: ChatEvent<RenderedMessage> | undefined): Pick<Request, 'team' | 'actor'> {
    if (event === undefined || event.kind === 'outdated') throw new Error(`not decoded: ${event?.kind}`);
    const { team, actor } = 'request' in event ? event.request : event.requestLine('status');
    return { team, actor };
  }

  const people: readonly [string, SlackHome, Person, string, Actor['role']][] = [
    ['a colleague', workspace, { user: 'U01ALICE', own: 'T01HOME' }, 'slack:T01HOME', 'member'],
    [
      'a stranger, in a channel of ours that is shared',
      workspace,
      { user: 'U99EVE', own: 'T99AWAY' },
      'slack:T01HOME',
      'outsider',
    ],
    [
      'a stranger, in a channel of theirs, whose workspace the payload names',
      workspace,
      { user: 'U99EVE', own: 'T99AWAY', named: 'T99AWAY' },
      'slack:T01HOME',
      'outsider',
    ],
    [
      'a colleague, in a channel of theirs, whose workspace the payload names',
      workspace,
      { user: 'U01ALICE', own: 'T01HOME', named: 'T99AWAY' },
      'slack:T01HOME',
      'member',
    ],
    [
      'somebody the operator named, with the same id in another workspace',
      workspace,
      { user: 'U01BOSS', own: 'T99AWAY' },
      'slack:T01HOME',
      'outsider',
    ],
    // Within an organisation Slack is asked: roles.test.ts.
    [
      'a colleague of another workspace of the organisation',
      inGrid,
      { user: 'W02CAROL', own: 'T02OTHER', organisation: 'E01ORG' },
      'slack:T01HOME',
      'member',
    ],
  ];
  describe.each(people)('by %s', (_who, home, person, team, role) => {
    it.each(Object.entries(forms))('%s', (_form, made) => {
      const event = { ...made(person), ...calls } as unknown as SlackEvent;
      expect(who(decode(event, home))).toMatchObject({ team, actor: { id: person.user, role } });
    });
  });

  it.each(Object.entries(forms))('belongs to the organisation where all of it has the app: %s', (_form, made) => {
    for (const named of [null, 'T01HOME']) {
      const event = { ...made({ user: 'U01ALICE', own: 'T01HOME', named, organisation: 'E01ORG' }), ...calls };
      const { team, actor } = who(decode(event as unknown as SlackEvent, forAll));
      expect(team).toBe('slack:E01ORG');
      expect(actor.role).toBe('member');
    }
  });

  it('tells of nobody’s workspace where the Home tab is opened, so that Slack is asked', () => {
    const event = { kind: 'home', envelope: envelope({}), event: { user: 'U99EVE', tab: 'home' }, ...calls };
    expect(who(decode(event as unknown as SlackEvent, workspace))).toMatchObject({
      team: 'slack:T01HOME',
      actor: { id: 'U99EVE', role: 'member' },
    });
  });

  it('is read in a group message and a shared channel as what others read along', () => {
    const event = decode(
      { ...forms['a mention']?.({ user: 'U01ALICE', own: 'T01HOME' }), ...calls } as never,
      workspace,
    );
    expect(event).toMatchObject({ kind: 'asked', audience: 'everyone', request: { conversation: { private: false } } });
  });
});
