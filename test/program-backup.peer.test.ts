import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { createRandom } from './crash/random.ts';
import { endAfterEach } from './peers/end-after-each.ts';
import { type LocalSlack, localSlackMissing, startLocalSlack } from './peers/start-local-slack.ts';
import { startProgram } from './peers/start-program.ts';
import { startSystemPostgres } from './peers/start-system-postgres.ts';
import { until } from './peers/until.ts';
import { runProgram } from './platforms/terminal/run-program.ts';
import { readDump } from './storage/stored-before.ts';

const { endsWith, newDirectory } = endAfterEach('backup');

const inSlack = ({ apiUrl, botToken, appToken }: LocalSlack) => ({
  SLACK_API_URL: apiUrl,
  SLACK_BOT_TOKEN: botToken,
  SLACK_APP_TOKEN: appToken,
});

/** Reads a store that nobody has open. */
function read<Row>(path: string, text: string): Row[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare(text).all() as Row[];
  } finally {
    database.close();
  }
}

const textsIn = (path: string) =>
  read<{ text: string }>(path, "select text from reminders where state != 'removed'").map(({ text }) => text);

/** Runs `backup` or `restore` on a folder, and expects it to be done. */
async function run(words: readonly string[], env: Record<string, string>): Promise<string> {
  const { status, out, error } = await runProgram(words, { env });
  expect(error).toBe('');
  expect(status).toBe(0);
  return out;
}

const message = 'look at queue';

/** People who make reminders in Slack without a pause, until they are told to stop. */
function makeReminders(slack: LocalSlack) {
  const asked: string[] = [];
  let going = true;
  const work = (async () => {
    for (let number = 0; going; number += 1) {
      const text = `${message} ${String(number).padStart(4, '0')}`;
      // Some are due at once, some while the store is away, some afterwards.
      const when = ['in 1s', 'in 6s', 'in 45s', 'in 2h'][number % 4];
      asked.push(text);
      await slack.command(`remind add ${when} ${text}`);
    }
  })();
  return {
    asked,
    async stop() {
      going = false;
      await work;
    },
  };
}

/** The reminders' posts in the channel, and those that were confirmed to their makers. */
async function postsIn(slack: LocalSlack) {
  const all = await slack.posts('C01GEN');
  const textOf = (text: string) => new RegExp(`${message} \\d{4}`).exec(text)?.[0];
  const posted = all.filter(({ ephemeral_to }) => ephemeral_to === undefined);
  return {
    confirmed: new Set(
      all.flatMap(({ ephemeral_to, text }) => (ephemeral_to && /remind you/.test(text) && textOf(text)) || []),
    ),
    // A post has its text twice: as it is read aloud, and in its blocks.
    posted: posted.flatMap(({ text, blocks }) => [
      ...new Set(JSON.stringify([text, blocks]).match(new RegExp(`${message} \\d{4}`, 'g'))),
    ]),
  };
}

