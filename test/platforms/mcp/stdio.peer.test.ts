import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programFile } from '../../peers/program-file.ts';
import { emptyFolder, runProgram } from '../terminal/run-program.ts';

/** What a tool gave, as far as it is looked at here. */
interface ToolResult {
  readonly content: readonly { readonly type: string; readonly text: string }[];
  readonly structuredContent: {
    readonly answered: boolean;
    readonly command: string | null;
    readonly sources: readonly object[];
  };
  readonly isError?: boolean;
}

describe('an assistant over standard input and output', () => {
  const client = new Client({ name: 'test', version: '1' });
  const call = async (name: string, values: Record<string, unknown> = {}) =>
    (await client.callTool({ name, arguments: values })) as unknown as ToolResult;

  beforeAll(async () => {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [programFile, 'mcp'],
      cwd: emptyFolder,
      env: { PATH: process.env['PATH'] ?? '', HOME: emptyFolder, DATA_DIR: '/dev/null/none' },
    });
    await client.connect(transport);
  });
  afterAll(() => client.close());

  it('is told to cite, and not to answer from memory', () => {
    expect(client.getServerVersion()).toMatchObject({ name: 'mdaemon-bot' });
    expect(client.getInstructions()).toMatch(/cite the sources[\s\S]*Never answer MDaemon's ports from memory/);
  });

  it('finds tools that only read, each with a schema of nothing but JSON Schema', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'ask',
      'ports',
      'process',
      'article',
      'deadlines',
      'firewall',
      'updates',
      'why_restart',
      'renames',
      'sources',
    ]);
    for (const { annotations, description, inputSchema } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, idempotentHint: true, destructiveHint: false });
      expect(description?.length).toBeGreaterThan(20);
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(JSON.stringify(inputSchema)).not.toMatch(/"(?:written|placeholder|synonyms|suggest|\$schema)":/);
      for (const property of Object.values(inputSchema.properties ?? {}))
        expect((property as { description?: string }).description?.length).toBeGreaterThan(5);
    }
    expect(tools[0]?.inputSchema.required).toEqual(['question']);
    expect(tools[1]?.inputSchema.required).toBeUndefined();
  });

  it('finds an example with each tool that works as it stands', async () => {
    for (const { name, description = '' } of (await client.listTools()).tools) {
      const example = JSON.parse(/For example (\{.*\})$/.exec(description)?.[1] ?? 'none');
      expect((await call(name, example)).structuredContent.answered, name).toBe(true);
    }
  });

  it.each<[string, Record<string, unknown>, RegExp, string]>([
    ['ask', { question: 'imap ssl port' }, /IMAP over TLS needs 993\/tcp inbound/, 'ports imaps'],
    ['ports', { what: ['activesync'] }, /ActiveSync needs 443\/tcp inbound/, 'ports'],
    ['ports', { what: ['bes'], era: 'then' }, /3101/, 'ports'],
    ['process', { name: ['cfengine'] }, /CFEngine\.exe/, 'process'],
    ['article', { name: 'localhost-rule' }, /127\.0\.0\.1/, 'article'],
    ['deadlines', { name: ['past'] }, /SecurityPlus/, 'deadlines list'],
    ['deadlines', { name: ['securityplus-4'] }, /31 December 2008/, 'deadlines list'],
    ['firewall', { services: ['imap'], format: 'nftables' }, /tcp dport/, 'firewall rules'],
    ['updates', {}, /update/i, 'updates show'],
    ['why_restart', {}, /restart/i, 'why-restart'],
    ['renames', { name: ['worldclient'] }, /Webmail/, 'renames'],
    ['sources', {}, /document/, 'sources'],
  ])('%s %j answers with its sources', async (name, values, text, command) => {
    const result = await call(name, values);
    expect(result.isError).toBeUndefined();
    expect(result.content[0]?.text).toMatch(text);
    expect(result.structuredContent).toMatchObject({ answered: true, command });
    if (name !== 'sources') {
      expect(result.content[0]?.text).toMatch(/Sources\n/);
      expect(result.structuredContent.sources.length).toBeGreaterThan(0);
    }
  });

  it('cites every source with its address', async () => {
    const { content, structuredContent } = await call('ports', { what: ['activesync'] });
    const cited = structuredContent.sources as { url?: string; title: string }[];
    for (const { url, title } of cited) expect(content[0]?.text).toContain(url ?? title);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['ask', {}, /needs the question/],
    ['ask', { question: 7 }, /“7” isn’t valid/],
    ['ask', { question: 'x'.repeat(5_000) }, /isn’t valid/],
    ['ports', { what: 'imap' }, /isn’t valid/],
    ['ports', { what: [{ imap: 1 }] }, /^Not understood\n\nA list or object isn’t valid here/],
    ['ports', { what: ['70000'] }, /is not a port/],
    ['ports', { era: 'soon' }, /one of `then`, `now`, `both`/],
    ['ports', { service: 'imap' }, /no argument “service” here; there is `what`/],
    ['process', { name: Array.from({ length: 11 }, () => 'x') }, /isn’t valid/],
    ['why_restart', { constructor: 1 }, /no argument “constructor”/],
  ])('%s %j is an error that says what is wrong', async (name, values, text) => {
    const result = await call(name, values);
    expect(result.isError).toBe(true);
    expect(result.structuredContent.answered).toBe(false);
    expect(result.content[0]?.text).toMatch(text);
  });

  it.each<[string, Record<string, unknown>]>([
    ['ask', { question: 'zzz qqq xxx' }],
    ['ports', { what: ['sftp'] }],
    ['article', { name: 'no-such-article' }],
  ])('%s %j is no error, and no answer', async (name, values) => {
    const result = await call(name, values);
    expect(result.isError).toBeUndefined();
    expect(result.structuredContent).toMatchObject({ answered: false, sources: [] });
  });

  it.each(['remind_add', 'unanswered', 'settings', '__proto__', ''])('there is no tool %j', async (name) => {
    await expect(call(name)).rejects.toMatchObject({ code: -32_602 });
  });

  it('articles can be read by their addresses', async () => {
    const { resources } = await client.listResources();
    expect(resources.length).toBeGreaterThan(20);
    for (const { uri } of resources) {
      const { contents } = await client.readResource({ uri });
      expect((contents[0] as { text: string }).text, uri).toMatch(/\n\nSources\n/);
    }
    expect((await client.listResourceTemplates()).resourceTemplates[0]?.uriTemplate).toBe('mdaemon://article/{id}');
  });

  it.each(['mdaemon://article/nothing', 'mdaemon://article/../x', 'file:///etc/passwd', ''])(
    'there is no resource %j',
    async (uri) => {
      await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32_002 });
    },
  );
});

describe('what is no protocol', () => {
  const initialize = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  };

  it('is told on standard error, and does not end the connection', async () => {
    const input = `not json\n{"jsonrpc":"2.0"}\n\n${JSON.stringify(initialize)}\n`;
    const { status, out, error } = await runProgram(['mcp'], { input });
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ id: 1, result: { serverInfo: {} } }]);
    expect(error).toMatch(/sent something I can’t read/);
    expect(status).toBe(0);
  });

  it('ends the connection where it is too long', async () => {
    const { out, error, status } = await runProgram(['mcp'], {
      input: `${JSON.stringify(initialize)}\n${'x'.repeat(2_000_000)}`,
    });
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(error).toMatch(/sent something I can’t read/);
    expect(status).toBe(0);
  });
});
