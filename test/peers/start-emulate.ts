import { createEmulator } from 'emulate';
import { freePort } from './free-port.ts';

/** Slack's Web API by other hands. It keeps what is posted, and sends nothing to the bot. */
export interface EmulatedSlack {
  readonly apiUrl: string;
  readonly botToken: string;
  /** Calls a method of the Web API. */
  call(method: string, body: Readonly<Record<string, string>>): Promise<Readonly<Record<string, unknown>>>;
  /** The id of a channel, which differs at each start. */
  channelId(name: string): Promise<string>;
  /** The id of a person, which differs too. */
  personId(name: string): Promise<string>;
  stop(): Promise<void>;
}

const ofAlice = ['channels:read', 'channels:history', 'chat:write', 'groups:write', 'groups:read', 'users:read'];

/** Starts emulate's Slack on 127.0.0.1, strict about tokens and their scopes. */
export async function startEmulate(scopes: readonly string[]): Promise<EmulatedSlack> {
  const port = await freePort();
  const botToken = 'xoxb-emulated';
  const tokens = [
    { token: botToken, type: 'bot', user: 'mdaemon', bot_id: 'B0BOT', bot_user_id: 'U0BOT', scopes },
    { token: 'xoxp-admin', type: 'user', user: 'alice', scopes: ofAlice },
  ];
  const emulator = await createEmulator({
    service: 'slack',
    port,
    seed: {
      slack: {
        team: { name: 'Test', domain: 'test' },
        users: [{ name: 'alice' }, { name: 'bob' }, { name: 'mdaemon', is_bot: true }],
        channels: [{ name: 'general' }],
        bots: [{ name: 'mdaemon', id: 'B0BOT' }],
        tokens,
        strict_scopes: true,
      },
    },
  });
  const apiUrl = `http://127.0.0.1:${port}/api/`;
  const call: EmulatedSlack['call'] = async (method, body) => {
    const response = await fetch(`${apiUrl}${method}`, {
      method: 'POST',
      body: new URLSearchParams(body),
      headers: { authorization: 'Bearer xoxp-admin' },
    });
    return (await response.json()) as Readonly<Record<string, unknown>>;
  };
  return {
    apiUrl,
    botToken,
    call,
    async channelId(name) {
      const { channels } = (await call('conversations.list', {})) as { channels: { id: string; name: string }[] };
      return channels.find((channel) => channel.name === name)?.id ?? '';
    },
    async personId(name) {
      const { members } = (await call('users.list', {})) as { members: { id: string; name: string }[] };
      return members.find((member) => member.name === name)?.id ?? '';
    },
    stop: () => emulator.close(),
  };
}
