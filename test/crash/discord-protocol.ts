import { PermissionFlagsBits } from 'discord.js';
import { snowflakeAt } from '../../src/platforms/discord/ids.ts';
import type { PeerProtocol } from './faulty-peer.ts';

interface Kept {
  readonly channel: string;
  readonly id: string;
  readonly components: readonly Component[];
}

interface Component {
  readonly content?: string;
  readonly components?: readonly Component[];
}

/**
 * Messages of channels as Discord speaks them, without the nonce: only a look into the history keeps a second post out.
 * Without Read Message History that history is empty, and no error says so.
 */
export function createDiscordProtocol({ history }: { readonly history: boolean }): PeerProtocol {
  const kept: Kept[] = [];
  const { ViewChannel: view, SendMessages: send, ReadMessageHistory: read } = PermissionFlagsBits;
  const permissions = String(history ? view | send | read : view | send);
  const messages = /^\/api\/v10\/channels\/(\d+)\/messages$/;
  return {
    base: '/api',
    kindOf({ method, path }) {
      if (!messages.test(path)) return 'other';
      return method === 'POST' ? 'post' : 'history';
    },
    take({ path, body }) {
      const { components } = JSON.parse(body) as { components: readonly Component[] };
      const channel = messages.exec(path)?.[1] ?? '';
      // Ids of one millisecond follow each other.
      const id = String(BigInt(snowflakeAt(Date.now())) + BigInt(kept.length % 4_096));
      kept.push({ channel, id, components });
      return { text: plainText(components), answer: { status: 200, body: { id, channel_id: channel, components } } };
    },
    history({ path, query }) {
      const after = BigInt(query.get('after') ?? 0);
      const channel = messages.exec(path)?.[1];
      const found = history ? kept.filter((each) => each.channel === channel && BigInt(each.id) > after) : [];
      const page = found.toSorted((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1));
      return { status: 200, body: page.slice(0, Number(query.get('limit') ?? 50)).reverse() };
    },
    other({ path }) {
      const [, , , kind, id = ''] = path.split('/');
      if (path.endsWith('/users/@me')) return { status: 200, body: { id: '2' } };
      if (path.includes('/members/')) return { status: 200, body: { roles: [] } };
      if (kind === 'guilds') return { status: 200, body: { id, owner_id: '1', roles: [{ id, permissions }] } };
      return { status: 200, body: { id, type: 0, permission_overwrites: [] } };
    },
    tooMany: {
      status: 429,
      body: { message: 'You are being rate limited.', retry_after: 1, global: false },
      headers: { 'retry-after': '1', 'x-ratelimit-scope': 'user' },
    },
    broken: { status: 500, body: { message: 'Internal Server Error', code: 0 } },
  };
}

/** The texts without what makes them bold or literal. */
function plainText(components: readonly Component[]): string {
  const texts = components.flatMap(({ content = '', components: inner = [] }) => [content, plainText(inner)]);
  return texts.join('\n').replace(/[*\\\u200b]/g, '');
}
