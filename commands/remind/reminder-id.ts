import { z } from 'zod';
import { argument, matchSuggestions, type SuggestContext, type Suggestion } from '../../src/bot/bot.ts';
import type { Reminder } from '../../src/reminders/reminders.ts';
import { suggestDeadlines } from '../deadlines/find-deadline.ts';
import type { Services } from '../services.ts';

const written = { written: 'position', description: 'The id of a reminder', placeholder: 'id' } as const;

/** The id of a reminder, as a confirmation shows it. */
export const idArgument = argument(z.string().max(40), { ...written, suggest: suggestReminders });

/** The id of a reminder that is not paused. */
export const activeIdArgument = argument(z.string().max(40), { ...written, suggest: suggestActiveReminders });

/** The id of a reminder that is paused, or could not be delivered. */
export const stoppedIdArgument = argument(z.string().max(40), { ...written, suggest: suggestStoppedReminders });

/** The id of a reminder that was removed; nothing lists those. */
export const removedIdArgument = argument(z.string().max(40), written);

/** Completes the ids of the team's reminders, those of whoever asks first; found by their text too. */
function suggestReminders(context: SuggestContext<Services>): Promise<Suggestion[]> {
  return suggestIn(context, ['active', 'paused', 'parked', 'done']);
}

/** Completes the ids of reminders that are due some time. */
function suggestActiveReminders(context: SuggestContext<Services>): Promise<Suggestion[]> {
  return suggestIn(context, ['active']);
}

/** Completes the ids of reminders that can go on. */
function suggestStoppedReminders(context: SuggestContext<Services>): Promise<Suggestion[]> {
  return suggestIn(context, ['paused', 'parked']);
}

/** Completes the ids of reminders and of deadlines. */
export async function suggestRemindersAndDeadlines(context: SuggestContext<Services>): Promise<Suggestion[]> {
  const [reminders, deadlines] = await Promise.all([suggestReminders(context), suggestDeadlines(context)]);
  return matchSuggestions(context.typed, [...reminders, ...deadlines]);
}

async function suggestIn(
  { typed, services, request }: SuggestContext<Services>,
  states: readonly Reminder['state'][],
): Promise<Suggestion[]> {
  const all = (await services.reminders.list(request.team, request.actor)).filter(({ state }) =>
    states.includes(state),
  );
  const isOwn = ({ createdBy }: Reminder) => createdBy === request.actor.id;
  const ordered = [...all.filter(isOwn), ...all.filter((reminder) => !isOwn(reminder))];
  return matchSuggestions(typed, ordered.map(asSuggestion));
}

/** An id says nothing to a person, so the text stands beside it. */
function asSuggestion({ id, text, state }: Reminder): Suggestion {
  return { value: id, hint: `${state === 'active' ? '' : `${state}: `}${text}` };
}
