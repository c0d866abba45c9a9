import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { BotError, type Logger } from '../../bot/bot.ts';

interface SignatureOptions {
  readonly signingSecret: string;
  readonly now: () => Date;
  readonly logger: Logger;
}

/** Slack's largest payloads, messages with fifty blocks, are well below this. */
const maxBodyBytes = 256 * 1024;
/** Between two lines in the log about requests that Slack did not sign: anybody may send those. */
const logApartMs = 60_000;
/** How far a request's time may differ from ours, either way: an older request may be a replayed one. */
const maxSkewSeconds = 5 * 60;

/**
 * Wraps a listener so that it gets only requests that Slack signed. Others are answered with 401, bodies over 256 KiB
 * with 413, signed ones that hold no object with 400, and requests for which the listener throws with 404. Of a request
 * that cannot be signed, or says that it is too long, the body is not read.
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
  const logged = { atMs: Number.NEGATIVE_INFINITY, since: 0 };
  const refuseStranger = (response: ServerResponse) => {
    refuse(response, 401);
    logged.since += 1;
    const nowMs = now().getTime();
    if (nowMs - logged.atMs < logApartMs) return;
    logger.warn(
      { platform: 'slack', requests: logged.since },
      'Refused requests that Slack did not sign, or signed too long ago. Logged at most once a minute',
    );
    Object.assign(logged, { atMs: nowMs, since: 0 });
  };
  const accept = (request: IncomingMessage, response: ServerResponse, signature: Signature, body: Buffer) => {
    if (!isSignedBySlack(signature, body, key)) return refuseStranger(response);
    if (!holdsObject(request.headers['content-type'], body)) return refuse(response, 400);
    try {
      next(Object.assign(request, { rawBody: body }), response);
    } catch {
      // Bolt throws for a path or a method it does not handle.
      refuse(response, 404);
    }
  };
  return (request, response) => {
    if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return refuse(response, 413);
    const signature = readSignature(request.headers, now());
    if (signature === undefined) return refuseStranger(response);
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
      accept(request, response, signature, first === undefined || others.length > 0 ? Buffer.concat(chunks) : first);
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

interface Signature {
  readonly timestamp: string;
  /** 64 hexadecimal digits. */
  readonly digest: string;
}

/** The signature of a request from less than five minutes ago; nothing where no body could make it right. */
function readSignature(headers: IncomingHttpHeaders, now: Date): Signature | undefined {
  const timestamp = headers['x-slack-request-timestamp'];
  const signature = headers['x-slack-signature'];
  if (typeof timestamp !== 'string' || typeof signature !== 'string') return undefined;
  if (!/^\d{1,12}$/.test(timestamp) || !/^v0=[0-9a-f]{64}$/.test(signature)) return undefined;
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > maxSkewSeconds) return undefined;
  return { timestamp, digest: signature.slice(3) };
}

/**
 * True where a request was signed with the app's signing secret.
 *
 * Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
 *
 * @param body exactly as it was received
 */
function isSignedBySlack({ timestamp, digest }: Signature, body: Buffer, key: KeyObject): boolean {
  const expected = createHmac('sha256', key).update(`v0:${timestamp}:`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(digest, 'hex'));
}

const form = 'application/x-www-form-urlencoded';
const payloadField = Buffer.from('payload=');

/** False for JSON that is no object, such as `null`: Bolt reads its fields outside any catch, which ends the process. */
function holdsObject(contentType = '', body: Buffer): boolean {
  const isForm = contentType.startsWith(form);
  if (isForm && !body.includes(payloadField)) return true;
  try {
    const text = isForm ? (new URLSearchParams(body.toString()).get('payload') ?? '{}') : body.toString();
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
