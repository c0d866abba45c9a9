import { randomUUID } from 'node:crypto';
import { createDeliveryLoop } from '../../src/reminders/delivery-loop.ts';
import { createInProcessEngine } from '../../src/reminders/engine/engine.ts';
import { createPlanner } from '../../src/reminders/planner.ts';
import { openStorage, type StorageOptions } from '../../src/storage/storage.ts';
import { nextOccurrence } from '../reminders/fixture.ts';
import type { CrashPlatform } from './crash-options.ts';
import { createCrashPoster } from './posters.ts';

/** What the crash test tells its bots. */
export interface ChildConfig {
  readonly place: StorageOptions['place'];
  readonly apiUrl: string;
  readonly platform: CrashPlatform;
  readonly plant: 'nothing' | 'no-look';
}

// A bot with nothing but a store, an engine, a loop and a poster. It lives until it is killed.
const { place, apiUrl, platform, plant } = JSON.parse(process.argv[2] ?? '') as ChildConfig;
const log = (level: string) => (fields: object, message: string) =>
  process.stderr.write(
    `${level} ${message} ${JSON.stringify(fields, (_key, value) => (value instanceof Error ? value.stack : value))}\n`,
  );
const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: log('error') };
const engine =
  'databaseUrl' in place
    ? (await import('../../src/reminders/engine/pg-boss.ts')).createPgBossEngine({
        databaseUrl: place.databaseUrl,
        logger,
      })
    : createInProcessEngine();
const storage = await openStorage({
  place,
  delivering: 'chat',
  planner: createPlanner(nextOccurrence),
  announce: engine.announce,
});
const loop = createDeliveryLoop({
  store: storage.ledger,
  posters: { [platform]: createCrashPoster({ platform, apiUrl, plant, logger }) },
  logger,
  owner: randomUUID(),
  leaseMs: 5_000,
});
await engine.start(loop.wake);
loop.start();
process.stdout.write('ready\n');
// The one who started it holds the other end: a bot does not outlive its test.
process.stdin.resume().on('end', () => process.exit(0));
