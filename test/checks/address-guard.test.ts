import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { guardHost, judgeAddress, parseAllowed, parseTarget } from '../../src/checks/address-guard.ts';
import { propertyRuns } from '../property-runs.ts';

const nothing = parseAllowed([]) ?? [];
const loopback = parseAllowed(['loopback']) ?? [];
const resolvesTo =
  (...addresses: string[]) =>
  async () =>
    addresses;
const unasked = async (): Promise<string[]> => {
  throw new Error('An address is not looked up.');
};

describe('a host', () => {
  it.each([
    ['a decimal number', '2130706433'],
    ['octal numbers', '0177.0.0.1'],
    ['octal numbers that are decimal too', '010.0.0.1'],
    ['hexadecimal numbers', '0x7f.0.0.1'],
    ['one hexadecimal number', '0x7f000001'],
    ['two numbers', '127.1'],
    ['five numbers', '1.2.3.4.5'],
    ['an address with a zone', 'fe80::1%eth0'],
    ['an encoded zone', 'fe80::1%25eth0'],
    ['a URL', 'http://127.0.0.1/'],
    ['a user name', 'example.org@127.0.0.1'],
    ['a port', '127.0.0.1:25'],
    ['a path', 'example.org/x'],
    ['a backslash', 'example.org\\@127.0.0.1'],
    ['a line break', 'example.org\r\nQUIT'],
    ['a null byte', 'example.org\0.local'],
    ['an empty label', 'mail..example.org'],
    ['a label of 64 characters', `${'a'.repeat(64)}.org`],
    ['nothing', ' '],
  ])('is refused where it is %s', async (_what, text) => {
    expect(parseTarget(text)).toMatchObject({ kind: 'refused' });
    expect(await guardHost(text, loopback, unasked)).toMatchObject({ kind: 'refused', code: 'bad-host' });
  });

  it.each([
    ['Mail.Example.ORG.', 'mail.example.org'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['[2001:4860::8888]', '2001:4860::8888'],
    ['2001:4860:0:0::8888', '2001:4860::8888'],
  ])('is read: %s', (text, host) => {
    expect(parseTarget(text)).toMatchObject({ host });
  });

  it.each(['１２７.０.０.１', '127。0。0。1', '⑫⑦.0.0.1'])('is judged as what it becomes: %s', async (text) => {
    expect(await guardHost(text, nothing, unasked)).toMatchObject({ kind: 'refused' });
  });
});

describe('an address', () => {
  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '168.63.129.16',
    '100.64.0.1',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::7f00:1',
    'fe80::1',
    'fec0::1',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '100::1',
    '2001:db8::1',
    '2001::1',
    '2002:7f00:1::1',
    '3fff::1',
    '5f00::1',
  ])('is refused: %s', (address) => {
    expect(judgeAddress(address, nothing)).toBeTypeOf('string');
  });

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2001:4860:4860::8888', '2a00:1450::1'])(
    'is allowed: %s',
    (address) => {
      expect(judgeAddress(address, nothing)).toBeUndefined();
    },
  );

  it('is allowed where its network is, in IPv6 clothes too', () => {
    expect(judgeAddress('127.0.0.1', loopback)).toBeUndefined();
    expect(judgeAddress('::ffff:127.0.0.1', loopback)).toBeUndefined();
    expect(judgeAddress('10.0.0.1', loopback)).toBeTypeOf('string');
    expect(judgeAddress('::ffff:8.8.8.8', loopback)).toBeTypeOf('string');
  });

  it('outside the allowed networks is never in a range that is not the public internet', () => {
    const v4 = fc.tuple(...Array.from({ length: 4 }, () => fc.nat(255))).map((bytes) => bytes.join('.'));
    const v6 = fc
      .uint8Array({ minLength: 16, maxLength: 16 })
      .map((bytes) => ipaddr.fromByteArray([...bytes]).toString());
    fc.assert(
      fc.property(fc.oneof(v4, v6), (address) => {
        if (judgeAddress(address, nothing) !== undefined) return;
        const [first = 0, second = 0] = ipaddr.parse(address).toByteArray();
        if (address.includes(':')) expect(first >> 5).toBe(1);
        else {
          expect([0, 10, 127]).not.toContain(first);
          expect(first).toBeLessThan(224);
          expect([first, second]).not.toEqual([192, 168]);
          expect([first, second]).not.toEqual([169, 254]);
          expect(first === 172 && second >> 4 === 1).toBe(false);
          expect(first === 100 && second >> 6 === 1).toBe(false);
        }
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });
});

describe('a name', () => {
  it('is refused where any of its addresses is', async () => {
    expect(await guardHost('mail.example.org', nothing, resolvesTo('8.8.8.8', '127.0.0.1'))).toMatchObject({
      kind: 'refused',
      code: 'address-not-allowed',
      why: expect.stringContaining('127.0.0.1'),
    });
    // A CNAME to localhost ends here as well: the look-up follows it.
    expect(await guardHost('x.example.org', nothing, resolvesTo('::1'))).toMatchObject({ kind: 'refused' });
    expect(await guardHost('x.example.org', nothing, resolvesTo('::ffff:10.0.0.1'))).toMatchObject({ kind: 'refused' });
    expect(await guardHost('localhost', nothing, resolvesTo('127.0.0.1'))).toMatchObject({ kind: 'refused' });
  });

  it('is looked up once, and its addresses are handed on as they were judged', async () => {
    const answers = [['8.8.8.8'], ['127.0.0.1']];
    const rebinding = async () => answers.shift() ?? [];
    expect(await guardHost('mail.example.org', nothing, rebinding)).toEqual({
      kind: 'allowed',
      host: 'mail.example.org',
      isName: true,
      addresses: ['8.8.8.8'],
    });
    expect(answers).toEqual([['127.0.0.1']]);
  });

  it('without an address, or that cannot be looked up, is told apart', async () => {
    const fails = (code: string) => async (): Promise<string[]> => {
      throw Object.assign(new Error(code), { code });
    };
    expect(await guardHost('a.example', nothing, fails('ENOTFOUND'))).toMatchObject({
      why: expect.stringContaining('no address'),
    });
    expect(await guardHost('a.example', nothing, fails('EAI_AGAIN'))).toMatchObject({
      why: expect.stringContaining('EAI_AGAIN'),
    });
    expect(await guardHost('a.example', nothing, resolvesTo())).toMatchObject({
      kind: 'refused',
      code: 'no-such-host',
    });
  });
});

describe('allowed networks', () => {
  it.each(['10.0.0.0/33', 'x', '10.0.0.0/', '/8', 'fe80::%1/10', '010.0.0.0/8'])('are refused: %s', (word) => {
    expect(parseAllowed([word])).toBeUndefined();
  });
});
