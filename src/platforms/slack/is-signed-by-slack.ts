import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How far a request's time may be from ours, either way: what is older may be a recording of a real one. */
const maxSkewSeconds = 5 * 60;

/**
 * True where a request was signed with the app's signing secret within the last five minutes.
 *
 * Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
 *
 * @param body exactly as it was received
 */
export function isSignedBySlack(headers: IncomingHttpHeaders, body: Buffer, key: KeyObject, now: Date): boolean {
  const timestamp = headers['x-slack-request-timestamp'];
  const signature = headers['x-slack-signature'];
  if (typeof timestamp !== 'string' || typeof signature !== 'string') return false;
  if (!/^\d{1,12}$/.test(timestamp) || !/^v0=[0-9a-f]{64}$/.test(signature)) return false;
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > maxSkewSeconds) return false;
  const expected = createHmac('sha256', key).update(`v0:${timestamp}:`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature.slice(3), 'hex'));
}
