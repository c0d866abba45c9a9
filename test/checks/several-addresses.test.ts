import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createCheckService, parseAllowed } from '../../src/checks/checks.ts';
import { judgeResult } from '../../src/checks/verdict.ts';

const sockets = new Set<Socket>();

async function listen(address: string, port: number, take: (socket: Socket) => void, allowHalfOpen = false) {
  const server = createServer({ allowHalfOpen }, (socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    take(socket);
  });
  await new Promise<void>((listening) => server.listen(port, address, listening));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function look(port: number, addresses: readonly string[]) {
  const service = createCheckService({
    allowed: parseAllowed(['loopback']) ?? [],
    lookUp: async () => addresses,
  });
  const probe = { id: 'x', name: 'x', port, transport: 'tcp', protocol: 'smtp', tls: 'none' } as const;
  const outcome = await service.check({ host: 'several', probes: [probe] });
  if (outcome.kind !== 'checked') throw new Error(outcome.kind);
  const [result] = outcome.check.results;
  if (result === undefined) throw new Error('No result');
  return { check: outcome.check, result, ...judgeResult(result, true) };
}

const serve = (socket: Socket) => {
  socket.write('220 mail ESMTP\r\n');
  socket.on('data', (data) => socket.write(data.toString().startsWith('EHLO') ? '250 mail\r\n' : '221 bye\r\n'));
};

it('a server that serves on one address and refuses on the other is not said to work', async () => {
  const port = await listen('127.0.0.1', 0, serve);
  await listen('127.0.0.5', port, (socket) => socket.end('421 too busy\r\n'));
  const { verdict, why } = await look(port, ['127.0.0.1', '127.0.0.5']);
  expect({ verdict, why }).toEqual({
    verdict: 'cannot-tell',
    why: `${port} answers, but is not serving on 127.0.0.5`,
  });
});

it('a server that is closed on the first address and serves on the other is not said to fail', async () => {
  const port = await listen('127.0.0.1', 0, serve);
  const { verdict, why } = await look(port, ['127.0.0.6', '127.0.0.1']);
  expect({ verdict, why }).toEqual({ verdict: 'cannot-tell', why: `${port} is closed, but answers on 127.0.0.1` });
});

it('a host with more addresses than are looked at says so', async () => {
  const port = await listen('127.0.0.1', 0, serve);
  const { check } = await look(
    port,
    Array.from({ length: 12 }, (_, index) => `127.0.0.${index + 1}`),
  );
  expect(check).toMatchObject({ lookedAt: 8, complete: true });
  expect(check.addresses).toHaveLength(12);
});

it('a server that goes on sending a byte at a time after our farewell is hung up on', async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const drip = (socket: Socket) => {
    serve(socket);
    const timer = setInterval(() => socket.write('x'), 100);
    socket.on('close', () => {
      clearInterval(timer);
      resolve();
    });
  };
  const port = await listen('127.0.0.1', 0, drip, true);
  expect((await look(port, ['127.0.0.1'])).result.state).toBe('open');
  await closed;
});
