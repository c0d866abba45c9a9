import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createCheckService, parseAllowed } from '../../src/checks/checks.ts';
import { judgeResult } from '../../src/checks/verdict.ts';

/** Takes connections and says nothing. */
async function listenSilently(): Promise<{ readonly port: number; readonly taken: Promise<void> }> {
  const { promise: taken, resolve } = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    resolve();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, taken };
}

test.each([
  ['smtp', 'none'],
  ['imap', 'starttls'],
  ['imap', 'implicit'],
  ['http', 'implicit'],
  ['none', 'implicit'],
] as const)('a check of %s, %s, that is stopped blames the server for nothing', async (protocol, tls) => {
  const { port, taken } = await listenSilently();
  const stopping = new AbortController();
  const service = createCheckService({ allowed: parseAllowed(['loopback']) ?? [] });
  const probe = { id: 'x', name: 'x', port, transport: 'tcp', protocol, tls } as const;
  const checking = service.check({ host: '127.0.0.1', probes: [probe], signal: stopping.signal });
  await taken;
  stopping.abort();
  const outcome = await checking;
  if (outcome.kind !== 'checked') throw new Error(outcome.kind);
  const { complete, stopped, results } = outcome.check;
  expect({ complete, stopped }).toEqual({ complete: false, stopped: true });
  const [result] = results;
  expect(result?.tlsFailure).toBeUndefined();
  expect(result && judgeResult(result, true).verdict).toBe('cannot-tell');
});
