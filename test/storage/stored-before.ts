import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Actor, TeamKey } from '../../src/bot/bot.ts';
import { nextOccurrence } from '../../src/reminders/calendar/calendar.ts';
import { createPlanner, createReminderService } from '../../src/reminders/reminders.ts';
import type { Storage, StorageOptions } from '../../src/storage/storage.ts';

/** A file of the dump: 214 reminders in five zones, and nine of several people, as a version before kept them (migration 0005). */
export const readDump = (name: string) => readFileSync(new URL(`dump/${name}`, import.meta.url), 'utf8');

/** The instants from which that version was asked for four occurrences each: today, and the day before a clock jumps. */
const asked = ['2026-11-25T09:00Z', '2027-03-13T12:00Z', '2027-03-27T12:00Z', '2027-04-03T03:00Z', '2027-10-02T06:00Z'];
const askedInAutumn = ['2027-10-30T12:00Z', '2027-11-06T18:00Z'];

/**
 * What every store keeps of reminders made before.
 *
 * @param open opens a store that holds the dump
 */
export function describeStoredBefore(
  name: string,
  open: (options: Pick<StorageOptions, 'planner' | 'now'>) => Promise<Storage>,
): void {
  describe(`reminders stored before, on ${name}`, () => {
    it('are due at the same instants', async () => {
      const storage = await open({ planner: createPlanner(nextOccurrence), now: () => new Date('2026-11-25T09:00Z') });
      const reminders = await storage.ledger.list('slack:T1');
      const expected = readDump('expected.txt').trim().split('\n');
      expect(reminders.map(({ id }) => id).sort()).toEqual(
        expected.map((line) => line.slice(0, line.indexOf(' '))).sort(),
      );
      const byId = new Map(reminders.map((reminder) => [reminder.id, reminder]));
      for (const line of expected) {
        const [id = '', ...instants] = line.split(' ');
        const { schedule, text } = byId.get(id) ?? {};
        if (schedule === undefined) throw new Error(`${id} is missing`);
        const found: string[] = [];
        for (const from of [...asked, ...askedInAutumn]) {
          let at: Date | undefined = new Date(from);
          for (let count = 0; count < 4 && at !== undefined; count += 1) {
            at = nextOccurrence(schedule, at);
            found.push(at === undefined ? '-' : `${at.toISOString().slice(0, 19)}Z`);
          }
        }
        expect(found, text).toEqual(instants);
      }
      await storage.close();
    });

    it('keep their makers, stay private where they were, and become visible to nobody', async () => {
      const storage = await open({ planner: createPlanner(nextOccurrence), now: () => new Date('2026-11-25T09:00Z') });
      const { ledger } = storage;
      const service = createReminderService({ store: ledger, posters: new Map(), nextOccurrence, wake() {} });
      const seenBy = async (team: TeamKey, id: string, role: Actor['role'] = 'member') =>
        (await service.list(team, { id, role })).map((reminder) => reminder.id).sort();
      const shared = ['plooks', 'ppolicy', 'pshared'];
      expect(await seenBy('slack:T9', 'U1')).toEqual(['pdirect', 'plooks', 'pother', 'ppolicy', 'pself', 'pshared']);
      expect(await seenBy('slack:T9', 'U2')).toEqual(['plooks', 'pother', 'ppolicy', 'pshared']);
      expect(await seenBy('slack:T9', 'U3')).toEqual(shared);
      expect(await seenBy('slack:T9', 'U4', 'administrator')).toEqual(['plooks', 'pother', 'ppolicy', 'pshared']);
      expect(await seenBy('discord:77', '501')).toEqual(['dself', 'dshared']);
      expect(await seenBy('discord:77', '502', 'administrator')).toEqual(['dshared']);

      const kept = new Map((await ledger.list('slack:T9')).map((reminder) => [reminder.id, reminder]));
      expect([...kept.values()].map(({ id, createdBy }) => [id, createdBy]).sort()).toEqual([
        ['pdirect', 'U1'],
        ['plooks', 'U2'],
        ['pother', 'U1'],
        ['ppolicy', 'U2'],
        ['pself', 'U1'],
        ['pshared', 'U1'],
      ]);
      expect(kept.get('ppolicy')?.purpose).toBe('update-policy');
      expect(kept.get('plooks')?.purpose).toBeUndefined();
      // What was removed comes back as private as it was.
      await expect(service.restore('slack:T9', 'pgone', { id: 'U2', role: 'administrator' })).rejects.toThrow(
        expect.objectContaining({ code: 'reminder-not-known' }),
      );
      const restored = await service.restore('slack:T9', 'pgone', { id: 'U1', role: 'member' });
      expect(restored.reminder).toMatchObject({ createdBy: 'U1', isPrivate: true });
      await storage.close();
    });
  });
}
