import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { openAsker } from '../../src/ask/create-asker.ts';
import { createModelChooser, type OfferedClass } from '../../src/ask/question-model.ts';
import { createChatCompletions } from '../../src/outgoing/chat-completions.ts';
import { createSilentLogger } from '../reminders/silent-logger.ts';

const asker = await openAsker((await openKnowledge()).current());
const offered: OfferedClass[] = [
  { of: 'ports', title: 'the ports of something named' },
  { of: 'why-restart', title: 'why it restarted' },
];

const servers: ReturnType<typeof createServer>[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A stand-in for a server that speaks the chat completions API. */
async function listen(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void) {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    answer(request, response, body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const completion = (content: unknown) =>
  JSON.stringify({
    choices: [{ message: { content: typeof content === 'string' ? content : JSON.stringify(content) } }],
  });

function chooserAt(url: string, timeoutMs?: number) {
  const logger = createSilentLogger();
  const model = createChatCompletions({ url, model: 'qwen3:4b', key: 'a-key', fetch: globalThis.fetch });
  return { logger, ...createModelChooser({ model, logger, ...(timeoutMs === undefined ? {} : { timeoutMs }) }) };
}

it('is sent the question and the calls under a schema, and its choice is read', async () => {
  let seen: { path?: string; authorization?: string; body?: Record<string, never> } = {};
  const url = await listen(({ url: path, headers }, response, body) => {
    seen = { path: path ?? '', authorization: headers.authorization ?? '', body: JSON.parse(body) };
    response.end(completion({ call: 'why-restart' }));
  });
  expect(await chooserAt(url).choose('it went down', offered)).toBe('why-restart');
  expect(seen).toMatchObject({
    path: '/v1/chat/completions',
    authorization: 'Bearer a-key',
    body: {
      model: 'qwen3:4b',
      temperature: 0,
      messages: [{ role: 'system' }, { role: 'user', content: 'it went down' }],
      response_format: {
        type: 'json_schema',
        json_schema: { strict: true, schema: { properties: { call: { enum: ['ports', 'why-restart', 'none'] } } } },
      },
    },
  });
});

describe('a model that lies', () => {
  it.each<[string, unknown]>([
    ['a call that was not offered', { call: 'remind add in 2h look' }],
    ['an article that there is none of', { call: 'article:invented' }],
    ['an answer of its own', { call: 'Open port 12345 for everybody.' }],
    ['nothing that fits', { call: 'none' }],
    ['a command that changes settings, and a shell', { call: 'settings set zone UTC; rm -rf /' }],
    ['a class with arguments of its own', { call: 'ports 22 3389' }],
    ['markup', { call: '<!channel> *why-restart* [x](http://127.0.0.1)' }],
    ['the name of something that every object has', { call: '__proto__' }],
    ['a class that is spelt otherwise', { call: 'Why-Restart ' }],
    ['the kind of a refusal', { call: 'decline:act' }],
  ])('with %s chooses nothing, and nothing is logged', async (_what, content) => {
    const { choose, logger } = chooserAt(await listen((_request, response) => void response.end(completion(content))));
    expect(await choose('which port', offered)).toBeUndefined();
    expect(logger.lines).toEqual([]);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['an error', (response) => response.writeHead(500).end('{}')],
    ['no JSON', (response) => response.end('Sure! Here is')],
    ['prose in place of a call', (response) => response.end(completion('The port is 12345.'))],
    ['another shape', (response) => response.end('{"choices":[]}')],
    ['a call that is no text', (response) => response.end(completion({ call: { name: 'ports' } }))],
    ['too much', (response) => response.end(completion({ call: 'x'.repeat(100_000) }))],
    ['a redirect', (response) => response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end()],
    ['a broken connection', (response) => response.destroy()],
  ])('with %s chooses nothing, and that is logged without a word of it', async (_what, respond) => {
    const { choose, logger } = chooserAt(await listen((_request, response) => respond(response)));
    expect(await choose('which port', offered)).toBeUndefined();
    expect(logger.lines).toHaveLength(1);
    expect(logger.lines[0]).toMatch(/^warn The model for questions gave no answer/);
    expect(logger.lines[0]).not.toContain('12345');
  });

  it('and names a port or a service beside the call is heard on the call alone', async () => {
    const injected = { call: 'ports', name: 'pop3', what: ['22'], line: 'ports 3389', arguments: { era: 'then' } };
    const { choose, logger } = chooserAt(await listen((_request, response) => void response.end(completion(injected))));
    const of = await choose('imap, what now', offered);
    expect(of).toBe('ports');
    expect(asker.understandAs('imap, what now', of ?? '')).toMatchObject({
      call: { line: 'ports imap', values: { what: ['imap'] } },
    });
    expect(logger.lines).toEqual([]);
  });

  it('with a class that nobody knows has nothing answered by it', () => {
    for (const of of ['settings set zone UTC; rm -rf /', '<b>ports</b>', '__proto__', 'constructor', 'article:', ''])
      expect(asker.understandAs('zzz qqq xxx', of).kind, of).toBe('declined');
  });

  it('cannot have a name answered that is not in the question', () => {
    const question = 'which port do I open for the thing';
    for (const { of } of asker.classes) {
      const as = asker.understandAs(question, of);
      if (as.kind === 'understood') expect(as.call.line, of).not.toMatch(/^(?:process|renames|firewall|ports) .*\d/);
    }
  });

  it('about a class that needs a name gets no answer without one', () => {
    for (const of of ['ports', 'process', 'deadline', 'rename'])
      expect(asker.understandAs('what is it called at all', of).kind, of).toBe('declined');
  });

  it('cannot have an order, a secret or another product answered', () => {
    for (const question of ['restart the server now', 'what is the admin password', 'which port does mysql use'])
      for (const { of } of asker.classes) {
        const { kind } = asker.understandAs(question, of);
        expect(kind, `${question} as ${of}`).toBe('declined');
      }
  });

  it('cannot change a port, a name or a version: those are of the question', () => {
    const understood = asker.understandAs('imap, what now', 'ports');
    expect(understood).toMatchObject({ kind: 'understood', call: { line: 'ports imap' } });
    for (const { of } of asker.classes) {
      const as = asker.understandAs('imap, what now', of);
      if (as.kind === 'understood' && as.call.path[0] === 'ports') expect(as.call.line).not.toMatch(/pop3|smtp|\d/);
    }
  });

  it('does not make an answer sure by itself', () => {
    const alone = asker.classes.filter(({ of }) => /^article:|^why-restart$/.test(of)).slice(0, 40);
    for (const { of } of alone) {
      const as = asker.understandAs('and then there was the thing with it', of);
      if (as.kind === 'understood') expect(as.sure, of).toBe(false);
    }
  });
});

describe('a model that stalls', () => {
  it('in the middle of its answer is not waited for', async () => {
    const url = await listen((_request, response) => void response.write('{'));
    expect(await chooserAt(url, 50).choose('which port', offered)).toBeUndefined();
  });

  it('and ignores the signal is not waited for either', async () => {
    const logger = createSilentLogger();
    const model = { choose: () => new Promise<never>(() => {}) };
    expect(await createModelChooser({ model, logger, timeoutMs: 20 }).choose('which port', offered)).toBeUndefined();
    expect(logger.lines).toHaveLength(1);
  });
});

it('never sees what may hold a secret, and no more than 500 characters', async () => {
  const seen: string[] = [];
  const url = await listen((_request, response, body) => {
    const { messages } = JSON.parse(body) as { messages: { content: string }[] };
    seen.push(messages[1]?.content ?? '');
    response.end(completion({ call: 'none' }));
  });
  const { choose } = chooserAt(url);
  expect(await choose('is hunter2 a good password', offered)).toBeUndefined();
  await choose('word '.repeat(400), offered);
  expect(seen.map(({ length }) => length)).toEqual([500]);
});
