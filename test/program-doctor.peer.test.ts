import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { TeamKey } from '../src/bot/bot.ts';
import type { Finding } from '../src/bot/operation.ts';
import { createPlanner } from '../src/reminders/planner.ts';
import { openStorage, type StorageOptions } from '../src/storage/storage.ts';
import { startConnectProxy } from './faults/connect-proxy.ts';
import { startSlackProxy } from './faults/slack-proxy.ts';
import { endAfterEach } from './peers/end-after-each.ts';
import { freePort } from './peers/free-port.ts';
import { programFile } from './peers/program-file.ts';
import { startDiscordTwin } from './peers/start-discord-twin.ts';
import { type LocalSlack, localSlackMissing, startLocalSlack } from './peers/start-local-slack.ts';
import { startPostgres } from './peers/start-postgres.ts';
import { startProgram } from './peers/start-program.ts';
import { startStubDiscord } from './peers/start-stub-discord.ts';
import { until } from './peers/until.ts';
import { runProgram } from './platforms/terminal/run-program.ts';
import { every, nextOccurrence } from './reminders/fixture.ts';
import { readDump } from './storage/stored-before.ts';

const { atEnd, endsWith, newDirectory } = endAfterEach('doctor');

type Environment = Record<string, string>;

/** What `doctor --json` found: its verdict, its exit status, and the findings of a part. */
async function examine(env: Environment) {
  const { status, out, error } = await runProgram(['doctor', '--json'], { env });
  expect(error).toBe('');
  const { verdict, findings } = JSON.parse(out) as { verdict: string; findings: readonly Finding[] };
  for (const finding of findings) expect(JSON.stringify(finding)).not.toMatch(/xoxb-t|xapp-t|twin-bot-token|:test@/);
  return {
    status,
    verdict,
    all: findings,
    of: (part: string) => findings.filter((each) => each.part === part || each.part.startsWith(`${part}’s `)),
  };
}

const wrong = (says: RegExp, remedy?: RegExp) =>
  expect.objectContaining({
    verdict: 'wrong',
    says: expect.stringMatching(says),
    ...(remedy === undefined ? {} : { remedy: expect.stringMatching(remedy) }),
  });
const fine = (says: RegExp) => expect.objectContaining({ verdict: 'fine', says: expect.stringMatching(says) });
const unknown = (says: RegExp) => expect.objectContaining({ verdict: 'unknown', says: expect.stringMatching(says) });

const inSlack = ({ apiUrl, botToken, appToken }: LocalSlack): Environment => ({
  SLACK_API_URL: apiUrl,
  SLACK_BOT_TOKEN: botToken,
  SLACK_APP_TOKEN: appToken,
});

/** A store with reminders for these channels, each still to come. */
async function storeWith(place: StorageOptions['place'], team: TeamKey, channels: readonly string[]): Promise<void> {
  const storage = await openStorage({ place, planner: createPlanner(nextOccurrence) });
  for (const id of channels) await storage.ledger.create(every(3_600_000, { team, target: { kind: 'channel', id } }));
  await storage.close();
}

/** Every file of a folder with its content. */
const stateOf = (directory: string) =>
  Object.fromEntries(
    readdirSync(directory).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(directory, name)))
        .digest('hex'),
    ]),
  );

