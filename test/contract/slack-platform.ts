import { startSlack } from '../../src/platforms/slack/start-slack.ts';
import { localSlackMissing, type PeerMessage, startLocalSlack } from '../peers/start-local-slack.ts';
import { until } from '../peers/until.ts';
import { silentLogger } from '../platforms/slack/silent-logger.ts';
import { untold } from '../platforms/slack/start-test-bot.ts';
import { withScopes } from '../platforms/slack/with-scopes.ts';
import type { ContractPlatform } from './platform.ts';

/** Slack, in a direct message to the bot on local-slack. */
export const slackPlatform: ContractPlatform = {
  name: 'Slack',
  missing: localSlackMissing,
  async start({ router, zone, now, newId, events }) {
    const peer = await startLocalSlack();
    const { botToken, apiUrl, appToken } = peer;
    const slack = await startSlack({
      config: { mode: 'socket', botToken, apiUrl, appToken },
      router,
      logger: silentLogger,
      zone,
      now,
      newId,
      outgoing: withScopes(['chat:write', 'files:write']),
      installations: untold,
      administrators: new Set(['U01ALICE']),
      // One person asks everything.
      requestLimits: { person: 10_000, team: 10_000 },
    });
    let known = 0;
    return {
      async ask(line) {
        const { message } = (await peer.message(line, { channel: 'U01ALICE' })) as { message: { channel: string } };
        const count = events.length;
        const posts = await until('an answer in Slack', async () => {
          const all = (await peer.posts(message.channel)).slice(known);
          const files = events.at(-1)?.reply.answer.files?.length ?? 0;
          return all.length > 0 && all.flatMap((post) => post.files ?? []).length === files && all;
        });
        if (events.length < count) throw new Error('Nobody was asked');
        known += posts.length;
        const text = posts.map(textOf).join('\n');
        const files = await Promise.all(
          posts.flatMap((post) => post.files ?? []).map((file) => read(file.url_private, botToken)),
        );
        return { text: [text, ...files].join('\n'), cut: /more rows|does not fit/.test(text) };
      },
      async stop() {
        await slack.stop();
        await peer.stop();
      },
    };
  },
};

async function read(url: string, token: string): Promise<string> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`The file cannot be read: ${answer.status}`);
  return answer.text();
}

/** What stands in the blocks, without buttons. */
function textOf({ blocks = [] }: PeerMessage): string {
  return blocks
    .filter(({ type }) => type !== 'actions')
    .flatMap(({ text, elements = [] }) => [text?.text ?? '', ...elements.map((element) => String(element.text ?? ''))])
    .join('\n')
    .replace(/<[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
