import type { ClaimedDelivery, DeliveryItem, FindResult, Poster, PostResult } from '../../src/reminders/ledger.ts';

/** What an answer of the peer is made of. */
interface SlackAnswer {
  readonly ok: boolean;
  readonly error?: string;
  readonly ts?: string;
  readonly messages?: readonly {
    readonly ts: string;
    readonly metadata?: { readonly event_payload?: { readonly delivery?: string } };
  }[];
  readonly response_metadata?: { readonly next_cursor?: string };
}

/** Short, so that a run takes minutes and not hours. */
const postTimeoutMs = 500;
/** The store's clock and the peer's may differ. */
const clockMarginMs = 60_000;

/** One line for each occurrence in a post; the checker reads it back. */
export function lineOf({ occurrence, reminder }: DeliveryItem): string {
  return `${reminder.team} ${reminder.id} ${occurrence.kind} ${occurrence.scheduledFor.getTime()}`;
}

/** Posts as the bot does to Slack: no retries, a time-out on every call, the delivery's id in the metadata. */
export function createHttpPoster(apiUrl: string, plant: 'nothing' | 'no-look'): Poster {
  const call = async (method: string, fields: Record<string, string>) => {
    const response = await fetch(`${apiUrl}${method}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      signal: AbortSignal.timeout(postTimeoutMs),
    });
    const retryAfterMs = Number(response.headers.get('retry-after') ?? 1) * 1_000;
    return { status: response.status, retryAfterMs, body: (await response.json()) as SlackAnswer };
  };
  const find = async (delivery: ClaimedDelivery): Promise<FindResult> => {
    const oldest = ((delivery.dueAt.getTime() - clockMarginMs) / 1_000).toFixed(6);
    let cursor = '';
    do {
      const fields = { channel: delivery.target.id, oldest, limit: '200', include_all_metadata: 'true' };
      const { status, retryAfterMs, body } = await call(
        'conversations.history',
        cursor === '' ? fields : { ...fields, cursor },
      );
      if (status !== 200) return { kind: 'refused', retryAfterMs, reason: `history answered ${status}` };
      if (!body.ok) return { kind: 'cannot-tell', reason: body.error ?? 'no reason' };
      const found = body.messages?.find(({ metadata }) => metadata?.event_payload?.delivery === delivery.id);
      if (found !== undefined) return { kind: 'found', messageId: found.ts };
      cursor = body.response_metadata?.next_cursor ?? '';
    } while (cursor !== '');
    return { kind: 'absent' };
  };
  const post = async (delivery: ClaimedDelivery): Promise<PostResult> => {
    const { status, retryAfterMs, body } = await call('chat.postMessage', {
      channel: delivery.target.id,
      text: delivery.items.map(lineOf).join('\n'),
      client_msg_id: delivery.id,
      metadata: JSON.stringify({ event_type: 'reminder', event_payload: { delivery: delivery.id } }),
    });
    if (status === 429) return { kind: 'refused', retryAfterMs, reason: 'ratelimited' };
    if (status !== 200) return { kind: 'unknown', reason: `the peer answered ${status}` };
    if (body.ok) return { kind: 'posted', messageId: body.ts ?? '' };
    return { kind: 'impossible', reason: body.error ?? 'no reason' };
  };
  return {
    postTimeoutMs,
    post: (delivery) => post(delivery).catch((error: unknown) => ({ kind: 'unknown', reason: String(error) })),
    find: async (delivery) => {
      if (plant === 'no-look') return { kind: 'absent' };
      return find(delivery).catch((error: unknown) => ({ kind: 'refused', retryAfterMs: 200, reason: String(error) }));
    },
    check: async () => ({ ok: true }),
  };
}
