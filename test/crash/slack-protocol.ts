import type { PeerProtocol } from './faulty-peer.ts';

interface Kept {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly metadata: unknown;
}

/** `chat.postMessage` and `conversations.history` as Slack speaks them. */
export function createSlackProtocol({ history }: { readonly history: boolean }): PeerProtocol {
  const kept: Kept[] = [];
  let lastTs = 0;
  return {
    base: '/api/',
    kindOf({ path }) {
      if (path === '/api/chat.postMessage') return 'post';
      return path === '/api/conversations.history' ? 'history' : 'other';
    },
    take(call) {
      const body = new URLSearchParams(call.body);
      lastTs = Math.max(lastTs + 1, Date.now() * 1_000);
      const ts = `${Math.floor(lastTs / 1_000_000)}.${String(lastTs % 1_000_000).padStart(6, '0')}`;
      const channel = body.get('channel') ?? '';
      const text = body.get('text') ?? '';
      kept.push({ channel, ts, text, metadata: JSON.parse(body.get('metadata') ?? 'null') });
      return { text, answer: { status: 200, body: { ok: true, channel, ts } } };
    },
    history(call) {
      if (!history) return { status: 200, body: { ok: false, error: 'missing_scope', needed: 'channels:history' } };
      const body = new URLSearchParams(call.body);
      const limit = Math.min(Number(body.get('limit') ?? 100), 1_000);
      const oldest = Number(body.get('oldest') ?? 0);
      const latest = Number(body.get('cursor') ?? Number.POSITIVE_INFINITY);
      const found = kept
        .filter(({ channel, ts }) => channel === body.get('channel') && Number(ts) > oldest && Number(ts) < latest)
        .sort((one, other) => Number(other.ts) - Number(one.ts));
      const page = found.slice(0, limit).map(({ ts, text, metadata }) => ({ type: 'message', ts, text, metadata }));
      const more = found.length > limit;
      const cursor = more ? (page.at(-1)?.ts ?? '') : '';
      const next = { has_more: more, response_metadata: { next_cursor: cursor } };
      return { status: 200, body: { ok: true, messages: page, ...next } };
    },
    other: () => ({ status: 404, body: { ok: false } }),
    tooMany: { status: 429, body: { ok: false, error: 'ratelimited' }, headers: { 'retry-after': '1' } },
    broken: { status: 500, body: { ok: false, error: 'internal_error' } },
  };
}
