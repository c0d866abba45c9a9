import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildBot } from '../../src/program/build-bot.ts';
import { storeOnFirstUse, withoutStore } from '../../src/program/local-store.ts';
import { requestFor } from '../commands/fixture.ts';

const { reminders, teams, questions } = withoutStore();
const team = 'terminal:local';

it('says so where a store would be needed', async () => {
  const { listDeadlines, ...needStore } = reminders;
  expect(Object.keys(needStore).length).toBeGreaterThan(10);
  for (const call of Object.values(needStore) as (() => Promise<unknown>)[]) {
    await expect(call()).rejects.toMatchObject({ code: 'no-store', name: 'UserError' });
  }
  await expect(questions.list(team, new Date(0), 1)).rejects.toMatchObject({ code: 'no-store' });
});

it('answers about MDaemon for a team that has set nothing', async () => {
  expect(await reminders.listDeadlines(team)).toEqual([]);
  expect(await teams.settings(team)).toEqual({});
  expect(await teams.profile(team)).toEqual({});
});

it('makes no store for a question about ports, also where its folder is there already', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'local-store-'));
  const stored = storeOnFirstUse({ directory }, async () => new Map());
  try {
    expect(await stored.teams.ownPorts(team)).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
    await stored.teams.settings(team);
    expect(readdirSync(directory)).toContain('mdaemon-bot.db');
  } finally {
    await stored.close();
    rmSync(directory, { recursive: true, force: true });
  }
});

describe('the bot over a store of its own', () => {
  it('puts on record what is changed and handed out at a terminal, over the store that is opened for it', async () => {
    const { close, ...stored } = storeOnFirstUse(
      { directory: mkdtempSync(join(tmpdir(), 'local-store-')) },
      async () => new Map(),
    );
    const bot = await buildBot({
      ...stored,
      knowledgeDirectory: undefined,
      connections: () => ({}),
      limitations: () => [],
    });
    const say = (text: string) => bot.router.dispatch(requestFor(text));
    await say('settings set zone Europe/Berlin');
    await say('hosts add mail.example.org');
    await say('remind add every day at 9 look');
    await say('remind export');
    await say('ports imap');
    const { answer } = await say('audit');
    expect(answer.sections).toMatchObject([
      {
        rows: [
          [expect.any(String), 'you (administrator)', 'remind export', 'export', '', 'terminal'],
          [
            expect.any(String),
            'you (administrator)',
            'hosts add',
            'host mail.example.org',
            expect.any(String),
            'terminal',
          ],
          [expect.any(String), 'you (administrator)', 'settings set', 'settings', expect.any(String), 'terminal'],
        ],
      },
    ]);
    expect((await say('privacy export')).answer.files?.[0]?.content).toContain('"look"');
    await close();
  });
});
