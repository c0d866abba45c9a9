import type { Access } from './command.ts';
import { UserError } from './errors/user-error.ts';
import type { Actor } from './request.ts';

/**
 * Refuses a command the actor's role does not allow. `creator` passes here and is settled by `requireCreator`.
 *
 * @throws {UserError} `not-allowed`
 */
export function requireAccess(access: Access, actor: Actor): void {
  if (access !== 'administrator' || actor.role === 'administrator') return;
  throw new UserError({
    code: 'not-allowed',
    message: 'Only an administrator of this team can do that.',
    remedy: 'Ask one of them to run it.',
  });
}

/**
 * Refuses to act on something that somebody else made, unless the actor is an administrator.
 *
 * @throws {UserError} `not-allowed`
 */
export function requireCreator(actor: Actor, creatorId: string): void {
  if (actor.role === 'administrator' || actor.id === creatorId) return;
  throw new UserError({
    code: 'not-allowed',
    message: 'Only the person who made this, or an administrator, can change it.',
    remedy: 'Ask one of them to do it.',
  });
}
