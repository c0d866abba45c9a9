import type { RenderedMessage } from './blocks.ts';

/**
 * A message sent in an acknowledgement or to a response_url. `response_type` is always said: left out, some of
 * Slack's surfaces take one for the other.
 *
 * Source: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export type ResponseMessage = RenderedMessage & {
  readonly response_type: 'ephemeral' | 'in_channel';
  readonly replace_original?: boolean;
  readonly thread_ts?: string;
};
