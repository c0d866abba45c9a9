import { afterAll, beforeAll, expect, test } from 'vitest';
import { declareCommands } from '../../../src/platforms/discord/registration/declare-commands.ts';
import type { DiscordTwin, TwinOption } from '../../peers/discord-twin.ts';
import { startDiscordTwin } from '../../peers/start-discord-twin.ts';
import { until } from '../../peers/until.ts';
import { leavesOf, typingData } from './interaction-data.ts';
import { catalogue, startTestDiscord, storage, type TestDiscord } from './start-test-discord.ts';

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

const leaves = leavesOf(declareCommands(catalogue));
const typed = async (path: string, option: string, text: string) => {
  const leaf = leaves.find((each) => each.path.join(' ').endsWith(path));
  if (leaf === undefined) throw new Error(`Not declared: ${path}`);
  const { name, options } = typingData(leaf, option, text);
  return twin.autocomplete(name, options as unknown as readonly TwinOption[]);
};
const complete = async (path: string, option: string, text: string) => {
  const { type, data } = await twin.response(await typed(path, option, text));
  expect(type).toBe(8);
  return (data.choices as { name: string; value: string }[]).map(({ value }) => value);
};

test('completes services, in a list too', async () => {
  expect(await complete('ports', 'what', 'activ')).toContain('activesync');
  expect(await complete('ports', 'what', 'imap smt')).toContain('imap smtp');
});

test('completes the ids of reminders of that server alone', async () => {
  const { name, options } = {
    name: 'mdaemon',
    options: [
      {
        name: 'remind',
        type: 2,
        options: [{ name: 'add', type: 1, options: [{ name: 'line', type: 3, value: 'in 2h look at the queue' }] }],
      },
    ],
  };
  await twin.response(await twin.command(name, options));
  const [mine] = await storage.ledger.list(`discord:${twin.guild}`);
  expect(await complete('remind show', 'id', '')).toEqual([mine?.id]);
  const leaf = leaves.find(({ path }) => path.join(' ').endsWith('remind show'));
  const data = typingData(leaf as never, 'id', '');
  const direct = await twin.autocomplete(data.name, data.options as never, { channel: '@bob', user: 'bob' });
  expect((await twin.response(direct)).data.choices).toEqual([]);
});

test('answers with nothing where there is nothing, or it cannot be looked up', async () => {
  expect(await complete('ports', 'what', 'zzzzzz')).toEqual([]);
  const unknown = await twin.autocomplete('mdaemon', [
    { name: 'teleport', type: 1, options: [{ name: 'x', type: 3, value: '', focused: true }] },
  ]);
  expect((await twin.response(unknown)).data.choices).toEqual([]);
  const { list } = storage.ledger;
  Object.assign(storage.ledger, { list: () => Promise.reject(new Error('the store is away')) });
  try {
    expect(await complete('remind show', 'id', '')).toEqual([]);
    await bot.idle();
    expect([...bot.failures().values()]).toEqual([1]);
    const waiting = Promise.withResolvers<never>();
    Object.assign(storage.ledger, { list: () => waiting.promise });
    const id = await typed('remind show', 'id', 'r');
    const act = await until('a timer', () => [...bot.timers.values()][0]);
    act();
    expect((await twin.response(id)).data.choices).toEqual([]);
    waiting.reject(new Error('too late'));
    await bot.idle();
    expect([...bot.failures().values()]).toEqual([1]);
  } finally {
    Object.assign(storage.ledger, { list });
  }
});
