import type { APIInteraction } from 'discord.js';
import type { Control } from '../../src/bot/access.ts';
import type { PlatformName, TeamKey } from '../../src/bot/request.ts';
import { createChat } from '../../src/chat/chat.ts';
import type { RequestLimits } from '../../src/chat/request-limits.ts';
import { createDiscordAdapter } from '../../src/platforms/discord/discord-adapter.ts';
import type { RestCalls } from '../../src/platforms/discord/events/responder.ts';
import type { SlackEvent } from '../../src/platforms/slack/decode-event.ts';
import { createSlackAdapter } from '../../src/platforms/slack/slack-adapter.ts';
import { createSurfaces } from '../../src/platforms/slack/surfaces.ts';
import { createDeliveryService } from '../../src/reminders/delivery-service.ts';
import { resolveForTest } from '../reminders/resolve-for-test.ts';
import { createSilentLogger } from '../reminders/silent-logger.ts';
import { catalogue, type TestBot } from './fixture.ts';

/** What somebody is, in every chat. A stranger is of another organisation, or in a server that did not add the bot. */
export type Kind = 'administrator' | 'member' | 'guest' | 'stranger';
export interface ChatPerson {
  /** Letters for Slack, and digits for Discord. */
  readonly id: string;
  readonly kind: Kind;
}

/**
 * Where something is used: in a channel, in a thread, in a post of a forum (in Slack the same as a thread), or in a direct
 * message of several people.
 */
export const places = ['channel', 'thread', 'forum', 'group'] as const;
export type Place = (typeof places)[number];

/** What a control is used on. */
export interface Used {
  readonly by: ChatPerson;
  readonly delivery: string;
  readonly reminder: string;
  /** The line of a button, and what is written into a form. */
  readonly line: string;
  /** Unique for each use. */
  readonly nonce: string;
  /** Default: in a channel. */
  readonly place?: Place;
  /** In Discord: the member may not write there. */
  readonly readOnly?: true;
}

/** A chat over the real commands, in which people use controls. */
export interface ChatUnderTest {
  readonly platform: Extract<PlatformName, 'slack' | 'discord'>;
  readonly team: TeamKey;
  readonly channel: string;
  readonly idOf: (person: ChatPerson) => string;
  /** Uses a control, and gives all that the bot sent because of it. Nothing where the platform has no such control. */
  use(control: Control, used: Used): Promise<string | undefined>;
  failures(): number;
}

const zone = 'UTC';
const nobodyLimited: RequestLimits = { person: 100_000, team: 100_000 };

function chatOptions({ storage, clock, ...bot }: TestBot) {
  let ids = 0;
  const deliveries = createDeliveryService({
    repository: storage.ledger,
    actingFor: (deed) => storage.actingFor(deed).ledger,
    now: async () => clock.now,
    zoneOf: async () => zone,
    resolveWallClock: resolveForTest,
    readTime: async (_typed, now) => new Date(now.getTime() + 3_600_000),
    wake() {},
  });
  return {
    router: bot.router,
    logger: createSilentLogger(),
    zone,
    now: () => clock.now,
    newId() {
      ids += 1;
      return `request-${ids}`;
    },
    deliveries,
    coordination: storage.ledger,
  };
}

