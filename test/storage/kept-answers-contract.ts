import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../src/bot/bot.ts';
import { eraseTeam } from '../../src/storage/privacy-store.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { createTestClock, type TestClock } from '../reminders/fixture.ts';
import type { OpenStore } from './ledger-contract.ts';

const team = 'slack:T1';
const reply = (lead: string): Reply => ({
  command: 'remind add',
  outcome: 'answered',
  changes: true,
  answer: {
    title: 'Reminder',
    lead,
    sections: [{ kind: 'note', tone: 'info', text: 'ü `x`' }],
    sources: [],
    instants: [{ shown: 'Tue 24 Nov', at: new Date('2026-11-24T08:00:00Z') }],
  },
});

/** What every store of kept answers has to do, whatever is below it. */
export function describeKeptAnswers(name: string, prepare: () => Promise<OpenStore>): void {
  describe(`kept answers on ${name}`, () => {
    let clock: TestClock;
    let open: OpenStore;
    let storage: Storage;
    beforeEach(async () => {
      clock = createTestClock();
      open = await prepare();
      storage = await open({ now: clock.now });
    });
    afterEach(() => storage.close());

    it('come back as they were, also after a restart, and for their team only', async () => {
      await storage.answers.keepAnswer(team, 'a', reply('one'));
      await storage.answers.keepAnswer(team, 'a', reply('two'));
      await storage.close();
      storage = await open({ now: clock.now });
      expect(await storage.answers.findAnswer(team, 'a')).toEqual(reply('two'));
      expect(await storage.answers.findAnswer('slack:T2', 'a')).toBeUndefined();
      expect(await storage.answers.findAnswer(team, 'b')).toBeUndefined();
    });

    it('are passed over where they are large', async () => {
      await storage.answers.keepAnswer(team, 'a', reply('x'.repeat(100_000)));
      expect(await storage.answers.findAnswer(team, 'a')).toBeUndefined();
    });

    it('are forgotten after a day, and with their team', async () => {
      await storage.answers.keepAnswer(team, 'a', reply('one'));
      await storage.answers.keepAnswer('discord:1', 'a', reply('one'));
      await eraseTeam(storage.db, 'discord:1');
      expect(await storage.answers.findAnswer('discord:1', 'a')).toBeUndefined();
      clock.advance(86_400_000 - 1);
      await storage.ledger.purge(clock.now());
      expect(await storage.answers.findAnswer(team, 'a')).toEqual(reply('one'));
      clock.advance(2);
      await storage.ledger.purge(clock.at(-1_000_000_000));
      expect(await storage.answers.findAnswer(team, 'a')).toBeUndefined();
    });
  });
}
