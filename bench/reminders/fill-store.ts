import { CompiledQuery } from 'kysely';
import type { Storage } from '../../src/storage/storage.ts';
import { draftOf } from './drafts.ts';

const dayMs = 86_400_000;

/** The columns that differ between the copies, in SQL over `i`. The others are those of the first reminder. */
const varied: Readonly<Record<string, string>> = {
  team: "'slack:T' || (i / 450)",
  id: "'x' || i",
  target_id: "'C' || (i % 50)",
  next_due_at: 'next_due_at + i * 1000',
};

/** Fills an empty store with reminders that are due from tomorrow on, one a second, by copying a first one. */
export async function fillStore({ ledger, db }: Storage, count: number): Promise<void> {
  const at = new Date((await ledger.now()).getTime() + dayMs);
  await ledger.importAll([{ ...draftOf(0), schedule: { kind: 'once', at, zone: 'UTC' } }]);
  const first = await db.selectFrom('reminders').selectAll().executeTakeFirstOrThrow();
  const columns = Object.keys(first);
  await db.executeQuery(
    CompiledQuery.raw(`
      with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < ${count - 1})
      insert into reminders (${columns.join(', ')})
      select ${columns.map((column) => varied[column] ?? column).join(', ')}
      from numbers cross join (select * from reminders limit 1) as first`),
  );
}
