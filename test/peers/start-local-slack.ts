import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

const binary = fileURLToPath(new URL('../../node_modules/local-slack-linux-x64/bin/local-slack', import.meta.url));
const preload = fileURLToPath(new URL('loopback-only.js', import.meta.url));

/** Why tests against local-slack cannot run here; `undefined` where they can. */
export const localSlackMissing = existsSync(binary)
  ? undefined
  : 'the package local-slack-linux-x64 is not installed (it exists for Linux on x64 only)';

/** A message as the peer holds it. */
export interface PeerMessage {
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly thread_ts?: string;
  readonly ephemeral_to?: string;
  readonly blocks?: readonly PeerBlock[];
  readonly files?: readonly { readonly name: string; readonly title: string; readonly url_private: string }[];
}

/** A block of such a message, as far as the tests look into it. */
interface PeerBlock {
  readonly type: string;
  readonly block_id?: string;
  readonly text?: { readonly text: string };
  readonly elements?: readonly PeerElement[];
}

/** A button, a menu, or another element. */
interface PeerElement {
  readonly type?: string;
  readonly action_id?: string;
  readonly value?: string;
  readonly text?: unknown;
  readonly options?: readonly { readonly value: string }[];
}

/** Which control of a message is meant. */
interface PeerControl {
  readonly row: string;
  readonly actionId: string;
  readonly pick?: string;
}

/** A stand-in for Slack by other hands, running on 127.0.0.1. */
export interface LocalSlack {
  readonly url: string;
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** Sends a slash command as a person would. */
  command(text: string, options?: { channel?: string; user?: string }): Promise<unknown>;
  /** Posts a message as a person would. */
  message(text: string, options: { channel: string; user?: string; thread_ts?: string }): Promise<unknown>;
  /** Presses the button of a message that has this action id. */
  press(channel: string, message: PeerMessage, actionId: string, user?: string): Promise<unknown>;
  /** Uses a control of a row that is named by a part of its block id; of a menu, picks the option of this value. */
  use(channel: string, message: PeerMessage, control: PeerControl, user?: string): Promise<unknown>;
  /** The arguments of the newest call of a Web API method. */
  lastCall(method: string): Promise<unknown>;
  /** All Web API calls since the start, oldest first. */
  calls(): Promise<readonly { readonly method: string; readonly detail: unknown }[]>;
  /** What the bot has posted in a channel, oldest first. */
  posts(channel: string): Promise<PeerMessage[]>;
  /** Ends the process, as a crash would. */
  kill(): Promise<void>;
  /** Starts the process again on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts local-slack in Socket Mode, or in HTTP mode where a request URL is given.
 *
 * @param preloaded files that it loads before its own, and variables for them
 */
export async function startLocalSlack(
  requestUrl?: string,
  preloaded: { readonly files: readonly string[]; readonly env: Readonly<Record<string, string>> } = {
    files: [],
    env: {},
  },
): Promise<LocalSlack> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'local-slack-'));
  const config = join(folder, 'config.json');
  const app = {
    appId: 'A01APP',
    botName: 'mdaemon',
    botUserId: 'U0BOT',
    botToken: 'xoxb-test-token',
    appToken: 'xapp-test-token',
    signingSecret: 'test-signing-secret',
    ...(requestUrl === undefined ? { mode: 'socket' } : { mode: 'events', requestUrl }),
  };
  await writeFile(config, JSON.stringify({ ...workspace, app }));
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn(
      binary,
      ['--config', config, '--port', String(port), '--base-host', '127.0.0.1', '--files-dir', folder],
      {
        env: {
          PATH: process.env['PATH'],
          BUN_OPTIONS: [preload, ...preloaded.files].map((file) => `--preload=${file}`).join(' '),
          ...preloaded.env,
        },
        stdio: 'ignore',
      },
    );
    await until('local-slack to listen', () =>
      fetch(url).then(
        (answer) => answer.ok,
        () => false,
      ),
    );
  };
  const kill = async () => {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null) return;
    await new Promise((resolve) => {
      running.once('exit', resolve);
      running.kill('SIGKILL');
    });
  };
  const control = async (path: string, body?: object) => {
    const answer = await fetch(`${url}/_control/${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    });
    return answer.json();
  };
  await start();
  return {
    url,
    apiUrl: `${url}/api/`,
    botToken: app.botToken,
    appToken: app.appToken,
    signingSecret: app.signingSecret,
    command: (text, options = {}) =>
      control('command', { command: '/mdaemon', text, channel: 'C01GEN', user: 'U01ALICE', ...options }),
    message: (text, options) => control('message', { text, user: 'U01ALICE', ...options }),
    press(channel, message, actionId, user = 'U01ALICE') {
      const block = message.blocks?.find(({ type }) => type === 'actions');
      const button = block?.elements?.find(({ action_id }) => action_id === actionId);
      if (button === undefined) throw new Error(`The message has no button ${actionId}`);
      const action = { type: 'button', action_id: actionId, block_id: block?.block_id, value: button.value };
      return control('interact', { channel, messageTs: message.ts, user, action });
    },
    use(channel, message, { row, actionId, pick }, user = 'U01ALICE') {
      const block = message.blocks?.find(({ type, block_id = '' }) => type === 'actions' && block_id.includes(row));
      const element = block?.elements?.find(({ action_id }) => action_id === actionId);
      const option = element?.options?.find(({ value }) => value === pick);
      if (element === undefined || (pick !== undefined && option === undefined)) {
        throw new Error(`The message has no control ${actionId} ${pick ?? ''} in ${row}`);
      }
      const { type, value } = element;
      const chosen = option === undefined ? { value } : { selected_option: option };
      const action = { type, action_id: actionId, block_id: block?.block_id, ...chosen };
      return control('interact', { channel, messageTs: message.ts, user, action });
    },
    async lastCall(method) {
      const { log } = (await control('log')) as { log: { summary: string; detail: unknown }[] };
      return log.findLast(({ summary }) => summary === method)?.detail;
    },
    async calls() {
      const { log } = (await control('log')) as { log: { kind: string; summary: string; detail: unknown }[] };
      return log.filter(({ kind }) => kind === 'web_api').map(({ summary, detail }) => ({ method: summary, detail }));
    },
    async posts(channel) {
      const { messages } = (await control(`messages/${channel}`)) as { messages: PeerMessage[] };
      return messages.filter(({ user }) => user === app.botUserId);
    },
    kill,
    restart: start,
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const workspace = {
  workspace: { teamId: 'T01TEST', name: 'Test' },
  users: [
    { id: 'U01ALICE', name: 'alice' },
    { id: 'U02BOB', name: 'bob' },
  ],
  channels: [
    { id: 'C01GEN', name: 'general', members: ['U01ALICE', 'U02BOB', 'U0BOT'] },
    { id: 'C02RND', name: 'random', members: ['U01ALICE', 'U0BOT'] },
  ],
};
