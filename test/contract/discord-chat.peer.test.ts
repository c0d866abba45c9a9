import { describeChat } from './describe-chat.ts';
import { discordPlatform } from './discord-chat.ts';

describeChat(discordPlatform);
