import { CompiledQuery } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deed } from '../../src/bot/bot.ts';
import type { Storage, StorageOptions } from '../../src/storage/storage.ts';
import type { AuditQuery } from '../../src/teams/teams.ts';
import { createTestClock, every, type TestClock } from '../reminders/fixture.ts';

const team = 'slack:T1';
const all: AuditQuery = { limit: 1_000, order: 'oldest-first' };
const dayMs = 86_400_000;

type Open = (options: Pick<StorageOptions, 'now' | 'limits' | 'announce'>) => Promise<Storage>;

/** What every store does with the record of who changed what, whatever is below it. */
export function describeAudit(name: string, prepare: () => Promise<Open>): void {
  describe(`the audit on ${name}`, () => {
    let clock: TestClock;
    let storage: Storage;
    let wake: () => Promise<void>;
    beforeEach(async () => {
      clock = createTestClock();
      wake = async () => {};
      const open = await prepare();
      storage = await open({ now: clock.now, limits: { auditDays: 30 }, announce: () => wake() });
    });
    afterEach(() => storage.close());

    const deed = (act: string, by = 'U_ADMIN'): Deed => ({
      team,
      by,
      role: 'administrator',
      place: 'C1',
      act,
      request: `of ${act}`,
    });
    const change = (by = 'U_ADMIN') => ({ by, at: clock.now() });
    const acting = (act: string, by?: string) => storage.actingFor(deed(act, by));
    const entries = async (query: Partial<AuditQuery> = {}) =>
      (await storage.audit.read(team, { ...all, ...query })).entries;
    const makeReminder = async (by = 'U_MAKER') => {
      const made = await storage.ledger.create(every(3_600_000, { createdBy: by }));
      if (made.kind !== 'created') throw new Error(made.kind);
      return made.reminder.id;
    };

    it('tells who, as what, when, where, by which act, on what, before and after, and by which request', async () => {
      await acting('settings set').teams.saveSettings(team, { zone: 'Europe/Berlin' }, change());
      clock.advance(1_000);
      await acting('settings set', 'U_CHIEF').teams.saveSettings(team, { zone: undefined }, change('U_CHIEF'));
      expect(await entries()).toMatchObject([
        {
          ...deed('settings set'),
          at: new Date(clock.now().getTime() - 1_000),
          subject: { kind: 'settings', id: '' },
          after: { zone: 'Europe/Berlin' },
        },
        { by: 'U_CHIEF', before: { zone: 'Europe/Berlin' } },
      ]);
    });

    it('has nothing of what changed nothing, of what was refused, and of what people do with their own', async () => {
      const own = await makeReminder('U_ADMIN');
      await acting('settings set').teams.saveSettings(team, { zone: 'UTC' }, change());
      const before = (await entries()).length;
      await acting('settings set').teams.saveSettings(team, { zone: 'UTC' }, change());
      expect(await acting('hosts remove').teams.removeHost(team, 'none.example.org')).toBe(false);
      await acting('remind edit').ledger.update(team, own, { text: 'else' });
      await acting('remind done').ledger.acknowledge({ team, reminder: own, how: 'done', by: 'U_ADMIN' });
      expect(await acting('remind pause').ledger.setState(team, 'none', 'paused')).toBeUndefined();
      expect(await entries()).toHaveLength(before);
    });

    it('is written with the change or not at all', async () => {
      const id = await makeReminder();
      await storage.ledger.setState(team, id, 'paused');
      wake = () => Promise.reject(new Error('killed'));
      await expect(acting('remind resume').ledger.setState(team, id, 'active')).rejects.toThrow('killed');
      expect(await storage.ledger.get(team, id)).toMatchObject({ state: 'paused' });
      expect(await entries()).toEqual([]);
      wake = async () => {};
      await acting('remind resume').ledger.setState(team, id, 'active');
      expect(await entries()).toMatchObject([{ before: { state: 'paused' }, after: { state: 'active' } }]);
    });

    it('has every other person’s reminder that a deed changes, and each Done, Snooze and post of one', async () => {
      await storage.ledger.addDeadline({ id: 'd', team, title: 'Due', date: '2030-01-15', createdBy: 'U_MAKER' });
      const countdown = {
        kind: 'countdown',
        deadline: 'd',
        date: '2030-01-15',
        daysBefore: [7],
        at: '09:00',
        zone: 'UTC',
      };
      const made = await storage.ledger.create(
        every(3_600_000, { createdBy: 'U_MAKER', schedule: countdown as never }),
      );
      if (made.kind !== 'created') throw new Error(made.kind);
      await acting('deadlines done').ledger.finishDeadline(team, 'd', 'U_ADMIN');
      const id = await makeReminder();
      await acting('remind run-now').ledger.runNow(team, id);
      const until = new Date(clock.now().getTime() + dayMs);
      await acting('press snooze').ledger.acknowledge({ team, reminder: id, how: 'snooze', by: 'U_ADMIN', until });
      await acting('press done').ledger.acknowledge({ team, reminder: id, how: 'done', by: 'U_ADMIN' });
      await acting('remind remove').ledger.remove(team, id);
      await acting('remind restore').ledger.restore(team, id);
      const told = (await entries()).map(({ act, subject }) => `${act}: ${subject.kind} ${subject.id}`);
      expect(told.filter((line) => line.startsWith('deadlines done')).sort()).toEqual([
        'deadlines done: deadline d',
        `deadlines done: reminder ${made.reminder.id}`,
      ]);
      for (const line of [
        `remind run-now: reminder ${id}`,
        `press snooze: answer ${id}`,
        `press done: answer ${id}`,
        `remind remove: reminder ${id}`,
        `remind restore: reminder ${id}`,
      ]) {
        expect(told).toContain(line);
      }
    });

    it('never has what a direct message says', async () => {
      const target = { kind: 'person', id: 'U_EVE' } as const;
      const made = await storage.ledger.create(every(3_600_000, { createdBy: 'U_MAKER', target, text: 'between us' }));
      if (made.kind !== 'created') throw new Error(made.kind);
      await acting('remind block', 'U_EVE').ledger.refuseMessages(team, 'U_EVE', 'U_MAKER');
      const told = await entries();
      expect(told.map(({ subject }) => subject.kind).sort()).toEqual(['block', 'reminder']);
      expect(JSON.stringify(told)).not.toContain('between us');
    });

    it('is one chain for deeds at the same time: each begins where another ended', async () => {
      const zones = Array.from({ length: 20 }, (_, index) => `Etc/GMT+${index}`);
      await Promise.all(
        zones.map((zone) => acting('settings set').teams.saveSettings(team, { zone, defaultChannel: zone }, change())),
      );
      const told = await entries();
      expect(told).toHaveLength(20);
      let state: unknown;
      for (const { before, after } of told) {
        expect(before).toEqual(state);
        state = after;
      }
      expect(await storage.teams.settings(team)).toEqual(state);
    });

    it('can be neither changed nor deleted, not even by the program', async () => {
      await acting('hosts add').teams.addHost(team, 'mail.example.org', change());
      const statements = [
        "update audit_events set by_whom = 'nobody'",
        'delete from audit_events',
        `update audit_contents set after = '{}'`,
        'delete from audit_contents',
        ...(name === 'PostgreSQL' ? ['truncate audit_events', 'truncate audit_contents'] : []),
      ];
      for (const statement of statements) {
        await expect(storage.db.executeQuery(CompiledQuery.raw(statement)), statement).rejects.toThrow('append-only');
      }
      expect(await entries()).toHaveLength(1);
    });

    it('goes after as many days as are set, the oldest first, and nothing else does', async () => {
      await acting('hosts add').teams.addHost(team, 'a.example.org', change());
      clock.advance(20 * dayMs);
      await acting('hosts add').teams.addHost(team, 'b.example.org', change());
      await storage.ledger.purge(clock.now());
      expect(await entries()).toHaveLength(2);
      clock.advance(11 * dayMs);
      await storage.ledger.purge(clock.now());
      expect(await entries()).toMatchObject([{ subject: { id: 'b.example.org' } }]);
      expect(await storage.db.selectFrom('audit_contents').selectAll().execute()).toHaveLength(1);
      expect(await storage.db.selectFrom('audit_releases').selectAll().execute()).toEqual([]);
    });

    it('is asked by time, by person, by kind and by thing, and counts what it leaves out', async () => {
      await acting('hosts add').teams.addHost(team, 'a.example.org', change());
      clock.advance(dayMs);
      await acting('hosts add', 'U_CHIEF').teams.addHost(team, 'b.example.org', change('U_CHIEF'));
      await acting('admins add').teams.appoint(team, 'U_NEW', change());
      await storage.audit.note(deed('audit export'), { kind: 'export', id: '' });
      expect(await entries({ since: clock.now() })).toHaveLength(3);
      expect(await entries({ by: 'U_CHIEF' })).toMatchObject([{ subject: { id: 'b.example.org' } }]);
      expect(await entries({ of: 'host' })).toHaveLength(2);
      expect(await entries({ of: 'U_NEW' })).toMatchObject([{ act: 'admins add' }]);
      expect(await entries({ of: 'export' })).toMatchObject([{ act: 'audit export' }]);
      const newest = await storage.audit.read(team, { limit: 1, order: 'newest-first' });
      expect(newest).toMatchObject({ total: 4, entries: [{ subject: { kind: 'export' } }] });
      expect(await storage.audit.read('slack:T2', all)).toEqual({ entries: [], total: 0 });
    });
  });
}
