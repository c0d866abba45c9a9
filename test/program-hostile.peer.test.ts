import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nextOccurrence } from '../src/reminders/calendar/schedule.ts';
import { createPlanner } from '../src/reminders/planner.ts';
import { openStorage } from '../src/storage/storage.ts';
import { createRandom } from './crash/random.ts';
import { catalogue } from './fuzz/acts.ts';
import { startFuzzed } from './fuzz/fuzzed-program.ts';

const team = 'slack:T01TEST';
const secret = 'ask for a raise';
const acts = 300;

/*
 * The whole program over signed HTTP: a member, a guest and somebody of another organisation against a team of four. How long others wait meanwhile is
 * the fuzz's to say.
 */
it('lets a hostile session of 300 acts change nothing of the others’, and read nothing private', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'hostile-'));
  const program = await startFuzzed({ DATA_DIR: directory });
  const storage = await openStorage({
    place: { directory },
    planner: createPlanner(nextOccurrence),
    now: () => new Date(),
  });
  try {
    const random = createRandom(16);
    const pick = <Item>(items: readonly Item[]): Item => items[random.between(0, items.length - 1)] as Item;
    const [alice, root, mallory, guest, outsider] = [
      'U01ALICE',
      'U02ROOT',
      'U03MALLORY',
      'U04GUEST',
      'U09OUTSIDE',
    ] as const;
    const slash = (by: string, line: string) => program.say({ way: 'slash', by, line });
    for (const by of [alice, root]) {
      await slash(by, 'remind add every day at 9 look at the queue');
      await slash(by, `remind add to me every day at 9 ${secret}`);
    }
    for (const line of [
      'settings set zone Asia/Tokyo',
      'profile set version 24.5.0',
      'updates policy on 3',
      'deadlines add 2030-01-15 Renew the certificate',
      'hosts add mail.example.org',
    ]) {
      await slash(root, line);
    }
    const others = async () => ({
      reminders: (await storage.ledger.list(team)).filter(({ createdBy }) => createdBy !== mallory),
      deadlines: await storage.ledger.listDeadlines(team),
      settings: await storage.teams.settings(team),
      profile: await storage.teams.profile(team),
      administrators: await storage.teams.administrators(team),
      hosts: await storage.teams.hosts(team),
      outside: await storage.ledger.list('slack:outside'),
      away: await storage.ledger.list('slack:T99'),
    });
    const before = await others();
    expect(before.reminders).toHaveLength(5);
    expect(before.deadlines).toHaveLength(1);

    const ids = before.reminders.map(({ id }) => id);
    const hidden = before.reminders.filter(({ isPrivate }) => isPrivate === true).map(({ id }) => id);
    expect(hidden).toHaveLength(2);
    // Done and Snooze on what a channel shows are every member's.
    const examples = catalogue.entries
      .filter(({ path, leaf }) => path[0] !== 'check' && leaf.changes !== true)
      .flatMap(({ leaf }) => leaf.examples);
    const lines = [
      () =>
        `remind ${pick(['pause', 'resume', 'remove', 'restore', 'run-now', 'edit', 'show', 'preview'])} ${pick(ids)} tomorrow at 9 gone`,
      () => `remind ${pick(['done', 'snooze', 'show', 'preview'])} ${pick(hidden)}`,
      () =>
        pick([
          'settings set zone UTC',
          'settings set members may-change',
          'settings set channel <#C09BOARD|board>',
          `admins add <@${mallory}|mallory>`,
          `admins remove <@${root}|root>`,
          'profile clear',
          'updates policy off',
          'deadlines remove renew-the-certificate',
          'deadlines edit renew-the-certificate date 2040-01-01',
          'deadlines done renew-the-certificate',
          'hosts remove mail.example.org',
          'remind add to <#C09BOARD|board> every day at 9 you are all fired',
          `remind add to <@${root}|root> every minute pay me`,
          'remind add everyone every day at 9 look here',
          'unanswered',
        ]),
      () => pick(examples),
      () =>
        pick([
          'remind list all',
          'remind export',
          'status',
          'hosts',
          'settings',
          'profile',
          'what reminders are there',
          'who is on call',
        ]),
    ];
    for (let act = 0; act < acts; act += 1) {
      const by = pick([mallory, mallory, guest, outsider]);
      const way = pick(['slash', 'slash', 'mention', 'press', 'form'] as const);
      // A form sets a reminder of one's own.
      if (way === 'form' && by === mallory) continue;
      const line = pick(lines)();
      const said = await program.say({ way, by, line });
      expect(said, `${act}: ${way} by ${by}: ${line}`).not.toContain(secret);
      if (by !== mallory)
        expect(said, `${act}: ${way} by ${by}: ${line}`).not.toMatch(
          /look at the queue|mail\.example\.org|Asia\/Tokyo/,
        );
    }
    expect(await others()).toEqual(before);
    const mine = (await storage.ledger.list(team)).filter(({ createdBy }) => createdBy === mallory);
    expect(mine.filter(({ target, pingsEveryone }) => target.id === 'C09BOARD' || pingsEveryone)).toEqual([]);

    // The same signed request three times is one request.
    await program.repeat({ by: alice, line: 'remind add every day at 10 only once' }, 3);
    expect((await storage.ledger.list(team)).filter(({ text }) => text === 'only once')).toHaveLength(1);
    expect(program.complaints()).toEqual([]);
  } finally {
    await storage.close();
    await program.stop();
  }
});
