import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

/** Where Debian keeps the programs, beside PATH. */
const folders = ['/usr/sbin', '/usr/lib/postfix/sbin', '/usr/bin'];
const environment = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:${folders.join(':')}` };

/** Postfix, Dovecot, nginx and `openssl s_server` on free ports of 127.0.0.1, as Debian packs them. */
export interface MailServers {
  /** Postfix, with STARTTLS. */
  readonly smtp: number;
  /** Dovecot, with STARTTLS, and with TLS from the start. */
  readonly imap: number;
  readonly imaps: number;
  /** nginx over TLS: 401 for ActiveSync, 404 for AutoDiscover, a redirect elsewhere. */
  readonly https: number;
  /** `openssl s_server`, with certificates that have expired, and that are for another name. */
  readonly expired: number;
  readonly otherName: number;
  /** `openssl s_server` that takes every version of TLS. */
  readonly oldTls: number;
  /** A certificate's last day, as `openssl` says it. */
  endDate(which: 'good' | 'expired'): Date;
  readonly directory: string;
  stop(): Promise<void>;
}

/** What is missing for them, or nothing. Postfix and Dovecot want to begin as root. */
export function missingForMailServers(): string | undefined {
  if (process.getuid?.() !== 0) return 'Postfix and Dovecot begin as root';
  const missing = ['postfix', 'dovecot', 'nginx', 'openssl'].filter(
    (name) => spawnSync('sh', ['-c', `command -v ${name}`], { env: environment }).status !== 0,
  );
  return missing.length === 0 ? undefined : `${missing.join(', ')} not installed`;
}

/** Starts them all, in about three seconds. */
export async function startMailServers(): Promise<MailServers> {
  const directory = mkdtempSync(join(tmpdir(), 'mail-servers-'));
  chmodSync(directory, 0o755);
  makeCertificates(directory);
  const [smtp = 0, imap = 0, imaps = 0, https = 0, expired = 0, otherName = 0, oldTls = 0] = await Promise.all(
    Array.from({ length: 7 }, freePort),
  );
  const children: ChildProcess[] = [
    startDovecot(directory, imap, imaps),
    startNginx(directory, https),
    startOpenssl(directory, expired, 'expired'),
    startOpenssl(directory, otherName, 'other'),
    startOpenssl(directory, oldTls, 'good', ['-cipher', 'ALL:@SECLEVEL=0']),
  ];
  const stopPostfix = startPostfix(directory, smtp);
  const stop = async () => {
    stopPostfix();
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(
      children.map((child) => until('an exit', () => child.exitCode !== null || child.signalCode !== null)),
    );
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    for (const port of [smtp, imap, imaps, https, expired, otherName, oldTls])
      await until(`port ${port}`, () => accepts(port), 20_000);
  } catch (error) {
    await stop();
    throw error;
  }
  const endDate = (which: string) => {
    const said = openssl(['x509', '-in', join(directory, `${which}.pem`), '-noout', '-enddate'], directory);
    return new Date(said.replace('notAfter=', ''));
  };
  return { smtp, imap, imaps, https, expired, otherName, oldTls, endDate, directory, stop };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

function openssl(args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync('openssl', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
  return stdout.trim();
}

/** `good` for localhost, `expired` for localhost years ago, `other` for another name. Each signs itself. */
function makeCertificates(directory: string): void {
  const configuration = `
