import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { DiscordTwin } from './peers/discord-twin.ts';
import { startDiscordTwin } from './peers/start-discord-twin.ts';
import { startPostgres, type TestPostgres } from './peers/start-postgres.ts';
import { type RunningProgram, startProgram } from './peers/start-program.ts';
import { until } from './peers/until.ts';

/** Two whole programs on one PostgreSQL, with one token. */
describe('two replicas in Discord', () => {
  const programs: RunningProgram[] = [];
  let twin: DiscordTwin | undefined;
  let postgres: TestPostgres | undefined;
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.stop('SIGKILL')));
    await twin?.stop();
    await postgres?.stop();
  });

  it('are one bot: where the connected one is killed the other answers within 30 s, and once', async (context) => {
    const started = await startPostgres();
    context.skip('missing' in started, 'missing' in started ? started.missing : '');
    if ('missing' in started) return;
    postgres = started;
    const peer = await startDiscordTwin();
    twin = peer;
    const databaseUrl = await postgres.newDatabase();
    const start = async () => {
      const settings = { DISCORD_TOKEN: peer.token, DISCORD_API_URL: peer.restUrl, DATABASE_URL: databaseUrl };
      const program = await startProgram(settings);
      programs.push(program);
      return program;
    };
    const remind = (text: string) => {
      const options = [{ name: 'line', type: 3, value: `in 2h ${text}` }];
      return peer.command('mdaemon', [{ name: 'remind', type: 2, options: [{ name: 'add', type: 1, options }] }]);
    };
    const list = [{ name: 'remind', type: 2, options: [{ name: 'list', type: 1 }] }];
    const reminders = async () => {
      const { components } = await peer.answer(await peer.command('mdaemon', list));
      return Number(/(\d+) reminders?\b/.exec(JSON.stringify(components))?.[1]);
    };
    /** Asks again and again, as people would: the first that is answered ends the outage. */
    const answersAgain = async () => {
      const from = performance.now();
      const ask = async () => {
        const id = await peer.command('mdaemon', list);
        return Promise.race([peer.response(id).then(() => true), delay(500, false)]);
      };
      await until('an answer of another', ask, 40_000);
      expect(performance.now() - from).toBeLessThan(30_000);
    };
    const first = await start();
    const second = await start();
    expect((await first.readiness())?.parts).toEqual({ discord: true, store: true });
    expect((await second.readiness())?.parts).toEqual({ discord: 'standby', store: true });
    await peer.answer(await remind('look at the bad queue'));
    expect(await reminders()).toBe(1);

    await first.stop('SIGKILL');
    await answersAgain();
    expect((await second.readiness())?.parts).toEqual({ discord: true, store: true });
    expect(await reminders()).toBe(1);

    // A rolling restart: whoever stops hands over at once.
    const third = await start();
    await second.stop();
    const stoppedAt = performance.now();
    await until('the third to be connected', async () => (await third.readiness())?.parts['discord'] === true);
    expect(performance.now() - stoppedAt).toBeLessThan(15_000);

    // One that was paused, and wakes up while another is connected, does nothing of what it is sent.
    const fourth = await start();
    third.child.kill('SIGSTOP');
    await answersAgain();
    const ids = await Promise.all([1, 2, 3].map((number) => remind(`reminder ${number}`)));
    third.child.kill('SIGCONT');
    await Promise.all(ids.map((id) => peer.answer(id)));
    await until('the paused one to stand by', async () => (await third.readiness())?.parts['discord'] === 'standby');
    expect((await fourth.readiness())?.parts).toEqual({ discord: true, store: true });
    expect(await reminders()).toBe(4);
    const callbacks = (await peer.calls()).flatMap(({ path }) => (path.endsWith('/callback') ? [path] : []));
    expect(new Set(callbacks).size).toBe(callbacks.length);
  });
});
