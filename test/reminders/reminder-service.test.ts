import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Poster } from '../../src/reminders/ledger.ts';
import { createPlanner } from '../../src/reminders/planner.ts';
import { createReminderService } from '../../src/reminders/reminder-service.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { createTestClock, nextOccurrence, once } from './fixture.ts';
import { createStrictPeer } from './strict-peer.ts';

const clock = createTestClock();
const boss = { id: 'U1', role: 'administrator' } as const;
let directory: string;
let storage: Storage;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mdaemon-bot-service-'));
  storage = await openStorage({ place: { directory }, planner: createPlanner(nextOccurrence), now: clock.now });
});
afterEach(async () => {
  await storage.close();
  rmSync(directory, { recursive: true });
});

it('asks about where an escalation would go too, which may be no place of the team’s', async () => {
  const elsewhere = { kind: 'channel', id: 'C9' } as const;
  const poster: Poster = {
    ...createStrictPeer().poster,
    check: async (_team, target) => (target.id === 'C9' ? { ok: false, message: 'Not here.' } : { ok: true }),
  };
  const posters = new Map([['slack', poster]] as const);
  const service = createReminderService({ store: storage.ledger, posters, nextOccurrence, wake: () => {} });
  // biome-ignore lint/suspicious/noThenProperty: the contract's word for what comes after; nobody awaits it
  const escalation = { afterHours: 1, then: elsewhere };
  const refused = { code: 'not-deliverable', remedy: 'Not here.' };
  await expect(service.add(once(clock.at(1_000), { escalation }), boss)).rejects.toMatchObject(refused);
  const { reminder } = await service.add(once(clock.at(1_000)), boss);
  await expect(service.edit('slack:T1', reminder.id, { escalation }, boss)).rejects.toMatchObject(refused);
  expect(await storage.ledger.get('slack:T1', reminder.id)).not.toHaveProperty('escalation');
});

it('asks the platform what the reminder needs, and makes none that cannot be delivered', async () => {
  const asked: Parameters<Poster['check']>[] = [];
  const poster: Poster = {
    ...createStrictPeer().poster,
    async check(...question) {
      asked.push(question);
      return question[2]?.pingsEveryone === true ? { ok: false, message: 'Grant it.' } : { ok: true };
    },
  };
  const posters = new Map([['slack', poster]] as const);
  const service = createReminderService({ store: storage.ledger, posters, nextOccurrence, wake: () => {} });
  const { reminder } = await service.add(once(clock.at(1_000)), boss);
  const loud = once(clock.at(1_000), { pingsEveryone: true });
  await expect(service.add(loud, boss)).rejects.toMatchObject({ code: 'not-deliverable', remedy: 'Grant it.' });
  const elsewhere = { kind: 'channel', id: 'C2' } as const;
  await service.edit('slack:T1', reminder.id, { target: elsewhere }, boss);
  expect(asked).toEqual([
    ['slack:T1', { kind: 'channel', id: 'C1' }, { pingsEveryone: false, asker: 'U1' }],
    ['slack:T1', { kind: 'channel', id: 'C1' }, { pingsEveryone: true, asker: 'U1' }],
    ['slack:T1', elsewhere, { pingsEveryone: false, asker: 'U1' }],
  ]);
});
