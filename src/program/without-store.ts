import type { Services } from '../../commands/commands.ts';
import { UserError } from '../bot/bot.ts';
import { createMemoryTeamStore } from '../teams/teams.ts';
import { remindersOnFirstUse } from './on-first-use.ts';

/**
 * What commands get where no store is opened: a team that has set nothing and has no deadlines of its own, and questions
 * that are counted nowhere. Everything else about reminders throws a UserError `no-store`.
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
  return {
    teams: createMemoryTeamStore(),
    reminders: { ...remindersOnFirstUse(refuse), listDeadlines: async () => [] },
    questions: { record: () => {}, list: refuse },
    connections: () => ({}),
  };
}
