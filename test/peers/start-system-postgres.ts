import { execFile, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

const call = promisify(execFile);

/** A PostgreSQL of Debian's, which brings the tools of an operator: `pg_dump` and `pg_restore`. */
export interface SystemPostgres {
  /** A new, empty database of that name. */
  newDatabase(name: string): Promise<string>;
  /** Runs one of its tools. */
  run(tool: string, words: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it on 127.0.0.1, with a folder of its own; says what is missing where it is not installed. */
export async function startSystemPostgres(): Promise<SystemPostgres | { readonly missing: string }> {
  const [bin] = globSync('/usr/lib/postgresql/*/bin').sort().reverse();
  if (bin === undefined || !existsSync(join(bin, 'pg_dump')))
    return { missing: 'Debian’s PostgreSQL is not installed' };
  const owner = userOf('postgres');
  const isRoot = process.getuid?.() === 0;
  if (isRoot && owner === undefined) return { missing: 'PostgreSQL does not run as root, and has no user here' };
  const identity = isRoot && owner !== undefined ? owner : {};
  const directory = mkdtempSync(join(tmpdir(), 'system-postgres-'));
  chmodSync(directory, 0o755);
  if (isRoot && owner !== undefined) chownSync(directory, owner.uid, owner.gid);
  const data = join(directory, 'data');
  await call(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C'], {
    ...identity,
    cwd: directory,
  });
  const port = await freePort();
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    { ...identity, cwd: directory, stdio: 'ignore' },
  );
  const url = (name: string) => `postgresql://postgres@127.0.0.1:${port}/${name}`;
  const ask = async (text: string) => {
    const client = new pg.Client({ connectionString: url('postgres') });
    client.on('error', () => {});
    await client.connect();
    await client.query(text).finally(() => client.end());
  };
  await until('PostgreSQL to answer', () =>
    ask('select 1').then(
      () => true,
      () => false,
    ),
  );
  return {
    async newDatabase(name) {
      await ask(`create database ${name}`);
      return url(name);
    },
    async run(tool, words) {
      await call(join(bin, tool), [...words]);
    },
    async stop() {
      const ends = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ends;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function userOf(name: string): { readonly uid: number; readonly gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
