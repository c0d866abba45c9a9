import type { App } from '@slack/bolt';
import { slackError } from './slack-error.ts';

/** Who the bot is in its workspace. */
export interface SlackIdentity {
  readonly botUserId?: string;
  readonly botId?: string;
  /** True where Slack names the scope to upload files among those of the token. */
  readonly mayUpload: boolean;
}

/**
 * Asks Slack who the token belongs to, which is also how a token is checked.
 *
 * @throws {PlatformError} `slack-refused` where the token is none, `slack-failed` where Slack does not answer
 */
export async function identify(app: App, token: string): Promise<SlackIdentity> {
  try {
    const { user_id, bot_id, response_metadata } = await app.client.auth.test({ token });
    return {
      ...(user_id === undefined ? {} : { botUserId: user_id }),
      ...(bot_id === undefined ? {} : { botId: bot_id }),
      mayUpload: response_metadata?.scopes?.includes('files:write') === true,
    };
  } catch (error) {
    throw slackError(
      error,
      'Cannot ask Slack who the bot is',
      'Slack refuses SLACK_BOT_TOKEN. Copy the Bot User OAuth Token (xoxb-…) again: OAuth & Permissions of your app at https://api.slack.com/apps.',
    );
  }
}