describe('a backup of a bot that works', () => {
  it.skipIf(localSlackMissing !== undefined)(
    'is whole, holds all that was confirmed, and a restore of it doubles nothing',
    async () => {
      const slack = endsWith(await startLocalSlack());
      const directory = newDirectory();
      const copies = newDirectory();
      const env = { DATA_DIR: directory };
      const environment = {
        ...inSlack(slack),
        ...env,
        REMINDERS_PER_PERSON: '5000',
        REMINDERS_PER_TEAM: '5000',
        REQUESTS_PER_MINUTE: '100000',
        TEAM_REQUESTS_PER_MINUTE: '100000',
      };
      const program = endsWith(await startProgram(environment));
      const people = makeReminders(slack);
      const backups: string[] = [];
      for (let round = 0; round < 4; round += 1) {
        const { confirmed } = await postsIn(slack);
        const path = join(copies, `${round}.db`);
        expect(await run(['backup', path], env)).toMatch(/is a complete backup of .*: \d+ reminders?, [\d,]+ KiB\.\n$/);
        backups.push(path);
        expect(read(path, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
        const stored = new Set(textsIn(path));
        expect([...confirmed].filter((text) => !stored.has(text))).toEqual([]);
        expect(readdirSync(copies).filter((name) => !/^\d\.db$/.test(name))).toEqual([]);
      }
      const [backup = ''] = backups;
      const refused = await runProgram(['restore', backup], { env });
      expect(refused).toMatchObject({
        status: 1,
        out: '',
        error: expect.stringMatching(/^A bot is running on .*Stop it first/),
      });

      // What was due at the time of the backup is posted by now, under ids that the backup does not know.
      await until('what is due soon to be posted', async () => (await postsIn(slack)).posted.length > 3);
      await people.stop();
      await until(
        'all that is due within seconds',
        async () => {
          const { posted } = await postsIn(slack);
          return people.asked.every((text, index) => index % 4 > 1 || posted.includes(text));
        },
        60_000,
      );
      expect(await program.stop()).toBe(0);
      const before = await postsIn(slack);
      expect(new Set(before.posted).size).toBe(before.posted.length);

      const restored = await run(['restore', backup], env);
      const kept = /is kept: (\S+)/.exec(restored)?.[1] ?? '';
      expect(textsIn(kept).length).toBeGreaterThan(textsIn(backup).length);
      const setAside = read<{ n: number }>(
        join(directory, 'mdaemon-bot.db'),
        "select count(*) as n from occurrences where skipped_reason like 'it was due between a backup%'",
      );
      expect(setAside[0]?.n).toBeGreaterThan(0);
      expect(restored).toMatch(/may have been posted since[\s\S]*slack:T01TEST \w+ “look at queue/);

      const again = endsWith(await startProgram(environment));
      const later = textsIn(backup).filter((text) => Number(text.slice(-4)) % 4 === 2);
      await until(
        'what is due after the restore',
        async () => {
          const { posted } = await postsIn(slack);
          return later.every((text) => posted.includes(text) || restored.includes(text));
        },
        90_000,
      );
      const after = await postsIn(slack);
      expect(after.posted.filter((text, index) => after.posted.indexOf(text) !== index)).toEqual([]);
      const asked = (await slack.posts('C01GEN')).length;
      await slack.command('status');
      const status = await until('the status', async () => (await slack.posts('C01GEN'))[asked]);
      expect(JSON.stringify(status)).toMatch(/Skipped in 7 days[\s\S]*between a backup and its restore/);
      await again.stop();
    },
  );
});

describe('a restore', () => {
  const stored = async () => {
    const directory = newDirectory();
    const env = { DATA_DIR: directory };
    await runProgram(['remind', 'add', 'in', '2h', 'the one of before'], { env });
    const backup = join(newDirectory(), 'kept.db');
    await run(['backup', backup], env);
    await runProgram(['remind', 'add', 'in', '2h', 'the one of after'], { env });
    return { directory, env, backup, store: join(directory, 'mdaemon-bot.db') };
  };

  it('refuses what is damaged, no store, newer, or not there, and leaves the store as it was', async () => {
    const { directory, env, backup, store } = await stored();
    const before = readFileSync(store);
    const spoil = (name: string, change: (path: string) => void) => {
      const path = join(newDirectory(), `${name}.db`);
      copyFileSync(backup, path);
      change(path);
      return path;
    };
    const inDatabase = (text: string) => (path: string) => {
      const database = new DatabaseSync(path);
      database.exec(text);
      database.close();
    };
    const refused: readonly (readonly [string, RegExp])[] = [
      [
        spoil('damaged', (path) => writeFileSync(path, readFileSync(path).fill(0xa5, 3 * 4_096, 20 * 4_096))),
        /damaged|malformed/,
      ],
      [spoil('cut', (path) => writeFileSync(path, readFileSync(path).subarray(0, 30_000))), /damaged|malformed/],
      [spoil('diary', (path) => writeFileSync(path, 'Dear diary, '.repeat(999))), /isn’t a database/],
      [spoil('other', inDatabase('drop table kysely_migration')), /isn’t a store of the bot/],
      [spoil('newer', inDatabase("insert into kysely_migration values ('9999-newer', '2026-01-01')")), /newer version/],
      [join(directory, 'gone.db'), /no such file/],
    ];
    for (const [path, why] of refused) {
      const { status, out, error } = await runProgram(['restore', path], { env });
      expect({ path, status, out }).toEqual({ path, status: 1, out: '' });
      expect(error).toMatch(why);
      expect(readFileSync(store).equals(before), path).toBe(true);
      expect(readdirSync(directory).filter((name) => /restoring|before/.test(name))).toEqual([]);
    }
  });

  it('keeps what was there, and takes a backup of an older version and an empty folder', async () => {
    const { directory, env, backup, store } = await stored();
    expect(await run(['restore', backup], env)).toMatch(/1 reminder\.[\s\S]*is kept: \S+\nNothing was due/);
    expect(textsIn(store)).toEqual(['the one of before']);
    const kept = readdirSync(directory).find((name) => name.includes('.before-')) ?? '';
    expect(textsIn(join(directory, kept)).sort()).toEqual(['the one of after', 'the one of before']);
    const old = join(newDirectory(), 'old.db');
    const database = new DatabaseSync(old);
    database.exec(`begin;${readDump('schema.sql')}${readDump('rows.sql')};commit`);
    database.close();
    const other = { DATA_DIR: join(newDirectory(), 'new') };
    expect(await run(['restore', old], other)).toMatch(/\d{3} reminders\.\n/);
    expect((await runProgram(['remind', 'list'], { env: other })).status).toBe(0);
  });

  it('posts what was due after the last bot stopped, where that is said', async () => {
    const { env, store } = await stored();
    const made = new DatabaseSync(store);
    const at = Date.now();
    made.exec(`update reminders set next_due_at = ${at - 7_200_000} where text like '%before'`);
    made.exec(`update reminders set next_due_at = ${at - 600_000} where text like '%after'`);
    made.close();
    const backup = join(newDirectory(), 'two.db');
    await run(['backup', backup], env);
    const out = await run(['restore', backup, '--stopped-at', new Date(at - 3_600_000).toISOString()], env);
    expect(out).toMatch(/the one of before”, due/);
    expect(out).not.toMatch(/the one of after/);
    // The other one is due as it was, for the bot that starts next.
    expect(read(store, `select text from reminders where next_due_at <= ${at}`)).toEqual([
      { text: 'the one of after' },
    ]);
  });

  it('leaves the old store or the new one, whenever it is cut short', async () => {
    const { directory, backup, store, env } = await stored();
    const random = createRandom(2008);
    const program = join(import.meta.dirname, '../bin/mdaemon-bot.mjs');
    for (let round = 0; round < 6; round += 1) {
      const child = spawn(process.execPath, [program, 'restore', backup], {
        env: { PATH: process.env['PATH'] ?? '', ...env },
        stdio: 'ignore',
      });
      const ends = once(child, 'exit');
      // Killed at a step of its work, or when it has ended.
      const step = ['.restoring', '.restoring-wal', '.before-', '.restoring-journal'][random.between(0, 3)] ?? '';
      const isThere = () => readdirSync(directory).some((name) => name.includes(step));
      while (child.exitCode === null && !isThere()) await new Promise((resolve) => setImmediate(resolve));
      child.kill('SIGKILL');
      await ends;
      expect(read(store, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      expect([1, 2]).toContain(textsIn(store).length);
    }
    await run(['restore', backup], env);
    expect(textsIn(store)).toEqual(['the one of before']);
    expect(readdirSync(directory).filter((name) => name.includes('restoring'))).toEqual([]);
  });
});

describe('the words', () => {
  it.each([
    [['backup'], /backup FOLDER/],
    [['backup', './a.db', './b.db'], /backup FOLDER/],
    [['restore'], /restore FILE\.db/],
    [['restore', './a.db', '--stopped-at', 'yesterday'], /restore FILE\.db/],
    [['restore', './a.db', '--stopped-at', '2999-01-01T00:00Z'], /is in the future/],
    [['restore', '--database'], /restore FILE\.db/],
  ])('%j are refused in a sentence', async (words, pattern) => {
    const { status, error } = await runProgram(words, { env: { DATA_DIR: newDirectory() } });
    expect({ status, error }).toEqual({ status: 2, error: expect.stringMatching(pattern) });
  });

  it('that only begin like them stay questions', async () => {
    const { error } = await runProgram(['backup', 'files', 'of', 'the', 'queue'], {
      env: { DATA_DIR: newDirectory() },
    });
    expect(error).not.toMatch(/^Usage:/);
  });

  it('name a folder, which gets a file of that instant, and no file that is there', async () => {
    const env = { DATA_DIR: newDirectory() };
    const folder = newDirectory();
    expect((await runProgram(['backup', `${folder}/`], { env })).error).toMatch(/no store in/);
    await runProgram(['remind', 'add', 'in', '2h', 'look'], { env });
    await run(['backup', `${folder}/`], env);
    const [name = ''] = readdirSync(folder);
    expect(name).toMatch(/^mdaemon-bot-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.db$/);
    expect((await runProgram(['backup', join(folder, name)], { env })).error).toMatch(/already exists/);
  });
});

describe('PostgreSQL', () => {
  it('is dumped while a bot works, restored as the page says, and doubles nothing', async (context) => {
    context.skip(localSlackMissing !== undefined, localSlackMissing);
    const postgres = await startSystemPostgres();
    context.skip('missing' in postgres, 'missing' in postgres ? postgres.missing : '');
    if ('missing' in postgres) return;
    endsWith(postgres);
    const slack = endsWith(await startLocalSlack());
    const database = await postgres.newDatabase('bot');
    const environment = {
      ...inSlack(slack),
      DATABASE_URL: database,
      REQUESTS_PER_MINUTE: '100000',
      TEAM_REQUESTS_PER_MINUTE: '100000',
    };
    const program = endsWith(await startProgram(environment));
    const people = makeReminders(slack);
    await until('a post', async () => (await postsIn(slack)).posted.length > 2);
    const { confirmed } = await postsIn(slack);
    const folder = newDirectory();
    mkdirSync(folder, { recursive: true });
    const dump = join(folder, 'bot.dump');
    await postgres.run('pg_dump', ['--format=custom', `--file=${dump}`, database]);
    expect(existsSync(dump)).toBe(true);
    const refused = await runProgram(['restore', '--database'], { env: { DATABASE_URL: database } });
    expect(refused).toMatchObject({ status: 1, error: expect.stringMatching(/^A bot is running on this database/) });
    await people.stop();
    await until(
      'all that is due within seconds',
      async () => {
        const { posted } = await postsIn(slack);
        return people.asked.every((text, index) => index % 4 > 1 || posted.includes(text));
      },
      60_000,
    );
    expect(await program.stop()).toBe(0);

    const other = await postgres.newDatabase('restored');
    await postgres.run('pg_restore', ['--no-owner', `--dbname=${other}`, dump]);
    // The dump says that a bot delivers, for half a minute after it was made.
    await postgres.run('psql', [`--dbname=${other}`, '-c', "update leases set until = 0 where name like 'delivers:%'"]);
    const out = await run(['restore', '--database'], { DATABASE_URL: other });
    expect(out).toMatch(/may have been posted since/);
    const again = endsWith(await startProgram({ ...environment, DATABASE_URL: other }));
    await slack.command('remind list');
    await until('the list', async () =>
      (await slack.posts('C01GEN')).some(({ text }) => /reminders?/.test(text) && /\d+/.test(text)),
    );
    const later = [...confirmed].filter((text) => Number(text.slice(-4)) % 4 === 2);
    await until(
      'what is due after the restore',
      async () => {
        const { posted } = await postsIn(slack);
        return later.every((text) => posted.includes(text) || out.includes(text));
      },
      90_000,
    );
    const { posted } = await postsIn(slack);
    expect(posted.filter((text, index) => posted.indexOf(text) !== index)).toEqual([]);
    await again.stop();
  });
});

/** A service's user exists only while the service runs, so it is root who restores. */
describe.skipIf(process.getuid?.() !== 0)('a restore by root', () => {
  it('leaves a store to the user whose folder it is, and follows no link that this user has put there', async () => {
    const [directory, copies] = [newDirectory(), newDirectory()];
    const env = { DATA_DIR: directory };
    expect((await runProgram(['remind', 'add', 'in', '2h', message], { env })).status).toBe(0);
    const backup = join(copies, 'before.db');
    await run(['backup', backup], env);
    const bot = 65_534;
    const files = () => readdirSync(directory).map((name) => join(directory, name));
    for (const path of [directory, ...files()]) chownSync(path, bot, bot);
    const victim = join(copies, 'victim');
    writeFileSync(victim, '');
    symlinkSync(victim, join(directory, 'delivering-chat.lock'));
    await run(['restore', backup], env);
    expect(files().length).toBeGreaterThan(2);
    expect(files().filter((path) => lstatSync(path).uid !== bot)).toEqual([]);
    expect([statSync(victim).uid, statSync(backup).uid]).toEqual([0, 0]);
  }, 30_000);
});
