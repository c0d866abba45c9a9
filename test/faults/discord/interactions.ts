import { type DiscordRule, madeAtMs, refusal } from './call.ts';

/** Source: interactions/receiving-and-responding#responding-to-an-interaction */
const firstResponseMs = 3_000;
/** Source: interactions/receiving-and-responding#followup-messages */
const tokenLifeMs = 15 * 60_000;

/**
 * An interaction takes its first response for 3 seconds, and its token works for 15 minutes. With `with_response` the
 * first response is answered with what it made, which the peer does not do.
 */
export function interactions(now: () => number): DiscordRule {
  const bornAt = new Map<string, number>();
  return async (call, next) => {
    const [, kind, id = '', token = ''] = call.path.split('/');
    if (kind === 'webhooks' && token !== '') {
      const born = bornAt.get(token);
      return born !== undefined && now() - born > tokenLifeMs
        ? refusal(401, 50_027, 'Invalid Webhook Token')
        : next(call);
    }
    if (kind !== 'interactions') return next(call);
    const born = madeAtMs(id);
    bornAt.set(token, born);
    if (now() - born > firstResponseMs) return refusal(404, 10_062, 'Unknown interaction');
    const answer = await next(call);
    if (answer.status !== 204 || call.query.get('with_response') !== 'true') return answer;
    const original = { ...call, method: 'GET', path: `/webhooks/0/${token}/messages/@original`, body: undefined };
    const message = await next(original);
    const { type } = call.body as { type: number };
    const resource = { type, ...(message.status === 200 ? { message: message.body } : {}) };
    return { status: 200, body: { interaction: { id, type: 2 }, resource } };
  };
}
