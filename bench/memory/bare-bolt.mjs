// The least a bot in Socket Mode can be: one listener that answers with a text. Plain JavaScript, as Bolt's guide has it.
import { App } from '@slack/bolt';

const { SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: appToken, SLACK_API_URL: slackApiUrl } = process.env;
const app = new App({ token, appToken, socketMode: true, clientOptions: { slackApiUrl } });
app.command('/mdaemon', ({ ack }) => ack('ActiveSync needs 443/tcp and 80/tcp inbound.'));
await app.start();
console.log('Connected to Slack');
