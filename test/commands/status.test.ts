import { beforeEach, describe, expect, it } from 'vitest';
import type { TeamKey } from '../../src/bot/request.ts';
import { StorageError } from '../../src/storage/store-health.ts';
import { openTestBot, type TestBot } from './fixture.ts';

const team: TeamKey = 'terminal:local';
let bot: TestBot;
beforeEach(async () => {
  bot = await openTestBot();
});

const lead = async () => (await bot.ask('status')).answer.lead;
const text = () => bot.askText('status');
/** As a process that delivers says every ten seconds. */
const deliver = (forMs = 30_000) => bot.storage.ledger.markDelivering('test', ['terminal'], forMs);
const later = (minutes: number) => {
  bot.clock.now = new Date(bot.clock.now.getTime() + minutes * 60_000);
};
/** Turns what is due into deliveries, and takes one as far as its post. */
const take = async () => {
  const { ledger } = bot.storage;
  await ledger.materialiseDue(['terminal']);
  const [claim] = await ledger.claim({ limit: 1, owner: 'test', leaseMs: 15_000, platforms: ['terminal'] });
  const begun = claim === undefined ? 'stale' : await ledger.beginSend(claim, 1_000);
  if (typeof begun === 'string') throw new Error(begun);
  return begun;
};

describe('the status', () => {
  it('is well where everything was looked at', async () => {
    await bot.ask('remind add in 2h look at the retry queue');
    await bot.ask('remind add in 1h look at the bad queue');
    await deliver();
    expect(await lead()).toBe(
      'All is well: Slack connected, the store is writable, 2 reminders upcoming, next Sun 22 Nov 2026, 13:00 UTC.',
    );
    const shown = await text();
    expect(shown).toMatch(/Upcoming +2, next Sun 22 Nov 2026, 13:00 UTC: \w{4} “look at the bad queue”/);
    expect(shown).toMatch(/Store +writable, made /);
    expect(shown).toMatch(/The rest +nothing due now, overdue, ambiguous, dead, parked or skipped in 7 days/);
  });

  it('is not well where nothing delivers what waits', async () => {
    await deliver(30_000);
    await bot.ask('remind add in 2h look');
    expect(await lead()).toMatch(/^All is well/);
    later(1);
    expect(await lead()).toBe('Look at this: no process delivers the reminders here.');
    expect(await text()).toMatch(/Start the bot here: `?npm start/);
  });

  it('names what is overdue, since when and why', async () => {
    await bot.ask('remind add in 5m look');
    later(5);
    expect(await text()).toMatch(/Due now +1\n/);
    later(2);
    expect(await lead()).toMatch(/1 overdue since Sun 22 Nov 2026, 12:05 UTC: no process delivers here/);
    await deliver();
    const begun = await take();
    await bot.storage.ledger.settle(begun, { kind: 'refused', retryAfterMs: 600_000, reason: 'Slack says too much' });
    expect(await lead()).toBe('Look at this: 1 overdue since Sun 22 Nov 2026, 12:05 UTC: Slack says too much.');
  });

  it('is not well while a post is refused, before it is overdue', async () => {
    await bot.ask('remind add in 5m look');
    await deliver(600_000);
    later(5);
    await bot.storage.ledger.settle(await take(), { kind: 'refused', retryAfterMs: 60_000, reason: 'Slack is away' });
    expect(await lead()).toBe('Look at this: 1 due and not posted: Slack is away.');
  });

  it.each(['remind done ID', 'remind remove ID', 'remind run-now ID'])(
    'is well again after %s of what was given up',
    async (line) => {
      await bot.ask('remind add in 5m look');
      const [reminder] = await bot.storage.ledger.list(team);
      await deliver(600_000);
      later(5);
      await bot.storage.ledger.settle(await take(), { kind: 'impossible', reason: 'I am not in that channel' });
      later(1);
      await bot.ask(line.replace('ID', reminder?.id ?? ''));
      if (line.includes('run-now')) await bot.storage.ledger.settle(await take(), { kind: 'posted', messageId: 'm' });
      expect(await lead()).not.toMatch(/dead/);
    },
  );

  it('blames the store that takes no writes, and sends nobody to start what runs', async () => {
    await bot.ask('remind add in 5m look');
    later(7);
    const { message } = new StorageError('unusable', 'The store in /data is full.');
    const problem = { message, since: bot.clock.now };
    Object.assign(bot.services.reminders, { checkStore: async () => ({ name: 'The store in /data', problem }) });
    expect(await lead()).toMatch(/1 overdue since Sun 22 Nov 2026, 12:05 UTC: the store is not writable\.$/);
    const shown = await text();
    expect(shown).toMatch(/Delivery +⚠ waits until the store is writable/);
    expect(shown).not.toMatch(/no process delivers|npm start/);
  });

  it.each([
    ['ambiguous', { kind: 'ambiguous', reason: 'the history cannot be read' }, /1 ambiguous/],
    ['dead', { kind: 'impossible', reason: 'I am not in that channel' }, /1 dead; 1 parked/],
  ] as const)('names what is %s, with its reason and the reminder', async (_name, settlement, wanted) => {
    await bot.ask('remind add in 5m look');
    const [reminder] = await bot.storage.ledger.list(team);
    await deliver(600_000);
    later(5);
    await bot.storage.ledger.settle(await take(), settlement);
    expect(await lead()).toMatch(wanted);
    expect(await text()).toMatch(new RegExp(`1: ${settlement.reason} · ${reminder?.id}`));
  });

  it('cannot tell whether a chat is connected that another process connects', async () => {
    bot.connections['slack'] = 'unknown';
    expect(await lead()).toBe(
      'I cannot tell whether Slack is connected. The rest is fine: the store is writable, no reminder is upcoming.',
    );
  });

  it('says what is wrong with the store, and that the rest cannot be told', async () => {
    const gone = new StorageError('gone', 'The store in /data was removed.');
    Object.assign(bot.services.reminders, {
      checkStore: async () => ({
        name: 'The store in /data',
        problem: { message: gone.message, since: bot.clock.now },
      }),
      status: () => Promise.reject(gone),
    });
    expect(await lead()).toBe(
      'Look at this: The store in /data was removed (the store in /data has been failing since Sun 22 Nov 2026, 12:00 UTC). I cannot tell what is due or overdue.',
    );
  });

  it('keeps the letters of a path and of a setting', async () => {
    const problem = { message: 'It is full.', since: bot.clock.now };
    Object.assign(bot.services.reminders, {
      checkStore: async () => ({ name: 'The store in /Data/DATABASE_URL', problem }),
    });
    expect(await lead()).toMatch(/the store in \/Data\/DATABASE_URL has been failing since/);
  });

  it('is answered to a member while the store is away', async () => {
    const gone = new StorageError('gone', 'The store in /data was removed.');
    Object.assign(bot.services.teams, { administrators: () => Promise.reject(gone) });
    Object.assign(bot.services.reminders, {
      checkStore: async () => ({
        name: 'The store in /data',
        problem: { message: gone.message, since: bot.clock.now },
      }),
      status: () => Promise.reject(gone),
    });
    expect(await lead()).toMatch(/^Look at this: The store in \/data was removed/);
  });

  it('names a right that is missing, and how to grant it', async () => {
    bot.limitations.push(
      { message: 'I cannot look for a lost post.', remedy: 'Add the scope channels:history.', grave: false },
      { message: 'I cannot post.', remedy: 'Add the scope chat:write.', grave: true },
    );
    expect(await lead()).toBe('Look at this: I cannot post.');
    expect(await text()).toMatch(/Add the scope channels:history[\s\S]*Add the scope chat:write/);
  });
});
