import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import type { Probe, ProbeResult } from '../../src/checks/check.ts';
import { createCheckService, parseAllowed } from '../../src/checks/checks.ts';
import { askMinger } from '../../src/checks/minger.ts';
import { judgeResult } from '../../src/checks/verdict.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

/** A server of the test's own on 127.0.0.1. */
async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const saying = (text: string | Buffer, answers: Readonly<Record<string, string>> = {}) =>
  listen(
    createServer((socket) => {
      socket.write(text);
      socket.on('data', (data) => {
        const [word = ''] = data.toString('latin1').trim().split(' ');
        const answer = answers[word];
        if (answer !== undefined) socket.write(answer);
      });
    }),
  );

const limits = { totalMs: 5_000, answerMs: 600, together: 20 };

async function look(port: number, of: Partial<Probe> = {}): Promise<ProbeResult> {
  const service = createCheckService({ allowed: parseAllowed(['loopback']) ?? [], limits });
  const probe: Probe = { id: 'x', name: 'x', port, transport: 'tcp', protocol: 'smtp', tls: 'none', ...of };
  const outcome = await service.check({ host: '127.0.0.1', probes: [probe] });
  if (outcome.kind !== 'checked') throw new Error(JSON.stringify(outcome));
  const [result] = outcome.check.results;
  if (result === undefined) throw new Error('No result');
  // Whatever a server says, it is shown as one line of printable characters, and shortened.
  for (const text of [result.greeting, result.reason, result.doubt, result.tlsFailure]) {
    expect(text ?? '').toMatch(/^[\x20-\x7e]{0,1000}$/);
  }
  return result;
}

/** Sends chunks for as long as somebody reads. */
const endless = (chunk: Buffer) =>
  listen(
    createServer((socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on('drain', more);
      more();
    }),
  );

