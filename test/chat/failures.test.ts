import { expect, test } from 'vitest';
import { isUnreached } from '../../src/chat/failures.ts';

const error = (fields: object) => Object.assign(new Error('it failed'), fields);
const wrapped = (cause: unknown) => new TypeError('fetch failed', { cause: new Error('wrapped', { cause }) });

test.each([
  ['nobody listens', error({ code: 'ECONNREFUSED', syscall: 'connect' })],
  ['no such name', error({ code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
  ['the resolver is away', error({ code: 'EAI_AGAIN', syscall: 'getaddrinfo' })],
  ['no answer to the connection', error({ code: 'UND_ERR_CONNECT_TIMEOUT' })],
  ['all addresses refuse', new AggregateError([error({ syscall: 'connect' }), error({ syscall: 'connect' })])],
  ['a wrong certificate', error({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
  ['a certificate of nobody', error({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })],
  ['a proxy that refuses', Object.assign(new Error('Proxy response (403) !== 200'), { code: 'UND_ERR_ABORTED' })],
])('certainly not sent: %s', (_what, cause) => {
  expect(isUnreached(cause)).toBe(true);
  expect(isUnreached(wrapped(cause))).toBe(true);
});

test.each([
  ['a reset', error({ code: 'ECONNRESET', syscall: 'read' })],
  ['a closed socket', error({ code: 'UND_ERR_SOCKET' })],
  ['the host gone while waiting', error({ code: 'EHOSTUNREACH', syscall: 'read' })],
  ['a broken pipe', error({ code: 'EPIPE', syscall: 'write' })],
  ['our time-out', new DOMException('The operation was aborted due to timeout', 'TimeoutError')],
  ['an abort', error({ code: 'UND_ERR_ABORTED' })],
  ['one address that was reached', new AggregateError([error({ syscall: 'connect' }), error({ syscall: 'read' })])],
  ['nothing known', undefined],
  [
    'a cause of itself',
    (() => {
      const loop = error({});
      return Object.assign(loop, { cause: loop });
    })(),
  ],
])('perhaps sent: %s', (_what, cause) => {
  expect(isUnreached(cause)).toBe(false);
  expect(isUnreached(wrapped(cause))).toBe(false);
});
