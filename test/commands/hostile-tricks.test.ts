import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor, Reference, Request } from '../../src/bot/request.ts';
import { renderReminder as discordReminder } from '../../src/platforms/discord/rendering/render-reminder.ts';
import { renderReminder as slackReminder } from '../../src/platforms/slack/render-reminder.ts';
import { viewDelivery } from '../../src/reminders/delivery-view.ts';
import type { Poster } from '../../src/reminders/ledger.ts';
import { createStrictPeer } from '../reminders/strict-peer.ts';
import { discordChat } from './chats.ts';
import { openTestBot, type TestBot } from './fixture.ts';

/*
 * Tricks of a member who may do each thing once, and means to take something from the others by it.
 */

const team = 'slack:T1';
const alice: Actor = { id: 'U_ALICE', role: 'member' };
const bob: Actor = { id: 'U_BOB', role: 'member' };
const mallory: Actor = { id: 'U_MALLORY', role: 'member' };
const boss: Actor = { id: 'U_BOSS', role: 'administrator' };
const channels = { id: 'C_OPS', private: false };
const references: readonly Reference[] = [
  { shown: '#board', kind: 'channel', id: 'C_BOARD' },
  ...['U_ALICE', 'U_BOB', 'U_BOSS', 'U_MALLORY'].map((id) => ({
    shown: `@${id.slice(2).toLowerCase()}`,
    kind: 'person' as const,
    id,
  })),
];

let bot: TestBot;
beforeEach(async () => {
  bot = await openTestBot();
  const poster: Poster = {
    ...createStrictPeer().poster,
    check: async (_team, target, needs) =>
      target.id !== 'C_OPS' && target.kind === 'channel' && needs?.asker === mallory.id
        ? { ok: false, message: 'You are not in that channel.' }
        : { ok: true },
  };
  bot.posters.set('slack', poster);
});

const ask = (actor: Actor, text: string, more: Partial<Request> = {}) =>
  bot.askAs(actor, text, { conversation: channels, references, ...more });
const make = async (actor: Actor, text: string) => {
  const reply = await ask(actor, text);
  expect(reply.outcome, reply.answer.lead).toBe('answered');
  return reply.answer.title.replace('Reminder ', '');
};
const read = async (id: string) => (await bot.storage.ledger.list(team)).find((each) => each.id === id);
/** What is still to be posted to somebody. */
const waiting = async () => {
  await bot.storage.ledger.materialiseDue(['slack']);
  return bot.storage.ledger.claim({ limit: 100, owner: 'test', leaseMs: 60_000, platforms: ['slack'] });
};

describe('ending the series of somebody else time by time', () => {
  it.each(['remind done ID', 'remind done ID --next'])('takes one time ahead at most: %s', async (line) => {
    const id = await make(alice, 'remind add every day at 13:00 look');
    const typed = line.replace('ID', id);
    expect(await ask(mallory, typed)).toMatchObject({ outcome: 'answered' });
    const after = await read(id);
    for (let tries = 0; tries < 5; tries += 1) {
      const reply = await ask(mallory, typed);
      expect(reply.outcome).toBe('usage');
      expect(reply.answer.lead).toContain('is already skipped');
    }
    expect(await read(id)).toEqual(after);
    // One word of it to its maker, not six.
    expect(await waiting()).toHaveLength(1);
  });

  it('is its maker’s and an administrator’s, as often as they like', async () => {
    const id = await make(alice, 'remind add every day at 13:00 look');
    for (const actor of [alice, boss, alice]) {
      expect(await ask(actor, `remind done ${id} --next`)).toMatchObject({ outcome: 'answered' });
    }
    expect((await read(id))?.nextDueAt?.toISOString()).toBe('2026-11-25T13:00:00.000Z');
  });

  it('is every member’s where the team lets its members change things', async () => {
    await ask(boss, 'settings set members may-change');
    const id = await make(alice, 'remind add every day at 13:00 look');
    for (let times = 0; times < 3; times += 1) {
      expect(await ask(mallory, `remind done ${id} --next`)).toMatchObject({ outcome: 'answered' });
    }
  });

  it('can be done again once the time that was left out has passed', async () => {
    const id = await make(alice, 'remind add every day at 13:00 look');
    await ask(mallory, `remind done ${id} --next`);
    bot.clock.now = new Date(bot.clock.now.getTime() + 3 * 3_600_000);
    expect(await ask(mallory, `remind done ${id} --next`)).toMatchObject({ outcome: 'answered' });
  });
});

describe('a channel in which only few may write', () => {
  const board = { id: 'C_BOARD', private: false, readOnly: true } as const;
  it('is posted to only for those, also where somebody else asks there', async () => {
    const lines = ['remind add every day at 9 buy shoes', 'remind add here in 5 min buy shoes'];
    for (const line of lines) {
      expect((await ask(mallory, line, { conversation: board })).outcome, line).toBe('usage');
    }
    expect(await bot.storage.ledger.list(team)).toEqual([]);
    expect(await ask(alice, lines[0] ?? '', { conversation: board })).toMatchObject({ outcome: 'answered' });
  });

  it('is not shared to in Discord', async () => {
    const chat = discordChat(bot);
    const by = { id: '7', kind: 'member' } as const;
    const used = { by, line: 'ports imap', delivery: '', reminder: '' };
    expect(await chat.use('share', { ...used, nonce: '1', readOnly: true })).toMatch(/You aren’t allowed to write/);
    expect(await chat.use('share', { ...used, nonce: '2' })).toMatch(/143/);
  });
});

