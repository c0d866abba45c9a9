import type { ChatPlatform } from '../../chat/chat.ts';
import type { SlackConfig } from '../../config/config.ts';
import { createSlackPoster } from './slack-adapter.ts';
import { startSlack } from './start-slack.ts';

/** Slack, for the program: over a socket, or behind a path of the program's own listener. */
export const slackPlatform: ChatPlatform<SlackConfig> = {
  createPoster: createSlackPoster,
  start: startSlack,
  inspect: async (options) => (await import('./inspect-slack.ts')).inspectSlack(options),
};