describe('a hostile server', () => {
  it.each([
    ['an endless line', Buffer.alloc(65_536, 'a'), 'kB'],
    ['endless lines', Buffer.from('220-more\r\n'.repeat(5_000)), 'never ends'],
    ['endless bytes', Buffer.alloc(65_536, 0xff), 'kB'],
  ])('that sends %s is cut off', async (_what, chunk, why) => {
    const result = await look(await endless(chunk));
    expect(result.state).toBe('open');
    expect(result.doubt).toContain(why);
  });

  it('that sends a byte now and then, or nothing, is not waited for', async () => {
    const slow = await listen(
      createServer((socket) => {
        const timer = setInterval(() => socket.write('2'), 50);
        socket.on('close', () => clearInterval(timer));
      }),
    );
    expect((await look(slow)).doubt).toContain('never ends its first line');
    expect((await look(await saying(''))).doubt).toContain('says nothing');
  });

  it('that sends control characters has them escaped', async () => {
    const result = await look(await saying('220 \u001b[2J\u0007 `rm` <!channel> @everyone\r\n'));
    expect(result.greeting).toBe("220 \\x1b[2J\\x07 'rm' <!channel> @everyone");
  });

  it('that closes at once, or in the middle, is not said to work', async () => {
    const closes = await listen(createServer((socket) => socket.end()));
    expect(judgeResult(await look(closes), false).verdict).toBe('cannot-tell');
    const midway = await listen(createServer((socket) => socket.end('220-hello\r\n')));
    expect(judgeResult(await look(midway), false).verdict).toBe('cannot-tell');
  });

  it('that answers TLS with garbage, or never, is a no with the reason', async () => {
    const garbage = await look(await saying(Buffer.from('HTTP/1.1 400 Bad\r\n\r\n')), { tls: 'implicit' });
    expect(garbage).toMatchObject({ state: 'open', tlsFailure: 'it does not speak TLS' });
    const silent = await look(await saying(''), { tls: 'implicit' });
    expect(silent.tlsFailure).toContain('not answered');
    const starttls = await look(
      await saying('220 x ESMTP\r\n', {
        EHLO: '250-x\r\n250 STARTTLS\r\n',
        STARTTLS: '220 go\r\nrubbish rubbish rubbish\r\n',
      }),
      { tls: 'starttls' },
    );
    expect(starttls).toMatchObject({ startTls: 'offered-but-fails' });
    expect(judgeResult(starttls, false).verdict).toBe('no');
  });

  it('with 2,000 names and escape codes in its certificate has a few of them shown', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'certificate-'));
    const names = Array.from({ length: 2_000 }, (_, index) => `DNS:host-${index}.example.org`).join(',');
    execFileSync(
      'openssl',
      // biome-ignore format: one argument with its value a line would be long
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'key.pem', '-out', 'cert.pem', '-days', '5', '-subj', '/CN=\u001b[31mred', '-addext', `subjectAltName=${names}`],
      { cwd: directory, stdio: 'ignore' },
    );
    const [key, cert] = ['key.pem', 'cert.pem'].map((name) => readFileSync(join(directory, name)));
    const port = await listen(
      createTlsServer({ ...(key && cert ? { key, cert } : {}) }, (socket) => socket.on('error', () => {})),
    );
    const { tls } = await look(port, { tls: 'implicit', protocol: 'none' });
    expect(tls?.certificate?.names).toHaveLength(5);
    expect(tls?.certificate?.nameCount).toBeGreaterThan(500);
    expect(tls?.certificate?.subject).toMatch(/^[\x20-\x7e]*\[31mred$/);
  });

  it('that sends a header without end, or no web page, is not said to answer', async () => {
    const header = await look(await endless(Buffer.from(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(60_000)}`)), {
      protocol: 'http',
    });
    expect(judgeResult(header, false).verdict).toBe('cannot-tell');
    expect(judgeResult(await look(await saying('220 x\r\n'), { protocol: 'http' }), false).verdict).toBe('cannot-tell');
  });
});

describe('a hostile web server', () => {
  const answering = (answer: string) =>
    listen(createServer((socket) => socket.once('data', () => socket.write(answer))));

  it.each([
    ['changes to another protocol', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'],
    ['says that more comes, and nothing does', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['answers with half a header', 'HTTP/1.1 200'],
  ])('that %s is not waited for, and not said to answer', async (_what, answer) => {
    const result = await look(await answering(answer), { protocol: 'http' });
    expect(judgeResult(result, false).verdict).toBe('cannot-tell');
  });
});

describe('Minger', () => {
  const ask = (address: string) =>
    askMinger({
      address,
      port: 4069,
      host: 'mail.example.org',
      timeoutMs: 100,
      nowMs: () => performance.now(),
      signal: AbortSignal.timeout(5_000),
    });

  it('on an address that nothing can be sent to is not known, and ends nothing but the query', async () => {
    // Linux refuses to connect a socket to the broadcast address, as it does where there is no route.
    expect(await ask('255.255.255.255')).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('refuses'),
    });
  });

  it('on a machine that says that nothing listens is not known, and never closed', async () => {
    expect(await ask('127.0.0.1')).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('nothing answers'),
    });
  });
});

describe('MDaemon’s greetings', () => {
  it.each([
    ['smtp', '220 mail.example.org ESMTP MDaemon 24.5.1; Sun, 29 Nov 2026 12:00:00 +0000', '24.5.1'],
    ['smtp', '220 mail.example.org ESMTP MDaemon 4.0.2 UNREGISTERED; Sun, 29 Nov 2026 12:00:00 +0000', '4.0.2'],
    ['smtp', '220 mail.example.org ESMTP service ready [1] using MDaemon v2.84 R', '2.84'],
    ['pop3', '+OK mail.example.org POP MDaemon 9.6.0 ready <MDAEMON-F200@mail.example.org>', '9.6.0'],
    ['pop3', '+OK mail.example.org POP MDaemon ready using UNREGISTERED SOFTWARE 4.0.2', '4.0.2'],
    ['imap', '* OK mail.example.org IMAP4rev1 MDaemon 26.0.2b ready', '26.0.2b'],
  ] as const)('in %s give the version: %s', async (protocol, line, version) => {
    const result = await look(await saying(`${line}\r\n`), { protocol });
    expect(result.software).toEqual({ product: 'MDaemon', version });
  });

  it('that are hidden or edited say nothing, and never that it is not MDaemon', async () => {
    const hidden = await look(await saying('220 mail.example.org ESMTP ready\r\n'));
    expect(hidden.software).toBeUndefined();
    const withoutVersion = await look(await saying('220 mail.example.org ESMTP MDaemon\r\n'));
    expect(withoutVersion.software).toEqual({ product: 'MDaemon' });
  });

  it.each([
    ['smtp', '421 too busy\r\n'],
    ['smtp', '554 no service\r\n'],
    ['pop3', '-ERR blocked\r\n'],
    ['imap', '* BYE blocked\r\n'],
  ] as const)('that refuse in %s are open but not serving: %s', async (protocol, line) => {
    expect((await look(await saying(line), { protocol })).state).toBe('not-serving');
  });
});
