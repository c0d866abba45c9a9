import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRecentStarts } from '../../../../src/platforms/discord/gateway/recent-starts.ts';
import { createPlanner } from '../../../../src/reminders/planner.ts';
import { openStorage } from '../../../../src/storage/storage.ts';
import { startPostgres } from '../../../peers/start-postgres.ts';
import { createTestClock, nextOccurrence } from '../../../reminders/fixture.ts';

const planner = createPlanner(nextOccurrence);
const directory = mkdtempSync(join(tmpdir(), 'recent-starts-'));
const postgres = await startPostgres();
const missing = 'missing' in postgres ? postgres.missing : undefined;
afterAll(async () => {
  if (!('missing' in postgres)) await postgres.stop();
  rmSync(directory, { recursive: true });
});

describe.each(['SQLite', 'PostgreSQL'])('recent starts on %s', (kind) => {
  it('count over processes, for an hour, and not where a connection was sound', async (context) => {
    context.skip(kind === 'PostgreSQL' && missing !== undefined, missing);
    const place =
      kind === 'SQLite' || 'missing' in postgres ? { directory } : { databaseUrl: await postgres.newDatabase() };
    const clock = createTestClock();
    const { ledger, close } = await openStorage({ place, planner, now: clock.now });
    const restart = () => createRecentStarts(ledger, { name: 'discord:abc', most: 3, newId: randomUUID });
    const [first, second] = [restart(), restart()];
    expect(await first.note()).toBe(0);
    expect(await second.note()).toBe(1);
    expect(await restart().note()).toBe(2);
    expect(await restart().note()).toBe(3);
    expect(await restart().note()).toBe(3);
    await second.settle();
    expect(await restart().note()).toBe(1);
    expect(await createRecentStarts(ledger, { name: 'discord:other', most: 3, newId: () => 'x' }).note()).toBe(0);
    clock.advance(3_600_000);
    expect(await restart().note()).toBe(0);
    await close();
  });
});