describe('the doctor in Slack', () => {
  it.skipIf(localSlackMissing !== undefined)('finds a bot that runs well, and leaves it alone', async () => {
    const slack = endsWith(await startLocalSlack());
    const directory = newDirectory();
    const team = 'slack:T01TEST';
    await storeWith({ directory }, team, ['C01GEN', 'C02RND']);
    const program = endsWith(await startProgram({ ...inSlack(slack), DATA_DIR: directory }));
    await slack.command('remind add in 2s look at the retry queue');
    const settings = { ...inSlack(slack), DATA_DIR: directory, HEALTH_PORT: String(program.healthPort) };
    const found = await examine(settings);
    expect(found.all.filter(({ verdict }) => verdict === 'wrong')).toEqual([]);
    expect(found.of("Slack's token")).toEqual([fine(/belongs to U0BOT in T01TEST/)]);
    expect(found.of("Slack's socket")).toEqual([fine(/127\.0\.0\.1:\d+ answers/)]);
    expect(found.of("Slack's channels")).toEqual([fine(/may post in all 2 channels of Slack/)]);
    expect(found.of('Running bot')).toEqual([fine(/it is connected to slack, its store is writable/)]);
    expect(found.of('Store').map(({ verdict }) => verdict)).toEqual(['fine', 'fine', 'fine']);
    expect(found.of('Disk')).toEqual([fine(/are free/)]);
    expect(found.of('Clock')).toEqual([fine(/agrees with Slack/)]);
    expect(found.of('Zone data')).toEqual([fine(/^Time zone data \d{4}/)]);
    expect(found.of('Node')).toEqual([fine(/^Node \d+/)]);
    // No peer tells the scopes: of these nothing is claimed.
    expect(found.of("Slack's scopes")).toEqual([unknown(/does not say which scopes/)]);
    expect(found).toMatchObject({ verdict: 'unknown', status: 5 });
    // The bot holds its socket, its lock and its reminder.
    const post = async () =>
      (await slack.posts('C01GEN')).filter(({ text }) => /^.*look at the retry queue/.test(text));
    await until('the reminder', async () => (await post()).some(({ ephemeral_to }) => ephemeral_to === undefined));
    expect((await program.readiness())?.ready).toBe(true);
    await slack.command('ports activesync');
    await until('an answer', async () => (await slack.posts('C01GEN')).some(({ text }) => /443\/tcp/.test(text)));
    expect(program.log()).not.toMatch(/closed; opening it again/);
  });

  it.skipIf(localSlackMissing !== undefined)(
    'finds refused tokens, missing scopes, and channels the bot is not in',
    async () => {
      const slack = endsWith(await startLocalSlack());
      const directory = newDirectory();
      await storeWith({ directory }, 'slack:T01TEST', ['C01GEN', 'C09GONE']);
      const settings = { ...inSlack(slack), DATA_DIR: directory };
      const proxy = endsWith(await startSlackProxy(slack.apiUrl));
      // The peer takes any token; this is what Slack says of one it doesn't know.
      const unknownToken = { status: 200, body: { ok: false, error: 'invalid_auth' } };
      proxy.plan('auth.test', unknownToken);
      proxy.plan('apps.connections.open', unknownToken);
      const refused = await examine({ ...settings, SLACK_API_URL: proxy.apiUrl });
      expect(refused).toMatchObject({ verdict: 'wrong', status: 4 });
      expect(refused.of("Slack's token")).toEqual([wrong(/^Slack refuses SLACK_BOT_TOKEN\.$/, /OAuth & Permissions/)]);
      expect(refused.of("Slack's socket")).toEqual([wrong(/^Slack refuses SLACK_APP_TOKEN\.$/, /connections:write/)]);
      expect(refused.of("Slack's scopes")).toEqual([unknown(/until the token works/)]);

      expect((await examine(settings)).of('Channel C09GONE')).toEqual([wrong(/channel/i)]);

      proxy.plan('auth.test', {
        status: 200,
        headers: {
          'x-oauth-scopes': 'commands,app_mentions:read',
          date: new Date(Date.now() - 3_600_000).toUTCString(),
        },
        body: { ok: true, user_id: 'U0BOT', team_id: 'T01TEST' },
      });
      const narrow = await examine({ ...settings, SLACK_API_URL: proxy.apiUrl });
      expect(narrow.of("Slack's scopes")).toContainEqual(wrong(/cannot post in Slack/, /chat:write/));
      expect(narrow.of("Slack's scopes")).toContainEqual(wrong(/Nobody is an administrator/, /ADMINISTRATORS/));
      expect(narrow.of('Clock')).toEqual([wrong(/clock here is \d+ seconds ahead of Slack’s clock/, /NTP/)]);
    },
  );

  it.skipIf(localSlackMissing !== undefined)(
    'finds Slack out of reach, a proxy that fails, and one that works',
    async () => {
      const slack = endsWith(await startLocalSlack());
      const settings = { ...inSlack(slack), DATA_DIR: newDirectory() };
      const nowhere = `http://127.0.0.1:${await freePort()}/api/`;
      const away = await examine({ ...settings, SLACK_API_URL: nowhere });
      expect(away.of("Slack's token")).toEqual([wrong(/^Slack cannot be reached \(ECONNREFUSED\)/, /firewall/)]);
      expect(away.of("Slack's socket")).toEqual([wrong(/cannot be reached/)]);
      expect(away.of('Clock')).toEqual([unknown(/I reached nobody/)]);

      const deadProxy = await examine({ ...settings, HTTP_PROXY: `http://127.0.0.1:${await freePort()}` });
      expect(deadProxy.of('Proxy')).toEqual([unknown(/no answer has come through it/)]);
      expect(deadProxy.of("Slack's token")).toEqual([wrong(/cannot be reached/, /HTTPS_PROXY/)]);

      const badProxy = await examine({ ...settings, HTTP_PROXY: 'ftp://proxy' });
      expect(badProxy.of('Proxy')).toEqual([wrong(/HTTP_PROXY is not the address/)]);
      expect(badProxy.of('Slack')).toEqual([unknown(/until the proxy works/)]);

      const proxy = endsWith(await startConnectProxy());
      const through = await examine({ ...settings, HTTP_PROXY: `http://127.0.0.1:${proxy.port}` });
      expect(through.of('Proxy')).toEqual([fine(/answers come back/)]);
      expect(through.of("Slack's socket")).toEqual([fine(/answers/)]);
      expect(proxy.tunnels.length).toBeGreaterThan(0);
    },
  );

  it.skipIf(localSlackMissing !== undefined)(
    'finds a bot that has lost Slack, and somebody else on its port',
    async () => {
      const slack = endsWith(await startLocalSlack());
      const program = endsWith(await startProgram(inSlack(slack)));
      const settings = { ...inSlack(slack), DATA_DIR: newDirectory() };
      await slack.kill();
      await until('the bot to notice', async () => (await program.readiness())?.ready === false);
      const lost = await examine({ ...settings, HEALTH_PORT: String(program.healthPort) });
      expect(lost.of('Running bot')).toEqual([wrong(/not connected to slack/, /log/)]);

      const other = createServer((_request, response) => void response.end('<html>'));
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      atEnd(() => other.close());
      const { port } = other.address() as AddressInfo;
      const taken = await examine({ ...settings, HEALTH_PORT: String(port) });
      expect(taken.of('Running bot')).toEqual([wrong(/Something other than the bot/)]);
      const nobody = await examine({ ...settings, HEALTH_PORT: String(await freePort()) });
      expect(nobody.of('Running bot')).toEqual([unknown(/No bot answers/)]);
    },
  );
});

