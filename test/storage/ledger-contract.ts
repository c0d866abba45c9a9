import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimedDelivery } from '../../src/reminders/ledger.ts';
import type { ReminderDraft, Settlement } from '../../src/reminders/ledger-store.ts';
import { eraseTeam } from '../../src/storage/privacy-store.ts';
import type { Storage, StorageOptions } from '../../src/storage/storage.ts';
import { createRandom } from '../crash/random.ts';
import { createTestClock, every, once, type TestClock } from '../reminders/fixture.ts';

/** Opens the same store again: another process, or another replica. */
export type OpenStore = (options: Pick<StorageOptions, 'now' | 'limits'>) => Promise<Storage>;

const team = 'slack:T1';
const platforms = ['slack'] as const;
const timeoutMs = 1_000;
// biome-ignore lint/suspicious/noThenProperty: the contract's word for what comes after; nobody awaits it
const escalation = { afterHours: 1, then: { kind: 'channel', id: 'C9' } } as const;

/** Makes a reminder and takes it all the way to its post, as the loop does. */
export async function deliverOne({ ledger }: Storage, clock: TestClock): Promise<void> {
  await ledger.create(once(clock.now()));
  clock.advance(1_000);
  await ledger.materialiseDue(platforms);
  const [held] = await ledger.claim({ limit: 50, owner: 'a', leaseMs: 10_000, platforms });
  const begun = held && (await ledger.beginSend(held, timeoutMs));
  if (begun === undefined || typeof begun === 'string') throw new Error(`no post began: ${begun}`);
  await ledger.settle(begun, { kind: 'posted', messageId: 'm1' });
  await ledger.claim({ limit: 50, owner: 'a', leaseMs: 10_000, platforms });
  await ledger.nextInstant(platforms);
}

