import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QuestionLog } from '../../src/ask/unmet/question-log.ts';
import { eraseTeam } from '../../src/storage/privacy-store.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { createTestClock, type TestClock } from '../reminders/fixture.ts';
import type { OpenStore } from './ledger-contract.ts';

const team = 'slack:T1';
const dayMs = 86_400_000;
const imap = { why: 'unknown', nearest: 'service:imap' } as const;
const nothing = { why: 'elsewhere', nearest: undefined } as const;
const meant = { why: 'not-meant', shown: 'service:imap', wanted: 'service:pop3' } as const;

/** What every log of questions has to do, whatever is below it. `prepare` makes an empty store. */
export function describeQuestions(name: string, prepare: () => Promise<OpenStore>): void {
  describe(`the log of questions on ${name}`, () => {
    let clock: TestClock;
    let open: OpenStore;
    let storage: Storage;
    let log: QuestionLog;
    const others: Storage[] = [];
    const list = (since = clock.at(-dayMs)) => log.list(team, since, 20);

    beforeEach(async () => {
      clock = createTestClock();
      open = await prepare();
      storage = await open({ now: clock.now, limits: { questionTextsPerTeam: 3 } });
      log = storage.questions;
    });
    afterEach(async () => {
      for (const each of [storage, ...others.splice(0)]) await each.close();
    });

    it('counts by why and by entry, most frequent first', async () => {
      expect(await list()).toEqual([]);
      for (const unmet of [nothing, imap, imap, meant, imap, meant]) await log.add(team, unmet, undefined);
      expect(await list()).toEqual([
        { unmet: imap, count: 3, lastAt: clock.now(), texts: [] },
        { unmet: meant, count: 2, lastAt: clock.now(), texts: [] },
        { unmet: nothing, count: 1, lastAt: clock.now(), texts: [] },
      ]);
      expect(await log.list(team, clock.at(-dayMs), 1)).toHaveLength(1);
    });

    it('adds days up, and leaves out those before', async () => {
      await log.add(team, imap, 'first');
      clock.advance(2 * dayMs);
      await log.add(team, imap, 'second');
      clock.advance(1);
      await log.add(team, nothing, undefined);
      expect((await list(clock.at(-3 * dayMs)))[0]).toMatchObject({
        count: 2,
        texts: [{ text: 'second' }, { text: 'first' }],
      });
      expect(await list(clock.now())).toMatchObject([
        { unmet: nothing, count: 1 },
        { unmet: imap, count: 1, texts: [{ text: 'second' }] },
      ]);
    });

    it('keeps teams apart, and adds them up for the operator', async () => {
      await log.add(team, imap, 'mine');
      await log.add('slack:T2', imap, 'mine');
      expect(await list()).toMatchObject([{ count: 1, texts: [{ text: 'mine', count: 1 }] }]);
      expect(await log.list(undefined, clock.at(-dayMs), 20)).toMatchObject([
        { count: 2, texts: [{ text: 'mine', count: 2 }] },
      ]);
    });

    it('keeps texts with their counts, and the latest of a team alone', async () => {
      for (const text of ['a', 'b', 'b', 'c “x” \u{1F4EC}']) {
        await log.add(team, imap, text);
        clock.advance(1_000);
      }
      expect((await list())[0]?.texts).toEqual([
        { text: 'b', count: 2 },
        { text: 'c “x” \u{1F4EC}', count: 1 },
        { text: 'a', count: 1 },
      ]);
      await log.add('slack:T2', imap, 'theirs');
      await log.add(team, nothing, 'd');
      const kept = (await list()).flatMap(({ texts }) => texts.map(({ text }) => text));
      expect(kept.sort()).toEqual(['b', 'c “x” \u{1F4EC}', 'd']);
      expect((await log.list('slack:T2', clock.at(-dayMs), 20))[0]?.texts).toHaveLength(1);
    });

    it('forgets every text when texts are kept no longer, and no count', async () => {
      await log.add(team, imap, 'a');
      await log.forgetTexts();
      expect(await list()).toMatchObject([{ count: 1, texts: [] }]);
    });

    it('forgets what is old', async () => {
      await log.add(team, imap, 'a');
      clock.advance(1_000);
      const before = clock.now();
      await log.add(team, nothing, 'b');
      expect(await storage.ledger.purge(before)).toBe(2);
      expect(await list(clock.at(-10 * dayMs))).toMatchObject([{ unmet: nothing, texts: [{ text: 'b' }] }]);
      expect(await storage.ledger.purge(before)).toBe(0);
    });

    it('forgets a team that removed the bot', async () => {
      await log.add(team, imap, 'a');
      await log.add('slack:T2', imap, 'b');
      await eraseTeam(storage.db, team);
      expect(await list()).toEqual([]);
      expect(await log.list('slack:T2', clock.at(-dayMs), 20)).toMatchObject([{ texts: [{ text: 'b' }] }]);
    });

    it('loses no count to replicas that count at the same time', async () => {
      others.push(await open({ now: clock.now, limits: { questionTextsPerTeam: 3 } }));
      const logs = [log, ...others.map(({ questions }) => questions)];
      await Promise.all(
        Array.from({ length: 40 }, (_, index) => logs[index % 2]?.add(team, imap, `text ${index % 5}`)),
      );
      expect((await list())[0]?.count).toBe(40);
    });
  });
}
