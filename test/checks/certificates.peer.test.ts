import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { createCheckService, parseAllowed } from '../../src/checks/checks.ts';
import { judgeResult } from '../../src/checks/verdict.ts';

/*
 * Certificates that openssl signs, below a root that this process trusts: what is wrong with each is the only thing wrong.
 */

const directory = mkdtempSync(join(tmpdir(), 'authority-'));
const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
const read = (name: string) => readFileSync(join(directory, name), 'utf8');
const inDays = (days: number) =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`;

interface Wanted {
  readonly extension?: string;
  readonly from?: number;
  readonly to?: number;
  readonly bits?: number;
  readonly digest?: string;
  readonly below?: string;
}

function sign(name: string, wanted: Wanted = {}): void {
  const { extension = 'subjectAltName=DNS:localhost', from = -10, to = 80, bits = 2048, digest = 'sha256' } = wanted;
  const { below = 'middle' } = wanted;
  writeFileSync(join(directory, 'extension.cnf'), `${extension}\n`);
  const request = ['-newkey', `rsa:${bits}`, '-nodes', '-keyout', `${name}.key`, '-out', 'request.pem'];
  openssl('req', ...request, '-subj', '/CN=localhost');
  const files = ['-in', 'request.pem', '-cert', `${below}.pem`, '-keyfile', `${below}.key`, '-out', `${name}.pem`];
  const dates = ['-startdate', inDays(from), '-enddate', inDays(to)];
  openssl(
    'ca',
    '-batch',
    '-notext',
    '-config',
    'ca.cnf',
    '-md',
    digest,
    ...files,
    ...dates,
    '-extfile',
    'extension.cnf',
  );
}

const authority = 'basicConstraints=critical,CA:TRUE';

beforeAll(() => {
  const settings = ['database=index.txt', 'serial=serial', 'new_certs_dir=.', 'policy=any', 'unique_subject=no'];
  writeFileSync(
    join(directory, 'ca.cnf'),
    ['[ca]', 'default_ca=own', '[own]', ...settings, '[any]', 'commonName=supplied', ''].join('\n'),
  );
  writeFileSync(join(directory, 'index.txt'), '');
  writeFileSync(join(directory, 'serial'), '01');
  const root = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'root.key', '-out', 'root.pem', '-days', '99'];
  openssl('req', ...root, '-subj', '/CN=Root', '-addext', authority);
  sign('middle', { extension: authority, below: 'root' });
  sign('old-middle', { extension: authority, below: 'root', from: -90, to: -1 });
  setDefaultCACertificates([...getCACertificates('default'), read('root.pem')]);
}, 60_000);

/** Looks at a server with that certificate. */
async function verdictOn(name: string, below: string, maxVersion?: 'TLSv1'): Promise<string> {
  const server = createServer({
    key: read(`${name}.key`),
    cert: `${read(`${name}.pem`)}${read(`${below}.pem`)}`,
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT:@SECLEVEL=0',
    ...(maxVersion === undefined ? {} : { maxVersion }),
  });
  server.on('secureConnection', (socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const service = createCheckService({
    allowed: parseAllowed(['loopback']) ?? [],
    lookUp: async () => ['127.0.0.1'],
  });
  const { port } = server.address() as AddressInfo;
  const probe = { id: 'x', name: 'x', port, transport: 'tcp', protocol: 'none', tls: 'implicit' } as const;
  const outcome = await service.check({ host: 'localhost', probes: [probe] });
  if (outcome.kind !== 'checked') throw new Error(JSON.stringify(outcome));
  const [result] = outcome.check.results;
  const { verdict = '', why = '' } = result === undefined ? {} : judgeResult(result, true);
  return `${verdict}: ${why.replaceAll(String(port), 'PORT')}`;
}

it.each<[string, Wanted, string]>([
  ['that is right', {}, 'yes: PORT answers'],
  ['that is not valid yet', { from: 3, to: 80 }, 'no: the certificate on PORT is not valid until '],
  ['that expired an hour ago', { to: -1 / 24 }, 'no: the certificate on PORT expired less than a day ago'],
  [
    'below one that has expired',
    { below: 'old-middle' },
    'cannot-tell: PORT answers, but a certificate above it has expired',
  ],
  [
    'with its name in the subject alone',
    { extension: 'keyUsage=digitalSignature' },
    'cannot-tell: PORT answers, but its certificate has its name where today’s programs do not look',
  ],
  [
    'for another name, with this one in its subject',
    { extension: 'subjectAltName=DNS:other.example.org' },
    'no: the certificate on PORT is for another name',
  ],
  ['with a short key', { bits: 1024 }, 'cannot-tell: PORT answers, but its key has only 1024 bits'],
  [
    'for clients',
    { extension: 'subjectAltName=DNS:localhost\nextendedKeyUsage=clientAuth' },
    'cannot-tell: PORT answers, but the chain does not verify (INVALID_PURPOSE)',
  ],
])('a certificate %s is judged so', async (_what, wanted, judged) => {
  sign('leaf', wanted);
  expect(await verdictOn('leaf', wanted.below ?? 'middle')).toContain(judged);
});

it.runIf(Number(process.versions.node.split('.')[0]) >= 24)(
  'a certificate signed with SHA-1 is judged so',
  async () => {
    sign('leaf', { digest: 'sha1' });
    expect(await verdictOn('leaf', 'middle')).toBe('cannot-tell: PORT answers, but its signature is SHA1');
  },
);

it('TLS 1.0 alone is judged so', async () => {
  sign('leaf');
  expect(await verdictOn('leaf', 'middle', 'TLSv1')).toContain('cannot-tell: PORT answers, but with TLSv1 at best');
});
