import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fillStore } from '../../bench/reminders/fill-store.ts';
import { openStore } from '../../bench/reminders/open-store.ts';

test('the bench fills a store whatever columns a reminder has by now', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'fill-store-'));
  const storage = await openStore({ directory });
  onTestFinished(async () => {
    await storage.close();
    await rm(directory, { recursive: true });
  });

  await fillStore(storage, 901);

  const rows = await storage.db.selectFrom('reminders').select(['team', 'id', 'next_due_at']).execute();
  expect(new Set(rows.map(({ team, id }) => `${team} ${id}`)).size).toBe(901);
  expect(new Set(rows.map(({ next_due_at }) => next_due_at)).size).toBe(901);
  expect(new Set(rows.map(({ team }) => team)).size).toBeGreaterThan(2);
});
