import type { TeamKey } from '../bot/bot.ts';
import type { Coordination } from '../reminders/reminders.ts';
import { lockLedger, type StorageContext } from './context.ts';

/** The part of the store through which replicas agree on things. */
export function createCoordination(context: StorageContext): Coordination {
  const { db, now } = context;
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
    forgetTeam: (team) => forgetTeam(context, team),
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

/** Deletes everything a team has stored; see `Coordination.forgetTeam`. */
async function forgetTeam(context: StorageContext, team: TeamKey): Promise<void> {
  await context.db.transaction().execute(async (db) => {
    await lockLedger(context, db);
    await db.deleteFrom('acknowledgements').where('team', '=', team).execute();
    await db.deleteFrom('occurrences').where('team', '=', team).execute();
    await db.deleteFrom('deliveries').where('team', '=', team).execute();
    await db.deleteFrom('reminders').where('team', '=', team).execute();
    await db.deleteFrom('deadlines').where('team', '=', team).execute();
    await db.deleteFrom('channels').where('team', '=', team).execute();
    await db.deleteFrom('seen_events').where('team', '=', team).execute();
    await db.deleteFrom('question_counts').where('team', '=', team).execute();
    await db.deleteFrom('question_texts').where('team', '=', team).execute();
    await db.deleteFrom('kept_answers').where('team', '=', team).execute();
    await db.deleteFrom('administrators').where('team', '=', team).execute();
    await db.deleteFrom('refused_senders').where('team', '=', team).execute();
    await db.deleteFrom('counted_messages').where('team', '=', team).execute();
    await db.deleteFrom('hosts').where('team', '=', team).execute();
    await db.deleteFrom('own_ports').where('team', '=', team).execute();
    await db.deleteFrom('teams').where('team', '=', team).execute();
  });
}
