import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from './peers/free-port.ts';
import { programFile } from './peers/program-file.ts';
import { type LocalSlack, localSlackMissing, startLocalSlack } from './peers/start-local-slack.ts';
import { until } from './peers/until.ts';

/** A reminder through the whole program: made by a slash command, over a kill, to a post with buttons. */
describe('a reminder in Slack', () => {
  const running: ChildProcess[] = [];
  let slack: LocalSlack | undefined;
  afterEach(async () => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
    await slack?.stop();
  });

  async function start(peer: LocalSlack, directory: string) {
    const port = await freePort();
    const child = spawn(process.execPath, [programFile], {
      env: {
        PATH: process.env['PATH'] ?? '',
        SLACK_API_URL: peer.apiUrl,
        SLACK_BOT_TOKEN: peer.botToken,
        SLACK_APP_TOKEN: peer.appToken,
        HEALTH_PORT: String(port),
        DATA_DIR: directory,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    running.push(child);
    await until('the bot to be ready', () =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      ),
    );
    return child;
  }

  const kill = (child: ChildProcess) =>
    new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGKILL');
    });
  const postsLike = async (pattern: RegExp) =>
    (await slack?.posts('C01GEN'))?.filter(
      ({ text, ephemeral_to }) => ephemeral_to === undefined && pattern.test(text),
    ) ?? [];

  it('survives a kill and a restart, arrives once, and its buttons work', async (context) => {
    context.skip(localSlackMissing !== undefined, localSlackMissing);
    slack = await startLocalSlack();
    const directory = mkdtempSync(join(tmpdir(), 'reminders-'));
    const first = await start(slack, directory);
    await slack.command('remind add in 4s check the retry queue');
    await until('the confirmation', async () =>
      (await slack?.posts('C01GEN'))?.some(({ text }) => /I.ll remind you here on .*check the retry queue/.test(text)),
    );
    await kill(first);
    await start(slack, directory);
    const [post] = await until('the post', async () => {
      const posts = await postsLike(/check the retry queue/);
      return posts.length > 0 && posts;
    });
    if (post === undefined) throw new Error('there is no post');
    const done = post.blocks
      ?.flatMap((block) => block.elements ?? [])
      .find(({ action_id }) => action_id?.includes('done'));
    expect(done?.action_id).toBeDefined();
    await slack.press('C01GEN', post, done?.action_id ?? '');
    await until('the post to be edited', async () =>
      (await postsLike(/check the retry queue/))[0]?.blocks?.some(
        (block) => /[Dd]one/.test(JSON.stringify(block)) && !JSON.stringify(block).includes('"button"'),
      ),
    );
    expect(await postsLike(/check the retry queue/)).toHaveLength(1);
  });

  it('is not delivered by two processes from one directory', async (context) => {
    context.skip(localSlackMissing !== undefined, localSlackMissing);
    slack = await startLocalSlack();
    const directory = mkdtempSync(join(tmpdir(), 'reminders-'));
    await start(slack, directory);
    const second = spawn(process.execPath, [programFile], {
      env: {
        PATH: process.env['PATH'] ?? '',
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        DATA_DIR: directory,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    running.push(second);
    let error = '';
    second.stderr?.on('data', (chunk: Buffer) => {
      error += chunk;
    });
    expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(1);
    expect(error).toMatch(/already delivers reminders/);
  });
});
