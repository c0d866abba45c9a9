import { createChat } from '../../src/chat/create-chat.ts';
import { createSlackAdapter } from '../../src/platforms/slack/slack-adapter.ts';
import { createSlackApp, type SlackIdentity } from '../../src/platforms/slack/slack-client.ts';
import { listen } from '../../src/platforms/slack/start-slack.ts';
import type { SlackRecording } from './read-recording.ts';
import type { ReplayBench } from './replay.ts';

const responseUrl = 'https://removed.invalid/';
const uploadUrl = 'https://upload.invalid/';

/** Hands the event to Bolt, as its receiver does, and keeps the calls of its clients. */
export async function replaySlack({ event, known }: SlackRecording, { options, send }: ReplayBench): Promise<void> {
  const config = { mode: 'socket', botToken: 'xoxb-replay', appToken: 'xapp-replay', apiUrl: undefined } as const;
  const { logger, now } = options;
  const { botUserId, botId, mayUpload } = known;
  const identity = (): SlackIdentity => ({
    ...(botUserId === undefined ? {} : { botUserId }),
    ...(botId === undefined ? {} : { botId }),
    mayUpload,
  });
  const outgoing = {
    dispatcher: undefined,
    fetch: async (input: string | URL | Request, init?: RequestInit) => {
      const address = input instanceof Request ? input.url : String(input);
      const method = address === responseUrl ? 'response_url' : address.replace(/^https:\/\/slack\.com\/api\//, '');
      const payload = readBody(init?.body);
      // Whoever asked counts as a member: the recording doesn't say what they are.
      if (method === 'users.info') return Response.json({ ok: true, user: { team_id: readTeam(event) } });
      send(method, payload);
      return Response.json(answerTo(method, payload));
    },
  };
  const { app } = createSlackApp({ config, logger, now, outgoing, identity });
  const adapter = createSlackAdapter({ config, logger, outgoing, timeoutMs: 10_000, identity });
  const chat = createChat(adapter, options);
  listen(app, chat);
  const body = 'event' in event ? event : { ...event, response_url: responseUrl };
  await app.processEvent({ body, ack: async (response) => send('acknowledge', response ?? null) });
  await chat.tracker.drain(10_000);
}

/** The workspace an event names. */
function readTeam(event: SlackRecording['event']): string | undefined {
  const { team_id, team } = event as { team_id?: string; team?: { id?: string } };
  return team_id ?? team?.id;
}

/** As far as the bot reads what Slack answers. */
function answerTo(method: string, payload: unknown): object {
  const { channel } = (payload ?? {}) as { channel?: string };
  switch (method) {
    case 'chat.postMessage':
      // A post to a person is answered with the direct message it went to.
      return { ok: true, channel: channel?.startsWith('U') === true ? 'D0REPLAY' : channel, ts: '1700000000.000100' };
    case 'files.getUploadURLExternal':
      return { ok: true, upload_url: uploadUrl, file_id: 'F0REPLAY' };
    case 'files.completeUploadExternal':
      return { ok: true, files: [{ id: 'F0REPLAY' }] };
    case 'conversations.info':
      return { ok: true, channel: { id: channel, is_member: true } };
    default:
      return { ok: true };
  }
}

function readBody(body: unknown): unknown {
  if (body === undefined || body === null) return null;
  if (body instanceof FormData) return Object.fromEntries([...body].map(([name, value]) => [name, String(value)]));
  if (body instanceof Uint8Array) return { content: Buffer.from(body).toString('utf8') };
  const text = String(body);
  if (text.startsWith('{')) return JSON.parse(text);
  const fields = [...new URLSearchParams(text)].filter(([name]) => name !== 'token');
  return Object.fromEntries(fields.map(([name, value]) => [name, /^[[{]/.test(value) ? JSON.parse(value) : value]));
}
