import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { endAfterEach } from './peers/end-after-each.ts';
import { freePort } from './peers/free-port.ts';
import { type LocalSlack, localSlackMissing, startLocalSlack } from './peers/start-local-slack.ts';
import { startPostgres } from './peers/start-postgres.ts';
import { type RunningProgram, spawnProgram, startProgram } from './peers/start-program.ts';
import { until } from './peers/until.ts';

/** What a container's health check ends with. */
async function healthStatus(env: Record<string, string>): Promise<number> {
  const file = join(import.meta.dirname, '../bin/health-check.mjs');
  const [status] = await once(spawn(process.execPath, [file], { env, stdio: 'ignore' }), 'exit');
  return status;
}

const { atEnd, newDirectory } = endAfterEach('store-trouble');

async function startSlack(): Promise<{ slack: LocalSlack; environment: Record<string, string> }> {
  const slack = await startLocalSlack();
  atEnd(() => slack.stop());
  const { apiUrl, botToken, appToken } = slack;
  return { slack, environment: { SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken } };
}

function endsWith<Program extends RunningProgram>(program: Program): Program {
  atEnd(() => program.stop('SIGKILL'));
  return program;
}

/** Asks in Slack, and waits for an answer in which the pattern occurs. */
async function ask(slack: LocalSlack, line: string, pattern: RegExp): Promise<string> {
  const before = (await slack.posts('C01GEN')).length;
  await slack.command(line);
  const texts = await until(`an answer to ${line}`, async () => {
    const fresh = (await slack.posts('C01GEN')).slice(before).map(({ text }) => text);
    return fresh.some((text) => pattern.test(text)) && fresh;
  });
  return texts.join('\n');
}

const storeIs = (program: RunningProgram, well: boolean) =>
  until(
    `the store to be ${well ? 'well' : 'unwell'}`,
    async () => (await program.readiness())?.parts['store'] === well,
  );

/** A file system of the test's own, without any right of an administrator. */
const namespaces = 'unshare';

