import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivered } from '../../src/reminders/deliver.ts';
import { createDeliveryLoop, type DeliveryLoop } from '../../src/reminders/delivery-loop.ts';
import { createPlanner } from '../../src/reminders/planner.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { until } from '../peers/until.ts';
import { createTestClock, every, nextOccurrence, once, type TestClock, timeAtOnce } from './fixture.ts';
import { createSilentLogger } from './silent-logger.ts';
import { createStrictPeer, type Fault } from './strict-peer.ts';

describe('the delivery loop', () => {
  let directory: string;
  let storage: Storage;
  let clock: TestClock;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'mdaemon-bot-loop-'));
    clock = createTestClock();
    storage = await openStorage({ place: { directory }, planner: createPlanner(nextOccurrence), now: clock.now });
  });
  afterEach(async () => {
    await storage.close();
    rmSync(directory, { recursive: true });
  });

  /** A loop over the peer; time is the test's, and a poster that hangs is given up at once. */
  const loopOver = (peer: ReturnType<typeof createStrictPeer>, store = storage.ledger) => {
    const results: Delivered[] = [];
    const logger = createSilentLogger();
    const loop: DeliveryLoop = createDeliveryLoop({
      store,
      posters: { slack: peer.poster },
      logger,
      owner: 'test',
      observe: (event) => {
        if (event.kind === 'delivered') results.push(event.result);
      },
      time: timeAtOnce,
    });
    const run = async (ms = 0) => {
      clock.advance(ms);
      await loop.turn();
    };
    return { loop, results, logger, run };
  };

  it('posts what is due, once, and not before', async () => {
    const peer = createStrictPeer();
    const { run } = loopOver(peer);
    await storage.ledger.create(once(clock.at(10_000)));
    await run(9_999);
    expect(peer.posts).toEqual([]);
    await run(1);
    await run(60_000);
    expect(peer.posts).toHaveLength(1);
    expect(peer.posts[0]).toMatchObject({ channel: 'C1', texts: ['check the retry queue'], late: false });
  });

  it('joins what is due in one channel at one instant, and not across channels', async () => {
    const peer = createStrictPeer();
    const { run } = loopOver(peer);
    for (const text of ['one', 'two', 'three']) await storage.ledger.create(once(clock.at(1_000), { text }));
    await storage.ledger.create(once(clock.at(1_000), { text: 'elsewhere', target: { kind: 'channel', id: 'C2' } }));
    await run(1_000);
    expect(peer.posts.map(({ texts }) => [...texts].sort()).sort()).toEqual([['elsewhere'], ['one', 'three', 'two']]);
  });

  it.each<Fault>(['drop-reply', 'fail-500', 'hang', 'reset', 'throw'])(
    'arrives once through %s, after a look',
    async (fault) => {
      const peer = createStrictPeer([fault]);
      const { run, results } = loopOver(peer);
      await storage.ledger.create(once(clock.at(0)));
      await run();
      expect(results).toEqual(['sending']);
      await run(5_999);
      expect(results).toEqual(['sending']);
      await run(1);
      expect(peer.posts).toHaveLength(1);
      expect(results).toEqual(['sending', 'sent']);
      const posted = await storage.ledger.status();
      expect(posted.pending.count + posted.ambiguous.count).toBe(0);
    },
  );

  it('waits as long as the platform asks, in that channel only', async () => {
    const peer = createStrictPeer(['refuse-429']);
    const { run } = loopOver(peer);
    await storage.ledger.create(once(clock.at(0), { text: 'first' }));
    await run();
    await storage.ledger.create(once(clock.at(2_000), { text: 'second' }));
    await storage.ledger.create(once(clock.at(2_000), { text: 'other', target: { kind: 'channel', id: 'C2' } }));
    await run(2_000);
    expect(peer.posts.map(({ texts }) => texts[0])).toEqual(['other']);
    await run(28_000);
    await run(1_000);
    expect(peer.posts.map(({ texts }) => texts[0])).toEqual(['other', 'first', 'second']);
  });

  it('posts at most once a second in one channel', async () => {
    const peer = createStrictPeer();
    const { run } = loopOver(peer);
    for (const ms of [0, 10, 20]) await storage.ledger.create(once(clock.at(ms)));
    await run(20);
    expect(peer.posts).toHaveLength(1);
    await run(999);
    expect(peer.posts).toHaveLength(1);
    await run(1);
    expect(peer.posts).toHaveLength(2);
    await run(1_000);
    expect(peer.posts).toHaveLength(3);
  });

  it('leaves ambiguous what nothing can tell, says so, and never posts it again by itself', async () => {
    const peer = createStrictPeer(['drop-reply']);
    peer.hideHistory();
    const { run, logger } = loopOver(peer);
    await storage.ledger.create(once(clock.at(0)));
    await run();
    await run(6_000);
    await run(600_000);
    expect(peer.posts).toHaveLength(1);
    expect((await storage.ledger.status('slack:T1')).ambiguous).toMatchObject({
      count: 1,
      ids: [peer.posts[0]?.delivery],
    });
    expect(logger.lines).toContain('warn Cannot find out whether a reminder arrived');
  });

  it('looks again at its start for what was ambiguous, since the history may be readable by now', async () => {
    const peer = createStrictPeer(['drop-reply']);
    peer.hideHistory();
    const before = loopOver(peer);
    await storage.ledger.create(once(clock.at(0)));
    await before.run();
    await before.run(6_000);
    expect((await storage.ledger.status()).ambiguous.count).toBe(1);
    peer.showHistory();
    const { loop, run } = loopOver(peer);
    loop.start();
    await until('the recheck', async () => (await storage.ledger.status()).ambiguous.count === 0);
    await run(1_000);
    expect(
      (await storage.ledger.history('slack:T1', (await storage.ledger.list('slack:T1'))[0]?.id ?? '', 5))[0],
    ).toMatchObject({
      state: 'sent',
    });
    expect(peer.posts).toHaveLength(1);
    await loop.stop();
  });

  it('looks for one post in each channel, and for the others where that one could be looked for', async () => {
    const peer = createStrictPeer(['drop-reply', 'drop-reply', 'drop-reply']);
    peer.hideHistory();
    const { run } = loopOver(peer);
    for (const at of [0, 2_000, 4_000]) await storage.ledger.create(once(clock.at(at)));
    for (let second = 0; second < 20; second += 1) await run(1_000);
    const ambiguous = async () => (await storage.ledger.status()).ambiguous.count;
    expect(await ambiguous()).toBe(3);
    expect(await storage.ledger.reconsiderAmbiguous({ platforms: ['slack'] })).toBe(3);
    expect(await ambiguous()).toBe(2);
    await run(1_000);
    expect(await ambiguous()).toBe(3);
    peer.showHistory();
    await storage.ledger.reconsiderAmbiguous({ team: 'slack:T1' });
    for (let second = 0; second < 5; second += 1) await run(1_000);
    expect(await ambiguous()).toBe(0);
    expect(peer.posts).toHaveLength(3);
  });

  it('looks again where the look itself failed', async () => {
    const peer = createStrictPeer(['drop-reply']);
    peer.finds.push({ kind: 'refused', retryAfterMs: 20_000, reason: 'too many looks' });
    const { run } = loopOver(peer);
    await storage.ledger.create(once(clock.at(0)));
    await run();
    await run(6_000);
    expect((await storage.ledger.status()).pending.count).toBe(1);
    await run(20_000);
    expect((await storage.ledger.status()).pending.count).toBe(0);
    expect(peer.posts).toHaveLength(1);
  });

  it('parks a reminder whose channel is gone and tells its owner once', async () => {
    const peer = createStrictPeer(['gone']);
    const { run } = loopOver(peer);
    await storage.ledger.create(every(60_000));
    await run(60_000);
    await run(1_000);
    await run(600_000);
    expect(peer.posts).toMatchObject([{ channel: 'U1', kinds: ['parked-notice'] }]);
    expect((await storage.ledger.list('slack:T1'))[0]).toMatchObject({
      state: 'parked',
      parkedReason: 'the channel is gone',
    });
  });

  it('says that it is late only past the grace time', async () => {
    const peer = createStrictPeer();
    const { run } = loopOver(peer);
    await storage.ledger.create(once(clock.at(0)));
    await storage.ledger.create(once(clock.at(0), { target: { kind: 'channel', id: 'C2' }, graceMs: 3_600_000 }));
    await run(3_600_000);
    expect(peer.posts.map(({ channel, late }) => [channel, late]).sort()).toEqual([
      ['C1', true],
      ['C2', false],
    ]);
  });

  it('gives up after a bounded number of attempts, with the reason', async () => {
    const peer = createStrictPeer(Array.from({ length: 300 }, () => 'refuse-429' as const));
    const { run } = loopOver(peer);
    await storage.ledger.create(once(clock.at(0)));
    for (let tries = 0; tries <= 101; tries += 1) await run(3_600_000);
    expect(peer.tries).toHaveLength(100);
    const { dead } = await storage.ledger.status();
    expect(dead.count).toBe(1);
    const [id = ''] = dead.ids;
    expect((await storage.ledger.delivery('slack:T1', id))?.reason).toBe(
      'given up after 100 attempts, the last one: too many posts',
    );
  });

  it('does not post when the process was held up after the attempt was recorded', async () => {
    const peer = createStrictPeer();
    let monotonicMs = 0;
    const loop = createDeliveryLoop({
      store: {
        ...storage.ledger,
        beginSend: async (claim, postTimeoutMs) => {
          const begun = await storage.ledger.beginSend(claim, postTimeoutMs);
          monotonicMs += 2_001;
          return begun;
        },
      },
      posters: { slack: peer.poster },
      logger: createSilentLogger(),
      owner: 'slow',
      time: {
        monotonicMs: () => monotonicMs,
        sleep: () => new Promise(() => {}),
        startTimeout: () => () => {},
        after: () => () => {},
      },
    });
    await storage.ledger.create(once(clock.at(0)));
    await loop.turn();
    expect(peer.tries).toEqual([]);
    expect((await storage.ledger.status()).pending.count).toBe(1);
  });

  it('survives a store that fails, and goes on', async () => {
    const peer = createStrictPeer();
    let failures = 1;
    const { run, logger } = loopOver(peer, {
      ...storage.ledger,
      materialiseDue: (platforms) => {
        if (failures-- > 0) throw new Error('the disk is full');
        return storage.ledger.materialiseDue(platforms);
      },
    });
    await storage.ledger.create(once(clock.at(0)));
    await run();
    expect(logger.lines).toContain('error Something failed in the reminders; they go on: the disk is full');
    await run();
    expect(peer.posts).toHaveLength(1);
  });

  it('writes a result down although the store was away for a moment', async () => {
    const peer = createStrictPeer();
    let failures = 3;
    const { run, results } = loopOver(peer, {
      ...storage.ledger,
      settle: async (claim, settlement) => {
        if (failures-- > 0) throw new Error('the connection is gone');
        return storage.ledger.settle(claim, settlement);
      },
    });
    await storage.ledger.create(once(clock.at(0)));
    await run();
    expect(results).toEqual(['sent']);
  });

  it('leaves another platform’s reminders alone', async () => {
    const peer = createStrictPeer();
    const { run } = loopOver(peer);
    await storage.ledger.create(once(clock.at(0), { team: 'terminal:local' }));
    await run(1_000);
    expect(peer.posts).toEqual([]);
    expect(await storage.ledger.nextInstant(['terminal'])).toEqual(clock.at(0));
  });
});
