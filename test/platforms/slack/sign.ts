import { createHmac, randomUUID } from 'node:crypto';

/** Sends a body to the bot's listener, signed as Slack signs. */
export async function sendSigned(
  url: string,
  secret: string,
  body: string,
  options: { contentType?: string; timestamp?: number; signature?: string } = {},
): Promise<Response> {
  const { contentType = 'application/x-www-form-urlencoded', timestamp = Math.floor(Date.now() / 1_000) } = options;
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  return fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': options.signature ?? signature,
    },
  });
}

/** The body of a slash command; by default one that was never sent before. */
export function commandBody(text: string, triggerId: string = randomUUID()): string {
  return new URLSearchParams({
    team_id: 'T01TEST',
    channel_id: 'C01GEN',
    channel_name: 'general',
    user_id: 'U01ALICE',
    command: '/mdaemon',
    text,
    response_url: 'http://127.0.0.1:1/response',
    trigger_id: triggerId,
    api_app_id: 'A01APP',
    is_enterprise_install: 'false',
  }).toString();
}

/** The body of an event. */
export function eventBody(eventId: string, event: object): string {
  return JSON.stringify({
    type: 'event_callback',
    team_id: 'T01TEST',
    api_app_id: 'A01APP',
    event_id: eventId,
    event_time: 1,
    authorizations: [{ enterprise_id: null, team_id: 'T01TEST', user_id: 'U0BOT', is_bot: true }],
    event,
  });
}
