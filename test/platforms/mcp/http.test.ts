import { request as httpRequest } from 'node:http';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningHttp, startHttp } from '../../../src/http/http.ts';
import { createMcpListener } from '../../../src/platforms/mcp/http-listener.ts';
import { buildLocalBot } from '../../../src/program/build-bot.ts';
import { mcpOptions } from '../../../src/program/mcp.ts';
import { createSilentLogger } from '../../reminders/silent-logger.ts';

const token = 'a-token-of-the-test';
const bot = await buildLocalBot({ BOT_ZONE: 'UTC' });

describe('assistants over HTTP', () => {
  let http: RunningHttp;
  let url: string;
  const logger = createSilentLogger();

  beforeEach(async () => {
    const config = { token, hosts: ['bot.example.com', 'other.example.com:8443'] };
    const options = mcpOptions(bot, { team: 'mcp:http', zone: 'UTC' });
    const listener = createMcpListener({ ...options, config, logger });
    http = await startHttp({ host: '127.0.0.1', port: 0, isReady: () => ({}), listeners: { '/mcp': listener } });
    url = `http://127.0.0.1:${http.port}/mcp`;
  });
  afterEach(() => http.stop());

  async function connect(headers: Record<string, string> = { authorization: `Bearer ${token}` }): Promise<Client> {
    const client = new Client({ name: 'test', version: '1' });
    const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    return client;
  }

  /** Sends what fetch would not: any host, any length. */
  function send(
    headers: Record<string, string>,
    body = '',
    method = 'POST',
  ): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const sent = httpRequest(url, { method, headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  const allowed = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  const listing = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });

  it('list the tools and call them', async () => {
    const client = await connect();
    expect((await client.listTools()).tools).toHaveLength(10);
    const result = await client.callTool({ name: 'ports', arguments: { what: ['imap'] } });
    expect(result).toMatchObject({ structuredContent: { answered: true, command: 'ports' } });
    expect(await client.callTool({ name: 'ports', arguments: { what: ['0'] } })).toMatchObject({ isError: true });
    await expect(client.callTool({ name: 'nothing', arguments: {} })).rejects.toMatchObject({ code: -32_602 });
    await client.close();
  });

  it('are answered so often in a minute, and those without the token use up nothing', async () => {
    const options = { ...mcpOptions(bot, { team: 'mcp:http', zone: 'UTC' }), now: () => clock };
    let clock = new Date('2026-11-29T03:00:00Z');
    const listener = createMcpListener({ ...options, config: { token, hosts: [] }, logger, requestsPerMinute: 2 });
    await http.stop();
    http = await startHttp({ host: '127.0.0.1', port: 0, isReady: () => ({}), listeners: { '/mcp': listener } });
    url = `http://127.0.0.1:${http.port}/mcp`;
    for (let tries = 0; tries < 5; tries += 1) await send({ ...allowed, authorization: 'Bearer wrong' }, listing);
    const statuses: number[] = [];
    for (let tries = 0; tries < 3; tries += 1) statuses.push((await send(allowed, listing)).status);
    expect(statuses).toEqual([200, 200, 429]);
    clock = new Date(clock.getTime() + 60_000);
    expect((await send(allowed, listing)).status).toBe(200);
  });

  it('are answered without a session, so that any replica can', async () => {
    const { status, body } = await send(allowed, listing);
    expect(status).toBe(200);
    expect(JSON.parse(body).result.tools).toHaveLength(10);
  });

  it('that nest lists without end are told so, and it is no fault of ours', async () => {
    const what = `${'['.repeat(15_000)}${']'.repeat(15_000)}`;
    const params = `{"name":"ports","arguments":{"what":${what}}}`;
    const { body } = await send(allowed, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`);
    expect(body).toContain('A list or object isn’t valid here');
  });

  it('are answered where they cancel their own request, which nobody would end otherwise', async () => {
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'sources', arguments: {} } };
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
    const { status, body } = await send(allowed, JSON.stringify([call, cancel]));
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ id: 1, result: { structuredContent: { answered: true } } });
  });

  it('do not get in each other’s way', async () => {
    const clients = await Promise.all(Array.from({ length: 5 }, () => connect()));
    const questions = ['imap ssl port', 'pop3 port', 'activesync port', 'minger port', 'port 25'];
    const results = await Promise.all(
      clients.map((client, index) => client.callTool({ name: 'ask', arguments: { question: questions[index] } })),
    );
    const commands = results.map((result) => (result.structuredContent as { command: string }).command);
    expect(new Set(commands).size).toBe(5);
    await Promise.all(clients.map((client) => client.close()));
  });

  it.each([
    ['no token', {}],
    ['another token', { authorization: 'Bearer a-token-of-the-tesT' }],
    ['a longer token', { authorization: `Bearer ${token}x` }],
    ['another scheme', { authorization: `Basic ${token}` }],
    ['an empty token', { authorization: 'Bearer ' }],
  ])('are refused with %s', async (_what, headers) => {
    const { authorization: _left, ...others } = allowed;
    const { status, body } = await send({ ...others, ...(headers as Record<string, string>) }, listing);
    expect(status).toBe(401);
    expect(body).not.toContain(token);
    await expect(connect(headers as Record<string, string>)).rejects.toThrow();
  });

  it.each([
    [{ host: 'evil.example.com' }, 403],
    [{ host: 'localhost.evil.example.com' }, 403],
    [{ host: 'bot.example.com' }, 200],
    [{ host: 'BOT.example.com:443' }, 200],
    [{ host: 'other.example.com:8443' }, 200],
    [{ host: 'other.example.com:1' }, 403],
    [{ host: 'localhost:1234' }, 200],
    [{ host: '[::1]:1' }, 200],
    [{ origin: 'https://evil.example.com' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'https://bot.example.com' }, 200],
    [{ origin: 'http://127.0.0.1:5173' }, 200],
  ])('with %j get %i', async (headers, status) => {
    expect((await send({ ...allowed, ...(headers as Record<string, string>) }, listing)).status).toBe(status);
  });

  it.each(['GET', 'DELETE', 'PUT'])('are told that %s is not answered', async (method) => {
    expect((await send(allowed, '', method)).status).toBe(405);
  });

  it.each([
    ['no JSON', 'nonsense', 400],
    ['no message', '{"a":1}', 400],
    [
      'too much',
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { x: 'x'.repeat(100_000) } }),
      413,
    ],
  ])('that send %s are refused', async (_what, body, status) => {
    expect((await send(allowed, body)).status).toBe(status);
    expect((await send(allowed, listing)).status).toBe(200);
  });

  it('that send without an end are cut off', async () => {
    const endless = send({ ...allowed, 'transfer-encoding': 'chunked' }, 'x'.repeat(1_000_000));
    expect((await endless).status).toBe(413);
    expect(logger.lines).toEqual([]);
  });
});
