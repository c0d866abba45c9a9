import { createsMessage, type DiscordAnswer, type DiscordRule, type Json } from './call.ts';

/** "The past few minutes", as long as Discord says it. */
const nonceLifeMs = 5 * 60_000;
const ephemeral = 64;

/**
 * With `enforce_nonce` a second message of one nonce is not made, and the first is returned. History has no nonce.
 *
 * Source: resources/message#create-message-jsonform-params
 */
export function nonces(now: () => number): DiscordRule {
  const known = new Map<string, { readonly until: number; readonly answer: Promise<DiscordAnswer> }>();
  return async (call, next) => {
    if (!createsMessage(call)) return next(call);
    const { nonce, enforce_nonce: enforce, ...body } = call.body ?? {};
    const make = async () => {
      const answer = await next({ ...call, body });
      return nonce === undefined || answer.status !== 200 ? answer : { ...answer, body: { ...answer.body, nonce } };
    };
    if (nonce === undefined || enforce !== true) return make();
    const key = String(nonce);
    const earlier = known.get(key);
    if (earlier !== undefined && earlier.until > now()) return earlier.answer;
    const answer = make();
    known.set(key, { until: now() + nonceLifeMs, answer });
    const { status } = await answer;
    // What was not made may be tried again.
    if (status !== 200) known.delete(key);
    return answer;
  };
}

/**
 * Newest first, whatever was asked for, and without what only one person sees.
 *
 * Source: resources/message#get-channel-messages
 */
export const history: DiscordRule = async (call, next) => {
  const answer = await next(call);
  if (call.route !== 'GET /channels/:id/messages' || answer.status !== 200) return answer;
  const shown = (answer.body as Json[])
    .filter(({ flags = 0 }) => (flags & ephemeral) === 0)
    .map(({ nonce: _nonce, ...message }) => message)
    .sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? 1 : -1));
  return { ...answer, body: shown };
};

/**
 * Files that are uploaded with a message belong to it. The peer takes no form, so they are kept here.
 *
 * Source: reference#uploading-files
 */
export function attachments(): DiscordRule {
  const kept = new Map<string, readonly Json[]>();
  const withFiles = (message: Json): Json => {
    const files = kept.get(message?.id);
    return files === undefined ? message : { ...message, attachments: files };
  };
  return async (call, next) => {
    const answer = await next(call);
    if (answer.status !== 200) return answer;
    const { body } = answer;
    if (call.files.length > 0 && typeof body?.id === 'string') {
      kept.set(
        body.id,
        call.files.map(({ name, bytes }, index) => ({
          id: `${BigInt(body.id) + BigInt(index + 1)}`,
          filename: name,
          size: bytes.length,
          url: `https://cdn.discordapp.com/attachments/${body.channel_id}/${body.id}/${name}`,
          proxy_url: `https://media.discordapp.net/attachments/${body.channel_id}/${body.id}/${name}`,
        })),
      );
    }
    return { ...answer, body: Array.isArray(body) ? body.map(withFiles) : withFiles(body) };
  };
}
