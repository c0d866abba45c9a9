import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from './peers/free-port.ts';
import { programFile } from './peers/program-file.ts';
import { type LocalSlack, localSlackMissing, startLocalSlack } from './peers/start-local-slack.ts';
import { until } from './peers/until.ts';

/** The whole program, started as an operator starts it, in front of a Slack by other hands. */
describe('the program in Slack', () => {
  const running: ChildProcess[] = [];
  let slack: LocalSlack | undefined;
  afterEach(async () => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
    await slack?.stop();
  });

  async function start(peer: LocalSlack, port: number, env: Record<string, string>) {
    const child = spawn(process.execPath, [programFile], {
      env: {
        PATH: process.env['PATH'] ?? '',
        SLACK_API_URL: peer.apiUrl,
        SLACK_BOT_TOKEN: peer.botToken,
        DATA_DIR: mkdtempSync(join(tmpdir(), 'slack-')),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.push(child);
    let log = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      log += chunk;
    });
    await until('the bot to be ready', () =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      ),
    );
    return { child, log: () => log };
  }

  const exitOf = (child: ChildProcess) =>
    new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGTERM');
    });
  const answered = (channel: string, pattern: RegExp) =>
    until(`an answer like ${pattern}`, async () =>
      (await slack?.posts(channel))?.find(({ text }) => pattern.test(text)),
    );

  it('answers over Socket Mode a slash command, a mention and a direct message, and stops on SIGTERM', async (context) => {
    context.skip(localSlackMissing !== undefined, localSlackMissing);
    slack = await startLocalSlack();
    const port = await freePort();
    const { child, log } = await start(slack, port, { SLACK_APP_TOKEN: slack.appToken, HEALTH_PORT: String(port) });
    await slack.command('ports activesync');
    expect(await answered('C01GEN', /ActiveSync needs 443\/tcp inbound/)).toMatchObject({
      ephemeral_to: 'U01ALICE',
    });
    await slack.message('<@U0BOT> process', { channel: 'C01GEN' });
    expect(await answered('C01GEN', /never block 127\.0\.0\.1/)).toHaveProperty('thread_ts');
    expect(await exitOf(child)).toBe(0);
    expect(log()).not.toMatch(/activesync|xoxb|xapp/);
  });

  it('answers over signed HTTP', async (context) => {
    context.skip(localSlackMissing !== undefined, localSlackMissing);
    const port = await freePort();
    slack = await startLocalSlack(`http://127.0.0.1:${port}/slack/events`);
    const { child } = await start(slack, port, { SLACK_SIGNING_SECRET: slack.signingSecret, PORT: String(port) });
    await slack.command('ports 70000');
    await answered('C01GEN', /ports go from 1 to 65535/);
    expect(await exitOf(child)).toBe(0);
  });

  it('ends, and says why, where its port is taken', async (context) => {
    context.skip(localSlackMissing !== undefined, localSlackMissing);
    slack = await startLocalSlack();
    const taken = Number(new URL(slack.url).port);
    const child = spawn(process.execPath, [programFile], {
      env: {
        PATH: process.env['PATH'] ?? '',
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        DATA_DIR: mkdtempSync(join(tmpdir(), 'slack-')),
        HEALTH_PORT: String(taken),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    running.push(child);
    let error = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      error += chunk;
    });
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(1);
    expect(error).toMatch(/is in use\. Set HEALTH_PORT/);
  });
});
