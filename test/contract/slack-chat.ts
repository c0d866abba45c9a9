import { createSlackAdapter, createSlackPoster } from '../../src/platforms/slack/slack-adapter.ts';
import {
  closeSocket,
  createSlackApp,
  identify,
  openSocket,
  type SlackIdentity,
  type SlackOutgoing,
} from '../../src/platforms/slack/slack-client.ts';
import { listen } from '../../src/platforms/slack/start-slack.ts';
import { viewDelivery } from '../../src/reminders/delivery-view.ts';
import { type Fault, startSlackProxy } from '../faults/slack-proxy.ts';
import { localSlackMissing, type PeerMessage, startLocalSlack } from '../peers/start-local-slack.ts';
import { silentLogger } from '../platforms/slack/silent-logger.ts';
import type { Call, ChatPlatform, LineFault, Person, SeenPost } from './chat-platform.ts';

const people: Readonly<Record<Person, string>> = { alice: 'U01ALICE', bob: 'U02BOB' };
const channel = 'C01GEN';
const slackSays = (error: string): Fault => ({ status: 200, body: { ok: false, error } });
const faults: Readonly<Record<LineFault, Fault>> = {
  'reply-lost': 'drop-reply',
  'never-arrives': 'reset',
  'too-many': { status: 429, headers: { 'retry-after': '7' } },
  refused: slackSays('missing_scope'),
};

/** Slack in Socket Mode, on local-slack. */
export const slackPlatform: ChatPlatform = {
  label: 'Slack',
  missing: localSlackMissing,
  hasPages: false,
  repeatsCommands: false,
  announcesOverTheLine: false,
  waitsOutLimits: false,
  keepsProgress: true,
  sendsPressed: false,
  async start() {
    const peer = await startLocalSlack();
    const proxy = await startSlackProxy(peer.apiUrl);
    const { botToken, appToken } = peer;
    const planned = new Map<ResponseCall, LineFault[]>();
    const outgoing: SlackOutgoing = {
      dispatcher: undefined,
      async fetch(input, init) {
        const kind = callKind(input, init?.body);
        const fault = kind === undefined ? undefined : planned.get(kind)?.shift();
        if (fault === undefined) return fetch(input, init);
        if (fault === 'reply-lost') await fetch(input, init);
        if (fault === 'too-many') return new Response('', { status: 429, headers: { 'retry-after': '7' } });
        if (fault !== 'refused') throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
        if (kind === 'update' || kind === 'share') return new Response('expired_url', { status: 404 });
        return Response.json({ ok: false, error: kind === 'edit' ? 'cant_update_message' : 'msg_too_long' });
      },
    };
    const config = { mode: 'socket', botToken, appToken, apiUrl: peer.apiUrl } as const;
    const control = (post: SeenPost, by: Person, use: { row: string; actionId: string; pick?: string }) =>
      peer.use(channel, post.raw as PeerMessage, use, people[by]);
    return {
      team: 'slack:T01TEST',
      channel,
      user: (name) => people[name],
      async startBot(makeChat) {
        let identity: SlackIdentity | undefined;
        const now = () => new Date();
        const logger = silentLogger;
        const { app, socket } = createSlackApp({ config, logger, now, outgoing, identity: () => identity });
        if (socket === undefined) throw new Error('There is no socket');
        const adapter = createSlackAdapter({ config, logger, outgoing, timeoutMs: 5_000, identity: () => identity });
        listen(app, makeChat(adapter));
        identity = await identify(app.client, botToken);
        await openSocket(socket);
        return { stop: () => closeSocket(socket) };
      },
      command: (text, by) => peer.command(text, { user: people[by] }),
      mention: (text, by) => peer.message(`<@U0BOT> ${text}`, { channel, user: people[by] }),
      async press(post, label, by) {
        const elements = buttonsOf(post.raw as PeerMessage);
        const button = elements.find((element) => labelOf(element) === label);
        if (button?.action_id === undefined) throw new Error(`There is no button ${label}`);
        return peer.press(channel, post.raw as PeerMessage, button.action_id, people[by]);
      },
      async pressReminder(post, reminder, how, by) {
        const row = `:${reminder}`;
        if (how === 'done' || how === 'show') return control(post, by, { row, actionId: `remind:${how}` });
        return control(post, by, { row, actionId: 'remind:snooze', pick: how });
      },
      pressUnknown(post, by) {
        const blocks = [{ type: 'actions', block_id: 'x', elements: [{ action_id: 'frobnicate', value: 'x' }] }];
        return peer.press(channel, { ...(post.raw as PeerMessage), blocks }, 'frobnicate', people[by]);
      },
      posts: async () => (await peer.posts(channel)).map(seen),
      fail(call, ...all) {
        if (call === 'post') proxy.plan('chat.postMessage', ...all.map((fault) => faults[fault]));
        else if (call === 'history') proxy.plan('conversations.history', ...all.map((fault) => faults[fault]));
        else planned.set(call, [...all]);
      },
      refuseContent: () => void planned.set('answer', ['refused']),
      poster: () =>
        createSlackPoster({
          config: { botToken, apiUrl: proxy.apiUrl },
          logger: silentLogger,
          view: viewDelivery,
          now: () => new Date(),
          timeoutMs: 5_000,
        }),
      async stop() {
        await proxy.stop();
        await peer.stop();
      },
    };
  },
};

/** A call that responds. */
type ResponseCall = Exclude<Call, 'post' | 'history'> | 'answer';

/** What a call is to Slack's users: an answer to a mention, an edit, or a message to a response_url. */
function callKind(input: unknown, body: unknown): ResponseCall | undefined {
  if (String(input).endsWith('/chat.postMessage')) return 'answer';
  if (String(input).endsWith('/chat.update')) return 'edit';
  if (typeof body !== 'string' || !body.includes('"response_type"')) return undefined;
  const message = JSON.parse(body) as { response_type?: string; replace_original?: boolean };
  if (message.replace_original === true) return 'update';
  return message.response_type === 'in_channel' ? 'share' : undefined;
}

type Element = NonNullable<NonNullable<PeerMessage['blocks']>[number]['elements']>[number];

function buttonsOf({ blocks = [] }: PeerMessage): Element[] {
  return blocks.filter(({ type }) => type === 'actions').flatMap(({ elements = [] }) => elements);
}

function labelOf({ text }: Element): string {
  const label = String((text as { text?: unknown } | undefined)?.text ?? '');
  return label === 'Share in channel' ? 'Share' : label;
}

function seen(raw: PeerMessage): SeenPost {
  const { ts: id, text, blocks = [], ephemeral_to } = raw;
  const shown = blocks
    .filter(({ type }) => type !== 'actions')
    .flatMap((block) => [block.text?.text ?? '', ...(block.elements ?? []).map((each) => String(each.text ?? ''))]);
  const plain = [text, ...shown].join('\n').replaceAll('<@U01ALICE>', '@alice').replaceAll('<@U02BOB>', '@bob');
  const buttons = buttonsOf(raw).map(labelOf);
  return { id, seenBy: ephemeral_to === undefined ? 'everyone' : 'asker', text: plain, buttons, raw };
}
