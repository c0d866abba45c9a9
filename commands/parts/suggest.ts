import type { SuggestContext, Suggestion } from '../../src/bot/argument.ts';
import type { Services } from '../services.ts';

/** Suggests names by what they begin with, without regard to case; the typed text alone decides. */
function beginning(typed: string, candidates: Iterable<Suggestion>, limit = 25): Suggestion[] {
  const lower = typed.toLowerCase();
  const found: Suggestion[] = [];
  for (const candidate of candidates) {
    if (!candidate.value.toLowerCase().startsWith(lower)) continue;
    found.push(candidate);
    if (found.length === limit) break;
  }
  return found;
}

/** Completes services by id and by one-word aliases, and port numbers. */
export function suggestPorts({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const { rows } = services.knowledge.current();
  const ids = rows.services.map(({ id, name }) => ({ value: id, hint: name }));
  const aliases = rows.services.flatMap(({ name, aliases, former }) =>
    [...aliases, ...former]
      .filter((alias) => /^[\w-]+$/.test(alias))
      .map((value) => ({ value: value.toLowerCase(), hint: name })),
  );
  const numbers = rows.ports
    .filter(({ era }) => era === 'now')
    .map(({ port, name }) => ({ value: String(port), hint: name }));
  const first = beginning(typed, ids);
  return unique(typed === '' ? first : [...first, ...beginning(typed, aliases), ...beginning(typed, numbers)]);
}

/** Completes process names. */
export function suggestProcesses({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const { rows } = services.knowledge.current();
  return beginning(
    typed,
    rows.processes.map(({ name, purpose }) => ({ value: name, hint: purpose.slice(0, 60) })),
  );
}

/** Completes the ids of sources. */
export function suggestSources({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const { rows } = services.knowledge.current();
  return beginning(
    typed,
    rows.sources.map(({ id, title }) => ({ value: id, hint: title.slice(0, 60) })),
  );
}

/** Completes the ids of articles, and their topics. */
export function suggestArticles({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const { articles } = services.knowledge.current().rows;
  const topics = articles.map(({ topic }) => ({ value: topic, hint: 'all on this topic' }));
  const ids = articles.map(({ id, question }) => ({ value: id, hint: question.slice(0, 60) }));
  return unique(beginning(typed, [...topics, ...ids], 50)).slice(0, 25);
}

/** Completes the ids of deadlines. */
export function suggestDeadlines({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const { rows } = services.knowledge.current();
  return beginning(
    typed,
    rows.deadlines.map(({ id, title }) => ({ value: id, hint: title.slice(0, 60) })),
  );
}

/** Completes old and new names. */
export function suggestRenames({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const { rows } = services.knowledge.current();
  const old = rows.renames.map(({ from, to }) => ({ value: from, hint: `now ${to}` }));
  const present = rows.renames.map(({ from, to }) => ({ value: to, hint: `was ${from}` }));
  return unique(beginning(typed, [...old, ...present]));
}

/** Completes names of commands. */
export function suggestCommands({ typed, services }: SuggestContext<Services>): Suggestion[] {
  return beginning(
    typed,
    services.catalogue.commands.map(({ name, summary }) => ({ value: name, hint: summary.slice(0, 60) })),
  );
}

function unique(suggestions: readonly Suggestion[]): Suggestion[] {
  return [...new Map(suggestions.map((suggestion) => [suggestion.value, suggestion])).values()];
}
