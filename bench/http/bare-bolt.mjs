// The least a bot over HTTP can be: one listener that answers with a text, or with the message it was handed.
import { App, HTTPReceiver } from '@slack/bolt';

const { SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: slackApiUrl, PORT } = process.env;
const message =
  process.env.MESSAGE === undefined ? 'ActiveSync needs 443/tcp and 80/tcp inbound.' : JSON.parse(process.env.MESSAGE);
const app = new App({ token, receiver: new HTTPReceiver({ signingSecret }), clientOptions: { slackApiUrl } });
app.command('/mdaemon', ({ ack }) => ack(message));
await app.start({ host: '127.0.0.1', port: Number(PORT) });
console.log('The bot is running');