/** Slack, of which Slack's own answers about people are as its documentation has them. */
export function slackChat(
  bot: TestBot,
  people: readonly ChatPerson[],
  requestLimits: RequestLimits = nobodyLimited,
): ChatUnderTest {
  const options = { ...chatOptions(bot), requestLimits };
  const sent: string[] = [];
  const keep = async (args: unknown) => {
    sent.push(JSON.stringify(args));
    return { ok: true };
  };
  const client = {
    views: { open: keep, publish: keep, update: keep },
    chat: { update: keep, postMessage: keep, postEphemeral: keep },
  } as never;
  const homeOf = (id: string) => (people.find((each) => `U${each.id}` === id)?.kind === 'stranger' ? 'T99' : 'T1');
  const fetch: typeof globalThis.fetch = async (_input, init) => {
    const id = new URLSearchParams(String(init?.body)).get('user') ?? '';
    const kind = people.find((each) => `U${each.id}` === id)?.kind;
    const user = { team_id: homeOf(id), is_admin: kind === 'administrator', is_restricted: kind === 'guest' };
    return Response.json({ ok: true, user });
  };
  const { logger } = options;
  const adapter = createSlackAdapter({
    config: { botToken: 'xoxb-test', apiUrl: undefined },
    logger,
    outgoing: { dispatcher: undefined, fetch },
    timeoutMs: 1_000,
    identity: () => ({ botUserId: 'U0BOT', mayUpload: false, home: { team: 'T1' } }),
    surfaces: createSurfaces({ zone, overview: bot.services.reminders.overview }),
  });
  const chat = createChat(adapter, options);
  const idOf = ({ id }: ChatPerson) => `U${id}`;
  const eventOf = (control: Control, { by, delivery, reminder, line, nonce, place }: Used): object | undefined => {
    const isThread = place === 'thread' || place === 'forum';
    const channelId = place === 'group' ? 'G0MPIM' : 'C1';
    const payload = {
      team: { id: 'T1' },
      user: { id: idOf(by), team_id: homeOf(idOf(by)) },
      trigger_id: nonce,
      channel: { id: channelId },
      container: { channel_id: channelId, message_ts: '1.2', ...(isThread ? { thread_ts: '1.1' } : {}) },
    };
    const block_id = `reminder:${delivery}:${reminder}`;
    const button = (pressed: object) => ({ kind: 'button', payload, pressed, respond: keep, client });
    const menu = (value: string) => button({ action_id: 'remind:snooze', block_id, selected_option: { value } });
    const view = (callback_id: string, metadata: object, values: object) => ({
      kind: 'form',
      payload: {
        ...payload,
        view: { id: 'V', callback_id, private_metadata: JSON.stringify(metadata), state: { values } },
      },
      acknowledge: keep,
      client,
    });
    const written = (text: string) => ({ value: { value: text } });
    switch (control) {
      case 'run':
        return button({ action_id: 'run:0', value: line });
      case 'done':
        return button({ action_id: 'remind:done', block_id });
      case 'snooze':
        return view('form:snooze', { delivery, reminder, channel: 'C1', ts: '1.2' }, { when: written('in 1h') });
      case 'open-snooze':
        return menu('snooze-custom');
      case 'show':
        return button({ action_id: 'remind:show', block_id });
      case 'share':
        return button({ action_id: 'share', value: `${nonce} ${line}` });
      case 'new-reminder':
        return button({ action_id: 'home:new', value: 'new' });
      case 'reminder-form':
        return view('form:reminder', { channel: 'C1' }, { when: written('every day at 9'), what: written('look') });
      case 'home':
        return { kind: 'home', envelope: { team_id: 'T1' }, event: { user: idOf(by), tab: 'home' }, client };
      // Slack has no pages and no completions.
      case 'page':
      case 'completion':
        return undefined;
    }
  };
  return {
    platform: 'slack',
    team: 'slack:T1',
    channel: 'C1',
    idOf,
    failures: chat.tracker.failures,
    async use(control, used) {
      const event = eventOf(control, used);
      if (event === undefined) return undefined;
      sent.length = 0;
      await chat.handle(event as SlackEvent, 'Cannot answer');
      return sent.join('\n');
    },
  };
}

