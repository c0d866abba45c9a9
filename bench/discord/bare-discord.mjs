// The least a bot on Discord can be: one listener that answers with a text, or with the message it was handed.
import { Client, Events, GatewayIntentBits, MessageFlags } from 'discord.js';

const { DISCORD_TOKEN: token, DISCORD_API_URL: api, MESSAGE: message } = process.env;
const reply =
  message === undefined
    ? { content: 'ActiveSync needs 443/tcp and 80/tcp inbound.', flags: MessageFlags.Ephemeral }
    : JSON.parse(message);
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
  rest: { api },
});
client.on(Events.InteractionCreate, (interaction) => interaction.reply(reply));
client.once(Events.ClientReady, () => console.log('Connected to Discord'));
await client.login(token);
