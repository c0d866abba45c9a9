import { scopeRequest } from './access.ts';
import type { ArgumentPlan, PlannedArgument } from './argument-plan.ts';
import type { Catalogue, CatalogueEntry } from './catalogue.ts';
import { isGroup, type Suggestion } from './command.ts';
import type { Request } from './request.ts';
import { type Token, tokenize } from './tokenize.ts';

export interface CompletionContext<Services> {
  readonly catalogue: Catalogue<Services>;
  readonly services: Services;
  readonly request: Request;
}

/** Completions for the last word of a line: command names first, then what the command's arguments suggest. */
export async function completeLine<Services>(line: string, given: CompletionContext<Services>): Promise<Suggestion[]> {
  const context = { ...given, request: scopeRequest(given.request) };
  const tokens = tokenize(line);
  const typed = /\s$/.test(line) || tokens.length === 0 ? '' : (tokens.pop()?.text ?? '');
  const { catalogue } = context;
  if (tokens.length === 0) return startingWith(typed, catalogue.commands.map(asSuggestion));
  const found = catalogue.find(tokens);
  if (found === undefined) return [];
  const { entry } = found;
  const group = catalogue.commands.find((command) => command.name === entry.path[0]);
  const children = group !== undefined && isGroup(group) && tokens.length === 1 ? group.children : [];
  if (typed.startsWith('--')) return startingWith(typed, optionsOf(entry.plan));
  const keyword = keywordOf(entry.plan, tokens.slice(found.words));
  const asked = keyword === undefined ? entry.plan.arguments : [keyword];
  const own = await Promise.all(
    asked.map((argument) =>
      argument !== keyword && isKeywordWithValues(argument)
        ? startingWith(typed, [{ value: argument.name, hint: argument.meta.description }])
        : completeArgument(entry, argument.name, typed, context),
    ),
  );
  return keepBeginnings(typed, [...startingWith(typed, children.map(asSuggestion)), ...own.flat()]);
}

/**
 * Completions for one argument, as a native option asks for them.
 *
 * @throws what the argument's `suggest` throws, such as a store that cannot be read
 */
export async function completeArgument<Services>(
  entry: CatalogueEntry<Services>,
  argumentName: string,
  typed: string,
  { services, request }: CompletionContext<Services>,
): Promise<Suggestion[]> {
  const argument = entry.plan.byName.get(argumentName.toLowerCase());
  if (argument === undefined) return [];
  const own = (await argument.meta.suggest?.({ typed, services, request: scopeRequest(request) })) ?? [];
  return [...matchSuggestions(typed, choicesOf(argument)), ...own];
}

/** The most a person can look through; Discord takes no more either. */
const mostSuggestions = 25;

/**
 * The suggestions that fit what is typed, without regard to case: first those that begin with it, then those that hold
 * it, then those whose hint does. Within each the order stays. A value comes once.
 *
 * @param typed of the word so far; where it is empty, everything fits
 * @param limit default 25
 */
export function matchSuggestions(
  typed: string,
  candidates: Iterable<Suggestion>,
  limit = mostSuggestions,
): Suggestion[] {
  const wanted = typed.toLowerCase();
  const ranks: [Suggestion[], Suggestion[], Suggestion[]] = [[], [], []];
  const seen = new Set<string>();
  for (const candidate of candidates) {
    const value = candidate.value.toLowerCase();
    if (seen.has(value)) continue;
    const at = value.indexOf(wanted);
    const rank = at === 0 ? 0 : at > 0 ? 1 : candidate.hint?.toLowerCase().includes(wanted) === true ? 2 : undefined;
    if (rank === undefined) continue;
    seen.add(value);
    ranks[rank].push(candidate);
    if (ranks[0].length === limit) break;
  }
  return ranks.flat().slice(0, limit);
}

/** The argument whose value is being typed: the keyword just before, or one before that takes several values. */
function keywordOf(plan: ArgumentPlan, tokens: readonly Token[]): PlannedArgument | undefined {
  const at = tokens.findLastIndex((token) => named(plan, token) !== undefined);
  const argument = at === -1 ? undefined : named(plan, tokens[at]);
  return argument?.list === true || at === tokens.length - 1 ? argument : undefined;
}

function named(plan: ArgumentPlan, token: Token | undefined): PlannedArgument | undefined {
  if (token === undefined || token.quoted) return undefined;
  const argument = plan.byName.get(token.text.toLowerCase().replace(/^--/, ''));
  return argument?.meta.written === 'keyword' && argument.type !== 'boolean' ? argument : undefined;
}

/** Its values make sense behind its name alone; those of an enumeration are recognised anywhere. */
function isKeywordWithValues({ meta, choices }: PlannedArgument): boolean {
  return meta.written === 'keyword' && choices.length === 0 && meta.suggest !== undefined;
}

/** The arguments that can be given by name. */
function optionsOf({ arguments: all }: ArgumentPlan): Suggestion[] {
  return all
    .filter(({ meta }) => meta.written !== 'rest')
    .map(({ name, meta }) => ({ value: `--${name}`, hint: meta.description }));
}

/** The values of an enumeration; by its other spellings a value is found too. */
function choicesOf({ choices, meta }: PlannedArgument): Suggestion[] {
  const spellings = Object.entries(meta.synonyms ?? {});
  return choices.map((value) => {
    const others = spellings.flatMap(([spelling, stands]) => (stands === value ? [spelling] : []));
    return others.length === 0 ? { value } : { value, hint: `also ${others.join(', ')}` };
  });
}

function asSuggestion({ name, summary }: { name: string; summary: string }): Suggestion {
  return { value: name, hint: summary };
}

/** A prompt goes on with what was typed where anything does, and replaces it only where nothing else fits. */
function keepBeginnings(typed: string, suggestions: readonly Suggestion[]): Suggestion[] {
  const beginning = startingWith(typed, suggestions);
  return beginning.length > 0 ? beginning : [...suggestions];
}

function startingWith(typed: string, candidates: readonly Suggestion[]): Suggestion[] {
  const lower = typed.toLowerCase();
  return candidates.filter(({ value }) => value.toLowerCase().startsWith(lower));
}
