import type {
  APIApplicationCommandAutocompleteInteraction,
  APIApplicationCommandOptionChoice,
  InteractionType,
} from 'discord.js';
import {
  type CompletionContext,
  completeArgument,
  type PlannedArgument,
  type Suggestion,
  tokenize,
  wordsIn,
} from '../../../bot/bot.ts';
import { commandLimits } from '../registration/command-limits.ts';
import { labelOf, valueOfLabel, withoutHints } from './choice-label.ts';
import { openCall } from './read-call.ts';

/** One row below an option while a person types. */
export type Choice = APIApplicationCommandOptionChoice<string | number>;

/**
 * What Discord shows below the option a person is typing: at most 25 choices, each value once, of at most 100
 * characters. In a list the last word is completed, and a choice holds all that stands before it. Empty where nothing is
 * known; Discord then takes what is typed.
 *
 * @throws what looking things up throws, such as a store that cannot be read
 */
export async function completeOption<Services>(
  data: APIApplicationCommandAutocompleteInteraction['data'],
  context: CompletionContext<Services>,
): Promise<Choice[]> {
  const { entry, options } = openCall<InteractionType.ApplicationCommandAutocomplete, Services>(
    data,
    context.catalogue,
  );
  const focused = options.find((option) => 'focused' in option && option.focused === true);
  const argument = focused === undefined ? undefined : entry?.plan.byName.get(focused.name.toLowerCase());
  if (entry === undefined || focused === undefined || argument === undefined) return [];
  const text = String(focused.value ?? '');
  const { before, typed } = argument.list
    ? splitList(argument, text)
    : { before: [], typed: valueOfLabel(text).trim() };
  const suggestions = await completeArgument(entry, argument.name, typed, context);
  return choicesOf(argument, before, suggestions);
}

/** Splits off the word that is being typed. */
function splitList(argument: PlannedArgument, text: string): { before: string[]; typed: string } {
  const tokens = tokenize(text);
  const kept = withoutHints(tokens);
  const words = kept.flatMap((token) => wordsIn(argument, token));
  const last = tokens.at(-1);
  // Behind a blank, a comma, a closed quotation or a hint, the next word begins.
  const begun = last !== undefined && last === kept.at(-1) && !/[\s,]$/.test(text) && !(last.quoted && last.closed);
  const before = (begun ? words.slice(0, -1) : words).filter((word) => word.trim() !== '');
  return { before, typed: begun ? (words.at(-1) ?? '') : '' };
}

function choicesOf(argument: PlannedArgument, before: readonly string[], suggestions: readonly Suggestion[]): Choice[] {
  const given = new Set(before.map((word) => word.toLowerCase()));
  const choices = new Map<string, Choice>();
  for (const { value, hint } of suggestions) {
    if (given.has(value.toLowerCase())) continue;
    const whole = argument.list ? [...before, value].map(asWord).join(' ') : value;
    if (whole.length > commandLimits.choiceValue || whole.trim() === '') continue;
    if (argument.type !== 'number' || argument.list) choices.set(whole, { name: labelOf(whole, hint), value: whole });
    else if (Number.isFinite(Number(whole))) choices.set(whole, { name: labelOf(whole, hint), value: Number(whole) });
    if (choices.size === commandLimits.choices) break;
  }
  return [...choices.values()];
}

/** A word as a list holds it. */
function asWord(word: string): string {
  return /[\s,]/.test(word) ? `"${word}"` : word;
}
