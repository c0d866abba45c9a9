import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from './fuzz/acts.ts';
import { freePort } from './peers/free-port.ts';
import { spawnProgram, startProgram } from './peers/start-program.ts';
import { until } from './peers/until.ts';
import { eventBody, sendSigned } from './platforms/slack/sign.ts';
import { runProgram } from './platforms/terminal/run-program.ts';

/** Each ends in a word that stands nowhere else, in no part of the program. */
const secrets = {
  SLACK_BOT_TOKEN: 'xoxb-1234567890-markedbottoken',
  SLACK_APP_TOKEN: 'xapp-1-A1-markedapptoken',
  SLACK_SIGNING_SECRET: 'f00dmarkedsigningsecret',
  DISCORD_TOKEN: 'MTIzNDU2Nzg5MDEyMzQ1Njc4.markd.markeddiscordtoken',
  MCP_TOKEN: 'a-token-that-is-markedmcptoken',
  ASK_MODEL_KEY: 'sk-markedmodelkey',
} as const;
const databasePassword = 'markeddatabasepassword';
const marks = /marked(?:bottoken|apptoken|signingsecret|discordtoken|mcptoken|modelkey|databasepassword)/;
/** Typed into questions and refused lines: short, long, beside words that give it away and alone. */
const typed = ['hunter2mark', 'Zx9markedtyped', 'sunshinemark'] as const;
const typedMarks = /hunter2mark|Zx9markedtyped|sunshinemark/;

/** A platform and a model that fail in every way there is, and send back whatever they were sent, tokens included. */
async function startEcho() {
  const answers = new Map<string, unknown[]>();
  let calls = 0;
  const bodyOf = async (request: IncomingMessage) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    return body;
  };
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const path = (request.url ?? '').split('?')[0] ?? '';
    const said = JSON.stringify({ ...request.headers, body });
    calls += 1;
    if (path.startsWith('/response/')) {
      const place = path.slice('/response/'.length);
      answers.set(place, [...(answers.get(place) ?? []), body]);
      // Every third one fails, so that the failure is logged.
      const fails = calls % 3 === 0;
      return void response
        .writeHead(fails ? 500 : 200, { 'content-type': 'application/json' })
        .end(fails ? said : '{}');
    }
    if (path.endsWith('/auth.test')) {
      response.writeHead(200, {
        'content-type': 'application/json',
        'x-oauth-scopes': 'chat:write,commands,users:read',
      });
      return void response.end(JSON.stringify({ ok: true, user_id: 'U0BOT', bot_id: 'B0BOT', team_id: 'T01TEST' }));
    }
    if (path.endsWith('/users.info')) {
      const id = new URLSearchParams(body).get('user');
      response.writeHead(200, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify({ ok: true, user: { id, team_id: 'T01TEST', is_admin: true } }));
    }
    if (calls % 4 === 0) return void request.socket.destroy();
    if (calls % 4 === 1) return void response.writeHead(200).end(`not JSON: ${said}`);
    const error = JSON.stringify({ ok: false, error: 'fatal_error', message: said });
    response.writeHead(calls % 4 === 2 ? 500 : 200, { 'content-type': 'application/json' }).end(error);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

