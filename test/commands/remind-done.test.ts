import { beforeEach, describe, expect, it } from 'vitest';
import type { Request, TeamKey } from '../../src/bot/request.ts';
import { createBotRouter } from '../../src/program/build-bot.ts';
import { viewDelivery } from '../../src/reminders/delivery-view.ts';
import { catalogue, openTestBot, requestFor, type TestBot } from './fixture.ts';

const team: TeamKey = 'slack:T1';
let bot: TestBot;
let ask: (text: string, by?: string) => Promise<string>;
beforeEach(async () => {
  bot = await openTestBot();
  const router = createBotRouter({ catalogue, services: bot.services, nowMs: () => 0 });
  ask = async (text, by = 'U1') => {
    const request: Request = {
      ...requestFor(text),
      team,
      actor: { id: by, role: 'member' },
      conversation: { id: 'C1', private: false },
    };
    const { answer } = await router.dispatch(request);
    return [answer.lead, ...answer.sections.map((section) => JSON.stringify(section))].join('\n');
  };
});

const add = async (line: string) => {
  const said = await ask(`remind add ${line}`);
  const [reminder] = [...(await bot.storage.ledger.list(team))].sort(
    (a, b) => b.createdAt.getTime() - a.createdAt.getTime(),
  );
  if (reminder === undefined) throw new Error(`nothing was made: ${said}`);
  return reminder.id;
};
const later = (minutes: number) => {
  bot.clock.now = new Date(bot.clock.now.getTime() + minutes * 60_000);
};
/** Posts all that is due, and returns what was posted. */
const post = async () => {
  const { ledger } = bot.storage;
  await ledger.materialiseDue(['slack']);
  const posted = [];
  for (;;) {
    const [claim] = await ledger.claim({ limit: 1, owner: 'test', leaseMs: 15_000, platforms: ['slack'] });
    if (claim === undefined) return posted;
    const begun = await ledger.beginSend(claim, 1_000);
    if (typeof begun === 'string') continue;
    await ledger.settle(begun, { kind: 'posted', messageId: `m${posted.length}` });
    posted.push(viewDelivery(begun, [], bot.clock.now));
    later(1);
  }
};

describe('done, before anything was posted', () => {
  it('ends a one-off, and says so', async () => {
    const id = await add('in 2h look');
    expect(await ask(`remind done ${id}`)).toMatch(/is done before it was due, so I won’t post it/);
    later(180);
    expect(await post()).toEqual([]);
    expect(await ask('remind list')).toMatch(/There are no active reminders. 1 finished one: `remind list all`/);
    expect(await ask('remind list all')).toMatch(/done by you Sun 22 Nov 2026, 12:00 UTC/);
    expect(await ask(`remind done ${id}`, 'U2')).toMatch(
      /was already marked done by @U1 on Sun 22 Nov 2026, 12:00 UTC/,
    );
  });

  it('leaves out one time of a recurring one, and says which and what comes next', async () => {
    const id = await add('every weekday at 09:00 look');
    expect(await ask(`remind done ${id}`)).toMatch(
      /is done early, so I won’t post it on Mon 23 Nov 2026, 09:00 UTC.* It comes again on Tue 24 Nov 2026, 09:00 UTC/,
    );
    later(24 * 60);
    expect(await post()).toEqual([]);
    later(24 * 60);
    expect(await post()).toMatchObject([{ items: [{ reminder: id }] }]);
    expect((await bot.storage.ledger.status(team)).skipped.reasons).toEqual(['done before it was due']);
  });

  it('ends a countdown, and says so', async () => {
    const deadline = { team, id: 'renew-it', title: 'Renew the licence', date: '2027-03-01', createdBy: 'U1' };
    await bot.services.reminders.addDeadline(deadline);
    const id = await add('deadline renew-it');
    expect(await ask(`remind done ${id}`)).toMatch(/is done, and so is the countdown to “renew-it”/);
    later(120 * 24 * 60);
    expect(await post()).toEqual([]);
  });

  it('ends what is due and waits for its post, and nothing after it', async () => {
    const id = await add('every day at 12:05 look');
    later(6);
    await bot.storage.ledger.materialiseDue(['slack']);
    expect(await ask(`remind done ${id}`)).toMatch(
      /is done early, so I won’t post it this time.*It comes again on Mon 23 Nov/,
    );
    expect(await post()).toEqual([]);
  });
});

describe('done, after a post', () => {
  it('ends that post; the next time comes, unless somebody ends it as well', async () => {
    const id = await add('every day at 12:05 look');
    later(6);
    expect(await post()).toHaveLength(1);
    expect(await ask('remind list')).toMatch(/the one sent Sun 22 Nov 2026, 12:06 UTC is not yet done/);
    expect(await ask(`remind done ${id}`)).toMatch(/is done: “look”. It comes again on Mon 23 Nov/);
    expect(await ask('remind list')).not.toMatch(/not yet done/);
    expect(await ask(`remind done ${id}`)).toMatch(/was already marked done by you/);
    expect(await ask(`remind done ${id} --next`)).toMatch(/I won’t post it on Mon 23 Nov 2026, 12:05 UTC/);
    later(24 * 60);
    expect(await post()).toEqual([]);
    later(24 * 60);
    expect(await post()).toHaveLength(1);
  });

  it('shows a one-off as sent and not yet done until then', async () => {
    const id = await add('in 5m look');
    later(6);
    await post();
    expect(await ask('remind list')).toMatch(
      /1 reminder, 1 sent and not yet done.*sent Sun 22 Nov 2026, 12:06 UTC, not yet done/s,
    );
    await ask(`remind done ${id}`, 'U2');
    expect(await ask('remind list all')).toMatch(/done by @U2 Sun 22 Nov 2026, 12:07 UTC/);
  });

  it('shows what is due and not posted as due, never as next', async () => {
    await add('in 5m look');
    later(6);
    expect(await ask('remind list')).toMatch(
      /1 reminder, 1 due and not yet posted.*due since Sun 22 Nov 2026, 12:05 UTC/s,
    );
  });
});

