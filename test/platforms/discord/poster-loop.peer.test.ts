import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Delivered } from '../../../src/reminders/deliver.ts';
import { createDeliveryLoop } from '../../../src/reminders/delivery-loop.ts';
import { createDeliveryService } from '../../../src/reminders/delivery-service.ts';
import type { ReminderDraft } from '../../../src/reminders/ledger-store.ts';
import { createPlanner } from '../../../src/reminders/planner.ts';
import { openStorage, type Storage } from '../../../src/storage/storage.ts';
import { sleep, startTimer } from '../../../src/time/time.ts';
import { tooMany } from '../../faults/discord/rate-limits.ts';
import { createTestClock, every, nextOccurrence, once, type TestClock } from '../../reminders/fixture.ts';
import { resolveForTest } from '../../reminders/resolve-for-test.ts';
import { createSilentLogger } from '../../reminders/silent-logger.ts';
import { textOf } from './shown.ts';
import { startTestPoster, type TestPoster } from './start-test-poster.ts';

/** Looks and posts that are answered take far less, also on a busy machine. */
const timeoutMs = 3_000;
/** When somebody looks for a post whose outcome is unknown, after it began. */
const lookAfterMs = timeoutMs + 5_000;

describe('the delivery loop over Discord, with a store on disk', () => {
  let at: TestPoster;
  let directory: string;
  let storage: Storage;
  let clock: TestClock;
  beforeAll(async () => {
    at = await startTestPoster(timeoutMs);
  });
  afterAll(() => at?.stop());
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'mdaemon-bot-discord-'));
    // The ids of messages hold the twin's clock, so that the store's must not be far from it.
    clock = createTestClock(new Date());
    await open();
  });
  afterEach(async () => {
    await storage.close();
    rmSync(directory, { recursive: true });
    for (const channel of Object.values(at.twin.channels)) {
      at.proxy.setAccess(channel, 'open');
      at.proxy.setOverwrites(channel, []);
    }
  });
  const open = async () => {
    storage = await openStorage({ place: { directory }, planner: createPlanner(nextOccurrence), now: clock.now });
  };

  /** A loop with a poster of its own, as a process has. Time is the test's, but for the time-outs. */
  const startLoop = () => {
    const results: Delivered[] = [];
    const logger = createSilentLogger();
    const loop = createDeliveryLoop({
      store: storage.ledger,
      posters: { discord: at.posterAt(at.proxy.restUrl) },
      logger,
      owner: 'test',
      observe: (event) => {
        if (event.kind === 'delivered') results.push(event.result);
      },
      time: {
        monotonicMs: () => performance.now(),
        sleep,
        startTimeout: startTimer,
        after: () => () => {},
      },
    });
    const run = async (ms = 0) => {
      clock.advance(ms);
      await loop.turn();
    };
    return { results, logger, run };
  };
  const draft = (text: string, channel = 'general', more: Partial<ReminderDraft> = {}): Partial<ReminderDraft> => ({
    team: `discord:${at.twin.guild}`,
    text,
    target: { kind: 'channel', id: at.twin.channel(channel) },
    createdBy: at.twin.user('alice'),
    ...more,
  });
  const remind = (text: string, channel?: string) => storage.ledger.create(once(clock.at(0), draft(text, channel)));
  const shown = async (text: string, channel?: string) =>
    (await at.twin.messages(channel)).filter((message) => textOf(message).includes(text));

  test('posts several at one instant as one message', async () => {
    const { run } = startLoop();
    for (const text of ['digest one', 'digest two', 'digest three']) await remind(text);
    await run();
    const [post, ...others] = await shown('digest one');
    expect(others).toEqual([]);
    const said = textOf(post ?? { components: [] });
    for (const text of ['3 reminders', 'digest two', 'digest three']) expect(said).toContain(text);
  });

  test.each(['drop-reply', 'half-reply', 'stall'] as const)(
    'a post whose reply is lost (%s) comes once',
    async (fault) => {
      const { run, results } = startLoop();
      at.proxy.plan('POST /channels/:id/messages', fault);
      await remind(`lost by ${fault}`);
      await run();
      await run(lookAfterMs - 1);
      expect(results).toEqual(['sending']);
      await run(1);
      expect(results).toEqual(['sending', 'sent']);
      expect(await shown(`lost by ${fault}`)).toHaveLength(1);
    },
  );

  test('a post that never arrived is posted after a look', async () => {
    const { run, results } = startLoop();
    at.proxy.plan('POST /channels/:id/messages', 'reset');
    await remind('posted again');
    await run();
    await run(lookAfterMs);
    expect(results).toEqual(['sending', 'sent']);
    expect(await shown('posted again')).toHaveLength(1);
  });

  test('a process that ends after a post leaves it to the next one, which finds it', async () => {
    const { run } = startLoop();
    at.proxy.plan('POST /channels/:id/messages', 'drop-reply');
    await remind('before the restart');
    await run();
    await storage.close();
    await open();
    const restarted = startLoop();
    await restarted.run(lookAfterMs);
    expect(restarted.results).toEqual(['sent']);
    expect(await shown('before the restart')).toHaveLength(1);
  });

  test('a limit closes its channel for as long as Discord asks, while others go on', async () => {
    const { run, results } = startLoop();
    at.proxy.plan(`POST /channels/${at.twin.channel()}/messages`, tooMany(30_000, false, {}));
    await remind('held back');
    await remind('goes on', 'operations');
    await run();
    expect(results.toSorted()).toEqual(['due', 'sent']);
    expect(await shown('goes on', 'operations')).toHaveLength(1);
    at.newCalls();
    await run(29_000);
    expect(at.newCalls()).toEqual([]);
    await run(1_100);
    expect(await shown('held back')).toHaveLength(1);
  });

  test('a channel that is gone parks its reminder, is not asked again, and the owner is told once', async () => {
    const { run, results } = startLoop();
    at.proxy.setAccess(at.twin.channel('operations'), 'gone');
    const made = await storage.ledger.create(every(10_000, draft('parked one', 'operations')));
    if (made.kind !== 'created') throw new Error('no reminder was made');
    await run(10_000);
    await run(1_000);
    expect(results).toEqual(['dead', 'sent']);
    at.newCalls();
    await run(10_000);
    await run(10_000);
    expect(at.newCalls()).toEqual([]);
    const told = await shown('parked one', '@alice');
    expect(told).toHaveLength(1);
    const notice = textOf(told[0] ?? { components: [] });
    expect(notice).toContain('Choose another channel');
    expect(notice).toContain(`\`remind resume ${made.reminder.id}\` in the server`);
    expect(await storage.ledger.get(`discord:${at.twin.guild}`, made.reminder.id)).toMatchObject({ state: 'parked' });
  });

  test('where the history may not be read it stays ambiguous and is told, and is never posted again', async () => {
    const { run, results, logger } = startLoop();
    at.proxy.setAccess(at.twin.channel(), 'no-history');
    const deny = String(PermissionFlagsBits.ReadMessageHistory);
    at.proxy.setOverwrites(at.twin.channel(), [{ id: at.twin.guild, type: 0, allow: '0', deny }]);
    at.proxy.plan('POST /channels/:id/messages', 'drop-reply');
    await remind('nobody knows');
    await run();
    await run(lookAfterMs);
    await run(60_000);
    expect(results).toEqual(['sending', 'ambiguous']);
    expect((await storage.ledger.status()).ambiguous.count).toBe(1);
    expect(logger.lines).toContain('warn Cannot find out whether a reminder arrived');
    expect(await shown('nobody knows')).toHaveLength(1);
  });

  test('Done ends one of a digest, and a snooze comes back as a post of its own', async () => {
    const { run } = startLoop();
    const team = `discord:${at.twin.guild}` as const;
    const made = [await remind('ends here'), await remind('comes back')];
    const [done = '', snoozed = ''] = made.map((each) => (each.kind === 'created' ? each.reminder.id : ''));
    await run();
    const desk = createDeliveryService({
      repository: storage.ledger,
      actingFor: (deed) => storage.actingFor(deed).ledger,
      now: async () => clock.now(),
      zoneOf: async () => 'UTC',
      resolveWallClock: resolveForTest,
      wake() {},
    });
    const [delivery] = await storage.ledger.history(team, done, 1);
    const actor = { id: at.twin.user('bob'), role: 'member' } as const;
    const press = { team, delivery: delivery?.id ?? '', actor, request: 'press', place: 'C1' };
    expect(await desk.press({ ...press, reminder: done, how: 'done' })).toMatchObject({ kind: 'recorded' });
    expect(await desk.press({ ...press, reminder: snoozed, how: 'snooze-hour' })).toMatchObject({ kind: 'recorded' });
    await run(60 * 60_000);
    expect(await shown('ends here')).toHaveLength(1);
    expect(await shown('comes back')).toHaveLength(2);
  });

  test('a person gets a direct message, whose team the store knows for them alone', async () => {
    const { run } = startLoop();
    const target = { kind: 'person', id: at.twin.user('bob') } as const;
    const made = await storage.ledger.create(once(clock.at(0), draft('for bob', 'general', { target })));
    await run();
    expect(await shown('for bob', '@bob')).toHaveLength(1);
    const id = made.kind === 'created' ? made.reminder.id : '';
    const [delivery] = await storage.ledger.history(`discord:${at.twin.guild}`, id, 1);
    expect(await storage.ledger.teamOf(delivery?.id ?? '', at.twin.user('bob'))).toBe(`discord:${at.twin.guild}`);
    expect(await storage.ledger.teamOf(delivery?.id ?? '', at.twin.user('alice'))).toBeUndefined();
  });
});
