import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../test/peers/start-postgres.ts';

/** Where the stores under measurement are: in a temporary directory, and in a PostgreSQL of this run's own. */
export interface Places {
  /** A new, empty directory. */
  directory(): string;
  /** A new, empty database; absent where PostgreSQL's binaries are not installed, with the reason in `missing`. */
  readonly database?: () => Promise<string>;
  readonly missing?: string;
  close(): Promise<void>;
}

/** Makes the places; `close` leaves nothing behind. */
export async function openPlaces(): Promise<Places> {
  const root = mkdtempSync(join(tmpdir(), 'bench-reminders-'));
  const postgres = await startPostgres();
  let directories = 0;
  return {
    directory() {
      directories += 1;
      const made = join(root, String(directories));
      mkdirSync(made);
      return made;
    },
    ...('missing' in postgres ? { missing: postgres.missing } : { database: postgres.newDatabase }),
    async close() {
      if (!('missing' in postgres)) await postgres.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