/** Discord, whose interactions say themselves who somebody is. */
export function discordChat(bot: TestBot, requestLimits: RequestLimits = nobodyLimited): ChatUnderTest {
  const options = { ...chatOptions(bot), requestLimits };
  const sent: string[] = [];
  const fetch: typeof globalThis.fetch = async (_input, init) => {
    sent.push(init?.body instanceof FormData ? String(init.body.get('payload_json')) : String(init?.body));
    return Response.json({ id: '1' });
  };
  const call: RestCalls['post'] = async (_route, { body } = {}) => {
    sent.push(JSON.stringify(body));
    return { id: '1' };
  };
  const adapter = createDiscordAdapter({
    config: { token: 'test', apiUrl: undefined },
    logger: options.logger,
    now: options.now,
    outgoing: { fetch },
    catalogue,
    services: bot.services,
    timeoutMs: 1_000,
  });
  const chat = createChat(adapter, options);
  const names = {
    bot: () => '1',
    channel: () => 'ops',
    person: () => 'somebody',
    role: () => undefined,
    mayManage: () => false,
  };
  // View Channel and Send Messages, in threads too; Manage Server.
  const writing = (1n << 10n) | (1n << 11n) | (1n << 38n);
  const permissionsOf = ({ kind }: ChatPerson, readOnly = false) =>
    String((readOnly ? 1n << 10n : writing) | (kind === 'administrator' ? 32n : 0n));
  const interactionOf = (
    control: Control,
    { by, delivery, reminder, line, nonce, place, readOnly }: Used,
  ): object | undefined => {
    const inServer = {
      id: nonce,
      application_id: '1',
      token: 'token',
      guild_id: '77',
      channel_id: '88',
      channel: { id: '88', type: 0 },
      context: 0,
      authorizing_integration_owners: by.kind === 'stranger' ? { 1: by.id } : { 0: '77' },
      member: {
        user: { id: by.id, username: 'somebody' },
        permissions: permissionsOf(by, readOnly),
        flags: by.kind === 'guest' ? 16 : 0,
        roles: [],
      },
      message: { id: `m${nonce}`, channel_id: '88', flags: 64, components: [], attachments: [] },
    };
    const { guild_id: _server, member, ...anywhere } = inServer;
    const group = { ...anywhere, user: member.user, context: 2, authorizing_integration_owners: { 1: by.id } };
    const thread = { id: '99', type: 11, parent_id: '88' };
    const base =
      place === 'group'
        ? group
        : place === 'thread' || place === 'forum'
          ? { ...inServer, channel_id: thread.id, channel: thread }
          : inServer;
    const button = (custom_id: string) => ({ ...base, type: 3, data: { component_type: 2, custom_id } });
    switch (control) {
      case 'run':
        return button(`run:0:${line}`);
      case 'done':
        return button(`reminder:done:${delivery}:${reminder}`);
      case 'snooze': {
        const component = { type: 4, custom_id: 'when', value: 'in 1h' };
        return {
          ...base,
          type: 5,
          data: { custom_id: `snooze-form:${delivery}:${reminder}`, components: [{ type: 18, component }] },
        };
      }
      case 'show':
        return button(`reminder:show:${delivery}:${reminder}`);
      case 'share':
        return button(`share:=${line}`);
      case 'page':
        return button(`page:0:=${line}`);
      case 'new-reminder':
        return button('new-reminder');
      case 'reminder-form': {
        const field = (custom_id: string, value: string) => ({ type: 18, component: { type: 4, custom_id, value } });
        const components = [field('when', 'every day at 9'), field('what', 'look')];
        return { ...base, type: 5, data: { custom_id: 'reminder-form', components } };
      }
      case 'completion': {
        const id = { type: 3, name: 'id', value: '', focused: true };
        const show = { type: 1, name: 'show', options: [id] };
        return {
          ...base,
          type: 4,
          data: { type: 1, name: 'mdaemon', options: [{ type: 2, name: 'remind', options: [show] }] },
        };
      }
      case 'open-snooze': {
        const custom_id = `reminder::${delivery}:${reminder}`;
        return { ...base, type: 3, data: { component_type: 3, custom_id, values: ['snooze-typed'] } };
      }
      // Discord has no page for the bot.
      case 'home':
        return undefined;
    }
  };
  return {
    platform: 'discord',
    team: 'discord:77',
    channel: '88',
    idOf: ({ id }) => id,
    failures: chat.tracker.failures,
    async use(control, used) {
      const interaction = interactionOf(control, used);
      if (interaction === undefined) return undefined;
      sent.length = 0;
      const rest = { post: call, patch: call };
      const event = { kind: 'interaction', interaction: interaction as APIInteraction, names, rest } as const;
      await chat.handle(event, 'Cannot answer');
      return sent.join('\n');
    },
  };
}

/** Posts what is due, as the delivery loop does, and gives the delivery of a reminder. */
export async function postDue({ storage, clock }: TestBot, reminder: string): Promise<string> {
  clock.now = new Date(clock.now.getTime() + 24 * 3_600_000);
  const platforms = ['slack', 'discord'] as const;
  await storage.ledger.materialiseDue(platforms);
  let found = '';
  for (;;) {
    const claims = await storage.ledger.claim({ limit: 100, owner: 'test', leaseMs: 60_000, platforms });
    for (const claim of claims) {
      const begun = await storage.ledger.beginSend(claim, 10_000);
      if (typeof begun !== 'object') continue;
      await storage.ledger.settle(begun, { kind: 'posted', messageId: 'm' });
      if (begun.items.some((item) => item.reminder.id === reminder)) found = begun.id;
    }
    if (claims.length === 0 && found !== '') return found;
    clock.now = new Date(clock.now.getTime() + 1_000);
  }
}