describe('the doctor in Discord', () => {
  it('finds a token that is taken and one that is refused, and channels the bot may not post in', async () => {
    const twin = endsWith(await startDiscordTwin());
    const directory = newDirectory();
    const team: TeamKey = `discord:${twin.guild}`;
    const general = twin.channel('general');
    await storeWith({ directory }, team, [general, '700000000000000999']);
    const settings = { DISCORD_TOKEN: twin.token, DISCORD_API_URL: twin.restUrl, DATA_DIR: directory };
    const found = await examine(settings);
    expect(found.of("Discord's token")).toEqual([fine(/^DISCORD_TOKEN works: it belongs to /)]);
    expect(found.of("Discord's socket")).toEqual([fine(/answers/)]);
    expect(found.of(`Channel ${general}`)).toEqual([]);
    expect(found.of('Channel 700000000000000999')).toHaveLength(1);
    expect(found.of("Discord's channels")).toEqual([]);
    // The twin takes any token.
    const stub = endsWith(await startStubDiscord());
    stub.token = 'the-right-one';
    const refused = await examine({ ...settings, DISCORD_API_URL: stub.restUrl });
    expect(refused.of("Discord's token")).toEqual([wrong(/^Discord refuses DISCORD_TOKEN\.$/, /Reset Token/)]);
    expect(refused.of("Discord's socket")).toEqual([unknown(/until the token works/)]);
    expect(refused.status).toBe(4);
    const away = await examine({ ...settings, DISCORD_API_URL: `http://127.0.0.1:${await freePort()}/api` });
    expect(away.of("Discord's token")).toEqual([wrong(/^Discord cannot be reached/)]);
    // The twin keeps no messages of the doctor's, and no command was registered.
    expect(await twin.messages('general')).toEqual([]);
    expect((await twin.calls()).filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

describe('the doctor and the settings', () => {
  it('names every variable that is wrong, and looks at the rest all the same', async () => {
    const found = await examine({
      BOT_ZONE: 'Mars',
      SLACK_APP_TOKEN: 'xapp-test',
      LOG_LEVEL: 'loud',
      DATA_DIR: newDirectory(),
    });
    const settings = found.of('Settings').map(({ says }) => says);
    expect(settings).toEqual([
      expect.stringMatching(/^SLACK_BOT_TOKEN: is missing/),
      expect.stringMatching(/^LOG_LEVEL: must be/),
      expect.stringMatching(/^BOT_ZONE: must be/),
    ]);
    expect(found.of('Store')).toEqual([unknown(/There is no store/)]);
    expect(found.status).toBe(4);
  });

  it('finds a fresh one for the terminal fine: a chat, a store, a clock to compare are not missing there', async () => {
    const directory = join(newDirectory(), 'not-made-yet');
    const fresh = await examine({ DATA_DIR: directory });
    expect(fresh).toMatchObject({ verdict: 'fine', status: 0 });
    expect(fresh.all.map(({ part }) => part).sort()).toEqual(['Knowledge', 'Node', 'Settings', 'Store', 'Zone data']);
    expect(fresh.of('Settings')).toEqual([fine(/answers in the terminal/)]);
    expect(fresh.of('Store')).toEqual([fine(/no store in .* yet/)]);
    expect(existsSync(directory)).toBe(false);
    const { out } = await runProgram(['doctor'], { env: { DATA_DIR: directory } });
    expect(out).toMatch(/^Everything I looked at is fine\./);
    expect(out).not.toMatch(/tell|missing\.\n/);
  });

  it('gives each row of a used one for the terminal its own name, and says what it cannot tell there', async () => {
    const directory = newDirectory();
    await runProgram(['remind', 'me', 'tomorrow', 'at', '9:00', 'to', 'look'], { env: { DATA_DIR: directory } });
    const used = await examine({ DATA_DIR: directory });
    expect(used).toMatchObject({ verdict: 'fine', status: 0 });
    const parts = used.all.map(({ part }) => part);
    expect(parts).toEqual([...new Set(parts)]);
    if (process.getuid?.() !== 0) return;
    chownSync(join(directory, 'mdaemon-bot.db'), 12_345, 12_345);
    expect(await examine({ DATA_DIR: directory })).toMatchObject({ verdict: 'unknown', status: 5 });
  });

  it('names what is wrong with own knowledge', async () => {
    const directory = newDirectory();
    const env = { DATA_DIR: newDirectory(), KNOWLEDGE_DIR: directory };
    expect((await examine(env)).of('Own knowledge')).toEqual([wrong(/no YAML file/)]);
    writeFileSync(join(directory, 'ports.yaml'), 'ports:\n  - id: x\n    port: hundred\n');
    expect((await examine(env)).of('Own knowledge')).toContainEqual(wrong(/ports\.yaml, line \d+/));
    expect((await examine({ ...env, KNOWLEDGE_DIR: join(directory, 'gone') })).of('Own knowledge')).toHaveLength(1);
  });

  it('refuses what it does not know, in a sentence', async () => {
    const { status, error } = await runProgram(['doctor', '--jsno']);
    expect(status).toBe(2);
    expect(error).toMatch(/doctor \[--json\]/);
  });

  it('is read by people, the worst first', async () => {
    const { out } = await runProgram(['doctor'], { env: { LOG_LEVEL: 'loud', DATA_DIR: newDirectory() } });
    expect(out).toMatch(/^Look at this: Settings\. I cannot tell about: /);
    expect(out).toMatch(/What +State\nSettings +⚠ LOG_LEVEL: must be/);
  });
});

describe('the doctor and the store in a folder', () => {
  const stored = async (spoil?: (path: string) => void) => {
    const directory = newDirectory();
    await storeWith({ directory }, 'slack:T01TEST', ['C01GEN']);
    spoil?.(join(directory, 'mdaemon-bot.db'));
    return directory;
  };
  const inDatabase = (work: string) => (path: string) => {
    const database = new DatabaseSync(path);
    database.exec(work);
    database.close();
  };
  const look = async (directory: string) => examine({ DATA_DIR: directory });

  it('finds a store that is whole, and changes not one byte of it', async () => {
    const directory = await stored();
    const before = stateOf(directory);
    const found = await look(directory);
    expect(found.of('Store')).toEqual([fine(/may write to it/), fine(/is whole/), fine(/match this version, made 20/)]);
    // Its reminders go to a chat that is not set up here.
    expect(found.of('Channels')).toEqual([wrong(/1 channel in slack, which is not set up/)]);
    expect(stateOf(directory)).toEqual(before);
  });

  it('migrates nothing of an older version', async () => {
    const directory = newDirectory();
    inDatabase(readDump('schema.sql') + readDump('rows.sql'))(join(directory, 'mdaemon-bot.db'));
    chmodSync(join(directory, 'mdaemon-bot.db'), 0o600);
    const before = stateOf(directory);
    const found = await look(directory);
    expect(found.of('Store')).toContainEqual(fine(/from an older version, made .*0006-administrators, 0007-conduct/));
    expect(found.of('Store').map(({ remedy }) => remedy)).toContain('Make a backup before that start.');
    expect(stateOf(directory)).toEqual(before);
  });

  it('finds tables of a newer version', async () => {
    const directory = await stored(
      inDatabase("insert into kysely_migration (name, timestamp) values ('9999-newer', '2026-01-01')"),
    );
    expect((await look(directory)).of('Store')).toContainEqual(
      wrong(/newer version than this one \(9999-newer\)/, /newer/),
    );
  });

  it('finds a damaged file, and one that is no database', async () => {
    const damaged = await stored((path) => {
      const bytes = readFileSync(path);
      bytes.fill(0xa5, 3 * 4_096, 12 * 4_096);
      writeFileSync(path, bytes);
    });
    expect((await look(damaged)).of('Store')).toContainEqual(wrong(/damaged/, /restore/));
    const other = await stored((path) => writeFileSync(path, 'Dear diary, '.repeat(1_000)));
    expect((await look(other)).of('Store')).toContainEqual(wrong(/isn’t a database/, /restore/));
  });

  it('finds files that others may read, and reminders that wait for a person', async () => {
    const directory = await stored((path) => {
      inDatabase("update reminders set state = 'parked', parked_reason = 'The channel is gone.', next_due_at = null")(
        path,
      );
      chmodSync(path, 0o644);
    });
    const found = await look(directory);
    expect(found.of('Store')).toContainEqual(wrong(/can be read by other users/, /chmod 600/));
    expect(found.of('Reminders')).toEqual([wrong(/^1 parked: The channel is gone\.$/)]);
  });

  it.skipIf(process.getuid?.() !== 0)('cannot tell for another user than itself', async () => {
    const directory = await stored((path) => chownSync(path, 12_345, 12_345));
    expect((await look(directory)).of('Store')).toContainEqual(unknown(/belongs to user 12345, and I run as 0/));
  });

  it('finds a disk with hardly any room', async (context) => {
    const directory = await stored();
    const run = (script: string) =>
      new Promise<string>((resolve) => {
        const child = spawn('unshare', ['-rm', 'sh', '-c', script], { env: { PATH: process.env['PATH'] ?? '' } });
        let out = '';
        child.stdout.on('data', (chunk: Buffer) => {
          out += chunk;
        });
        child.on('error', () => resolve('')).on('close', () => resolve(out));
      });
    const out = await run(
      `mount -t tmpfs -o size=20m tmpfs /mnt && cp ${directory}/* /mnt && DATA_DIR=/mnt ${process.execPath} ${programFile} doctor --json`,
    );
    context.skip(out === '', 'no file system can be mounted here');
    const { findings } = JSON.parse(out) as { findings: readonly Finding[] };
    expect(findings).toContainEqual(wrong(/^\d+ MiB are free/, /Make room/));
  });
});

describe('the doctor and the store in PostgreSQL', () => {
  it('finds it well, away, refusing, and of another version; and migrates nothing', async (context) => {
    const postgres = await startPostgres();
    context.skip('missing' in postgres, 'missing' in postgres ? postgres.missing : '');
    if ('missing' in postgres) return;
    endsWith(postgres);
    const url = await postgres.newDatabase();
    const query = async (text: string) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query<Record<string, unknown>>(text);
      await client.end();
      return rows;
    };
    const empty = await examine({ DATABASE_URL: url });
    expect(empty.of('Store')).toContainEqual(unknown(/tables don’t exist yet/));
    expect(await query("select * from information_schema.tables where table_schema = 'public'")).toEqual([]);

    await storeWith({ databaseUrl: url }, 'slack:T01TEST', ['C01GEN']);
    const well = await examine({ DATABASE_URL: url });
    expect(well.of('Store')).toEqual([
      fine(/accepts this user and answers/),
      fine(/^PostgreSQL \d+.*, with \d+ of \d+ connections in use/),
      fine(/match this version/),
    ]);
    expect(well.of('Clock')).toEqual([fine(/agrees with the database/)]);
    expect(well.of('Disk')).toEqual([unknown(/I can’t see from here/)]);

    await query("insert into kysely_migration (name, timestamp) values ('9999-newer', '2026-01-01')");
    expect((await examine({ DATABASE_URL: url })).of('Store')).toContainEqual(wrong(/newer version/));

    const other = new URL(url);
    other.pathname = '/missing';
    expect((await examine({ DATABASE_URL: other.href })).of('Store')).toEqual([wrong(/no database with that name/)]);
    other.pathname = new URL(url).pathname;
    other.password = 'wrong';
    expect((await examine({ DATABASE_URL: other.href })).of('Store')).toEqual([
      wrong(/refuses the user or the password/),
    ]);
    other.port = String(await freePort());
    expect((await examine({ DATABASE_URL: other.href })).of('Store')).toEqual([wrong(/cannot be reached/)]);
  });
});
