import { z } from 'zod';
import { type Answer, argument, quote, type Request, type TeamKey, UserError } from '../../src/bot/bot.ts';
import type { Target } from '../../src/reminders/reminders.ts';
import type { Services } from '../services.ts';

/**
 * Where a reminder goes: here, unless a channel (`#operations`) or a person (`@alice`, `me`) is named.
 *
 * @throws {UserError} `target-not-known` for a name the platform gave no id for, and for any in a terminal.
 */
export function resolveTarget(named: string | undefined, request: Request, defaultChannel?: string): Target {
  const { conversation, team, actor } = request;
  if (team.startsWith('terminal:')) return terminalTarget(named);
  if (named === undefined || named.toLowerCase() === 'here') {
    const id = named === undefined && !conversation.private ? (defaultChannel ?? conversation.id) : conversation.id;
    return { kind: 'channel', id };
  }
  if (named.toLowerCase() === 'me') return { kind: 'person', id: actor.id };
  const reference = request.references?.find(({ shown }) => shown.toLowerCase() === named.toLowerCase());
  if (reference !== undefined) return { kind: reference.kind, id: reference.id };
  throw new UserError({
    code: 'target-not-known',
    message: `I cannot tell which channel or person ${quote(named, 40)} is.`,
    remedy: 'Pick it from the list that opens when you type `#` or `@`; `me` and `here` work too.',
  });
}

/** A terminal has one person and no channels. */
function terminalTarget(named: string | undefined): Target {
  if (named === undefined || /^(?:me|here)$/i.test(named)) return { kind: 'terminal', id: 'terminal' };
  throw new UserError({
    code: 'target-not-known',
    message: `A terminal can remind only you, and not ${quote(named, 40)}.`,
    remedy:
      'Leave the name out to be reminded here. To remind people and channels, set the reminder in Slack or Discord.',
  });
}

/** The conversation somebody is in, where a post for them needs no further right; nothing where they may not write there. */
export function writableHere({ conversation }: Request): string | undefined {
  return conversation.readOnly === true ? undefined : conversation.id;
}

/** A person, named as `@alice`; `resolvePerson` finds the id. */
export const personArgument = argument(z.string().max(100), {
  written: 'position',
  description: 'The person',
  placeholder: '@person',
});

/**
 * The platform's id of a person who is named.
 *
 * @throws {UserError} `not-a-person`
 */
export function resolvePerson(named: string, request: Request): string {
  const reference = request.references?.find(({ shown }) => shown.toLowerCase() === named.toLowerCase());
  if (reference?.kind === 'person') return reference.id;
  throw new UserError({
    code: 'not-a-person',
    message: `I can’t tell which person ${quote(named, 40)} is.`,
    remedy: request.team.startsWith('terminal:')
      ? 'In a terminal there is nobody but you. Use this in Slack or Discord.'
      : 'Type `@` and pick the person from the list.',
  });
}

/** True for a reminder that only its maker reads: for themselves, or in the direct message it was made in. */
export function isPrivate({ kind, id }: Target, { actor, conversation }: Request): boolean {
  if (kind === 'terminal') return false;
  return kind === 'person' ? id === actor.id : conversation.private && id === conversation.id;
}

/** A target in a sentence that begins with "I'll remind": by the name it was typed with, where it is known. */
export function targetInWords(target: Target, request: Request): string {
  if (target.kind === 'terminal') return 'you in this terminal';
  if (target.id === request.conversation.id) return 'you here';
  const shown = request.references?.find(({ kind, id }) => kind === target.kind && id === target.id)?.shown;
  if (target.kind === 'channel') return `you in ${shown ?? 'the channel you named'}`;
  return `${target.id === request.actor.id ? 'you' : (shown ?? 'the person you named')} in a direct message`;
}

/** The answer of a command that promises a post; it says so where no process makes one. */
export async function withUndelivered(answer: Answer, { reminders }: Services, team: TeamKey): Promise<Answer> {
  if (await reminders.isDelivered(team)) return answer;
  const text = team.startsWith('terminal:')
    ? 'This won’t be delivered until `npm start` runs here (`npm start -- --terminal` if a chat is set up).'
    : 'This won’t be delivered until the bot runs again.';
  return { ...answer, sections: [{ kind: 'note', tone: 'warning', text }, ...answer.sections] };
}