/** What every store has to do, whatever is below it. `prepare` makes an empty one. */
export function describeLedger(name: string, prepare: () => Promise<OpenStore>): void {
  describe(`the ledger on ${name}`, () => {
    let clock: TestClock;
    let open: OpenStore;
    let storages: Storage[];
    let store: Storage['ledger'];

    const openMore = async (limits: StorageOptions['limits'] = {}) => {
      const storage = await open({ now: clock.now, limits });
      storages.push(storage);
      return storage;
    };
    const claim = (limit = 50, owner = 'a', leaseMs = 10_000, from = store) =>
      from.claim({ limit, owner, leaseMs, platforms });
    const begin = async (held: ClaimedDelivery | undefined, from = store) => {
      if (held === undefined) throw new Error('nothing was claimed');
      const begun = await from.beginSend(held, timeoutMs);
      if (typeof begun === 'string') throw new Error(`the post must not begin: ${begun}`);
      return begun;
    };
    const create = async (draft: ReminderDraft) => {
      const result = await store.create(draft);
      if (result.kind !== 'created') throw new Error(result.kind);
      return result.reminder;
    };
    /** Makes one that is due, and claims it. */
    const claimOne = async (fields: Partial<ReminderDraft> = {}) => {
      const reminder = await create(once(clock.now(), fields));
      await store.materialiseDue(platforms);
      const [held] = await claim();
      if (held === undefined) throw new Error('nothing was claimed');
      return { reminder, held };
    };
    const post = async (fields: Partial<ReminderDraft> = {}) => {
      const { reminder, held } = await claimOne(fields);
      await store.settle(await begin(held), { kind: 'posted', messageId: 'm1' });
      return { reminder, delivery: held.id };
    };

    beforeEach(async () => {
      clock = createTestClock();
      storages = [];
      open = await prepare();
      store = (await openMore()).ledger;
    });
    afterEach(async () => {
      for (const storage of storages) await storage.close();
    });

    describe('reminders', () => {
      it('keep every field', async () => {
        const draft = once(clock.at(5_000), {
          text: 'look at “bad” \u{1F4EC} <queue>',
          escalation: { ...escalation, afterHours: 2 },
          catchUp: 'all',
          pingsEveryone: true,
          isPrivate: true,
          purpose: 'update-policy',
          uid: 'a@example',
        });
        const { id, ...made } = await create(draft);
        expect(id).toMatch(/^[a-z][a-z0-9]{3}$/);
        expect(made).toEqual({ ...draft, createdAt: clock.now(), state: 'active', nextDueAt: clock.at(5_000) });
        expect(await store.get(team, id)).toEqual({ id, ...made });
        expect(await store.update(team, id, { changedBy: 'U2' })).toEqual({ id, ...made, changedBy: 'U2' });
        expect(await store.update(team, id, { changedBy: null })).toEqual({ id, ...made });
      });

      it('belong to their team alone', async () => {
        const { id } = await create(once(clock.at(0)));
        expect(await store.get('slack:T2', id)).toBeUndefined();
        expect(await store.list('slack:T2')).toEqual([]);
        expect(await store.remove('slack:T2', id)).toBe(false);
        expect(await store.update('slack:T2', id, { text: 'other' })).toBeUndefined();
      });

      it('are listed with the next due first', async () => {
        for (const ms of [3_000, 1_000, 2_000]) await create(once(clock.at(ms), { text: String(ms) }));
        expect((await store.list(team)).map(({ text }) => text)).toEqual(['1000', '2000', '3000']);
      });

      it('stop at the limit of their team', async () => {
        const limited = (await openMore({ remindersPerTeam: 2 })).ledger;
        await limited.create(once(clock.at(1)));
        await limited.create(once(clock.at(1)));
        expect(await limited.create(once(clock.at(1)))).toEqual({ kind: 'limit-reached', limit: 2 });
        expect(await limited.create(once(clock.at(1), { team: 'slack:T2' }))).toMatchObject({ kind: 'created' });
      });

      it('stop at the limit of their team when they are restored, too', async () => {
        const limited = (await openMore({ remindersPerTeam: 1 })).ledger;
        const first = await limited.create(once(clock.at(60_000)));
        if (first.kind !== 'created') throw new Error('not made');
        await limited.remove(team, first.reminder.id);
        await limited.create(once(clock.at(60_000)));
        expect(await limited.restore(team, first.reminder.id)).toEqual({ kind: 'limit-reached', limit: 1 });
        expect((await limited.list(team)).map(({ id }) => id)).not.toContain(first.reminder.id);
      });

      it('are made once for a UID of their maker', async () => {
        const limited = (await openMore({ remindersPerTeam: 2 })).ledger;
        const draft = { ...once(clock.at(5_000)), uid: 'a@example' };
        const made = await limited.createOnce(draft);
        expect(made).toMatchObject({ kind: 'created', reminder: { uid: 'a@example' } });
        expect(await limited.createOnce(draft)).toEqual({ ...made, kind: 'present' });
        expect(await limited.createOnce({ ...draft, createdBy: 'U9' })).toMatchObject({ kind: 'created' });
        expect(await limited.createOnce({ ...draft, uid: 'b' })).toEqual({ kind: 'limit-reached', limit: 2 });
        if (made.kind === 'created') await limited.remove(team, made.reminder.id);
        expect(await limited.createOnce(draft)).toMatchObject({ kind: 'created' });
      });

      it('take the place of those of the same purpose, or change nothing', async () => {
        const limited = await openMore({ remindersPerTeam: 2 });
        const policy = { ...once(clock.at(1), { text: 'first' }), purpose: 'update-policy' } as const;
        const change = { by: 'U1', at: clock.now() };
        await create(once(clock.at(1), { text: 'other' }));
        await limited.ledger.replace(policy, { updatePolicy: { mode: 'off' } }, change);
        const again = { ...policy, text: 'second' };
        const made = await limited.ledger.replace(again, { updatePolicy: { mode: 'on' } }, change);
        expect(made).toMatchObject({ kind: 'created', reminder: { text: 'second', purpose: 'update-policy' } });
        const texts = async () => (await store.list(team)).map(({ text }) => text).sort();
        expect(await texts()).toEqual(['other', 'second']);
        expect(await limited.teams.profile(team)).toEqual({ updatePolicy: { mode: 'on' } });
        const full = await openMore({ remindersPerTeam: 1 });
        const refused = await full.ledger.replace(
          { ...policy, text: 'third' },
          { updatePolicy: { mode: 'off' } },
          change,
        );
        expect(refused).toEqual({ kind: 'limit-reached', limit: 1 });
        expect(await texts()).toEqual(['other', 'second']);
        expect(await full.teams.profile(team)).toEqual({ updatePolicy: { mode: 'on' } });
      });

      it('are not sent to whoever refuses them, and what had not begun is taken back', async () => {
        const bob = { kind: 'person', id: 'U_BOB' } as const;
        const { reminder, held } = await claimOne({ target: bob });
        // biome-ignore lint/suspicious/noThenProperty: the contract's word for what comes after; nobody awaits it
        const told = await create(once(clock.at(9_000), { escalation: { afterHours: 1, then: bob } }));
        const other = await create(once(clock.at(9_000), { target: bob, createdBy: 'U2' }));
        await store.refuseMessages(team, 'U_BOB', 'U1');
        expect(await store.beginSend(held, timeoutMs)).toBe('stale');
        expect(await store.get(team, other.id)).toMatchObject({ state: 'active' });
        expect((await store.get(team, told.id))?.escalation).toEqual({ afterHours: 1 });
        const limits = { recipients: 5, each: 5 };
        expect(await store.countMessages(team, 'U1', ['U_BOB'], limits)).toEqual({
          kind: 'refused',
          recipient: 'U_BOB',
        });
        expect(await store.countMessages(team, 'U2', ['U_BOB'], limits)).toEqual({ kind: 'counted' });
        expect(await store.refusedSenders(team, 'U_BOB')).toEqual(['U1']);
        expect(await store.acceptMessages(team, 'U_BOB', 'U1')).toBe(true);
        expect(await store.acceptMessages(team, 'U_BOB', 'U1')).toBe(false);
        expect(await store.countMessages(team, 'U1', ['U_BOB'], limits)).toEqual({ kind: 'counted' });
        expect(await store.get(team, reminder.id)).toMatchObject({ state: 'done' });
      });

      it('are counted for a day where they go to others', async () => {
        const limits = { recipients: 2, each: 2 };
        const ask = (...recipients: string[]) => store.countMessages(team, 'U1', recipients, limits);
        expect(await ask('U2', 'U3')).toEqual({ kind: 'counted' });
        expect(await ask('U4')).toEqual({ kind: 'too-many-recipients', limit: 2 });
        expect(await ask('U2')).toEqual({ kind: 'counted' });
        expect(await ask('U2')).toEqual({ kind: 'too-many-messages', recipient: 'U2', limit: 2 });
        expect(await store.countMessages('slack:T2', 'U1', ['U4'], limits)).toEqual({ kind: 'counted' });
        clock.advance(86_400_000);
        expect(await ask('U2', 'U4')).toEqual({ kind: 'counted' });
      });

      it('pause, and go on from now', async () => {
        const { id } = await create(every(60_000));
        expect(await store.setState(team, id, 'paused')).not.toHaveProperty('nextDueAt');
        clock.advance(600_000);
        expect(await store.materialiseDue(platforms)).toMatchObject({ due: 0 });
        expect(await store.setState(team, id, 'active')).toMatchObject({
          state: 'active',
          nextDueAt: clock.at(660_000),
        });
      });

      it('take a removal back', async () => {
        const { id } = await create(every(60_000));
        expect(await store.remove(team, id)).toBe(true);
        expect(await store.get(team, id)).toBeUndefined();
        expect(await store.restore(team, id)).toMatchObject({
          kind: 'created',
          reminder: { state: 'active', nextDueAt: clock.at(60_000) },
        });
      });

      it('can be changed, and move with their schedule', async () => {
        const { id } = await create(every(60_000));
        const changed = await store.update(team, id, {
          text: 'new',
          schedule: every(3_600_000).schedule,
          escalation: null,
        });
        expect(changed).toMatchObject({ text: 'new', nextDueAt: clock.at(3_600_000) });
      });

      it('come in bulk', async () => {
        expect(await store.importAll(Array.from({ length: 2_500 }, () => once(clock.at(1_000))))).toBe(2_500);
        expect(await store.list(team)).toHaveLength(2_500);
      });
    });

    describe('what is due', () => {
      it('is written down once, whoever asks and however often', async () => {
        for (let ms = 0; ms < 40; ms += 1)
          await create(once(clock.at(ms), { target: { kind: 'channel', id: `C${ms}` } }));
        clock.advance(100);
        const others = [store, (await openMore()).ledger, (await openMore()).ledger];
        const made = await Promise.all(others.map((each) => each.materialiseDue(platforms)));
        expect(made.reduce((sum, { due }) => sum + due, 0)).toBe(40);
        expect(await claim(100)).toHaveLength(40);
      });

      it('with `latest` leaves a row for each it leaves out', async () => {
        await create(every(60_000));
        clock.advance(5 * 60_000);
        expect(await store.materialiseDue(platforms)).toMatchObject({ due: 1, skipped: 4, more: false });
        expect((await store.status(team)).skipped.count).toBe(4);
        expect(await claim()).toMatchObject([{ dueAt: clock.at(5 * 60_000) }]);
      });

      it('with `all` is at most twenty', async () => {
        await create(every(60_000, { catchUp: 'all' }));
        clock.advance(25 * 60_000);
        expect(await store.materialiseDue(platforms)).toMatchObject({ due: 20, skipped: 5 });
      });

      it('with `skip` is what its grace time allows', async () => {
        await create(every(60_000, { catchUp: 'skip', graceMs: 10_000 }));
        clock.advance(5 * 60_000 + 10_001);
        expect(await store.materialiseDue(platforms)).toMatchObject({ due: 0, skipped: 5 });
        clock.advance(49_999);
        expect(await store.materialiseDue(platforms)).toMatchObject({ due: 1, skipped: 0 });
      });

      it('goes on in pieces after a year of downtime', async () => {
        await create(every(60_000));
        clock.advance(1_201 * 60_000);
        const made = [];
        do made.push(await store.materialiseDue(platforms));
        while (made.at(-1)?.more === true);
        expect(made).toHaveLength(3);
        expect(made.reduce((sum, { skipped }) => sum + skipped, 0)).toBe(1_200);
        expect(await claim()).toHaveLength(1);
      });

      it('fills several posts where one cannot hold it', async () => {
        for (let count = 0; count < 45; count += 1) await create(once(clock.at(0)));
        await store.materialiseDue(platforms);
        const sizes = [];
        for (let part = 0; part < 3; part += 1) {
          const [held] = await claim();
          sizes.push((await begin(held)).items.length);
          clock.advance(1_000);
        }
        expect(sizes).toEqual([20, 20, 5]);
      });

      it('does not join a post that may have begun', async () => {
        const { held } = await claimOne();
        await begin(held);
        await create(once(clock.now()));
        await store.materialiseDue(platforms);
        clock.advance(1_000);
        const [other] = await claim();
        expect(other?.id).not.toBe(held.id);
        expect(other?.items).toHaveLength(1);
      });

      it('is not held up by a reminder that cannot be worked out', async () => {
        await store.importAll([once(clock.at(0))]);
        const { id } = await create(every(60_000));
        await store.update(team, id, {});
        const broken = { kind: 'recurring', cron: 'every 60000', zone: 'UTC' } as const;
        await storages[0]?.db
          .updateTable('reminders')
          .set({ schedule: JSON.stringify({ ...broken, cron: 'nonsense' }) })
          .where('id', '=', id)
          .execute();
        clock.advance(60_000);
        expect(await store.materialiseDue(platforms)).toMatchObject({ due: 2, parked: 1 });
        expect(await store.get(team, id)).toMatchObject({ state: 'parked' });
      });

      it('names the next instant', async () => {
        expect(await store.nextInstant(platforms)).toBeUndefined();
        await create(once(clock.at(5_000)));
        await create(once(clock.at(3_000)));
        expect(await store.nextInstant(platforms)).toEqual(clock.at(3_000));
        clock.advance(3_000);
        await store.materialiseDue(platforms);
        const [held] = await claim();
        expect(await store.nextInstant(platforms)).toEqual(clock.at(5_000));
        await begin(held);
        clock.advance(2_000);
        await store.materialiseDue(platforms);
        await claim();
        expect(await store.nextInstant(platforms)).toEqual(clock.at(3_000 + timeoutMs + 5_000));
      });
    });

    describe('claims', () => {
      it('go to one of many claimers', async () => {
        for (let count = 0; count < 60; count += 1) {
          await create(once(clock.at(0), { target: { kind: 'channel', id: `C${count}` } }));
        }
        await store.materialiseDue(platforms);
        const others = await Promise.all([openMore(), openMore(), openMore()]);
        const claims = await Promise.all(
          [store, ...others.map(({ ledger }) => ledger)].flatMap((each, owner) =>
            [1, 2, 3].map(() => claim(10, String(owner), 10_000, each)),
          ),
        );
        const ids = claims.flat().map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.length + (await claim(100)).length).toBe(60);
      });

      it('go to one claimer and second in a channel, also across replicas', async () => {
        for (let ms = 0; ms < 10; ms += 1) await create(once(clock.at(-ms)));
        await store.materialiseDue(platforms);
        const other = (await openMore()).ledger;
        const claims = await Promise.all([
          claim(),
          claim(50, 'b', 10_000, other),
          claim(),
          claim(50, 'b', 10_000, other),
        ]);
        expect(claims.flat()).toHaveLength(1);
      });

      it('come back when their lease runs out, and refuse the old token', async () => {
        const { held } = await claimOne();
        expect(await claim()).toEqual([]);
        clock.advance(9_999);
        expect(await claim()).toEqual([]);
        clock.advance(1);
        const [second] = await claim(50, 'b');
        expect(second).toMatchObject({ id: held.id, fencingToken: held.fencingToken + 1, mustReconcile: false });
        expect(await store.beginSend(held, timeoutMs)).toBe('stale');
        expect(await store.settle(held, { kind: 'posted', messageId: 'm' })).toBe('stale');
        await store.release(held);
        expect(await begin(second)).toMatchObject({ id: held.id, attempts: 1 });
      });

      it('are looked for only after the post must have ended', async () => {
        const { held } = await claimOne();
        await begin(held);
        clock.advance(timeoutMs + 4_999);
        expect(await claim()).toEqual([]);
        clock.advance(1);
        expect(await claim()).toMatchObject([{ id: held.id, mustReconcile: true }]);
      });

      it('still have to be looked for when the one who looked is gone', async () => {
        const { held } = await claimOne();
        await begin(held);
        clock.advance(timeoutMs + 5_000);
        const [second] = await claim();
        clock.advance(10_000);
        const [third] = await claim();
        expect(third).toMatchObject({ mustReconcile: true, fencingToken: (second?.fencingToken ?? 0) + 1 });
        if (third !== undefined) await store.release(third);
        expect(await claim()).toEqual([]);
        clock.advance(1_000);
        expect(await claim()).toMatchObject([{ mustReconcile: true }]);
      });

      it('can be given back', async () => {
        const { held } = await claimOne();
        await store.release(held);
        clock.advance(1_000);
        expect(await claim()).toMatchObject([{ id: held.id, mustReconcile: false }]);
      });

      it('begin a post once', async () => {
        const { held } = await claimOne();
        const results = await Promise.all([store.beginSend(held, timeoutMs), store.beginSend(held, timeoutMs)]);
        expect(results.filter((result) => result === 'stale')).toHaveLength(1);
      });
    });

    describe('what is asked for at the same moment', () => {
      /** Claims of as many deliveries, each in a channel of its own. */
      const claimMany = async (count: number, fields: Partial<ReminderDraft> = {}) => {
        const made: { readonly id: string }[] = [];
        for (let number = 0; number < count; number += 1) {
          made.push(await create(once(clock.now(), { ...fields, target: { kind: 'channel', id: `C${number}` } })));
        }
        await store.materialiseDue(platforms);
        const held = await claim();
        const idOf = ({ items }: ClaimedDelivery) => made.findIndex(({ id }) => id === items[0]?.reminder.id);
        return [...held].sort((one, other) => idOf(one) - idOf(other));
      };
      const beginAll = (held: readonly ClaimedDelivery[]) =>
        Promise.all(held.map((each) => store.beginSend(each, timeoutMs)));
      const isBegun = (result: unknown) => typeof result === 'object';

      it('begins but for what was taken over, taken back or tried too often', async () => {
        const limited = (await openMore({ maxAttempts: 1 })).ledger;
        const [first, taken, removed, often, last] = await claimMany(5);
        if (taken === undefined || removed === undefined || often === undefined) throw new Error('nothing was claimed');
        await limited.settle(await begin(often), { kind: 'refused', retryAfterMs: 0, reason: 'too many posts' });
        clock.advance(10_000);
        const again = await claim(50, 'b');
        const now = (held: ClaimedDelivery | undefined) => again.find(({ id }) => id === held?.id) ?? held;
        await store.remove(team, removed.items[0]?.reminder.id ?? '');
        const held = [now(first), taken, now(removed), now(often), now(last)].flatMap((each) => each ?? []);
        const results = await Promise.all(held.map((each) => limited.beginSend(each, timeoutMs)));
        expect(results.map((result) => (isBegun(result) ? 'begun' : result))).toEqual([
          'begun',
          'stale',
          'stale',
          'dead',
          'begun',
        ]);
        expect(results[0]).toMatchObject({ attempts: 1, attemptStartedAt: clock.now(), items: [{}] });
        expect(await store.delivery(team, often.id)).toMatchObject({
          state: 'dead',
          reason: 'given up after 1 attempts, the last one: too many posts',
        });
      });

      it('is looked for one by one where the process was killed after the beginnings', async () => {
        const held = await claimMany(6);
        expect((await beginAll(held)).filter(isBegun)).toHaveLength(6);
        clock.advance(timeoutMs + 4_999);
        expect(await claim()).toEqual([]);
        clock.advance(1);
        const again = await claim();
        expect(again.map(({ id }) => id).sort()).toEqual(held.map(({ id }) => id).sort());
        expect(again.every(({ mustReconcile }) => mustReconcile)).toBe(true);
        expect(await beginAll(held)).toEqual(held.map(() => 'stale'));
      });

      it('ends each as it ended', async () => {
        const held = await claimMany(7);
        const begun = (await beginAll(held)).flatMap((result) => (typeof result === 'string' ? [] : [result]));
        const ends: Settlement[] = [
          { kind: 'posted', messageId: 'm0' },
          { kind: 'refused', retryAfterMs: 5_000, reason: 'too many posts' },
          { kind: 'impossible', reason: 'gone' },
          { kind: 'unknown', reason: 'reset' },
          { kind: 'ambiguous', reason: 'no permission' },
          { kind: 'look-again', retryAfterMs: 5_000, reason: 'too many looks' },
          { kind: 'posted', messageId: 'm6' },
        ];
        const settleAll = () =>
          Promise.all(begun.map((each, index) => store.settle(each, ends[index] ?? { kind: 'unknown', reason: '' })));
        expect(await settleAll()).toEqual(['sent', 'due', 'dead', 'sending', 'ambiguous', 'sending', 'sent']);
        expect(await store.delivery(team, held[6]?.id ?? '')).toMatchObject({
          state: 'sent',
          messageId: 'm6',
          postedAt: clock.now(),
        });
        expect((await settleAll()).filter((state) => state === 'stale')).toHaveLength(5);
      });

      it('ends once where it is said twice', async () => {
        const [held] = await claimMany(1);
        const begun = await begin(held);
        const twice = await Promise.all(
          ['m1', 'm2'].map((messageId) => store.settle(begun, { kind: 'posted', messageId })),
        );
        expect(twice).toEqual(['sent', 'stale']);
        expect(await store.delivery(team, begun.id)).toMatchObject({ messageId: 'm1' });
      });

      it('goes on to escalate what escalates, beside what does not', async () => {
        const [plain] = await claimMany(1);
        const { held } = await claimOne({ escalation, target: { kind: 'channel', id: 'C5' } });
        const begun = [await begin(plain), await begin(held)];
        await Promise.all(begun.map((each) => store.settle(each, { kind: 'posted', messageId: each.id })));
        clock.advance(3_600_000);
        expect(await claim()).toMatchObject([
          { target: { id: 'C5' }, items: [{ occurrence: { kind: 'escalation' } }] },
        ]);
      });

      it('is not taken down by a row that the database refuses', async () => {
        const held = await claimMany(4);
        const begun = (await beginAll(held)).flatMap((result) => (typeof result === 'string' ? [] : [result]));
        // PostgreSQL takes no such character in a text. SQLite does.
        const ids = ['m0', 'm\u0000', 'm2', 'm3'];
        const settled = await Promise.allSettled(
          begun.map((each, index) => store.settle(each, { kind: 'posted', messageId: ids[index] ?? '' })),
        );
        expect(settled.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(3);
        for (const index of [0, 2, 3]) {
          expect(await store.delivery(team, held[index]?.id ?? '')).toMatchObject({ state: 'sent' });
        }
      });

      it('is worked out in one look for a thousand channels, and for one that has a thousand', async () => {
        const drafts = Array.from({ length: 1_000 }, (_, number) =>
          once(clock.at(number), { target: { kind: 'channel', id: number < 500 ? `C${number}` : 'busy' } }),
        );
        await store.importAll(drafts);
        clock.advance(1_000);
        expect(await store.materialiseDue(platforms)).toMatchObject({ due: 1_000 });
        expect(await claim(1_000)).toHaveLength(501);
        expect(await store.nextInstant(platforms)).toEqual(clock.at(2_000));
        clock.advance(1_000);
        expect(await claim(1_000)).toHaveLength(1);
      });
    });

    describe('removal and acknowledgement', () => {
      it('take back what is due and has not begun, with the reason', async () => {
        const { reminder, held } = await claimOne();
        await store.remove(team, reminder.id);
        expect(await store.beginSend(held, timeoutMs)).toBe('stale');
        expect(await store.delivery(team, held.id)).toMatchObject({
          state: 'skipped',
          reason: 'the reminder was removed',
        });
        expect((await store.status(team)).skipped.count).toBe(1);
      });

      it('leave the others of a post in it', async () => {
        const kept = await create(once(clock.at(0), { text: 'kept' }));
        const { reminder, held } = await claimOne();
        await store.remove(team, reminder.id);
        expect((await begin(held)).items.map((item) => item.reminder.id)).toEqual([kept.id]);
      });

      it('do not touch a post that has begun', async () => {
        const { reminder, held } = await claimOne();
        const begun = await begin(held);
        await store.remove(team, reminder.id);
        expect(await store.settle(begun, { kind: 'posted', messageId: 'm' })).toBe('sent');
        expect(await store.delivery(team, held.id)).toMatchObject({ state: 'sent', messageId: 'm' });
      });

      it('record the first to say done', async () => {
        const { reminder, delivery } = await post();
        const request = { team, reminder: reminder.id, delivery, how: 'done' } as const;
        expect(await store.acknowledge({ ...request, by: 'U1' })).toMatchObject({ first: true });
        clock.advance(1_000);
        const second = await store.acknowledge({ ...request, by: 'U2' });
        expect(second).toMatchObject({ first: false, acknowledgement: { by: 'U1', at: clock.at(0) } });
        expect(await store.acknowledgements(team, delivery)).toHaveLength(1);
      });

      it('bring a snoozed one back once', async () => {
        const { reminder, delivery } = await post();
        const until = clock.at(3_600_000);
        const request = { team, reminder: reminder.id, delivery, how: 'snooze', by: 'U1', until } as const;
        await Promise.all([store.acknowledge(request), store.acknowledge(request)]);
        clock.advance(3_600_000);
        const claims = await claim();
        expect(claims).toHaveLength(1);
        expect(claims[0]?.items).toMatchObject([{ occurrence: { kind: 'snooze' } }]);
      });

      it('bring a snoozed one back that was done in between', async () => {
        const { reminder, delivery } = await post();
        const until = clock.at(3_600_000);
        const request = { team, reminder: reminder.id, by: 'U1' } as const;
        await store.acknowledge({ ...request, delivery, how: 'snooze', until });
        await store.acknowledge({ ...request, delivery, how: 'done' });
        const again = await store.runNow(team, reminder.id);
        clock.advance(1_000);
        const [held] = await claim();
        await store.settle(await begin(held), { kind: 'posted', messageId: 'm2' });
        await store.acknowledge({ ...request, delivery: again ?? '', how: 'snooze', until });
        clock.advance(3_600_000);
        const claims = await claim();
        expect(claims.map(({ items }) => items.map(({ occurrence }) => occurrence.kind))).toEqual([['snooze']]);
      });

      it('finish a countdown, and only that', async () => {
        const schedule = {
          kind: 'countdown',
          deadline: 'd1',
          date: '2027-01-01',
          daysBefore: [7, 0],
          weeklyOverdue: true,
          time: '09:00',
          zone: 'UTC',
        } as const;
        const countdown = await create(every(1, { schedule }));
        const recurring = await create(every(60_000));
        for (const { id } of [countdown, recurring]) {
          await store.acknowledge({ team, reminder: id, how: 'done', by: 'U1' });
        }
        expect(await store.get(team, countdown.id)).toMatchObject({ state: 'done' });
        expect(await store.get(team, recurring.id)).toMatchObject({ state: 'active' });
      });

      it('tells each owner who it was, though notices of several teams and reminders are claimed at once', async () => {
        const made = [];
        for (const [index, of] of (['slack:T1', 'slack:T2', 'slack:T1', 'slack:T3'] as const).entries()) {
          const id = (await create(every(3_600_000, { team: of, createdBy: `U${index}` }))).id;
          made.push({ team: of, id, by: `B${index}` });
        }
        for (const each of made) await store.acknowledge({ ...each, reminder: each.id, how: 'done' });
        const notices = (await claim()).flatMap(({ items }) => items);
        const told = notices.map(({ reminder, answer }) => [reminder.team, reminder.id, answer?.by]);
        expect(told.toSorted()).toEqual(made.map((each) => [each.team, each.id, each.by]).toSorted());
      });

      it('keep an escalation from coming', async () => {
        const { reminder, delivery } = await post({
          escalation,
        });
        await store.acknowledge({ team, reminder: reminder.id, delivery, how: 'done', by: 'U1' });
        clock.advance(7_200_000);
        expect(await claim()).toEqual([]);
      });

      it('escalate in two steps while nobody says anything', async () => {
        await post({ escalation });
        clock.advance(3_600_000);
        const [again] = await claim();
        expect(again).toMatchObject({ target: { id: 'C1' }, items: [{ occurrence: { kind: 'escalation' } }] });
        await store.settle(await begin(again), { kind: 'posted', messageId: 'm2' });
        clock.advance(3_600_000);
        const [last] = await claim();
        expect(last).toMatchObject({ target: { id: 'C9' } });
        await store.settle(await begin(last), { kind: 'posted', messageId: 'm3' });
        clock.advance(7_200_000);
        expect(await claim()).toEqual([]);
      });

      it('let a reminder run now, beside its schedule', async () => {
        const { id } = await create(every(60_000));
        const delivery = await store.runNow(team, id);
        expect(await claim()).toMatchObject([{ id: delivery, items: [{ occurrence: { kind: 'run-now' } }] }]);
        expect(await store.get(team, id)).toMatchObject({ nextDueAt: clock.at(60_000) });
      });
    });

    describe('what is under way', () => {
      it('is what waits, is ambiguous or dead, until somebody answers it', async () => {
        const to = (id: string) => claimOne({ target: { kind: 'channel', id } });
        const [waiting, unsure, lost] = [await to('C1'), await to('C2'), await to('C3')];
        await store.settle(await begin(waiting.held), { kind: 'refused', retryAfterMs: 60_000, reason: 'away' });
        await store.settle(await begin(unsure.held), { kind: 'ambiguous', reason: 'no history' });
        await store.settle(await begin(lost.held), { kind: 'impossible', reason: 'gone' });
        const hows = async () => {
          const all = await store.underWay(team);
          return [waiting, unsure, lost].map(({ reminder }) => all.get(reminder.id)?.map(({ how }) => how));
        };
        expect(await hows()).toEqual([['waiting'], ['ambiguous'], ['dead']]);
        await store.acknowledge({ team, reminder: unsure.reminder.id, how: 'done', by: 'U1' });
        expect(await hows()).toEqual([['waiting'], undefined, ['dead']]);
      });

      it('leaves out escalations that are not due, and what has arrived', async () => {
        const { reminder, held } = await claimOne({ escalation });
        await store.settle(await begin(held), { kind: 'posted', messageId: 'm1' });
        expect((await store.underWay(team)).get(reminder.id)).toBeUndefined();
        clock.advance(3_600_000);
        expect((await store.underWay(team)).get(reminder.id)).toMatchObject([{ how: 'waiting' }]);
      });
    });

    describe('many at once', () => {
      it('do not get in each other’s way, and leave nothing half done', async () => {
        const stores = [store, (await openMore()).ledger, (await openMore()).ledger];
        const random = createRandom(7);
        const ids: string[] = [];
        const pick = () => ids[random.between(0, ids.length - 1)] ?? '';
        const deliver = async (from: typeof store) => {
          for (const held of await claim(5, 'x', 10_000, from)) {
            const begun = await from.beginSend(held, timeoutMs);
            if (typeof begun === 'string') continue;
            const ends: Settlement[] = [
              { kind: 'posted', messageId: 'm' },
              { kind: 'impossible', reason: 'gone' },
              { kind: 'refused', retryAfterMs: 0, reason: 'busy' },
              { kind: 'unknown', reason: 'reset' },
            ];
            await from.settle(begun, ends[random.between(0, 3)] ?? { kind: 'unknown', reason: '' });
          }
        };
        const steps: ((from: typeof store) => Promise<unknown>)[] = [
          async (from) => {
            const target = { kind: 'channel', id: `C${random.between(1, 5)}` } as const;
            const made = await from.create(every(1_000, { target, escalation }));
            if (made.kind === 'created') ids.push(made.reminder.id);
          },
          (from) => from.materialiseDue(platforms),
          (from) => from.materialiseDue(platforms),
          deliver,
          deliver,
          deliver,
          (from) => from.acknowledge({ team, reminder: pick(), how: 'done', by: 'U1' }),
          (from) =>
            from.acknowledge({
              team,
              reminder: pick(),
              how: 'snooze',
              by: 'U1',
              until: clock.at(random.between(1, 50_000)),
            }),
          (from) => from.setState(team, pick(), 'paused'),
          (from) => from.setState(team, pick(), 'active'),
          (from) => from.runNow(team, pick()),
          (from) => from.remove(team, pick()),
          (from) => from.restore(team, pick()),
          async () => clock.advance(random.between(1, 2_000)),
        ];
        const worker = async (from: typeof store) => {
          for (let step = 0; step < 12; step += 1) await steps[random.between(0, steps.length - 1)]?.(from);
        };
        for (let count = 0; count < 5; count += 1) await steps[0]?.(store);
        await Promise.all(Array.from({ length: 30 }, (_, index) => worker(stores[index % 3] ?? store)));
        // Every occurrence is in a delivery that is there, or says why not; every waiting delivery has something to post.
        const { db } = storages[0] ?? (await openMore());
        const deliveries = await db.selectFrom('deliveries').selectAll().execute();
        const occurrences = await db.selectFrom('occurrences').selectAll().execute();
        expect(occurrences.length).toBeGreaterThan(20);
        const byId = new Map(deliveries.map((row) => [row.id, row]));
        for (const { delivery, skipped_reason } of occurrences) {
          expect(delivery === null ? skipped_reason : byId.has(delivery)).toBeTruthy();
        }
        for (const { id, state, wake_at } of deliveries) {
          expect(wake_at === null).toBe(['sent', 'dead', 'ambiguous', 'skipped'].includes(state));
          const live = occurrences.filter((row) => row.delivery === id && row.skipped_reason === null);
          if (state === 'due' || state === 'claimed') expect(live.length).toBeGreaterThan(0);
        }
      });
    });

    describe('the rest', () => {
      it('looks once more for ambiguous ones when asked', async () => {
        const { held } = await claimOne();
        await begin(held);
        clock.advance(6_000);
        const [second] = await claim();
        if (second !== undefined) await store.settle(second, { kind: 'ambiguous', reason: 'no permission' });
        expect((await store.status(team)).ambiguous).toMatchObject({
          count: 1,
          ids: [held.id],
          reminders: [held.items[0]?.reminder.id],
          reasons: ['no permission'],
        });
        expect((await store.status('slack:T2')).ambiguous.count).toBe(0);
        expect(await store.reconsiderAmbiguous({ team: 'slack:T2' })).toBe(0);
        expect(await store.reconsiderAmbiguous({ platforms: ['discord'] })).toBe(0);
        expect(await store.nextInstant(platforms)).toBeUndefined();
        expect(await store.reconsiderAmbiguous({ team })).toBe(1);
        expect(await store.nextInstant(platforms)).toEqual(clock.now());
        expect((await store.status(team)).ambiguous.count).toBe(0);
        clock.advance(1_000);
        const [third] = await claim();
        expect(third).toMatchObject({ id: held.id, mustReconcile: true });
        if (third !== undefined) await store.settle(third, { kind: 'ambiguous', reason: 'no permission' });
        expect(await store.reconsiderAmbiguous({ platforms })).toBe(1);
        expect(await store.reconsiderAmbiguous({ platforms })).toBe(0);
      });

      it('lets an event be the first again', async () => {
        expect(await store.firstTime(team, 'share:1')).toBe(true);
        expect(await store.firstTime(team, 'share:1')).toBe(false);
        await store.forgetEvent('slack:T2', 'share:1');
        expect(await store.firstTime(team, 'share:1')).toBe(false);
        await store.forgetEvent(team, 'share:1');
        expect(await store.firstTime(team, 'share:1')).toBe(true);
      });

      it('forgets what is old and settled, and nothing else', async () => {
        await post();
        await create(once(clock.at(0), { target: { kind: 'channel', id: 'C2' } }));
        await store.materialiseDue(platforms);
        clock.advance(100_000);
        expect(await store.purge(clock.now())).toBe(1);
        expect(await claim()).toHaveLength(1);
      });

      it('keeps deadlines, and finishes what counts down to them', async () => {
        const deadline = {
          team,
          id: 'renew-cert',
          title: 'Renew the certificate',
          date: '2027-01-01',
          createdBy: 'U1',
        } as const;
        expect(await store.addDeadline(deadline)).toBe(true);
        expect(await store.addDeadline(deadline)).toBe(false);
        expect(await store.updateDeadline(team, 'renew-cert', { date: '2027-02-01', note: 'ask Eve' })).toMatchObject({
          date: '2027-02-01',
          note: 'ask Eve',
          title: 'Renew the certificate',
        });
        const schedule = {
          kind: 'countdown',
          deadline: 'renew-cert',
          date: '2027-02-01',
          daysBefore: [0],
          weeklyOverdue: true,
          time: '09:00',
          zone: 'UTC',
        } as const;
        const { id } = await create(every(1, { schedule }));
        await store.updateDeadline(team, 'renew-cert', { date: '2027-03-01' });
        expect(await store.get(team, id)).toMatchObject({ schedule: { date: '2027-03-01' } });
        expect(await store.finishDeadline(team, 'renew-cert', 'U2')).toBe(1);
        expect(await store.listDeadlines(team)).toMatchObject([{ done: { by: 'U2' } }]);
        expect(await store.get(team, id)).toMatchObject({ state: 'done' });
        expect(await store.listDeadlines('slack:T2')).toEqual([]);
        expect(await store.removeDeadline(team, 'renew-cert')).toBe(true);
        expect(await store.removeDeadline(team, 'renew-cert')).toBe(false);
      });

      it('forgets a team that removed the bot, also while one of its posts is under way', async () => {
        const { reminder, held } = await claimOne();
        await store.create(once(clock.at(0), { team: 'slack:T2' }));
        const begun = await begin(held);
        await eraseTeam((await openMore()).db, team);
        expect(await store.settle(begun, { kind: 'posted', messageId: 'm' })).toBe('stale');
        expect(await store.get(team, reminder.id)).toBeUndefined();
        expect(await store.list('slack:T2')).toHaveLength(1);
      });

      it('keeps what teams say', async () => {
        const { teams } = await openMore();
        const change = { by: 'U1', at: clock.now() };
        await Promise.all([
          teams.saveSettings(team, { zone: 'Europe/Berlin' }, change),
          teams.saveSettings(team, { defaultChannel: 'C1' }, change),
        ]);
        await teams.saveSettings(team, { firewallFormat: 'nft' }, change);
        await teams.saveSettings(team, { firewallFormat: undefined }, change);
        await teams.saveProfile(team, { updatePolicy: { mode: 'on', hour: 3 } }, change);
        expect(await teams.settings(team)).toEqual({ zone: 'Europe/Berlin', defaultChannel: 'C1' });
        expect(await teams.profile(team)).toEqual({ updatePolicy: { mode: 'on', hour: 3 } });
        expect(await teams.settings('slack:T2')).toEqual({});
      });

      it('knows the team of a post that went to one person, for that person alone', async () => {
        const direct = await post({ target: { kind: 'person', id: 'U7' } });
        const shared = await post({ target: { kind: 'channel', id: 'U7' } });
        expect(await store.teamOf(direct.delivery, 'U7')).toBe(team);
        expect(await store.teamOf(direct.delivery, 'U8')).toBeUndefined();
        expect(await store.teamOf(shared.delivery, 'U7')).toBeUndefined();
        expect(await store.teamOf('none', 'U7')).toBeUndefined();
      });

      it('takes an event once over all replicas', async () => {
        const other = (await openMore()).ledger;
        const taken = await Promise.all([store, other, store, other].map((each) => each.firstTime(team, 'Ev1')));
        expect(taken.filter(Boolean)).toHaveLength(1);
        expect(await store.firstTime('slack:T2', 'Ev1')).toBe(true);
      });

      it('lends a name to one owner at a time', async () => {
        expect(await store.holdLease('gateway', 'a', 1_000)).toBe(1);
        expect(await store.holdLease('gateway', 'b', 1_000)).toBeUndefined();
        expect(await store.holdLease('gateway', 'a', 1_000)).toBe(1);
        clock.advance(1_000);
        expect(await store.holdLease('gateway', 'b', 1_000)).toBe(2);
        await store.dropLease('gateway', 'a');
        expect(await store.holdLease('gateway', 'a', 1_000)).toBeUndefined();
        await store.dropLease('gateway', 'b');
        expect(await store.holdLease('gateway', 'a', 1_000)).toBe(3);
      });

      it('opens in many processes at once', async () => {
        const fresh = await prepare();
        const opened = await Promise.all([1, 2, 3, 4].map(() => fresh({ now: clock.now })));
        storages.push(...opened);
        expect(await opened[0]?.ledger.create(once(clock.at(0)))).toMatchObject({ kind: 'created' });
      });
    });
  });
}
