import type { Reply, Request, Router } from '../../bot/bot.ts';
import { createExpiringMap, type ExpiringMap } from '../../chat/chat.ts';
import type { DeliveryService } from '../../reminders/reminders.ts';
import { slackLimits } from './limits.ts';
import type { RequestSource } from './request-of-payload.ts';

/** What every handler of Slack's events works with. */
export interface AnswerDesk {
  readonly router: Router;
  readonly source: RequestSource;
  /** Where the buttons of reminders are answered; absent where there are none. */
  readonly deliveries: DeliveryService | undefined;
  /** Answers given lately that cannot be made again, by request. */
  readonly recent: ExpiringMap<Reply>;
  /** Requests whose answers have been shared, so that a second click posts nothing. */
  readonly shared: ExpiringMap<true>;
}

/** Builds the desk. Its memory is bounded: 300 answers, for as long as a response_url works. */
export function createAnswerDesk(router: Router, source: RequestSource, deliveries?: DeliveryService): AnswerDesk {
  const bounds = { maxAgeMs: slackLimits.responseUrlMs, maxEntries: 300, now: source.now };
  return { router, source, deliveries, recent: createExpiringMap(bounds), shared: createExpiringMap(bounds) };
}

/**
 * The value of the Share button for an answer only its asker sees; `undefined` where there is nothing to share.
 * It holds the request's id and, where running it again is harmless, its command line: Share makes the answer anew, also
 * after a restart or on another replica. Only an answer that cannot be made again is kept in memory.
 */
export function offerShare(desk: AnswerDesk, request: Request, reply: Reply): string | undefined {
  if (reply.outcome !== 'answered' || request.conversation.private || request.input.kind !== 'text') return undefined;
  const value = `${request.id} ${request.input.text}`;
  if (reply.changes !== true && value.length <= slackLimits.buttonValue) return value;
  desk.recent.set(request.id, reply);
  return request.id;
}

/** Takes the value of a Share button apart. */
export function readShare(value: string): { readonly requestId: string; readonly line: string | undefined } {
  const blank = value.indexOf(' ');
  return blank === -1
    ? { requestId: value, line: undefined }
    : { requestId: value.slice(0, blank), line: value.slice(blank + 1) };
}
