import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../peers/free-port.ts';
import {
  type LocalSlack,
  localSlackMissing,
  type PeerMessage,
  startLocalSlack,
} from '../../peers/start-local-slack.ts';
import { until } from '../../peers/until.ts';
import { startTestBot, type TestBot } from './start-test-bot.ts';

const channel = 'C01GEN';

describe.skipIf(localSlackMissing !== undefined).each(['socket', 'http'] as const)(
  `Slack end to end in %s mode${localSlackMissing === undefined ? '' : ` (skipped: ${localSlackMissing})`}`,
  (mode) => {
    let peer: LocalSlack;
    let bot: TestBot;
    beforeAll(async () => {
      const port = await freePort();
      peer = await startLocalSlack(mode === 'http' ? `http://127.0.0.1:${port}/slack/events` : undefined);
      const { botToken, apiUrl, appToken, signingSecret } = peer;
      const access = mode === 'http' ? { mode, signingSecret } : { mode, appToken };
      bot = await startTestBot({ botToken, apiUrl, ...access }, { port });
    });
    afterAll(async () => {
      await bot?.stop();
      await peer?.stop();
    });

    /** The first post of the bot, in a channel, that is not among those before. */
    const next = async (where: string, act: () => Promise<unknown>): Promise<PeerMessage> => {
      const before = new Set((await peer.posts(where)).map(({ ts }) => ts));
      await act();
      return until('an answer', async () => (await peer.posts(where)).find(({ ts }) => !before.has(ts)));
    };

    test('is ready', () => {
      expect(bot.slack.isReady()).toBe(true);
    });

    test('answers a slash command to its asker only, with buttons', async () => {
      const post = await next(channel, () => peer.command('ports imap'));
      expect(post.ephemeral_to).toBe('U01ALICE');
      expect(post.text).toContain('Ports of imap.');
      expect(post.blocks?.at(-1)?.elements?.map(({ action_id }) => action_id)).toEqual(['run:0', 'share']);
    });
  },
);