describe('whoever set a reminder', () => {
  it('is told where somebody else ends it before it was due, once and by a post', async () => {
    const id = await add('in 2h look');
    await ask(`remind done ${id}`, 'U2');
    later(1);
    const [notice, ...others] = await post();
    expect(others).toEqual([]);
    expect(notice).toMatchObject({
      title: 'Done before it was due',
      items: [
        {
          reminder: id,
          answerable: false,
          notes: [expect.stringMatching(/it is over/)],
          answer: { how: 'done', by: 'U2' },
        },
      ],
    });
  });

  it('is told which time of a recurring one is left out', async () => {
    const id = await add('every day at 12:05 look');
    await ask(`remind done ${id}`, 'U2');
    later(1);
    expect(await post()).toMatchObject([
      { items: [{ notes: ['you set this; one time is skipped, and it comes again Mon 23 Nov 12:05 (UTC)'] }] },
    ]);
  });

  it('is not told of what they did themselves', async () => {
    await ask(`remind done ${await add('in 2h look')}`);
    later(1);
    expect(await post()).toEqual([]);
  });

  it('is named in the post, unless only they read it', async () => {
    await add('in 5m look');
    await ask('remind add --to me in 5m look again');
    later(6);
    const views = await post();
    expect(views.map(({ items }) => items[0]?.setBy)).toEqual(expect.arrayContaining(['U1', undefined]));
  });
});

describe('a reminder that is made where nothing delivers', () => {
  it('says so', async () => {
    expect(await ask('remind add in 2h look')).toMatch(/This won’t be delivered until the bot runs again/);
    expect((await bot.ask('remind add in 2h look')).answer.sections[0]).toMatchObject({
      tone: 'warning',
      text: expect.stringMatching(/^This won’t be delivered until `npm start` runs here/),
    });
    await bot.storage.ledger.markDelivering('test', ['slack'], 30_000);
    expect(await ask('remind add in 2h look')).not.toMatch(/won’t be delivered/);
  });
});

describe('done, pressed by somebody else', () => {
  const press = async (delivery: string, reminder: string, by = 'U2') =>
    bot.storage.ledger.acknowledge({ team, delivery, reminder, by, how: 'done' });

  it('tells the owner of a countdown that it is over', async () => {
    const deadline = { team, id: 'renew-it', title: 'Renew the licence', date: '2027-03-01', createdBy: 'U1' };
    await bot.services.reminders.addDeadline(deadline);
    const id = await add('deadline renew-it');
    later(75 * 24 * 60);
    const [first] = await post();
    await press(first?.delivery ?? '', id);
    expect(await post()).toMatchObject([
      {
        title: 'The countdown is over',
        items: [{ reminder: id, answerable: false, answer: { how: 'done', by: 'U2' } }],
      },
    ]);
    expect(await post()).toEqual([]);
  });

  it('tells the owner of a series at its last time, and of no other', async () => {
    const id = await add('every day at 13:00 for 2 days look');
    later(2 * 60);
    const [first] = await post();
    await press(first?.delivery ?? '', id);
    expect(await post()).toEqual([]);
    later(24 * 60);
    const [last] = await post();
    await press(last?.delivery ?? '', id);
    expect(await post()).toMatchObject([{ title: 'The series is over', items: [{ answer: { by: 'U2' } }] }]);
  });

  it('tells nobody who did it themselves, or of a one-off', async () => {
    const id = await add('in 1h look');
    later(61);
    const [one] = await post();
    await press(one?.delivery ?? '', id);
    const own = await add('every day at 15:00 for 1 day look');
    later(120);
    const [two] = await post();
    await press(two?.delivery ?? '', own, 'U1');
    expect(await post()).toEqual([]);
  });
});

describe('a preview of very many reminders', () => {
  it('asks the calendar for little more than it shows, and lets others have a turn', async () => {
    await add('every minute look');
    const [first] = await bot.storage.ledger.list(team);
    if (first === undefined) throw new Error('nothing was made');
    const { text, schedule, target, catchUp, graceMs, pingsEveryone, createdBy } = first;
    const copy = { team, text, schedule, target, catchUp, graceMs, pingsEveryone, createdBy };
    await bot.storage.ledger.importAll(Array.from({ length: 499 }, () => copy));
    let turns = 0;
    let isOver = false;
    const count = () => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const begun = process.cpuUsage();
    expect(await ask('remind preview')).toMatch(/^More than 100 posts .*The first 100:/);
    isOver = true;
    // Processor time, since a busy machine stretches the clock. On average a turn each 100 ms, which is what a probe waits.
    const { user, system } = process.cpuUsage(begun);
    expect(turns).toBeGreaterThanOrEqual(Math.floor((user + system) / 100_000));
  });
});
