import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createAdvisor } from '../../src/ask/advisor.ts';
import type { OfferedEntry } from '../../src/ask/provider.ts';
import { keepSentences, rankEntries } from '../../src/ask/take-advice.ts';
import type { Entry } from '../../src/ask/understanding.ts';
import { createHttpAskProvider } from '../../src/outgoing/http-ask-provider.ts';
import { createSilentLogger } from '../reminders/silent-logger.ts';

const imap: OfferedEntry = {
  id: 'service:imap',
  title: 'Ports: IMAP',
  text: 'IMAP needs 993/tcp and 143/tcp. Since 24.5.1.',
};
const pop3: OfferedEntry = { id: 'service:pop3', title: 'Ports: POP3', text: 'POP3 needs 995/tcp and 110/tcp.' };

describe('sentences of a provider', () => {
  const kept = (text: string, ids: readonly string[] = ['service:imap']) =>
    keepSentences({ sentences: [{ text, ids }] }, [imap]);

  it.each(['Use 993.', 'IMAP listens on 143 and 993/tcp', 'It came with 24.5.1, on ９９３.', 'Encrypt it.'])(
    '%j holds',
    (text) => {
      expect(kept(text)).toHaveLength(1);
    },
  );

  it.each([
    ['a port of another entry', 'IMAP needs 995.'],
    ['a part of a version', 'IMAP needs 24, 5 and 1.'],
    ['digits set apart', 'IMAP needs 9 9 5.'],
    ['digits with something invisible between', 'IMAP needs 9\u200b95.'],
    ['digits of another script', 'IMAP needs ٩٩٥.'],
    ['a number in words', 'IMAP needs nine hundred ninety-five.'],
    ['an address', 'Look at https://example.com.'],
    ['an address without its scheme', 'Look at evil.example.com.'],
    ['nothing', ' \n '],
    ['a novel', 'word '.repeat(100)],
  ])('with %s does not', (_what, text) => {
    expect(kept(text)).toEqual([]);
  });

  it.each([[[]], [['service:invented']], [['service:imap', 'service:invented']], [['service:pop3']], [['__proto__']]])(
    'that cites %j does not',
    (ids) => {
      expect(kept('Use it.', ids)).toEqual([]);
    },
  );

  it('are three at most, and plain text', () => {
    const sentences = Array.from({ length: 9 }, () => ({ text: 'Use\n`993`\u202e.', ids: ['service:imap'] }));
    expect(keepSentences({ sentences }, [imap, pop3])).toEqual(Array.from({ length: 3 }, () => "Use '993' ."));
  });
});

it('a ranking orders what was offered and adds nothing', () => {
  const entries: Entry[] = ['a', 'b', 'c'].map((id) => ({ kind: 'service', id, title: id, line: id }));
  const ids = (ranking: string[]) =>
    rankEntries(entries, { ranking })
      .map(({ id }) => id)
      .join('');
  expect(ids(['service:c', 'service:x', 'service:b'])).toBe('cba');
  expect(ids(['service:b', 'service:b', 'service:c', 'service:b'])).toBe('bca');
  expect(ids([])).toBe('abc');
});

describe('a provider over HTTP', () => {
  const servers: ReturnType<typeof createServer>[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  async function listen(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void) {
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      answer(request, response, body);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  const advisorAt = (url: string, timeoutMs?: number) => {
    const logger = createSilentLogger();
    const provider = createHttpAskProvider({ url, token: 'a-token', fetch: globalThis.fetch });
    return { logger, ...createAdvisor({ provider, logger, ...(timeoutMs === undefined ? {} : { timeoutMs }) }) };
  };

  it('is sent the question and the entries, and its answer is read', async () => {
    let seen: unknown;
    const url = await listen((request, response, body) => {
      seen = { method: request.method, authorization: request.headers.authorization, body: JSON.parse(body) };
      response.end(JSON.stringify({ ranking: ['service:pop3'], extra: 1 }));
    });
    expect(await advisorAt(url).advise('which port', [imap])).toEqual({ ranking: ['service:pop3'] });
    expect(seen).toEqual({
      method: 'POST',
      authorization: 'Bearer a-token',
      body: { question: 'which port', entries: [imap] },
    });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['an error', (response) => response.writeHead(500).end('{}')],
    ['no JSON', (response) => response.end('Sure! Here is')],
    ['another shape', (response) => response.end('{"ranking":"service:imap","sentences":[{"text":7}]}')],
    ['too much', (response) => response.end(`{"ranking":["${'x'.repeat(100_000)}"]}`)],
    ['a redirect', (response) => response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end()],
    ['a broken connection', (response) => response.destroy()],
  ])('with %s gives no advice, and that is logged', async (_what, respond) => {
    const url = await listen((_request, response) => respond(response));
    const { advise, logger } = advisorAt(url);
    expect(await advise('which port', [imap])).toBeUndefined();
    expect(logger.lines).toHaveLength(1);
    expect(logger.lines[0]).toMatch(/^warn The provider for questions gave no advice/);
  });

  it('that does not answer is not waited for', async () => {
    const url = await listen((_request, response) => void response.write('{'));
    expect(await advisorAt(url, 50).advise('which port', [imap])).toBeUndefined();
  });

  it('never sees what may hold a secret, and no more than 500 characters', async () => {
    const seen: string[] = [];
    const url = await listen((_request, response, body) => {
      seen.push((JSON.parse(body) as { question: string }).question);
      response.end('{}');
    });
    const { advise } = advisorAt(url);
    expect(await advise('is hunter2 a good password', [imap])).toBeUndefined();
    await advise('word '.repeat(400), [imap]);
    expect(seen.map(({ length }) => length)).toEqual([500]);
  });
});

it('a provider that ignores the signal is not waited for either', async () => {
  const logger = createSilentLogger();
  const provider = { advise: () => new Promise<never>(() => {}) };
  expect(await createAdvisor({ provider, logger, timeoutMs: 20 }).advise('which port', [imap])).toBeUndefined();
  expect(logger.lines).toHaveLength(1);
});
