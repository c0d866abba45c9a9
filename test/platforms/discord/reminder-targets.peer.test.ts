import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Target } from '../../../src/reminders/ledger.ts';
import type { DiscordTwin, TwinPlace } from '../../peers/discord-twin.ts';
import { startDiscordTwin } from '../../peers/start-discord-twin.ts';
import { slashOptions, startTestDiscord, storage, type TestDiscord } from './start-test-discord.ts';

let twin: DiscordTwin;
let bot: TestDiscord;
beforeAll(async () => {
  twin = await startDiscordTwin();
  bot = await startTestDiscord(twin);
});
afterAll(async () => {
  await bot?.stop();
  await twin?.stop();
});

const remind = async (more: string, where: TwinPlace = {}) => {
  const { name, options } = slashOptions(`remind add --to ${more} in 2h check the queue`);
  await twin.response(await twin.command(name, options, where));
  const direct = where.channel?.startsWith('@') === true;
  const team = direct ? (`discord:dm-${twin.user('alice')}` as const) : (`discord:${twin.guild}` as const);
  const all = await storage.ledger.list(team);
  return all.toSorted((one, other) => (one.createdAt > other.createdAt ? 1 : -1)).at(-1);
};

test.each<[typed: (at: DiscordTwin) => string, where: TwinPlace, target: (at: DiscordTwin) => Target]>([
  [(at) => `<#${at.channel('operations')}>`, {}, (at) => ({ kind: 'channel', id: at.channel('operations') })],
  [(at) => `<@${at.user('bob')}>`, {}, (at) => ({ kind: 'person', id: at.user('bob') })],
  [() => 'me', {}, (at) => ({ kind: 'person', id: at.user('alice') })],
  [() => 'here', { channel: 'operations' }, (at) => ({ kind: 'channel', id: at.channel('operations') })],
  [() => 'here', { channel: '@alice' }, (at) => ({ kind: 'channel', id: at.channel('@alice') })],
  [() => 'me', { channel: '@alice' }, (at) => ({ kind: 'person', id: at.user('alice') })],
])('a reminder goes where it was sent: %#', async (typed, where, target) => {
  const made = await remind(typed(twin), where);
  expect(made?.target).toEqual(target(twin));
  await storage.ledger.remove(made?.team ?? 'discord:none', made?.id ?? '');
});

test('a name without an id is refused, and with it what might be somebody else’s', async () => {
  const { name, options } = slashOptions('remind add --to #nowhere in 2h check the queue');
  await twin.response(await twin.command(name, options));
  expect(bot.events.at(-1)?.reply).toMatchObject({ outcome: 'usage' });
});

test('an escalation keeps its target too', async () => {
  const made = await remind(`me --escalate 2 --escalate-to <#${twin.channel('operations')}>`);
  expect(made?.escalation).toEqual({
    afterHours: 2,
    // biome-ignore lint/suspicious/noThenProperty: the contract's word for what comes after; nobody awaits it
    then: { kind: 'channel', id: twin.channel('operations') },
  });
});
