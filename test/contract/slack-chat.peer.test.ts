import { describeChat } from './describe-chat.ts';
import { slackPlatform } from './slack-chat.ts';

describeChat(slackPlatform);
