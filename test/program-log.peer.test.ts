import { afterEach, describe, expect, it } from 'vitest';
import { startSlackProxy } from './faults/slack-proxy.ts';
import { type LocalSlack, localSlackMissing, startLocalSlack } from './peers/start-local-slack.ts';
import { type RunningProgram, startProgram } from './peers/start-program.ts';
import { until } from './peers/until.ts';

/** The log of the whole program, in front of a Slack by other hands. */
describe('the log of the program', () => {
  let slack: LocalSlack | undefined;
  let program: RunningProgram | undefined;
  const others: { stop(): unknown }[] = [];
  afterEach(async () => {
    await program?.stop('SIGKILL');
    for (const other of others.splice(0)) await other.stop();
    await slack?.stop();
  });

  interface Line {
    readonly level: number;
    readonly msg: string;
    readonly [field: string]: unknown;
  }
  const lines = () =>
    (program?.log() ?? '')
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Line);

  it.skipIf(localSlackMissing !== undefined)(
    'leads by one id from the event to the answer, and by another from the claim to the post',
    async () => {
      const peer = await startLocalSlack();
      slack = peer;
      program = await startProgram({
        SLACK_API_URL: peer.apiUrl,
        SLACK_BOT_TOKEN: peer.botToken,
        SLACK_APP_TOKEN: peer.appToken,
        LOG_LEVEL: 'debug',
      });
      await peer.command('remind add in 1s check the retry queue');
      await peer.command('ports activesync');
      const post = await until('the post', async () =>
        (await peer.posts('C01GEN')).find(
          ({ text, ephemeral_to }) => /retry queue/.test(text) && ephemeral_to === undefined,
        ),
      );
      await until('the delivery to end', async () => lines().some(({ msg }) => msg === 'A delivery ended'));

      const requests = lines().filter(({ msg }) => msg === 'An event came');
      expect(requests).toHaveLength(2);
      for (const { request } of requests) {
        const told = lines()
          .filter((line) => line['request'] === request)
          .map(({ msg }) => msg);
        expect(told).toEqual(['An event came', 'Answered', 'An answer was shown']);
      }
      const posted = lines().find(({ msg }) => msg === 'A reminder was posted');
      expect(posted).toMatchObject({ message: post.ts, delivery: expect.any(String) });
      expect(JSON.stringify(post.blocks)).toContain(posted?.['delivery']);
      const ended = lines().find(({ msg }) => msg === 'A delivery ended');
      expect(ended).toMatchObject({ delivery: posted?.['delivery'], reminders: [expect.any(String)], result: 'sent' });
      expect(program.log()).not.toMatch(/retry queue|activesync/);
    },
  );

  it.skipIf(localSlackMissing !== undefined)(
    'tells once that a token is refused, and when it is taken again',
    async () => {
      const peer = await startLocalSlack();
      slack = peer;
      const proxy = await startSlackProxy(peer.apiUrl);
      others.push(proxy);
      program = await startProgram({
        SLACK_API_URL: proxy.apiUrl,
        SLACK_BOT_TOKEN: peer.botToken,
        SLACK_APP_TOKEN: peer.appToken,
      });
      const revoked = { status: 200, body: { ok: false, error: 'token_revoked' } };
      proxy.plan('apps.connections.open', revoked, revoked, revoked);
      await peer.kill();
      await peer.restart();
      const opened = () => proxy.calls.filter((method) => method.startsWith('apps.connections.open')).length;
      await until('the bot to have tried again and again', async () => opened() >= 5, 60_000);
      await until('the bot to be connected', async () => (await program?.readiness())?.ready === true);
      const told = lines().filter(({ msg }) => /refuses SLACK_APP_TOKEN/.test(msg));
      expect(told.map(({ level }) => level)).toEqual([40]);
      // Its line may come later than its state.
      await until(
        'the second connection',
        () => lines().filter(({ msg }) => msg === 'Connected to Slack').length === 2,
      );
    },
  );
});
