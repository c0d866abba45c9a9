import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Random } from './random.ts';

/** One message the peer took. */
export interface PeerMessage {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly metadata: { readonly event_type: string; readonly event_payload: { readonly delivery: string } };
  /** When it took it. */
  readonly at: Date;
}

/** What the peer does with a post, and how often of a hundred. */
const postFaults = [
  ['drop the reply', 9],
  ['429', 6],
  ['500', 5],
  ['500 after taking it', 3],
  ['hang', 3],
  ['hang after taking it', 3],
  ['take it late', 4],
  ['reset', 4],
] as const;

type PostFault = (typeof postFaults)[number][0] | 'none';

/** How long a late message may take to appear: past the poster's time-out, within what the bot waits for. */
const latestMs = 2_500;

/**
 * A peer that speaks `chat.postMessage` and `conversations.history` as Slack does, and misbehaves as Slack may. It keeps
 * every message, also a second one with the same key: nothing here forgives.
 */
export async function startFaultySlack({ random, history }: { readonly random: Random; readonly history: boolean }) {
  const messages: PeerMessage[] = [];
  const faults = new Map<string, number>();
  let calm = false;
  let lastTs = 0;
  const pickFault = (): PostFault => {
    let chance = random.next() * 100;
    for (const [fault, share] of calm ? [] : postFaults) {
      chance -= share;
      if (chance < 0) {
        faults.set(fault, (faults.get(fault) ?? 0) + 1);
        return fault;
      }
    }
    return 'none';
  };
  const take = (body: URLSearchParams): string => {
    lastTs = Math.max(lastTs + 1, Date.now() * 1_000);
    const ts = `${Math.floor(lastTs / 1_000_000)}.${String(lastTs % 1_000_000).padStart(6, '0')}`;
    const metadata = JSON.parse(body.get('metadata') ?? 'null') as PeerMessage['metadata'];
    messages.push({ channel: body.get('channel') ?? '', ts, text: body.get('text') ?? '', metadata, at: new Date() });
    return ts;
  };
  const post = (body: URLSearchParams, response: ServerResponse) => {
    const fault = pickFault();
    const accept = () => answer(response, 200, { ok: true, channel: body.get('channel'), ts: take(body) });
    switch (fault) {
      case 'none':
        return accept();
      case 'drop the reply':
        take(body);
        return response.destroy();
      case '429':
        return answer(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': '1' });
      case '500':
        return answer(response, 500, { ok: false, error: 'internal_error' });
      case '500 after taking it':
        take(body);
        return answer(response, 500, { ok: false, error: 'internal_error' });
      case 'hang':
        return undefined;
      case 'hang after taking it':
        return void take(body);
      case 'take it late':
        return void setTimeout(() => take(body), random.between(0, latestMs));
      case 'reset':
        return response.socket?.resetAndDestroy();
    }
  };
  const read = (body: URLSearchParams, response: ServerResponse) => {
    if (!history) return answer(response, 200, { ok: false, error: 'missing_scope', needed: 'channels:history' });
    if (!calm && random.next() < 0.05) return answer(response, 429, { ok: false }, { 'retry-after': '1' });
    if (!calm && random.next() < 0.05) return response.destroy();
    const limit = Math.min(Number(body.get('limit') ?? 100), 1_000);
    const oldest = Number(body.get('oldest') ?? 0);
    const latest = Number(body.get('cursor') ?? Number.POSITIVE_INFINITY);
    const found = messages
      .filter(({ channel, ts }) => channel === body.get('channel') && Number(ts) > oldest && Number(ts) < latest)
      .sort((one, other) => Number(other.ts) - Number(one.ts));
    const page = found.slice(0, limit).map(({ ts, text, metadata }) => ({ type: 'message', ts, text, metadata }));
    const more = found.length > limit;
    const cursor = more ? (page.at(-1)?.ts ?? '') : '';
    answer(response, 200, { ok: true, messages: page, has_more: more, response_metadata: { next_cursor: cursor } });
  };
  const server = createServer(async (request, response) => {
    const body = await readBody(request).catch(() => undefined);
    // A bot that was killed while it sent its request has sent nothing.
    if (body === undefined) return;
    if (request.url === '/api/chat.postMessage') post(body, response);
    else if (request.url === '/api/conversations.history') read(body, response);
    else answer(response, 404, { ok: false });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    messages,
    faults,
    /** No faults from here on, so that everything can settle. */
    calmDown: () => {
      calm = true;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return request.complete ? new URLSearchParams(text) : undefined;
}

function answer(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
