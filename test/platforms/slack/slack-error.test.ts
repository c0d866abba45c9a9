import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RespondError, webApi } from '@slack/bolt';
import { afterEach, describe, expect, test } from 'vitest';
import { createSlackApp } from '../../../src/platforms/slack/slack-client.ts';
import { classifyFailure } from '../../../src/platforms/slack/slack-error.ts';
import { silentLogger } from './silent-logger.ts';

const respondError = (status: number) => new RespondError(`Failed to respond: ${status}`, status);
const refusal = (error: string) => new webApi.WebAPIPlatformError({ ok: false, error } as never);

describe('what a response_url answers', () => {
  test.each([
    [400, 'content-refused'],
    [403, 'refused'],
    [404, 'refused'],
    [500, 'unknown'],
    [503, 'unknown'],
  ])('HTTP %i means %s', (status, kind) => {
    expect(classifyFailure(respondError(status), 'respond')).toMatchObject({ kind });
  });
});

describe('a token that Slack refuses while a history is read', () => {
  test.each(['invalid_auth', 'token_revoked', 'account_inactive', 'not_authed'])(
    '%s is waited out, since a new one reads it',
    (code) => {
      expect(classifyFailure(refusal(code), 'history')).toMatchObject({ kind: 'try-again', retryAfterMs: 60_000 });
      expect(classifyFailure(refusal(code), 'post')).toMatchObject({ kind: 'refused' });
    },
  );

  test('a missing scope is not', () => {
    expect(classifyFailure(refusal('missing_scope'), 'history')).toMatchObject({ kind: 'refused' });
  });
});

describe('too many calls', () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());

  test.each([
    [{ 'retry-after': '7' }, 7_000],
    [{}, 30_000],
  ])('to a response_url wait as long as Slack says: %o', async (headers, retryAfterMs) => {
    server = createServer((_request, response) => response.writeHead(429, headers).end());
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const config = { mode: 'socket', botToken: 'xoxb-1', apiUrl: undefined, appToken: 'xapp-1' } as const;
    const options = {
      config,
      logger: silentLogger,
      now: () => new Date(),
      outgoing: undefined,
      identity: () => undefined,
    };
    const { app } = createSlackApp(options);
    const { promise, resolve } = Promise.withResolvers<unknown>();
    app.command('/mdaemon', async ({ ack, respond }) => {
      await ack();
      await respond('late').catch(resolve);
    });
    await app.processEvent({
      body: {
        command: '/mdaemon',
        team_id: 'T1',
        user_id: 'U1',
        channel_id: 'C1',
        response_url: `http://127.0.0.1:${port}/`,
      },
      ack: async () => {},
    });
    expect(classifyFailure(await promise, 'respond')).toMatchObject({ kind: 'try-again', retryAfterMs });
  });
});
