import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createCheckService, parseAllowed } from '../../src/checks/checks.ts';
import { noRecords } from './no-records.ts';

const port = 4_443;
const warmUps = 10;

/** Times our check and `openssl s_client` in turns, each until it has said when a server's certificate ends. Milliseconds. */
export async function timeCertificate(
  rounds: number,
): Promise<{ readonly ours: number[]; readonly openssl: number[] }> {
  const directory = mkdtempSync(join(tmpdir(), 'certificate-'));
  const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => join(directory, name)) as [string, string];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost'];
  execFileSync('openssl', ['req', '-x509', ...made, '-days', '80', '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  // Not with -quiet, which reads standard input; nginx and others serve many at once, s_server one after the other.
  const server = spawn(
    'openssl',
    ['s_server', '-accept', `127.0.0.1:${port}`, '-cert', certificate, '-key', key, '-www'],
    { stdio: 'ignore' },
  );
  try {
    await listening();
    const service = createCheckService({
      allowed: parseAllowed(['loopback']) ?? [],
      claimHosts: async () => true,
      lookUp: async () => ['127.0.0.1'],
      resolver: () => noRecords,
    });
    const probe = { id: 'x', name: '', port, transport: 'tcp', protocol: 'none', tls: 'implicit' } as const;
    const look = async () => {
      const outcome = await service.check({ host: 'localhost', probes: [probe] });
      const tls = outcome.kind === 'checked' ? outcome.check.results[0]?.tls : undefined;
      if (tls?.certificate === undefined) throw new Error(`No certificate: ${JSON.stringify(outcome)}`);
      return tls.certificate.validTo.getTime();
    };
    const command = `openssl s_client -connect 127.0.0.1:${port} -servername localhost </dev/null 2>/dev/null | openssl x509 -noout -enddate`;
    const ask = () => Date.parse(execFileSync('sh', ['-c', command], { encoding: 'utf8' }).replace('notAfter=', ''));
    if ((await look()) !== ask()) throw new Error('The two say different days');
    for (let turn = 0; turn < warmUps; turn += 1) await look();
    const times = { ours: [] as number[], openssl: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      let startedMs = performance.now();
      await look();
      times.ours.push(performance.now() - startedMs);
      startedMs = performance.now();
      ask();
      times.openssl.push(performance.now() - startedMs);
    }
    return times;
  } finally {
    server.kill();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function listening(): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(() => resolve(true)));
      socket.on('error', () => resolve(false));
    });
    if (isThere) return;
    await wait(20);
  }
  throw new Error('openssl s_server does not listen');
}
