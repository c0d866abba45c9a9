import {
  matchSuggestions,
  quote,
  type SuggestContext,
  type Suggestion,
  type TeamKey,
  UserError,
} from '../../src/bot/bot.ts';
import type { Services } from '../services.ts';
import { didYouMean } from '../vocabulary/phrases.ts';

/** A deadline by the name somebody typed: the team's own first, then the built-in ones. */
interface FoundDeadline {
  readonly id: string;
  readonly title: string;
  /** As `2026-12-31`. */
  readonly date: string;
}

/**
 * Finds a deadline.
 *
 * @throws {UserError} `deadline-not-known`
 */
export async function findDeadline(
  name: string,
  { services, team }: { readonly services: Services; readonly team: TeamKey },
): Promise<FoundDeadline> {
  const own = await services.reminders.listDeadlines(team);
  const mine = own.find(({ id }) => id === name.toLowerCase());
  if (mine !== undefined) return mine;
  const match = services.knowledge.current().deadlines.find(name);
  if (match.kind !== 'none') return match.row;
  const near = [...own.filter(({ id }) => id.includes(name.toLowerCase())).map(({ id }) => id), ...match.near].slice(
    0,
    3,
  );
  throw new UserError({
    code: 'deadline-not-known',
    outcome: 'unknown',
    message: `There is no deadline ${quote(name)}.`,
    remedy: didYouMean(
      near.map((each) => `\`${each}\``),
      '`deadlines` lists all.',
    ),
    actions: [{ label: 'All deadlines', command: 'deadlines' }],
  });
}

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
