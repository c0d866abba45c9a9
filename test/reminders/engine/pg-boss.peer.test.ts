import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { createDeliveryLoop } from '../../../src/reminders/delivery-loop.ts';
import { createPgBossEngine } from '../../../src/reminders/engine/pg-boss.ts';
import { createPlanner } from '../../../src/reminders/planner.ts';
import { openStorage } from '../../../src/storage/storage.ts';
import { startPostgres } from '../../peers/start-postgres.ts';
import { until } from '../../peers/until.ts';
import { nextOccurrence, once } from '../fixture.ts';
import { createSilentLogger } from '../silent-logger.ts';
import { createStrictPeer } from '../strict-peer.ts';

const planner = createPlanner(nextOccurrence);
const logger = createSilentLogger();
const postgres = await startPostgres();

if ('missing' in postgres) {
  it.skip(`the engine on PostgreSQL: ${postgres.missing}`, () => {});
} else {
  afterAll(() => postgres.stop());

  /** A replica as the program builds it. */
  const startReplica = async (databaseUrl: string, peer = createStrictPeer(), owner = 'a') => {
    const engine = createPgBossEngine({ databaseUrl, logger });
    const storage = await openStorage({ place: { databaseUrl }, planner, announce: engine.announce });
    let wakes = 0;
    const loop = createDeliveryLoop({ store: storage.ledger, posters: { slack: peer.poster }, logger, owner });
    await engine.start(() => {
      wakes += 1;
      loop.wake();
    });
    const stop = async () => {
      await loop.stop();
      await engine.stop();
      await storage.close();
    };
    return { engine, storage, loop, peer, stop, wakes: () => wakes };
  };

  describe('pg-boss', () => {
    it('wakes for what was committed, and not for what was rolled back', async () => {
      const replica = await startReplica(await postgres.newDatabase());
      const { db, ledger } = replica.storage;
      const due = [await ledger.now()];
      const rolledBack = db.transaction().execute(async (transaction) => {
        await replica.engine.announce(transaction, due, await ledger.now());
        throw new Error('no');
      });
      await expect(rolledBack).rejects.toThrow('no');
      expect(replica.wakes()).toBe(0);
      await db
        .transaction()
        .execute(async (transaction) => replica.engine.announce(transaction, due, await ledger.now()));
      await until('the wake-up', () => replica.wakes() > 0);
      expect(replica.wakes()).toBe(1);
      await replica.stop();
    });

    it('brings what another replica was told, within a second or so', async () => {
      const databaseUrl = await postgres.newDatabase();
      const worker = await startReplica(databaseUrl);
      worker.loop.wake();
      const other = await openStorage({ place: { databaseUrl }, planner, announce: worker.engine.announce });
      const made = await other.ledger.create(once(new Date((await other.ledger.now()).getTime() + 200)));
      expect(made.kind).toBe('created');
      await until('the post', () => worker.peer.posts.length === 1);
      await other.close();
      await worker.stop();
    });
  });

  describe('connections that the server ends', () => {
    it('end no process, lose no reminder and double none', async () => {
      const databaseUrl = await postgres.newDatabase();
      const peer = createStrictPeer();
      const replica = await startReplica(databaseUrl, peer);
      replica.loop.start();
      const admin = new pg.Client({ connectionString: databaseUrl });
      await admin.connect();
      const owed: string[] = [];
      for (let round = 0; round < 25; round += 1) {
        for (let count = 0; count < 8; count += 1) {
          const text = `reminder ${round} ${count}`;
          const at = new Date(Date.now() + 50 * count);
          // One that was not confirmed is not owed.
          await replica.storage.ledger
            .create(once(at, { team: `slack:T${round % 3}`, text, target: { kind: 'channel', id: `C${owed.length}` } }))
            .then(() => owed.push(text))
            .catch(() => {});
        }
        // All of them at once: those that are idle, in a transaction or in a statement, of the store and of pg-boss.
        const { rowCount } = await admin.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        );
        expect(rowCount).toBeGreaterThan(0);
      }
      await admin.end();
      const seen = () => peer.posts.flatMap(({ texts }) => texts);
      await until('all posts', () => owed.every((text) => seen().includes(text)), 120_000);
      await until('the end of what was under way', async () => {
        const { pending, ambiguous } = await replica.storage.ledger.status();
        return pending.count + ambiguous.count === 0;
      });
      expect(owed.length).toBeGreaterThan(50);
      expect(new Set(seen()).size).toBe(seen().length);
      await replica.stop();
    });
  });

  describe('three replicas on one PostgreSQL', () => {
    it('deliver 2,000 occurrences once each', async () => {
      const databaseUrl = await postgres.newDatabase();
      const peer = createStrictPeer();
      const replicas = await Promise.all(['a', 'b', 'c'].map((owner) => startReplica(databaseUrl, peer, owner)));
      const store = replicas[0]?.storage.ledger;
      const at = new Date((await store?.now())?.getTime() ?? 0);
      // Twenty in a channel join one post: a hundred channels take them all at one instant.
      const drafts = Array.from({ length: 2_000 }, (_, index) =>
        once(at, { text: `reminder ${index}`, target: { kind: 'channel', id: `C${index % 100}` } }),
      );
      await store?.importAll(drafts);
      for (const { loop } of replicas) loop.wake();
      const seen = () => peer.posts.flatMap(({ texts }) => texts);
      await until('all posts', () => seen().length >= 2_000);
      expect(new Set(seen()).size).toBe(2_000);
      for (const { loop } of replicas) await loop.stop();
      expect(seen()).toHaveLength(2_000);
      const status = await store?.status();
      await Promise.all(replicas.map(({ stop }) => stop()));
      expect(status).toMatchObject({ pending: { count: 0 }, ambiguous: { count: 0 }, dead: { count: 0 } });
    });
  });
}
