import type { Coordination } from '../reminders/reminders.ts';
import type { StorageContext } from './storage-context.ts';

/** The part of the store through which replicas agree on things. */
export function createCoordination({ db, now }: StorageContext): Coordination {
  return {
    async firstTime(team, key) {
      const seen_at = (await now()).getTime();
      const inserted = await db
        .insertInto('seen_events')
        .values({ team, key, seen_at })
        .onConflict((conflict) => conflict.columns(['team', 'key']).doNothing())
        .returning('key')
        .executeTakeFirst();
      return inserted !== undefined;
    },
    async forgetEvent(team, key) {
      await db.deleteFrom('seen_events').where('team', '=', team).where('key', '=', key).execute();
    },
    async holdLease(name, owner, leaseMs) {
      const nowMs = (await now()).getTime();
      const held = await db
        .insertInto('leases')
        .values({ name, owner, token: 1, until: nowMs + leaseMs })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet((expression) => ({
              owner,
              until: nowMs + leaseMs,
              token: expression
                .case()
                .when('leases.owner', '=', owner)
                .then(expression.ref('leases.token'))
                .else(expression('leases.token', '+', 1))
                .end(),
            }))
            .where((expression) =>
              expression.or([expression('leases.owner', '=', owner), expression('leases.until', '<=', nowMs)]),
            ),
        )
        .returning('token')
        .executeTakeFirst();
      return held?.token;
    },
    async dropLease(name, owner) {
      // The row stays, so that its token goes on rising.
      await db
        .updateTable('leases')
        .set({ until: 0, owner: '' })
        .where('name', '=', name)
        .where('owner', '=', owner)
        .execute();
    },
  };
}
