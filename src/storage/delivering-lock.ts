import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageError } from './storage-error.ts';

/** Where a process delivers to: chat platforms, or the terminal it runs in. */
export type Delivering = 'chat' | 'terminal';

/**
 * Makes this the one process that delivers from a data directory. The lock is SQLite's own on a file of its own: the
 * system drops it when the process ends, however it ends. Returns what gives it up.
 *
 * @throws {StorageError} `already-delivering`
 */
export function takeDeliveringLock(directory: string, delivering: Delivering): () => void {
  const database = new DatabaseSync(join(directory, `delivering-${delivering}.lock`), { timeout: 0 });
  try {
    database.exec('begin exclusive');
  } catch (cause) {
    database.close();
    throw new StorageError(
      'already-delivering',
      `Another process already delivers reminders from ${directory}. Stop it first, give this one another DATA_DIR, or set DATABASE_URL to run several on PostgreSQL. Single commands work beside it.`,
      { cause },
    );
  }
  return () => database.close();
}
