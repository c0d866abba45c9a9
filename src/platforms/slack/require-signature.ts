import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { BotError, type Logger } from '../../bot/bot.ts';

interface SignatureOptions {
  readonly signingSecret: string;
  readonly now: () => Date;
  readonly logger: Logger;
}

/** Slack's largest payloads, messages with fifty blocks, are well below this. */
const maxBodyBytes = 512 * 1024;
/** How far a request's time may differ from ours, either way: an older request may be a replayed one. */
const maxSkewSeconds = 5 * 60;

/**
 * Wraps a listener so that it gets only requests that Slack signed. Others are answered with 401, bodies over 512 KiB
 * with 413, and requests for which the listener throws with 404.
 *
 * Bolt's own check computes three HMACs per request and accepts any time in the future; this one computes one. The body
 * is passed on as `rawBody`, where Bolt looks for it.
 *
 * @throws {BotError} `no-signing-secret`
 */
export function requireSignature(
  next: RequestListener,
  { signingSecret, now, logger }: SignatureOptions,
): RequestListener {
  if (signingSecret === '') {
    throw new BotError('no-signing-secret', 'SLACK_SIGNING_SECRET is empty: anybody could send requests.');
  }
  const key = createSecretKey(signingSecret, 'utf8');
  const accept = (request: IncomingMessage, response: ServerResponse, body: Buffer) => {
    if (!isSignedBySlack(request.headers, body, key, now())) {
      logger.warn({ platform: 'slack' }, 'Refused a request that Slack did not sign, or not lately');
      refuse(response, 401);
      return;
    }
    try {
      next(Object.assign(request, { rawBody: body }), response);
    } catch {
      // Bolt throws for a path or a method it does not handle.
      refuse(response, 404);
    }
  };
  return (request, response) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBodyBytes) chunks.push(chunk);
      else refuse(response, 413);
    });
    request.on('end', () => {
      const [first, ...others] = chunks;
      if (bytes > maxBodyBytes) return;
      accept(request, response, first === undefined || others.length > 0 ? Buffer.concat(chunks) : first);
    });
    // The other side is gone, so there is nobody left to answer.
    request.on('error', () => response.destroy());
  };
}

function refuse(response: ServerResponse, status: number): void {
  if (response.headersSent) return;
  response.writeHead(status, { connection: 'close' });
  response.end();
}

/**
 * True where a request was signed with the app's signing secret, less than five minutes from now.
 *
 * Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
 *
 * @param body exactly as it was received
 */
function isSignedBySlack(headers: IncomingHttpHeaders, body: Buffer, key: KeyObject, now: Date): boolean {
  const timestamp = headers['x-slack-request-timestamp'];
  const signature = headers['x-slack-signature'];
  if (typeof timestamp !== 'string' || typeof signature !== 'string') return false;
  if (!/^\d{1,12}$/.test(timestamp) || !/^v0=[0-9a-f]{64}$/.test(signature)) return false;
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > maxSkewSeconds) return false;
  const expected = createHmac('sha256', key).update(`v0:${timestamp}:`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature.slice(3), 'hex'));
}
