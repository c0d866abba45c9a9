import { beforeEach, describe, expect, it } from 'vitest';
import type { TeamKey } from '../../src/bot/request.ts';
import type { Settlement } from '../../src/reminders/ledger-store.ts';
import { openTestBot, type TestBot } from './fixture.ts';

const team: TeamKey = 'terminal:local';
let bot: TestBot;
beforeEach(async () => {
  bot = await openTestBot();
  await deliver();
});

/** As a process that delivers says every ten seconds. */
const deliver = () => bot.storage.ledger.markDelivering('test', ['terminal'], 40 * 86_400_000);
const ask = (line: string) => bot.askText(line);
const lead = async (line: string) => (await bot.ask(line)).answer.lead;
const later = (minutes: number) => {
  bot.clock.now = new Date(bot.clock.now.getTime() + minutes * 60_000);
};
const add = async (line: string) => {
  const { answer } = await bot.ask(`remind add ${line}`);
  const id = /Reminder (\w+)/.exec(answer.title)?.[1];
  if (id === undefined) throw new Error(`nothing was made: ${answer.lead}`);
  return id;
};
/** Takes whatever is due as far as its post, and ends all of it so. Returns how many posts. */
const post = async (ending: Settlement = { kind: 'posted', messageId: 'm' }) => {
  const { ledger } = bot.storage;
  await ledger.materialiseDue(['terminal']);
  for (let posts = 0; ; posts += 1) {
    const [claim] = await ledger.claim({ limit: 1, owner: 'test', leaseMs: 15_000, platforms: ['terminal'] });
    if (claim === undefined) return posts;
    const begun = await ledger.beginSend(claim, 1_000);
    if (typeof begun === 'string') continue;
    await ledger.settle(begun, ending);
    later(1);
  }
};

describe('a reminder whose post has not arrived', () => {
  it('is due, and not over, while the chat refuses it', async () => {
    const id = await add('in 5m look');
    later(6);
    await post({ kind: 'refused', retryAfterMs: 3_600_000, reason: 'Slack is away' });
    later(6);
    expect(await lead('remind list')).toBe('1 reminder, 1 due and not yet posted.');
    expect(await ask('remind list')).toMatch(new RegExp(`${id} +due since Sun 22 Nov 2026, 12:05 UTC`));
    expect(await lead(`remind show ${id}`)).toMatch(/due since Sun 22 Nov 2026, 12:05 UTC, and not posted yet/);
    expect(await lead('status')).toMatch(/1 overdue since Sun 22 Nov 2026, 12:05 UTC: Slack is away/);
  });

  it('keeps its next time where it recurs', async () => {
    const id = await add('every day at 12:05 look');
    later(6);
    await post({ kind: 'refused', retryAfterMs: 3_600_000, reason: 'Slack is away' });
    expect(await ask('remind list')).toMatch(/due since Sun 22 Nov 2026, 12:05 UTC; next Mon 23 Nov 2026, 12:05 UTC/);
    expect(await ask('status')).toMatch(new RegExp(`Upcoming +1, next Mon 23 Nov 2026, 12:05 UTC: ${id}`));
  });

  it('is ambiguous, and not over, where nobody can tell', async () => {
    const id = await add('in 5m look');
    later(6);
    await post({ kind: 'ambiguous', reason: 'the history cannot be read' });
    expect(await ask('remind list')).toMatch(/the post of Sun 22 Nov 2026, 12:05 UTC may have arrived; I can’t tell/);
    expect(await lead(`remind show ${id}`)).toMatch(/may have arrived; I can’t tell/);
    await ask(`remind done ${id}`);
    expect(await lead('remind list')).toMatch(/^There are no active reminders. 1 finished one/);
  });

  it('is dead, and not over, where it was given up', async () => {
    const id = await add('in 5m look');
    later(6);
    await bot.storage.ledger.materialiseDue(['terminal']);
    for (let tries = 0; tries < 101; tries += 1) {
      await post({ kind: 'refused', retryAfterMs: 0, reason: 'Slack is away' });
      later(60);
    }
    expect(await ask('remind list')).toMatch(/I gave up on the post of Sun 22 Nov 2026, 12:05 UTC/);
    await ask(`remind done ${id}`);
    expect(await lead('remind list')).toMatch(/^There are no active reminders. 1 finished one/);
  });
});