[ca]
default_ca = own
[own]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
`;
  writeFileSync(join(directory, 'ca.cnf'), configuration);
  writeFileSync(join(directory, 'index.txt'), '');
  writeFileSync(join(directory, 'serial'), '01');
  const day = (date: Date) => `${date.toISOString().slice(2, 10).replaceAll('-', '')}000000Z`;
  const inDays = (days: number) => day(new Date(Date.now() + days * 86_400_000));
  const wanted = [
    ['good', 'localhost', inDays(-10), inDays(80)],
    ['expired', 'localhost', '200101000000Z', '210101000000Z'],
    ['other', 'elsewhere.example.org', inDays(-10), inDays(80)],
  ] as const;
  for (const [name, host, from, to] of wanted) {
    const key = `${name}.key`;
    openssl(['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key], directory);
    openssl(
      [
        'req',
        '-new',
        '-key',
        key,
        '-subj',
        `/CN=${host}`,
        '-addext',
        `subjectAltName=DNS:${host}`,
        '-out',
        'request.pem',
      ],
      directory,
    );
    openssl(
      // biome-ignore format: one argument with its value a line would be long
      ['ca', '-config', 'ca.cnf', '-batch', '-selfsign', '-keyfile', key, '-in', 'request.pem', '-startdate', from, '-enddate', to, '-notext', '-out', `${name}.pem`],
      directory,
    );
  }
}

function startDovecot(directory: string, imap: number, imaps: number): ChildProcess {
  const file = join(directory, 'dovecot.conf');
  mkdirSync(join(directory, 'dovecot'));
  writeFileSync(
    file,
    `
base_dir = ${directory}/dovecot
state_dir = ${directory}/dovecot
log_path = ${directory}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${directory}/good.pem
ssl_key = <${directory}/good.key
auth_mechanisms = plain
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=/nonexistent
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = ${imaps}
    ssl = yes
  }
}
service stats {
  chroot =
}
service anvil {
  chroot =
}
`,
  );
  return spawn('dovecot', ['-F', '-c', file], { stdio: 'ignore', env: environment });
}

function startNginx(directory: string, https: number): ChildProcess {
  const file = join(directory, 'nginx.conf');
  writeFileSync(
    file,
    `
daemon off;
pid ${directory}/nginx.pid;
error_log ${directory}/nginx.log;
worker_processes 1;
events {}
http {
  access_log off;
  server {
    listen 127.0.0.1:${https} ssl;
    ssl_certificate ${directory}/good.pem;
    ssl_certificate_key ${directory}/good.key;
    location = /Microsoft-Server-ActiveSync { return 401; }
    location = /autodiscover/autodiscover.xml { return 404; }
    location / { return 302 http://127.0.0.1:1/elsewhere; }
  }
}
`,
  );
  return spawn('nginx', ['-c', file, '-p', directory, '-e', join(directory, 'nginx.log')], {
    stdio: 'ignore',
    env: environment,
  });
}

function startOpenssl(directory: string, port: number, which: string, more: readonly string[] = []): ChildProcess {
  const certificate = ['-cert', `${which}.pem`, '-key', `${which}.key`];
  const args = ['s_server', '-accept', `127.0.0.1:${port}`, ...certificate, '-quiet', ...more];
  // It ends with its standard input.
  return spawn('openssl', args, { cwd: directory, stdio: ['pipe', 'ignore', 'ignore'] });
}

/** Postfix is a family of processes that go to the background by themselves. */
function startPostfix(directory: string, smtp: number): () => void {
  const configuration = join(directory, 'postfix');
  for (const folder of ['postfix', 'postfix/queue', 'postfix/data'])
    mkdirSync(join(directory, folder), { mode: 0o755 });
  spawnSync('chown', ['postfix', join(configuration, 'data')]);
  writeFileSync(
    join(configuration, 'main.cf'),
    `
compatibility_level = 3.6
queue_directory = ${configuration}/queue
data_directory = ${configuration}/data
maillog_file = ${configuration}/log
maillog_file_prefixes = ${directory}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.org
mydestination =
alias_maps =
smtpd_tls_security_level = may
smtpd_tls_cert_file = ${directory}/good.pem
smtpd_tls_key_file = ${directory}/good.key
smtpd_peername_lookup = no
`,
  );
  writeFileSync(
    join(configuration, 'master.cf'),
    `
127.0.0.1:${smtp} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
rewrite unix - - n - - trivial-rewrite
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
defer unix - - n - 0 bounce
bounce unix - - n - 0 bounce
proxymap unix - - n - - proxymap
`,
  );
  const run = (command: string) =>
    spawnSync('postfix', ['-c', configuration, command], {
      encoding: 'utf8',
      env: { ...environment, MAIL_CONFIG: configuration },
    });
  const { status, stderr, stdout } = run('start');
  if (status !== 0) throw new Error(`Postfix did not start: ${stdout}${stderr}`);
  return () => void run('stop');
}
