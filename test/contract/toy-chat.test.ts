import { describeChat } from './describe-chat.ts';
import { toyPlatform } from './toy-platform.ts';

describeChat(toyPlatform);
