import type { Actor, TeamKey } from '../bot/bot.ts';
import type { ChatAdapter } from './adapter.ts';
import { createExpiringMap } from './expiring-map.ts';

/** Settles who somebody is. Never rejects: whoever isn't known is an outsider. */
export type FindActor = (team: TeamKey, actor: Actor) => Promise<Actor>;

/** A role that the platform takes away counts at most this long. */
const knownForMs = 5 * 60_000;
const mostKnown = 10_000;

/** Asks the platform where the event alone does not say what somebody is, and remembers the answer for five minutes. */
export function createFindActor<Message>(
  { findActor, label }: Pick<ChatAdapter<never, Message>, 'findActor' | 'label'>,
  now: () => Date,
): FindActor {
  if (findActor === undefined) return async (_team, actor) => actor;
  const known = createExpiringMap<Pick<Actor, 'role' | 'doubt'>>({ maxAgeMs: knownForMs, maxEntries: mostKnown, now });
  return async (team, actor) => {
    // An outsider, or somebody the operator named: that is certain.
    if (actor.role !== 'member') return actor;
    const key = `${team} ${actor.id}`;
    const before = known.get(key);
    if (before !== undefined) return { ...actor, ...before };
    try {
      const found = await findActor(team, actor);
      const { role, doubt } = found;
      known.set(key, { role, ...(doubt === undefined ? {} : { doubt }) });
      return found;
    } catch {
      return { ...actor, role: 'outsider', doubt: `${label} did not say who you are. Try again in a minute.` };
    }
  };
}
