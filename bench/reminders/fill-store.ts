import { CompiledQuery } from 'kysely';
import type { Storage } from '../../src/storage/storage.ts';
import { draftOf } from './drafts.ts';

const dayMs = 86_400_000;

/** Fills an empty store with reminders that are due from tomorrow on, one a second, by copying a first one. */
export async function fillStore({ ledger, db }: Storage, count: number): Promise<void> {
  const at = new Date((await ledger.now()).getTime() + dayMs);
  await ledger.importAll([{ ...draftOf(0), schedule: { kind: 'once', at, zone: 'UTC' } }]);
  await db.executeQuery(
    CompiledQuery.raw(`
      with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < ${count - 1})
      insert into reminders
      select 'slack:T' || (i / 450), 'x' || i, platform, text, schedule, deadline, target_kind, 'C' || (i % 50),
        catch_up, grace_ms, escalation, pings_everyone, created_by, created_at, state, parked_reason,
        next_due_at + i * 1000
      from numbers cross join (select * from reminders limit 1) as first`),
  );
}
