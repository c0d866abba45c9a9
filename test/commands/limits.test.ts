import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/bot/request.ts';
import type { RequestLimits } from '../../src/chat/request-limits.ts';
import { type ChatPerson, type ChatUnderTest, discordChat, postDue, slackChat } from './chats.ts';
import { openTestBot, type TestBot } from './fixture.ts';

const alice: Actor = { id: 'U_ALICE', role: 'member' };
const boss: Actor = { id: 'U_BOSS', role: 'administrator' };
const people: readonly [ChatPerson] = [{ id: '401', kind: 'member' }];
const idOf = (title: string) => title.replace('Reminder ', '');

it('lets one person have so many reminders, and no more by restoring', async () => {
  const { askAs, ask, storage } = await openTestBot({ remindersPerPerson: 2 });
  const first = idOf((await askAs(alice, 'remind add every day at 9 look')).answer.title);
  await askAs(alice, 'remind add every day at 9 look');
  const third = await askAs(alice, 'remind add every day at 9 look');
  expect(third.answer.lead).toContain('You have 2 reminders');
  await askAs(alice, `remind remove ${first}`);
  expect(await askAs(alice, 'remind add every day at 9 look')).toMatchObject({ outcome: 'answered' });
  expect((await askAs(alice, `remind restore ${first}`)).answer.lead).toContain('You have 2 reminders');
  expect(await askAs(boss, 'remind add every day at 9 look')).toMatchObject({ outcome: 'answered' });
  expect(await storage.ledger.list('slack:T1')).toHaveLength(3);
  for (let made = 0; made < 3; made += 1) {
    expect(await ask('remind add every day at 9 look')).toMatchObject({ outcome: 'answered' });
  }
});

it('lets a team and one person have so many open deadlines', async () => {
  const { askAs } = await openTestBot({ deadlines: { team: 3, person: 2 } });
  const add = (actor: Actor, title: string) => askAs(actor, `deadlines add 2027-01-15 ${title}`);
  for (const title of ['One thing', 'Two things'])
    expect(await add(boss, title)).toMatchObject({ outcome: 'answered' });
  expect((await add(boss, 'Three things')).answer.lead).toContain('You have 2 open deadlines');
  const other: Actor = { id: 'U_OTHER', role: 'administrator' };
  expect(await add(other, 'Three things')).toMatchObject({ outcome: 'answered' });
  expect((await add(other, 'Four things')).answer.lead).toContain('This team has 3 open deadlines');
});

it('lets one person snooze one reminder so often in a day, and leaves others theirs', async () => {
  const { askAs, storage, clock } = await openTestBot({ snoozesPerReminder: 2 });
  const id = idOf((await askAs(alice, 'remind add every day at 13:00 look')).answer.title);
  /** Posts what is due, so that there is something to snooze again. */
  const post = async () => {
    clock.now = new Date(clock.now.getTime() + 3_600_000 + 60_000);
    await storage.ledger.materialiseDue(['slack']);
    const claims = await storage.ledger.claim({ limit: 10, owner: 'test', leaseMs: 60_000, platforms: ['slack'] });
    for (const claim of claims) {
      const begun = await storage.ledger.beginSend(claim, 10_000);
      if (typeof begun === 'object') await storage.ledger.settle(begun, { kind: 'posted', messageId: 'm' });
    }
  };
  for (let snoozes = 0; snoozes < 2; snoozes += 1) {
    await post();
    expect(await askAs(alice, `remind snooze ${id} in 1h`)).toMatchObject({ outcome: 'answered' });
  }
  await post();
  const third = await askAs(alice, `remind snooze ${id} in 1h`);
  expect(third.answer.lead).toContain('snoozed this reminder 2 times within a day');
  expect(await askAs(boss, `remind snooze ${id} in 1h`)).toMatchObject({ outcome: 'answered' });
});

it('previews so many days', async () => {
  const { askAs } = await openTestBot();
  await askAs(alice, 'remind add every day at 9 look');
  const { answer } = await askAs(alice, 'remind preview --from 2026-01-01 --to 2040-01-01');
  expect(answer.lead).toContain('more than 3,660 days');
  expect(await askAs(alice, 'remind preview --from 2026-01-01 --to 2036-01-01')).toMatchObject({ outcome: 'answered' });
});

describe.each<[string, (bot: TestBot, limits: RequestLimits) => ChatUnderTest]>([
  ['Slack', (bot, limits) => slackChat(bot, people, limits)],
  ['Discord', discordChat],
])('in %s', (_name, open) => {
  // Whatever is typed or pressed counts, except what only completes a word.
  it.each(['run', 'done', 'snooze', 'show', 'share', 'new-reminder', 'reminder-form'] as const)(
    'refuses `%s` where it is one too many of a minute, and does nothing',
    async (control) => {
      const bot = await openTestBot();
      const chat = open(bot, { person: 2, team: 100 });
      const [by] = people;
      const where = { team: chat.team, conversation: { id: chat.channel, private: false } };
      const made = await bot.askAs({ id: chat.idOf(by), role: 'member' }, 'remind add every day at 13:00 look', where);
      const reminder = idOf(made.answer.title);
      const delivery = await postDue(bot, reminder);
      const use = (nonce: string) => chat.use(control, { by, delivery, reminder, line: 'remind list', nonce });
      const said = [];
      for (const nonce of ['1', '2', '3']) said.push(await use(nonce));
      expect(said.map((each) => /2 requests and button presses a minute from you/.test(each ?? ''))).toEqual([
        false,
        false,
        true,
      ]);
      const all = await bot.storage.ledger.list(chat.team);
      expect(all).toHaveLength(control === 'reminder-form' ? 3 : 1);
    },
  );
});
