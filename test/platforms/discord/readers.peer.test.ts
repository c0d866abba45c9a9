import { PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TeamKey } from '../../../src/bot/request.ts';
import { startTestPoster, type TestPoster } from './start-test-poster.ts';

const viewing = String(PermissionFlagsBits.ViewChannel);
let test_: TestPoster;
beforeAll(async () => {
  test_ = await startTestPoster(30_000);
});
afterAll(() => test_?.stop());

const readers = (channel: string, person: string, team: TeamKey = `discord:${test_.twin.guild}`) =>
  test_.poster.readers?.(team, test_.twin.channel(channel), test_.twin.user(person));

test('a channel that only somebody may view is read by them alone', async () => {
  const { twin, proxy } = test_;
  proxy.setOverwrites(twin.channel('operations'), [
    { id: twin.guild, type: 0, allow: '0', deny: viewing },
    { id: twin.user('alice'), type: 1, allow: viewing, deny: '0' },
  ]);
  expect(await readers('operations', 'alice')).toBe('person');
  expect(await readers('operations', 'bob')).toBe('others');
});

test('an open channel is read by whoever is asked about, and never said to be everybody’s', async () => {
  expect(await readers('general', 'bob')).toBe('person');
});

test('a direct message is read by its person', async () => {
  const own: TeamKey = `discord:dm-${test_.twin.user('alice')}`;
  expect(await readers('@alice', 'alice', own)).toBe('person');
  expect(await readers('@alice', 'bob', own)).toBe('others');
});

test('nobody is said to read what Discord does not tell of: hidden from the bot, or away', async () => {
  const { twin, proxy, posterAt } = test_;
  proxy.setAccess(twin.channel('operations'), 'hidden');
  const another = posterAt(proxy.restUrl);
  const team: TeamKey = `discord:${twin.guild}`;
  expect(await another.readers?.(team, twin.channel('operations'), twin.user('alice'))).toBe('unknown');
  const away = posterAt('http://127.0.0.1:9/api');
  expect(await away.readers?.(team, twin.channel('general'), twin.user('alice'))).toBe('unknown');
});

test('nothing is posted in another channel for somebody who may not write there, or is not told of', async () => {
  const { twin, proxy, poster } = test_;
  const team: TeamKey = `discord:${twin.guild}`;
  const channel = { kind: 'channel', id: twin.channel('general') } as const;
  const check = (person: string) => poster.check(team, channel, { asker: person });
  expect(await check(twin.user('bob'))).toEqual({ ok: true });
  proxy.setOverwrites(channel.id, [
    { id: twin.user('bob'), type: 1, allow: '0', deny: String(PermissionFlagsBits.SendMessages) },
  ]);
  expect(await check(twin.user('bob'))).toEqual({ ok: false, message: expect.stringContaining('Send Messages') });
  expect(await check(twin.user('alice'))).toEqual({ ok: true });
  expect(await check('700000000000009999')).toMatchObject({ ok: false });
});