describe('a calendar with places in it', () => {
  const event = (own: string) =>
    [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      `UID:${own.length}@mallory`,
      'DTSTART:20270101T090000Z',
      'SUMMARY:you are all fired',
      own,
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
  it.each([
    ['a channel they are not in', 'X-MDAEMON-BOT-TARGET:slack:T1 channel C_BOARD'],
    ['the direct messages of another', 'X-MDAEMON-BOT-TARGET:slack:T1 channel D_BOSS'],
    ['a channel, as an escalation', 'X-MDAEMON-BOT-ESCALATE:1\r\nX-MDAEMON-BOT-ESCALATE-TO:slack:T1 channel C_BOARD'],
    ['everybody', 'X-MDAEMON-BOT-EVERYONE:yes'],
    ['another team', 'X-MDAEMON-BOT-TARGET:slack:T2 channel C_BOARD'],
  ])('posts nothing to %s', async (_where, own) => {
    const attachments = [{ name: 'mine.ics', content: event(own) }];
    await ask(mallory, 'remind import', { attachments });
    const made = (await bot.storage.ledger.list(team)).filter(({ createdBy }) => createdBy === mallory.id);
    for (const { target, escalation, pingsEveryone } of made) {
      expect(target.id).toBe('C_OPS');
      expect(escalation?.then).toBeUndefined();
      expect(pingsEveryone).toBe(false);
    }
  });

  it('tells nothing of a private reminder of which they know the UID', async () => {
    const id = await make(alice, 'remind add to me every day at 9 ask for a raise');
    const content = event('DESCRIPTION:x').replace(/UID:.*/, `UID:${id}@slack.t1.mdaemon-bot`);
    const reply = await ask(mallory, 'remind import', { attachments: [{ name: 'x.ics', content }] });
    expect(JSON.stringify(reply)).not.toContain('raise');
    expect(reply.answer.lead).toContain('1 reminder imported');
  });
});

describe('the words of somebody else’s reminder', () => {
  const shown = async () => {
    const [claim] = await waiting();
    if (claim === undefined) throw new Error('nothing is posted');
    const view = viewDelivery(claim, [], bot.clock.now);
    return [JSON.stringify(slackReminder(view)), JSON.stringify(discordReminder(view))];
  };
  const tomorrow = () => {
    bot.clock.now = new Date(bot.clock.now.getTime() + 24 * 3_600_000);
  };

  it('are posted in the name of whoever changed them, too', async () => {
    await ask(boss, 'settings set members may-change');
    const id = await make(alice, 'remind add every day at 9 look');
    expect(await ask(mallory, `remind edit ${id} you are all fired`)).toMatchObject({ outcome: 'answered' });
    tomorrow();
    for (const post of await shown()) expect(post).toMatch(/set by .*ALICE.*changed by .*MALLORY/);
  });

  it('are their maker’s again once their maker has changed them', async () => {
    const id = await make(alice, 'remind add every day at 9 look');
    await ask(boss, `remind edit ${id} look twice`);
    await ask(alice, `remind edit ${id} look`);
    tomorrow();
    for (const post of await shown()) expect(post).not.toContain('changed by');
  });

  it('do not reach whoever blocks the one who changed them', async () => {
    const id = await make(alice, 'remind add to @bob every day at 9 lunch');
    await ask(boss, `remind edit ${id} pay me`);
    await ask(bob, 'remind block @boss');
    expect((await read(id))?.state).toBe('paused');
  });
});

describe('somebody who blocks another', () => {
  it('hears nothing of them by resuming, editing, posting at once, escalating or importing', async () => {
    const id = await make(mallory, 'remind add to @bob tomorrow at 9 pay me');
    await ask(bob, 'remind block @mallory');
    const before = await read(id);
    expect(before?.state).toBe('paused');
    for (const line of [
      `remind resume ${id}`,
      `remind run-now ${id}`,
      `remind edit ${id} in 5 min pay me now`,
      'remind add escalate-to @bob every day at 9 pay me',
      'remind add to @bob tomorrow at 9 pay me',
    ]) {
      expect((await ask(mallory, line)).outcome, line).toBe('usage');
    }
    expect(await read(id)).toEqual(before);
    expect(await waiting()).toEqual([]);
  });
});

it('keeps to administrators who may change things, also where every member may', async () => {
  await ask(boss, 'settings set members may-change');
  expect(await ask(mallory, 'settings set zone Asia/Tokyo')).toMatchObject({ outcome: 'answered' });
  for (const line of ['settings set members may-not-change', 'admins add @mallory', 'admins remove @boss']) {
    const reply = await ask(mallory, line);
    expect(reply.outcome, line).toBe('usage');
    expect(reply.answer.lead, line).toContain('Only an administrator');
  }
  expect(await bot.storage.teams.settings(team)).toMatchObject({ membersMayChange: true });
  expect(await bot.storage.teams.administrators(team)).toEqual([]);
});