const canMount = await new Promise<boolean>((resolve) => {
  const child = spawn(namespaces, ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
  child.on('error', () => resolve(false)).on('exit', (status) => resolve(status === 0));
});

describe('a full disk', () => {
  it('is told once with its cause, in the log, to people and to probes, and passes', async (context) => {
    context.skip(localSlackMissing !== undefined, localSlackMissing);
    context.skip(!canMount, 'no file system can be mounted here');
    const { slack, environment } = await startSlack();
    const directory = newDirectory();
    const mounted = [namespaces, '-rm', 'sh', '-c', `mount -t tmpfs -o size=3m tmpfs ${directory} && exec "$@"`, 'sh'];
    const program = endsWith(await startProgram({ ...environment, DATA_DIR: directory }, { through: mounted }));
    const inside = `/proc/${program.child.pid}/root${directory}/filler`;
    await ask(slack, 'remind add in 3s look at the retry queue', /I'll remind/);
    expect(() => {
      for (let size = 1 << 20; size >= 1; size >>= 1) {
        for (;;) {
          try {
            writeFileSync(inside, Buffer.alloc(size), { flag: 'a' });
          } catch {
            break;
          }
        }
      }
      writeFileSync(inside, 'x', { flag: 'a' });
    }).toThrow(/ENOSPC/);
    await storeIs(program, false);
    await until('the loop to meet it', () => /The reminders wait/.test(program.log()));
    expect(await ask(slack, 'remind add in 1h look again', /disk is full/)).not.toMatch(/I'll remind/);
    expect(await ask(slack, 'status', /Look at this/)).toMatch(/the disk is full/);
    // Longer than the reminder was to wait: a loop that spins would have filled the log.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    const lines = program.log().split('\n');
    const errors = lines.filter((line) => /"level":50/.test(line));
    expect(errors.filter((line) => /The reminders wait/.test(line))).toHaveLength(1);
    // What somebody asked meanwhile and could not be kept is told as well.
    for (const line of errors) expect(line).toMatch(/the disk is full/);
    expect(program.log()).not.toMatch(/cannot rollback/);
    rmSync(inside);
    await storeIs(program, true);
    const posts = await until('the post', async () => {
      const all = (await slack.posts('C01GEN')).filter(
        ({ text, ephemeral_to }) => !ephemeral_to && /retry queue/.test(text),
      );
      return all.length > 0 && all;
    });
    expect(posts).toHaveLength(1);
    expect(program.log()).toMatch(/The fault is over/);
  }, 120_000);
});

describe('a data folder that is replaced while the bot runs', () => {
  it('is told, takes no confirmation and no delivery, and the bot goes on once it is back', async (context) => {
    context.skip(localSlackMissing !== undefined, localSlackMissing);
    const { slack, environment } = await startSlack();
    const directory = join(newDirectory(), 'data');
    const program = endsWith(await startProgram({ ...environment, DATA_DIR: directory }));
    await ask(slack, 'remind add in 6s look at the retry queue', /I'll remind/);
    renameSync(directory, `${directory}.away`);
    mkdirSync(directory);
    await storeIs(program, false);
    await ask(slack, 'remind add in 1h look again', /was removed or replaced/);
    expect(await ask(slack, 'status', /Look at this/)).toMatch(/was removed or replaced/);
    await until('the log to tell', () => /The reminders wait: .*removed or replaced/.test(program.log()));
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    const isPost = ({ text, ephemeral_to }: { text: string; ephemeral_to?: string }) =>
      ephemeral_to === undefined && /retry queue/.test(text);
    expect((await slack.posts('C01GEN')).filter(isPost)).toEqual([]);
    rmSync(directory, { recursive: true });
    renameSync(`${directory}.away`, directory);
    await storeIs(program, true);
    await until('the post', async () => (await slack.posts('C01GEN')).some(isPost));
    expect((await slack.posts('C01GEN')).filter(isPost)).toHaveLength(1);
  }, 90_000);
});

describe('a data folder that cannot be used', () => {
  it.each([
    ['a file', join(import.meta.dirname, 'lanes.test.ts')],
    ['below /proc', '/proc/self/data/here'],
  ])('ends the program with a sentence: %s', async (_name, directory) => {
    const environment = { DATA_DIR: directory, MCP_HTTP: 'on', MCP_TOKEN: 'a-token-of-a-test' };
    const program = endsWith(await spawnProgram(environment));
    await once(program.child, 'exit');
    expect(program.child.exitCode).toBe(1);
    expect(program.log()).toMatch(/^The store in \S+ cannot be opened: .*\n$/);
  });
});

describe('a database that is away at the start', () => {
  const assistants = { MCP_HTTP: 'on', MCP_TOKEN: 'a-token-of-a-test' };

  it.each(['HEALTH_PORT', 'PORT'])(
    'is waited for by a bot that lives, unless it hangs, is not ready, and can be stopped: %s',
    async (variable) => {
      const [port, database] = [await freePort(), await freePort()];
      const program = endsWith(
        await spawnProgram({
          ...assistants,
          DATABASE_URL: `postgres://bot:bot@127.0.0.1:${database}/bot`,
          HEALTH_PORT: '',
          [variable]: String(port),
        }),
      );
      await until('it to tell twice', () => (program.log().match(/I can’t start yet/g)?.length ?? 0) >= 2);
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
      expect([ready.status, await ready.json()]).toEqual([503, { ready: false, parts: { store: false } }]);
      expect(await healthStatus({ [variable]: String(port) })).toBe(0);
      program.child.kill('SIGSTOP');
      expect(await healthStatus({ [variable]: String(port) })).toBe(1);
      program.child.kill('SIGCONT');
      expect(await program.stop()).toBe(0);
    },
    30_000,
  );

  it('ends the program if the port for health is in use, as at any start', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    atEnd(async () => void other.close());
    const program = endsWith(
      await spawnProgram({
        ...assistants,
        DATABASE_URL: `postgres://bot:bot@127.0.0.1:${await freePort()}/bot`,
        HEALTH_PORT: String(port),
      }),
    );
    await once(program.child, 'exit');
    expect(program.child.exitCode).toBe(1);
    expect(program.log()).toMatch(/Port \d+ on 127\.0\.0\.1 is in use\. Set HEALTH_PORT/);
  }, 30_000);
});

describe('PostgreSQL without a free connection', () => {
  it('is waited for with a sentence', async () => {
    const postgres = await startPostgres();
    if ('missing' in postgres) return;
    atEnd(() => postgres.stop());
    const url = new URL(await postgres.newDatabase());
    const owner = new pg.Client({ connectionString: url.href });
    await owner.connect();
    await owner.query(
      "create role narrow login password 'narrow' connection limit 6; grant all on schema public to narrow; alter database bot_1 owner to narrow",
    );
    await owner.end();
    url.username = 'narrow';
    url.password = 'narrow';
    const held = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const client = new pg.Client({ connectionString: url.href });
        await client.connect();
        return client;
      }),
    );
    const program = endsWith(
      await spawnProgram({
        DATABASE_URL: url.href,
        DATABASE_CONNECTIONS: '4',
        MCP_HTTP: 'on',
        MCP_TOKEN: 'a-token-of-a-test',
      }),
    );
    await until('it to tell twice', () => (program.log().match(/no free connection/g)?.length ?? 0) >= 2);
    expect(program.log()).not.toMatch(/\bat .*\.[jt]s:\d+|narrow:narrow/);
    expect(await program.readiness()).toEqual({ ready: false, parts: { store: false } });
    expect(await program.metrics()).toContain('mdaemon_bot_ready{part="store"} 0');
    for (const client of held) await client.end();
    await until('it to be ready', async () => (await program.readiness())?.ready);
    const watcher = new pg.Client({ connectionString: url.href.replace('narrow:narrow', 'postgres:test') });
    await watcher.connect();
    const { rows } = await watcher.query("select count(*)::int as many from pg_stat_activity where usename = 'narrow'");
    expect(rows[0].many).toBeLessThanOrEqual(4);
    await watcher.end();
  }, 60_000);
});
