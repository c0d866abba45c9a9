import type { Suggestion } from './argument.ts';
import type { PlannedArgument } from './argument-plan.ts';
import type { Catalogue, CatalogueEntry } from './catalogue.ts';
import { isGroup } from './command.ts';
import type { Request } from './request.ts';
import { tokenize } from './tokenize.ts';

/** What a completion is worked out from. */
export interface CompletionContext<Services> {
  readonly catalogue: Catalogue<Services>;
  readonly services: Services;
  readonly request: Request;
}

/** Completions for the last word of a line: command names first, then what the command's arguments suggest. */
export function completeLine<Services>(line: string, context: CompletionContext<Services>): Suggestion[] {
  const tokens = tokenize(line);
  const typed = /\s$/.test(line) || tokens.length === 0 ? '' : (tokens.pop()?.text ?? '');
  const { catalogue } = context;
  if (tokens.length === 0) {
    return startingWith(
      typed,
      catalogue.commands.map(({ name, summary }) => ({ value: name, hint: summary })),
    );
  }
  const found = catalogue.find(tokens);
  if (found === undefined) return [];
  const group = catalogue.commands.find((command) => command.name === found.entry.path[0]);
  const children = group !== undefined && isGroup(group) && tokens.length === 1 ? group.children : [];
  return [
    ...startingWith(
      typed,
      children.map(({ name, summary }) => ({ value: name, hint: summary })),
    ),
    ...found.entry.plan.arguments.flatMap((argument) => completeArgument(found.entry, argument.name, typed, context)),
  ];
}

/** Completions for one argument, as a native option asks for them. */
export function completeArgument<Services>(
  entry: CatalogueEntry<Services>,
  argumentName: string,
  typed: string,
  { services, request }: CompletionContext<Services>,
): Suggestion[] {
  const argument = entry.plan.byName.get(argumentName.toLowerCase());
  if (argument === undefined) return [];
  const own = argument.meta.suggest?.({ typed, services, request }) ?? [];
  return [...startingWith(typed, choicesOf(argument)), ...own];
}

function choicesOf(argument: PlannedArgument): Suggestion[] {
  return argument.choices.map((value) => ({ value }));
}

function startingWith(typed: string, candidates: readonly Suggestion[]): Suggestion[] {
  const lower = typed.toLowerCase();
  return candidates.filter(({ value }) => value.toLowerCase().startsWith(lower));
}
