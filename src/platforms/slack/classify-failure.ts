import type { ChatFailure } from '../../chat/chat.ts';
import { passingRefusals, remedyOf } from './post-refusals.ts';
import { readFailure } from './slack-outcome.ts';

/** Slack knows the post's `client_msg_id` from an earlier try whose message it cannot name. */
const seenBefore = new Set(['duplicate_message_not_found', 'duplicate_channel_not_found']);
/** What was sent is too long or malformed. Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const contentRefused = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
]);
const retryMs = 5_000;
const readHistory = 'Give the app the scopes channels:history and groups:history (im:write for direct messages)';

/** What a failed call to Slack means. What Slack refused by a code certainly was not done. */
export function classifyFailure(error: unknown, purpose: 'post' | 'history' | 'respond'): ChatFailure {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return { kind: 'unknown', reason: 'Slack did not answer in time' };
  }
  const failure = readFailure(error);
  if (failure.kind === 'unknown') return failure;
  if (failure.kind === 'unreached') return { kind: 'try-again', retryAfterMs: retryMs, reason: failure.reason };
  if (failure.kind === 'rate-limited') {
    return { kind: 'try-again', retryAfterMs: failure.retryAfterMs, reason: 'Slack says it is too much at once' };
  }
  const { code } = failure;
  if (purpose === 'history') {
    const remedy = code === 'missing_scope' ? `${readHistory}, and install it again.` : remedyOf(code);
    return { kind: 'refused', remedy, says: code };
  }
  if (seenBefore.has(code)) return { kind: 'seen-before' };
  const waitMs = passingRefusals.get(code);
  if (waitMs !== undefined) {
    return { kind: 'try-again', retryAfterMs: failure.retryAfterMs ?? waitMs, reason: `Slack says ${code}` };
  }
  const kind = contentRefused.has(code) ? 'content-refused' : 'refused';
  return { kind, remedy: remedyOf(code), says: code };
}
