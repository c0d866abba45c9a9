import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ReminderRepository } from '../../src/reminders/ledger-store.ts';
import { draftOf } from './drafts.ts';

/** Something that keeps a reminder: when it returns, the reminder survives a kill. */
export interface Adder {
  readonly name: string;
  add(index: number): Promise<unknown> | unknown;
}

const adds = 200;
const warmUps = 20;
/** Each goes to another team, as people add them. */
const apart = 450;

/** Adds reminders one by one, each contender in turn; returns the milliseconds of each. */
export async function measureAdds(adders: readonly Adder[]): Promise<readonly number[][]> {
  const times = adders.map((): number[] => []);
  for (let index = 0; index < adds + warmUps; index += 1) {
    for (const [which, adder] of adders.entries()) {
      const startedAt = performance.now();
      await adder.add(index);
      if (index >= warmUps) times[which]?.push(performance.now() - startedAt);
    }
  }
  return times;
}

/** `remind add` as far as the store is concerned. */
export function repositoryAdder(name: string, repository: Pick<ReminderRepository, 'create'>): Adder {
  return {
    name,
    async add(index) {
      const { kind } = await repository.create(draftOf(index * apart));
      if (kind !== 'created') throw new Error(kind);
    },
  };
}

/** The least a durable row costs on this disk: one insert by SQLite itself, synced. */
export function bareSqliteAdder(directory: string): Adder & { close(): void } {
  const database = new DatabaseSync(join(directory, 'bare.db'));
  database.exec('pragma journal_mode = wal; pragma synchronous = full; create table rows (text text)');
  const insert = database.prepare('insert into rows values (?)');
  return {
    name: 'SQLite itself, one row',
    add: (index) => insert.run(JSON.stringify(draftOf(index))),
    close: () => database.close(),
  };
}
