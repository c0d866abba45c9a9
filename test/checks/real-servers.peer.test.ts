import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Probe, ProbeResult } from '../../src/checks/check.ts';
import { createCheckService, parseAllowed } from '../../src/checks/checks.ts';
import { judgeResult } from '../../src/checks/verdict.ts';
import { type MailServers, missingForMailServers, startMailServers } from '../peers/start-mail-servers.ts';

const missing = missingForMailServers();

const probe = (
  id: string,
  port: number,
  protocol: Probe['protocol'],
  tls: Probe['tls'],
  more: Partial<Probe> = {},
): Probe => ({
  id,
  name: id,
  port,
  transport: 'tcp',
  protocol,
  tls,
  ...more,
});

describe.skipIf(missing !== undefined)(`real servers of Debian${missing === undefined ? '' : ` (${missing})`}`, () => {
  let servers: MailServers;
  let results: ReadonlyMap<string, ProbeResult>;

  beforeAll(async () => {
    servers = await startMailServers();
    const service = createCheckService({
      allowed: parseAllowed(['loopback']) ?? [],
      lookUp: async () => ['127.0.0.1'],
    });
    const outcome = await service.check({
      host: 'localhost',
      probes: [
        probe('smtp', servers.smtp, 'smtp', 'starttls'),
        probe('imap', servers.imap, 'imap', 'starttls'),
        probe('imaps', servers.imaps, 'imap', 'implicit'),
        probe('https', servers.https, 'http', 'implicit', { webPaths: true }),
        probe('http on https', servers.https, 'http', 'none'),
        probe('imap on imaps', servers.imaps, 'imap', 'none'),
        probe('tls on smtp', servers.smtp, 'smtp', 'implicit'),
        probe('expired', servers.expired, 'none', 'implicit'),
        probe('other name', servers.otherName, 'none', 'implicit'),
        probe('old', servers.oldTls, 'none', 'implicit'),
      ],
    });
    if (outcome.kind !== 'checked') throw new Error(JSON.stringify(outcome));
    results = new Map(outcome.check.results.map((result) => [result.probe.id, result]));
  }, 60_000);

  afterAll(() => servers?.stop());

  it('Postfix greets, and its STARTTLS works', () => {
    expect(results.get('smtp')).toMatchObject({
      state: 'open',
      greeting: expect.stringMatching(/^220 mail\.example\.org ESMTP Postfix/),
      software: { product: 'other', name: 'Postfix' },
      startTls: 'works',
      tls: { protocol: 'TLSv1.3', certificate: { matchesName: true } },
    });
  });

  it('Dovecot greets, with STARTTLS and over TLS', () => {
    expect(results.get('imap')).toMatchObject({ state: 'open', startTls: 'works', software: { name: 'Dovecot' } });
    expect(results.get('imaps')).toMatchObject({ state: 'open', greeting: expect.stringContaining('* OK') });
  });

  it('nginx answers each path over TLS, and its redirect is not followed', () => {
    expect(results.get('https')).toMatchObject({
      state: 'open',
      software: { name: 'nginx' },
      paths: [
        { path: '/', status: 302, detail: 'redirects to http://127.0.0.1:1/elsewhere' },
        { path: '/Microsoft-Server-ActiveSync', status: 401, answers: true },
        { path: '/autodiscover/autodiscover.xml', status: 404, answers: false },
      ],
    });
  });

  it('what is asked in the wrong tongue is not said to work', () => {
    for (const id of ['imap on imaps', 'tls on smtp']) {
      const result = results.get(id);
      expect(result?.state).toBe('open');
      expect(result && judgeResult(result, true).verdict, id).not.toBe('yes');
    }
    const inClear = results.get('http on https');
    expect(inClear).toMatchObject({ paths: [{ status: 400 }] });
    expect(inClear && judgeResult(inClear, true).verdict).toBe('cannot-tell');
  });

  it('takes TLS 1.1 where openssl can speak it with the server, and nowhere else', () => {
    const speaks = (port: number, starttls: readonly string[] = []) => {
      const args = ['s_client', '-connect', `127.0.0.1:${port}`, '-tls1_1', '-cipher', 'ALL:@SECLEVEL=0', ...starttls];
      const { stdout } = spawnSync('openssl', args, { input: '', encoding: 'utf8' });
      return /^\s*Cipher\s*: (?!0000|\(NONE\))/m.test(stdout);
    };
    const old = (id: string) => results.get(id)?.tls?.old;
    expect(speaks(servers.oldTls)).toBe(true);
    expect(old('old')).toBe('TLSv1.1');
    for (const [id, port, starttls] of [
      ['https', servers.https, []],
      ['imaps', servers.imaps, []],
      ['imap', servers.imap, ['-starttls', 'imap']],
      ['smtp', servers.smtp, ['-starttls', 'smtp']],
    ] as const) {
      expect(old(id) === 'TLSv1.1', id).toBe(speaks(port, starttls));
    }
  });

  it('certificates have as many days left as openssl says', () => {
    const daysUntil = (date: Date) => Math.floor((date.getTime() - Date.now()) / 86_400_000);
    const good = results.get('https')?.tls?.certificate;
    const expired = results.get('expired')?.tls?.certificate;
    expect(good).toMatchObject({ validTo: servers.endDate('good'), daysLeft: daysUntil(servers.endDate('good')) });
    expect(expired).toMatchObject({
      validTo: servers.endDate('expired'),
      daysLeft: daysUntil(servers.endDate('expired')),
    });
  });

  it('a certificate that expired, or is for another name, is a no, and one that nobody knows cannot be told', () => {
    const judged = (id: string) => {
      const result = results.get(id);
      return result && judgeResult(result, true);
    };
    expect(judged('expired')).toMatchObject({ verdict: 'no', why: expect.stringContaining('expired') });
    expect(judged('other name')).toMatchObject({ verdict: 'no', why: expect.stringContaining('another name') });
    expect(judged('imaps')).toMatchObject({
      verdict: 'cannot-tell',
      why: expect.stringContaining('its certificate is self-signed'),
    });
  });
});
