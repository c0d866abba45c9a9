import type { TeamKey } from '../bot/bot.ts';
import { lockLedger, type StorageContext } from './storage-context.ts';

/** Deletes everything a team has stored; see `Coordination.forgetTeam`. */
export async function forgetTeam(context: StorageContext, team: TeamKey): Promise<void> {
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
    await db.deleteFrom('teams').where('team', '=', team).execute();
  });
}
