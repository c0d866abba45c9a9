import { matchSuggestions, type SuggestContext, type Suggestion } from '../../src/bot/bot.ts';
import type { Services } from '../services.ts';

/** Completes the ids of deadlines, the team's own first; found by their titles too. */
export async function suggestDeadlines(context: SuggestContext<Services>): Promise<Suggestion[]> {
  const own = await listOwn(context);
  return matchSuggestions(context.typed, [
    ...own,
    ...context.services.knowledge.current().rows.deadlines.map(asSuggestion),
  ]);
}

/** Completes the ids of the team's own deadlines. */
export async function suggestOwnDeadlines(context: SuggestContext<Services>): Promise<Suggestion[]> {
  return matchSuggestions(context.typed, await listOwn(context));
}

async function listOwn({ services, request }: SuggestContext<Services>): Promise<Suggestion[]> {
  return (await services.reminders.listDeadlines(request.team)).map(asSuggestion);
}

function asSuggestion({ id, title }: { id: string; title: string }): Suggestion {
  return { value: id, hint: title };
}