describe('a snoozed reminder', () => {
  it.each([
    ['before its time', 0],
    ['after its post', 6],
  ])('is shown as snoozed, %s', async (_name, minutes) => {
    const id = await add('in 5m look');
    if (minutes > 0) {
      later(minutes);
      await post();
    }
    await ask(`remind snooze ${id} tomorrow 10:00`);
    expect(await ask('remind list')).toMatch(/snoozed until Mon 23 Nov 2026, 10:00 UTC/);
    expect(await ask(`remind show ${id}`)).toMatch(/snoozed until Mon 23 Nov 2026, 10:00 UTC/);
    expect(await ask('remind preview')).toMatch(/Mon 23 Nov 2026, 10:00 UTC +look/);
    expect(await ask('status')).toMatch(/Upcoming +1, next /);
  });

  it('is not said to come at a time that was not recorded', async () => {
    const id = await add('in 5m look');
    later(6);
    await post();
    expect(await lead(`remind snooze ${id} in 1h`)).toMatch(/comes again Sun 22 Nov 2026, 13:07 UTC/);
    expect(await lead(`remind snooze ${id} in 2h`)).toMatch(
      /was already snoozed by you on Sun 22 Nov 2026, 12:07 UTC, until Sun 22 Nov 2026, 13:07 UTC/,
    );
    const done = await add('in 5m look');
    await ask(`remind done ${done}`);
    expect(await lead(`remind snooze ${done} in 1h`)).toMatch(
      /was already marked done by you on Sun 22 Nov 2026, 12:07 UTC, so it is not snoozed/,
    );
  });

  it('is no reason to say that nothing waits where nothing delivers', async () => {
    const id = await add('in 5m look');
    later(6);
    await post();
    await ask(`remind snooze ${id} tomorrow 10:00`);
    await bot.storage.ledger.unmarkDelivering('test');
    expect(await lead('status')).toBe('Look at this: no process delivers the reminders here.');
  });

  it('shows both of its times where it recurs', async () => {
    const id = await add('every day at 12:05 look');
    later(6);
    await post();
    await ask(`remind snooze ${id} in 1h`);
    expect(await ask('remind list')).toMatch(/Mon 23 Nov 2026, 12:05 UTC; snoozed until Sun 22 Nov 2026, 13:07 UTC/);
    expect(await ask('status')).toMatch(/Upcoming +1, next Sun 22 Nov 2026, 13:07 UTC/);
    later(120);
    expect(await lead('remind list')).toMatch(/1 due and not yet posted/);
    expect(await ask('remind list')).toMatch(/due since Sun 22 Nov 2026, 13:07 UTC/);
  });

  it('comes again although it is paused, and the list says so', async () => {
    const id = await add('every day at 12:05 look');
    await ask(`remind pause ${id}`);
    await ask(`remind snooze ${id} in 1h`);
    expect(await ask('remind list')).toMatch(/paused; snoozed until Sun 22 Nov 2026, 13:00 UTC/);
  });
});

describe('the one that is shown', () => {
  it('is said to be what it is', async () => {
    const once = await add('in 5m look');
    expect(await lead(`remind show ${once}`)).toBe(
      'I remind you in this terminal on Sun 22 Nov 2026, 12:05 UTC: “look”',
    );
    later(6);
    await post();
    expect(await lead(`remind show ${once}`)).toBe(
      'For you in this terminal on Sun 22 Nov 2026, 12:05 UTC: “look”. It was sent Sun 22 Nov 2026, 12:06 UTC and is not yet done.',
    );
    await ask(`remind done ${once}`);
    expect(await lead(`remind show ${once}`)).toMatch(/: “look”. It is over: done by you Sun 22 Nov 2026, 12:07 UTC.$/);
    const daily = await add('every day at 9 look');
    await ask(`remind pause ${daily}`);
    expect(await lead(`remind show ${daily}`)).toBe(
      'For you in this terminal every day at 09:00 UTC: “look”. It is paused.',
    );
  });
});

describe('what was left out early', () => {
  it.each(['remind preview', 'remind export'])('is in no %s', async (line) => {
    const id = await add('every day at 9 look');
    await ask(`remind done ${id}`);
    const said = await ask(line);
    expect(said).not.toMatch(/Mon 23 Nov 2026, 09:00 UTC|DTSTART:20261123T090000Z/);
    expect(said).toMatch(/Tue 24 Nov 2026, 09:00 UTC|DTSTART:20261124T090000Z/);
  });

  it('is left out by another bot too, which took it over', async () => {
    const id = await add('every day at 9 look');
    await ask(`remind done ${id}`);
    const { artifact } = (await bot.ask('remind export')).answer;
    const other = await openTestBot();
    const attachments = [{ name: 'reminders.ics', content: String(artifact?.content) }];
    await other.askAs({ id: 'U1', role: 'administrator' }, 'remind import', { team, attachments });
    const [taken] = await other.storage.ledger.list(team);
    expect(taken?.nextDueAt?.toISOString()).toBe('2026-11-24T09:00:00.000Z');
  });

  it.each([
    ['paused and resumed', ['remind pause', 'remind resume']],
    ['removed and restored', ['remind remove', 'remind restore']],
  ])('stays so where it is %s', async (_name, lines) => {
    const id = await add('every day at 9 look');
    await ask(`remind done ${id}`);
    await ask(`remind done ${id}`);
    await ask(`${lines[0]} ${id}`);
    expect(await lead(`${lines[1]} ${id}`)).toMatch(/next Wed 25 Nov 2026, 09:00 UTC/);
    later(26 * 60);
    expect(await post()).toBe(0);
    expect((await bot.storage.ledger.list(team))[0]?.nextDueAt?.toISOString()).toBe('2026-11-25T09:00:00.000Z');
  });
});

describe('the preview', () => {
  it('promises no post of a reminder that is paused or over', async () => {
    const id = await add('every day at 9 look');
    await ask(`remind pause ${id}`);
    expect(await lead(`remind preview ${id}`)).toMatch(/^No post: .*is paused/);
    const once = await add('tomorrow at 9 look');
    await ask(`remind done ${once}`);
    expect(await lead(`remind preview ${once}`)).toMatch(/^No post: .*is over/);
  });
});

describe('where nothing delivers', () => {
  it.each([
    'remind edit ID every day at 10',
    'remind resume ID',
    'remind snooze ID in 1h',
    'remind run-now ID',
    'remind restore ID',
    'remind recheck',
    'updates policy on',
  ])('%s says so', async (line) => {
    const id = await add('every day at 9 look');
    await bot.storage.ledger.unmarkDelivering('test');
    if (line.includes('resume')) await ask(`remind pause ${id}`);
    if (line.includes('restore')) await ask(`remind remove ${id}`);
    if (line.includes('recheck')) {
      later(24 * 60);
      await post({ kind: 'ambiguous', reason: 'the history cannot be read' });
    }
    const said = await ask(line.replace('ID', id));
    expect(said).toMatch(/This won’t be delivered until `?npm start`? runs here/);
    expect(said).not.toMatch(/is posted now/);
  });
});
