import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../peers/free-port.ts';
import { startLocalSlack } from '../peers/start-local-slack.ts';
import { startPostgres } from '../peers/start-postgres.ts';
import { type RunningProgram, spawnProgram } from '../peers/start-program.ts';
import { until } from '../peers/until.ts';
import { commandBody, sendSigned } from '../platforms/slack/sign.ts';
import { startLoadBalancer } from './load-balancer.ts';

/*
 * Several replicas on one PostgreSQL, which are restarted one after the other, as an upgrade does it, while people ask and
 * make reminders without a pause.
 */

export interface RollingOptions {
  readonly replicas: number;
  /** How often each replica is replaced. */
  readonly rounds: number;
  readonly tell: (line: string) => void;
}

/** What the run found. */
export interface RollingReport {
  readonly restarts: number;
  readonly commands: number;
  readonly unanswered: readonly string[];
  /** Commands that Slack had given up after three seconds. */
  readonly late: number;
  readonly reminders: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Exit statuses that are not 0. */
  readonly badExits: readonly (number | null)[];
  /** What the replicas logged as a warning or an error. */
  readonly troubles: readonly string[];
  /** The longest wait for an answer, in milliseconds. */
  readonly longestMs: number;
}

/** Runs it; nothing where there is no PostgreSQL. */
export async function runRolling({ replicas, rounds, tell }: RollingOptions): Promise<RollingReport | undefined> {
  const postgres = await startPostgres();
  if ('missing' in postgres) return undefined;
  // Over sockets this peer hands each event to all replicas, and Slack to one. So it sends requests, through what a site has
  // in front of its replicas.
  const balancer = await startLoadBalancer(await freePort());
  const slack = await startLocalSlack(balancer.url);
  const databaseUrl = await postgres.newDatabase();
  const start = async () => {
    const port = await freePort();
    const program = await spawnProgram({
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      REQUESTS_PER_MINUTE: '100000',
      TEAM_REQUESTS_PER_MINUTE: '100000',
      REMINDERS_PER_PERSON: '9999',
      REMINDERS_PER_TEAM: '9999',
    });
    running.push(program);
    const isReady = async () => (await program.readiness())?.ready === true;
    await until('a replica to be ready', isReady, 180_000);
    // What the first answer loads takes this machine's tests longer than Slack waits, where many of them run at once.
    for (const line of ['ports 1', 'remind list']) {
      await sendSigned(`http://127.0.0.1:${port}/slack/events`, slack.signingSecret, commandBody(line));
    }
    balancer.replicas.push(port);
    ports.set(program, port);
  };
  const running: RunningProgram[] = [];
  const ports = new Map<RunningProgram, number>();
  const unanswered: string[] = [];
  const reminders: string[] = [];
  let commands = 0;
  let longestMs = 0;
  let late = 0;
  let going = true;
  /** Each answer names what was asked, so that it is known whose it is. */
  const ask = async (line: string, mark: string) => {
    commands += 1;
    const from = performance.now();
    const lateBefore = balancer.late();
    await slack.command(line);
    const answered = await until(
      `an answer to ${line}`,
      async () =>
        (await slack.posts('C01GEN')).some(
          (post) => post.ephemeral_to !== undefined && JSON.stringify(post).includes(mark),
        ),
      20_000,
    ).catch(() => false);
    longestMs = Math.max(longestMs, performance.now() - from);
    if (answered !== false) return;
    // Slack tells people that the app was too slow, and they ask again: so it is where this machine has no time for it.
    if (balancer.late() === lateBefore) unanswered.push(line);
    else late += 1;
  };
  const people = async () => {
    for (let number = 0; going; number += 1) {
      const text = `look at queue ${String(number).padStart(5, '0')}`;
      reminders.push(text);
      await ask(`remind add in ${2 + (number % 9)}s ${text}`, text);
      await ask(`ports ${50_000 + number}`, `${50_000 + number}`);
      await wait(50);
    }
  };
  const posted = async () =>
    (await slack.posts('C01GEN')).flatMap(({ ephemeral_to, text, blocks }) =>
      ephemeral_to === undefined ? [...new Set(JSON.stringify([text, blocks]).match(/look at queue \d{5}/g))] : [],
    );
  const badExits: (number | null)[] = [];
  const logs: string[] = [];
  try {
    for (let count = 0; count < replicas; count += 1) await start();
    const load = people();
    // It is waited for below; a fault of the run itself comes first.
    load.catch(() => {});
    let restarts = 0;
    for (let round = 0; round < rounds; round += 1) {
      for (let count = 0; count < replicas; count += 1) {
        // The new one is there before the old one goes.
        await start();
        const oldest = running.shift();
        const status = await oldest?.stop();
        if (oldest !== undefined) {
          // Nobody told the load balancer beforehand: it noticed.
          balancer.replicas.splice(balancer.replicas.indexOf(ports.get(oldest) ?? 0), 1);
          logs.push(oldest.log());
        }
        if (status !== 0) badExits.push(status ?? null);
        restarts += 1;
        tell(
          `restart ${restarts}: ${commands} commands, ${reminders.length} reminders, ${unanswered.length} unanswered`,
        );
      }
    }
    going = false;
    await load;
    const missing = async () => {
      const seen = new Set(await posted());
      return reminders.filter((text) => !seen.has(text));
    };
    await until('every reminder to be posted', async () => (await missing()).length === 0, 60_000).catch(() => {});
    for (const program of running.splice(0)) {
      const status = await program.stop();
      if (status !== 0) badExits.push(status);
      logs.push(program.log());
    }
    const all = await posted();
    return {
      restarts,
      commands,
      unanswered,
      late,
      reminders: reminders.length,
      lost: await missing(),
      doubled: all.filter((text, index) => all.indexOf(text) !== index),
      badExits,
      troubles: logs.flatMap((log) => log.split('\n').filter((line) => /"level":[456]0/.test(line))),
      longestMs: Math.round(longestMs),
    };
  } finally {
    going = false;
    for (const program of running) await program.stop('SIGKILL');
    await slack.stop();
    await balancer.stop();
    await postgres.stop();
  }
}
