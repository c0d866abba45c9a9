import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { storeOnFirstUse, withoutStore } from '../../src/program/local-store.ts';

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
