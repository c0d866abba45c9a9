import type { TeamKey } from '../bot/bot.ts';
import type { Database } from './storage-context.ts';

/** One reminder of a team that has not been removed, as a query to go on with. */
export function selectReminder(db: Database, team: TeamKey, id: string) {
  return db
    .selectFrom('reminders')
    .selectAll()
    .where('team', '=', team)
    .where('id', '=', id)
    .where('state', '!=', 'removed');
}
