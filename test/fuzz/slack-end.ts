import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Slack's end of the wire: it takes whatever the program calls and sends, and keeps what people would see. */
export interface SlackEnd {
  readonly url: string;
  /** Messages by where they went: a response_url's number, a thread's `ts`, or `other`. Taken once. */
  take(place: string): unknown[];
  /** Resolves once something went there. */
  arrival(place: string): Promise<void>;
  stop(): Promise<void>;
}

const scopes =
  'chat:write,commands,app_mentions:read,users:read,im:history,im:write,channels:read,groups:read,files:write,channels:history,groups:history';
const administrators = new Set(['U02ROOT']);
const guests = new Set(['U04GUEST']);

export async function startSlackEnd(): Promise<SlackEnd> {
  const seen = new Map<string, unknown[]>();
  const waiting = new Map<string, () => void>();
  const keep = (place: string, message: unknown) => {
    seen.set(place, [...(seen.get(place) ?? []), message]);
    waiting.get(place)?.();
    waiting.delete(place);
  };
  let posts = 0;
  const answer = (path: string, body: string): object => {
    const given = new URLSearchParams(body);
    const read = (name: string) => given.get(name) ?? '';
    const parsed = (name: string) => (given.has(name) ? (JSON.parse(read(name)) as unknown) : undefined);
    const response = /^\/response\/(.+)$/.exec(path)?.[1];
    if (response !== undefined) {
      keep(response, JSON.parse(body));
      return { ok: true };
    }
    switch (path.replace('/api/', '')) {
      case 'auth.test':
        return { ok: true, user_id: 'U0BOT', bot_id: 'B0BOT', team_id: 'T01TEST' };
      case 'users.info': {
        const id = read('user');
        const home = id === 'U09OUTSIDE' ? 'T99' : 'T01TEST';
        return {
          ok: true,
          user: { id, team_id: home, is_admin: administrators.has(id), is_restricted: guests.has(id) },
        };
      }
      case 'conversations.members':
        return { ok: true, members: ['U01ALICE', 'U02ROOT', 'U0BOT'] };
      case 'conversations.info':
        return { ok: true, channel: { id: read('channel'), is_member: true } };
      case 'conversations.history':
        return { ok: true, messages: [] };
      case 'conversations.open':
        return { ok: true, channel: { id: 'D01' } };
      case 'files.getUploadURLExternal':
        return { ok: true, upload_url: `http://127.0.0.1:${port()}/upload`, file_id: 'F1' };
      case 'views.open':
      case 'views.publish':
      case 'views.update':
        keep('other', parsed('view'));
        return { ok: true, view: { id: 'V1' } };
      case 'chat.postMessage':
      case 'chat.update': {
        posts += 1;
        const channel = read('channel');
        keep(given.has('thread_ts') ? read('thread_ts') : 'other', { text: read('text'), blocks: parsed('blocks') });
        return {
          ok: true,
          ts: `1796000000.${String(posts).padStart(6, '0')}`,
          channel: channel.startsWith('U') ? 'D01' : channel,
        };
      }
      default:
        return { ok: true, files: [{ id: 'F1' }] };
    }
  };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      const said = answer((request.url ?? '').split('?')[0] ?? '', body);
      response.writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': scopes });
      response.end(JSON.stringify(said));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = () => (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${port()}`,
    take(place) {
      const messages = seen.get(place) ?? [];
      seen.delete(place);
      return messages;
    },
    arrival: (place) => (seen.has(place) ? Promise.resolve() : new Promise((resolve) => waiting.set(place, resolve))),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
