import type { Services } from '../../commands/services.ts';
import { UserError } from '../bot/bot.ts';
import type { LedgerStore, ReminderService } from '../reminders/reminders.ts';
import { createMemoryTeamStore } from '../teams/teams.ts';
import { lazy } from './lazy.ts';
import { standIn } from './stand-in.ts';

/**
 * What commands get where no store is opened: a team that has set nothing and has no deadlines of its own, and questions
 * that are counted nowhere. Whatever needs a store says so.
 */
export function withoutStore(): Pick<Services, 'teams' | 'reminders' | 'questions' | 'connections'> {
  const refuse = () =>
    Promise.reject(
      new UserError({
        code: 'no-store',
        message: 'Nothing is stored here, so there are no reminders.',
        remedy: 'Ask in the chat, or run the command by itself.',
      }),
    );
  const store = standIn(lazy<LedgerStore>(refuse), { listDeadlines: async () => [] });
  return {
    teams: createMemoryTeamStore(),
    reminders: standIn(lazy<ReminderService>(refuse), { store }),
    questions: { record: () => {}, list: refuse },
    connections: () => ({}),
  };
}
