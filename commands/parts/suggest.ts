import type { Service } from '../../knowledge/knowledge.ts';
import { matchSuggestions, type SuggestContext, type Suggestion } from '../../src/bot/bot.ts';
import type { Services } from '../services.ts';

/** Completes services by id, alias and former name, and port numbers. */
export function suggestPorts({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const { rows } = services.knowledge.current();
  const ids = rows.services.map(({ id, name }) => ({ value: id, hint: name }));
  // All of the rest would hide the services where nothing is typed yet.
  if (typed === '') return matchSuggestions(typed, ids);
  const numbers = rows.ports
    .filter(({ era }) => era === 'now')
    .map(({ port, name }) => ({ value: String(port), hint: name }));
  return matchSuggestions(typed, [...ids, ...rows.services.flatMap((row) => fittingAlias(row, typed)), ...numbers]);
}

/** The other name by which a service is meant, where its id does not say it: one, so that each service comes once. */
function fittingAlias({ id, name, aliases, former }: Service, typed: string): Suggestion[] {
  if (id.includes(typed.toLowerCase())) return [];
  const others = [...aliases, ...former].map((value) => ({ value: value.toLowerCase(), hint: name }));
  return matchSuggestions(typed, others, 1);
}

/** Completes what rules can be made for: services and ports, or all of them. */
export function suggestRuleServices(context: SuggestContext<Services>): Suggestion[] {
  return matchSuggestions(context.typed, [
    { value: 'all', hint: 'Everything MDaemon needs' },
    ...suggestPorts(context),
  ]);
}

/** Completes process names. */
export function suggestProcesses({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const { rows } = services.knowledge.current();
  return matchSuggestions(
    typed,
    rows.processes.map(({ name, purpose }) => ({ value: name, hint: purpose })),
  );
}

/** Completes the ids of sources. */
export function suggestSources({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const { rows } = services.knowledge.current();
  return matchSuggestions(
    typed,
    rows.sources.map(({ id, title }) => ({ value: id, hint: title })),
  );
}

/** Completes the ids of articles, and their topics. */
export function suggestArticles({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const { articles } = services.knowledge.current().rows;
  const topics = articles.map(({ topic }) => ({ value: topic, hint: 'all on this topic' }));
  const ids = articles.map(({ id, question }) => ({ value: id, hint: question }));
  return matchSuggestions(typed, [...topics, ...ids]);
}

/** Completes old and new names. */
export function suggestRenames({ typed, services }: SuggestContext<Services>): Suggestion[] {
  const { rows } = services.knowledge.current();
  const old = rows.renames.map(({ from, to }) => ({ value: from, hint: `now ${to}` }));
  const present = rows.renames.map(({ from, to }) => ({ value: to, hint: `was ${from}` }));
  return matchSuggestions(typed, [...old, ...present]);
}

/** Completes names of commands. */
export function suggestCommands({ typed, services }: SuggestContext<Services>): Suggestion[] {
  return matchSuggestions(
    typed,
    services.catalogue.commands.map(({ name, summary }) => ({ value: name, hint: summary })),
  );
}
