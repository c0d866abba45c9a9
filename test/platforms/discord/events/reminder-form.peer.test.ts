import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type DiscordProxy, startDiscordProxy } from '../../../faults/discord-proxy.ts';
import type { DiscordTwin, TwinMessage, TwinPlace } from '../../../peers/discord-twin.ts';
import { startDiscordTwin } from '../../../peers/start-discord-twin.ts';
import { buttonOf, buttonsOf, componentsOf, textOf } from '../shown.ts';
import { slashOptions, startTestDiscord, storage, type TestDiscord } from '../start-test-discord.ts';

let twin: DiscordTwin;
let proxy: DiscordProxy;
let bot: TestDiscord;
beforeAll(async () => {
  twin = await startDiscordTwin();
  proxy = await startDiscordProxy(twin);
  bot = await startTestDiscord(twin, { restUrl: proxy.restUrl });
});
afterAll(async () => {
  await bot?.stop();
  await proxy?.stop();
  await twin?.stop();
});
afterEach(() => {
  expect([...bot.failures()]).toEqual([]);
});

const ask = async (line: string, where?: TwinPlace): Promise<TwinMessage> => {
  const { name, options } = slashOptions(line);
  return twin.answer(await twin.command(name, options, where));
};
const form = async (message: TwinMessage, where?: TwinPlace) => {
  const { type, data } = await twin.response(await twin.press(message, buttonOf(message, 'New reminder'), where));
  expect(type).toBe(9);
  // A form's labels hold one field each.
  const fields = (data.components as { label: string; component: Record<string, unknown> }[]).map(
    ({ label, component }) => [label, component] as const,
  );
  return { id: data.custom_id as string, fields: new Map(fields) };
};
const submit = async (fields: Record<string, string | readonly string[]>, where: TwinPlace = {}) =>
  twin.answer(
    await twin.submit('reminder-form', { when: '', what: '', channel: [], person: [], zone: '', ...fields }, where),
  );
const reminders = () => storage.ledger.list(`discord:${twin.guild}`);

describe('the form for a new reminder', () => {
  test.each(['remind list', 'help remind', 'help remind add'])('is offered by %s', async (line) => {
    const { id, fields } = await form(await ask(line));
    expect(id).toBe('reminder-form');
    expect([...fields.keys()]).toEqual(['When', 'What', 'Channel', 'Person', 'Time zone']);
    expect(fields.get('Time zone')).toMatchObject({ placeholder: 'Europe/Berlin', required: false });
  });

  test('is offered where a reminder was not understood, and not where nobody thinks of one', async () => {
    expect([...buttonsOf(await ask('remind add some day look')).keys()]).toContain('New reminder');
    expect([...buttonsOf(await ask('ports imap')).keys()]).not.toContain('New reminder');
  });

  test('has no channels and people in a direct message', async () => {
    const { fields } = await form(await ask('remind list', { channel: '@alice' }), { channel: '@alice' });
    expect([...fields.keys()]).toEqual(['When', 'What', 'Time zone']);
  });

  test('makes a reminder here', async () => {
    const answer = await submit({
      when: 'every weekday at 09:00',
      what: 'look at the bad queue\nand the retry queue',
      zone: 'Europe/Paris',
    });
    expect(answer.flags & 64).toBe(64);
    expect(textOf(answer)).toContain('look at the bad queue');
    expect((await reminders()).at(-1)).toMatchObject({
      text: 'look at the bad queue\nand the retry queue',
      schedule: { kind: 'recurring', zone: 'Europe/Paris' },
      target: { kind: 'channel', id: twin.channel('general') },
      createdBy: twin.user('alice'),
    });
  });

  test.each([
    [
      'channel',
      '700000000000000101',
      { channels: { '700000000000000101': { id: '700000000000000101', name: 'operations', type: 0 } } },
    ],
    [
      'person',
      '700000000000001001',
      { users: { '700000000000001001': { id: '700000000000001001', username: 'bob' } } },
    ],
    ['channel', '700000000000000101', undefined],
  ] as const)('makes a reminder for the %s that was picked', async (kind, id, resolved) => {
    const fields = { when: 'in 2h', what: `for a ${kind}`, [kind]: [id] };
    const components = Object.entries(fields).map(([name, value]) => ({
      type: 18,
      component:
        typeof value === 'string' ? { type: 4, custom_id: name, value } : { type: 8, custom_id: name, values: value },
    }));
    const data = { custom_id: 'reminder-form', components, ...(resolved === undefined ? {} : { resolved }) };
    await twin.answer(await twin.submit('reminder-form', {}, { changes: { data } }));
    expect((await reminders()).find(({ text }) => text === `for a ${kind}`)?.target).toEqual({ kind, id });
  });

  test('that cannot be used loses nothing, and opens again filled in', async () => {
    const count = (await reminders()).length;
    const refused = await submit({ when: 'some day', what: 'look at `df -h`', zone: 'Mars/Phobos' });
    expect(refused.flags & 64).toBe(64);
    const text = textOf(refused);
    expect(text).toContain('You wrote');
    expect(text).toContain('New reminder opens the form again');
    expect(text).not.toContain('remind add');
    expect(text).toContain('some day');
    expect(text).toContain('look at');
    expect((await reminders()).length).toBe(count);
    const { fields } = await form(refused);
    expect(fields.get('When')).toMatchObject({ value: 'some day' });
    expect(fields.get('What')).toMatchObject({ value: 'look at `df -h`' });
    expect(fields.get('Time zone')).toMatchObject({ value: 'Mars/Phobos' });
    // It is one person's draft.
    expect((await form(refused, { user: 'bob' })).fields.get('When')).not.toHaveProperty('value');
    await submit({ when: 'in 2h', what: 'look' });
    expect((await form(refused)).fields.get('When')).not.toHaveProperty('value');
  });

  test('goes to a channel or to a person, not to both', async () => {
    const count = (await reminders()).length;
    const refused = await submit({
      when: 'in 2h',
      what: 'look',
      channel: [twin.channel('operations')],
      person: [twin.user('bob')],
    });
    expect(textOf(refused)).toContain('not to both');
    expect((await reminders()).length).toBe(count);
    const { fields } = await form(refused);
    expect(fields.get('Channel')).toMatchObject({
      default_values: [{ id: twin.channel('operations'), type: 'channel' }],
    });
    expect(fields.get('Person')).toMatchObject({ default_values: [{ id: twin.user('bob'), type: 'user' }] });
    await submit({ when: 'in 2h', what: 'look' });
  });

  test('of another version of the bot says so', async () => {
    const answer = await twin.answer(await twin.submit('survey', { when: 'now' }));
    expect(textOf(answer)).toContain('another version of me');
    expect(componentsOf(answer).length).toBeGreaterThan(0);
  });
});
