import { ApplicationCommandOptionType } from 'discord.js';
import { z } from 'zod';
import type { PlannedArgument } from '../../../bot/bot.ts';
import { commandLimits } from './command-limits.ts';
import type { DeclaredOption } from './declared-command.ts';

/** Choices that cost more characters than these, twice over, are completed instead: they count for the whole command. */
const dearestChoices = 60;

interface Bounds {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/**
 * An argument as Discord's own option. A list is one text, since Discord has no options with several values; so is what
 * takes the rest of a line.
 *
 * @param schema of the argument, which says the least and most Discord checks before the bot is asked
 */
export function declareOption(argument: PlannedArgument, schema: z.ZodType): DeclaredOption {
  const { name, meta, list, optional, type, choices } = argument;
  const common = { name, description: meta.description, ...(optional ? {} : { required: true }) };
  if (type === 'boolean' && !list) return { type: ApplicationCommandOptionType.Boolean, ...common };
  const bounds = boundsOf(schema);
  const completed = isCompleted(argument) ? { autocomplete: true as const } : {};
  if (type === 'number' && !list) {
    const limits = { ...within('min_value', bounds.minimum), ...within('max_value', bounds.maximum) };
    return bounds.type === 'integer'
      ? { type: ApplicationCommandOptionType.Integer, ...common, ...limits, ...completed }
      : { type: ApplicationCommandOptionType.Number, ...common, ...limits, ...completed };
  }
  if (offersChoices(argument)) {
    const offered = choices.map((value) => ({ name: value, value }));
    return { type: ApplicationCommandOptionType.String, ...common, choices: offered };
  }
  const lengths = list || choices.length > 0 ? {} : lengthsOf(bounds);
  return { type: ApplicationCommandOptionType.String, ...common, ...lengths, ...completed };
}

/** True where Discord asks the bot for completions while a person types. */
export function isCompleted(argument: PlannedArgument): boolean {
  return argument.meta.suggest !== undefined || (argument.choices.length > 0 && !offersChoices(argument));
}

/** True where all values stand in the declaration, and Discord takes no other. */
function offersChoices({ choices, list }: PlannedArgument): boolean {
  return (
    !list && choices.length > 0 && choices.length <= commandLimits.choices && choices.join('').length <= dearestChoices
  );
}

function boundsOf(schema: z.ZodType): Bounds {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Bounds;
}

/** A bound, left out where there is none: zod's own for whole numbers is what a double holds exactly. */
function within<Name extends string>(name: Name, value: number | undefined): { [name in Name]?: number } {
  if (value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER) return {};
  return { [name]: value } as { [name in Name]?: number };
}

function lengthsOf({ minLength = 0, maxLength }: Bounds): { min_length?: number; max_length?: number } {
  return {
    ...(minLength > 0 ? { min_length: Math.min(minLength, commandLimits.optionLength) } : {}),
    ...(maxLength === undefined ? {} : { max_length: Math.min(maxLength, commandLimits.optionLength) }),
  };
}