describe('marked secrets', () => {
  let echo: Awaited<ReturnType<typeof startEcho>>;
  beforeAll(async () => {
    echo = await startEcho();
  });
  afterAll(() => echo.stop());

  const settings = () => ({
    SLACK_BOT_TOKEN: secrets.SLACK_BOT_TOKEN,
    SLACK_SIGNING_SECRET: secrets.SLACK_SIGNING_SECRET,
    SLACK_API_URL: `${echo.url}/api/`,
    MCP_HTTP: 'on',
    MCP_TOKEN: secrets.MCP_TOKEN,
    ASK_MODEL_URL: `${echo.url}/v1`,
    ASK_MODEL: 'any',
    ASK_MODEL_KEY: secrets.ASK_MODEL_KEY,
    KEEP_QUESTIONS: 'on',
    LOG_LEVEL: 'debug',
    REQUESTS_PER_MINUTE: '999999',
    TEAM_REQUESTS_PER_MINUTE: '999999',
  });

  it('stand in no answer, log, metric, export or file, through every command and every failure', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'secrets-'));
    const port = await freePort();
    const program = await startProgram({ ...settings(), DATA_DIR: directory, PORT: String(port) });
    const url = `http://127.0.0.1:${port}`;
    let number = 0;
    const say = async (text: string): Promise<string> => {
      number += 1;
      const place = String(number);
      const body = new URLSearchParams({
        team_id: 'T01TEST',
        channel_id: 'C01GEN',
        user_id: 'U01ALICE',
        command: '/mdaemon',
        text,
        response_url: `${echo.url}/response/${place}`,
        trigger_id: place,
      });
      const response = await sendSigned(`${url}/slack/events`, secrets.SLACK_SIGNING_SECRET, body.toString());
      const first = await response.text();
      if (first === '') await until('the answer', () => echo.answers.has(place), 20_000);
      return `${first}${JSON.stringify(echo.answers.get(place) ?? [])}`;
    };
    const outputs: string[] = [];
    /** What a person typed may come back to them alone. */
    const unasked: string[] = [];
    try {
      // A stored text is kept on purpose, so is the answer about a host for Share, and a server is not looked at.
      const keeps = /^(?:remind (?:add|edit|import)|deadlines (?:add|edit)|check|hosts (?:add|remove)|firewall diff)$/;
      for (const [index, { name, leaf }] of catalogue.entries.entries()) {
        if (name.startsWith('check')) continue;
        unasked.push(await say(leaf.examples[0]));
        if (!keeps.test(name)) outputs.push(await say(`${name} ${typed[index % typed.length]}`));
      }
      for (const word of typed) {
        for (const line of [
          `postmaster ${word}`,
          `my password is ${word} and login fails`,
          `why does the mail server refuse ${word}`,
          `--token ${word}`,
          `settings set zone ${word}`,
          `profile set version ${word}`,
          `admins add @${word}`,
          `privacy erase team confirm ${word}`,
          `remind snooze ${word}`,
        ]) {
          outputs.push(await say(line));
        }
        // A mention, whose answer the platform refuses to post.
        const event = {
          type: 'app_mention',
          user: 'U01ALICE',
          text: `<@U0BOT> ${word}`,
          ts: `1.${number}`,
          channel: 'C1',
        };
        await sendSigned(`${url}/slack/events`, secrets.SLACK_SIGNING_SECRET, eventBody(`Ev${number}`, event), {
          contentType: 'application/json',
        });
        for (const signature of ['v0=00', `v0=${word}`]) {
          const refused = await sendSigned(`${url}/slack/events`, 'another', `text=${word}`, { signature });
          outputs.push(await refused.text());
        }
        const wrongToken = await fetch(`${url}/mcp`, {
          method: 'POST',
          headers: { authorization: `Bearer ${word}`, 'content-type': 'application/json' },
          body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: word } }),
        });
        outputs.push(await wrongToken.text());
      }
      await sendSigned(`${url}/slack/events`, secrets.SLACK_SIGNING_SECRET, '{"broken', {
        contentType: 'application/json',
      });
      for (const line of [
        'status',
        'unanswered',
        'audit',
        'audit export',
        'privacy export',
        'privacy export team',
        'about',
      ]) {
        unasked.push(await say(line));
      }
      unasked.push(JSON.stringify(await program.readiness()), await program.metrics());
      unasked.push(await (await fetch(`http://127.0.0.1:${program.healthPort}/healthz`)).text());
    } finally {
      await program.stop();
    }
    const log = program.log();
    // It went wrong often enough, and was logged.
    expect(log).toMatch(/"level":(?:40|50)/);
    expect(unasked.join('\n')).toContain('unanswered');
    const files = readdirSync(directory).map((name) => readFileSync(join(directory, name), 'latin1'));
    for (const [what, text] of Object.entries({
      answers: [...outputs, ...unasked].join('\n'),
      log,
      files: files.join('\n'),
    })) {
      expect(marks.exec(text)?.[0], what).toBeUndefined();
    }
    for (const [what, text] of Object.entries({ unasked: unasked.join('\n'), log, files: files.join('\n') })) {
      const at = typedMarks.exec(text);
      expect(at === null ? undefined : text.slice(Math.max(0, at.index - 200), at.index + 60), what).toBeUndefined();
    }
  }, 240_000);

  it.each([
    ['Slack refuses', { SLACK_BOT_TOKEN: secrets.SLACK_BOT_TOKEN, SLACK_APP_TOKEN: secrets.SLACK_APP_TOKEN }],
    ['Discord refuses', { DISCORD_TOKEN: secrets.DISCORD_TOKEN }],
    ['the database is away', { DATABASE_URL: `postgres://bot:${databasePassword}@127.0.0.1:1/bot` }],
    ['the database’s address is wrong', { DATABASE_URL: `mysql://bot:${databasePassword}@127.0.0.1:1/bot` }],
    [
      'a value is in the wrong place',
      { SLACK_BOT_TOKEN: secrets.DISCORD_TOKEN, DISCORD_TOKEN: secrets.SLACK_BOT_TOKEN },
    ],
    [
      'a port is a token',
      { ...secrets, PORT: secrets.MCP_TOKEN, ASK_MODEL_URL: secrets.ASK_MODEL_KEY, MCP_HTTP: 'on' },
    ],
  ])(
    'stand in nothing that is said at the start, where %s',
    async (_what, environment) => {
      const apis = { SLACK_API_URL: `${echo.url}/api/`, DISCORD_API_URL: `${echo.url}/discord` };
      const env = { ...apis, ...environment };
      const program = await spawnProgram(env);
      await until('what it says', () => program.log() !== '', 120_000);
      await program.stop();
      expect(program.log()).not.toBe('');
      expect(marks.exec(program.log())?.[0]).toBeUndefined();
      for (const words of [['status'], ['doctor']]) {
        const { out, error } = await runProgram(words, {
          env: { ...env, DATA_DIR: mkdtempSync(join(tmpdir(), 's-')) },
        });
        expect(marks.exec(`${out}${error}`)?.[0], words.join(' ')).toBeUndefined();
      }
    },
    240_000,
  );
});
