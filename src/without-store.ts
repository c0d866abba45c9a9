import type { Services } from '../commands/services.ts';
import { UserError } from './bot/errors/user-error.ts';
import { lazy } from './lazy.ts';
import type { LedgerStore } from './reminders/ledger-store.ts';
import type { ReminderDesk } from './reminders/reminder-desk.ts';
import { standIn } from './stand-in.ts';
import { createMemoryTeamStore } from './teams/memory-team-store.ts';

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
    reminders: standIn(lazy<ReminderDesk>(refuse), { store }),
    questions: { record: () => {}, list: refuse },
    connections: () => ({}),
  };
}
