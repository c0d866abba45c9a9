import { type Actor, quote, requireMaker, type TeamKey, UserError } from '../bot/bot.ts';
import type { DeadlineRepository, TeamDeadline } from './ledger-store.ts';

/** What people do with their team's own deadlines. */
export interface DeadlineService {
  /** The team's own deadlines, the nearest first. */
  listDeadlines(team: TeamKey): Promise<readonly TeamDeadline[]>;
  /**
   * Adds a deadline of the team's own; false where the team has one of this id already.
   *
   * @throws {UserError} `too-many-deadlines`
   */
  addDeadline(deadline: Omit<TeamDeadline, 'createdAt' | 'done'>): Promise<boolean>;
  /**
   * Changes a deadline of the team's own. Reminders that count down to it move with a new date.
   *
   * @throws {UserError} `deadline-not-known`, or `not-allowed` where it is somebody else's
   */
  editDeadline(
    team: TeamKey,
    id: string,
    patch: { readonly title?: string; readonly date?: string },
    actor: Actor,
  ): Promise<TeamDeadline>;
  /**
   * Removes a deadline of the team's own and finishes the reminders that count down to it.
   *
   * @throws {UserError} `deadline-not-known`, or `not-allowed` where it is somebody else's
   */
  removeDeadline(team: TeamKey, id: string, actor: Actor): Promise<TeamDeadline>;
  /**
   * Marks a deadline done, a built-in one too, and finishes the reminders that count down to it. Returns how many it
   * finished.
   */
  finishDeadline(team: TeamKey, id: string, actor: Actor): Promise<number>;
}

/** Open deadlines of their own that a team and one person may have. Default 200 and 100. */
export interface DeadlineLimits {
  readonly team: number;
  readonly person: number;
}

/** Builds the service over an open store. */
export function createDeadlineService(
  store: DeadlineRepository,
  limits: DeadlineLimits = { team: 200, person: 100 },
): DeadlineService {
  const requireRoom = async (team: TeamKey, person: string) => {
    const open = (await store.listDeadlines(team)).filter(({ done }) => done === undefined);
    if (open.length >= limits.team) throw tooMany(limits.team, 'This team has');
    if (team.startsWith('terminal:')) return;
    const own = open.filter(({ createdBy }) => createdBy === person);
    if (own.length >= limits.person) throw tooMany(limits.person, 'You have');
  };

  const ownDeadline = async (team: TeamKey, id: string, actor: Actor): Promise<TeamDeadline> => {
    const own = (await store.listDeadlines(team)).find((each) => each.id === id.toLowerCase());
    if (own === undefined) throw notKnown(id);
    requireMaker(actor, own.createdBy);
    return own;
  };

  return {
    listDeadlines: (team) => store.listDeadlines(team),
    async addDeadline(deadline) {
      await requireRoom(deadline.team, deadline.createdBy);
      return store.addDeadline(deadline);
    },
    async editDeadline(team, id, patch, actor) {
      const own = await ownDeadline(team, id, actor);
      return (await store.updateDeadline(team, own.id, patch)) ?? own;
    },
    async removeDeadline(team, id, actor) {
      const own = await ownDeadline(team, id, actor);
      await store.removeDeadline(team, own.id);
      return own;
    },
    finishDeadline: (team, id, actor) => store.finishDeadline(team, id, actor.id),
  };
}

function tooMany(limit: number, who: 'This team has' | 'You have'): UserError {
  return new UserError({
    code: 'too-many-deadlines',
    message: `${who} ${limit} open deadlines, the most that ${who === 'You have' ? 'one person' : 'it'} can have.`,
    remedy: 'Mark some done or remove them: `deadlines` lists them.',
  });
}

function notKnown(id: string): UserError {
  return new UserError({
    code: 'deadline-not-known',
    outcome: 'unknown',
    message: `This team has no deadline of its own called ${quote(id)}.`,
    remedy: '`deadlines` lists all; the built-in ones cannot be changed, but `deadlines done` marks them done.',
  });
}
