import type { SocketModeReceiver } from '@slack/bolt';
import type { PlatformError } from '../../bot/bot.ts';
import type { OpenLink } from '../../chat/chat.ts';
import { withinTime } from '../../time/time.ts';
import { slackError } from './slack-error.ts';

type SocketClient = SocketModeReceiver['client'];

/** From the first call to Slack's greeting on the socket. */
const openTimeoutMs = 30_000;
const closeTimeoutMs = 1_000;

/**
 * Opens the socket, and resolves once Slack has greeted. The client's own pings detect a half-open connection within about
 * ten seconds.
 *
 * @throws {PlatformError} `slack-refused` where the token is not valid, `slack-failed` where Slack does not answer
 */
export async function openSocket(client: SocketClient): Promise<OpenLink> {
  const { promise: closed, resolve: markClosed } = Promise.withResolvers<void>();
  client.once('disconnected', markClosed);
  try {
    await withinTime(client.start(), openTimeoutMs, () => {
      throw new Error('no greeting within 30 s');
    });
    return { closed };
  } catch (error) {
    client.off('disconnected', markClosed);
    forceClosed(client);
    throw socketError(error);
  }
}

/** Why no socket could be opened, as `slackError` tells it. */
export function socketError(error: unknown): PlatformError {
  return slackError(
    error,
    'Cannot open a socket to Slack',
    'Slack refuses SLACK_APP_TOKEN. Turn Socket Mode on and make an app-level token (xapp-…, scope connections:write): Basic Information of your app at https://api.slack.com/apps.',
  );
}

/** Closes the socket, after a second even where Slack does not answer. */
export async function closeSocket(client: SocketClient): Promise<void> {
  const closed = client.disconnect();
  await withinTime(closed, closeTimeoutMs, () => forceClosed(client));
  await closed;
}

/** The client's first attempt to close may wait 30 s for the other side; its second one does not wait. */
function forceClosed(client: SocketClient): void {
  client.websocket?.disconnect();
  client.websocket?.disconnect();
}
