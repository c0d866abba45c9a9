import type { ReminderRepository } from '../../src/reminders/ledger-store.ts';
import { draftsFrom } from './drafts.ts';

const perTransaction = 1_000;

/** Imports recurring reminders in transactions of 1,000 and returns the time it took, in milliseconds. */
export async function importAll(repository: Pick<ReminderRepository, 'importAll'>, count: number): Promise<number> {
  let spentMs = 0;
  for (let first = 0; first < count; first += perTransaction) {
    // What is imported is made beforehand: only the store is measured, which works out when each is due.
    const drafts = draftsFrom(first, perTransaction);
    const startedAt = performance.now();
    await repository.importAll(drafts);
    spentMs += performance.now() - startedAt;
  }
  return spentMs;
}
