import type { z } from 'zod';
import type { ArgumentMeta } from './command.ts';
import { BotError } from './errors.ts';

/** One argument. Its schema is read once, at start, and not for every line. */
export interface PlannedArgument {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: a plan treats every kind of services alike
  readonly meta: ArgumentMeta<any>;
  /** Takes several values. */
  readonly list: boolean;
  /** A person may leave it out. */
  readonly optional: boolean;
  readonly type: 'string' | 'number' | 'boolean';
  /** The values of an enumeration, as declared; empty for free values. */
  readonly choices: readonly string[];
}

/** How the arguments of one command are written. */
export interface ArgumentPlan {
  readonly arguments: readonly PlannedArgument[];
  readonly byName: ReadonlyMap<string, PlannedArgument>;
  /** Every bare word that is a value of an enumeration, with the value it stands for. */
  readonly choices: ReadonlyMap<string, { readonly argument: PlannedArgument; readonly value: string }>;
  /** The free arguments written by position, in order. */
  readonly positions: readonly PlannedArgument[];
  /** All of them as they stand in a line: one with any number of words comes late, so that no other's words follow it by accident. */
  readonly written: readonly PlannedArgument[];
  readonly rest: PlannedArgument | undefined;
}

/** Values by argument name, before the schema has looked at them. */
export type RawValues = Record<string, unknown>;

/**
 * Reads how arguments are written from their schema.
 *
 * @throws {BotError} `bad-declaration` for arguments that some surface could not offer
 */
export function planArguments(command: string, schema: z.ZodObject): ArgumentPlan {
  const planned = Object.entries(schema.shape).map(([name, field]) => planArgument(command, name, field as z.ZodType));
  const choices = new Map<string, { argument: PlannedArgument; value: string }>();
  for (const argument of planned) {
    if (argument.meta.written === 'rest') continue;
    const spellings = [
      ...argument.choices.map((value) => [value, value]),
      ...Object.entries(argument.meta.synonyms ?? {}),
    ];
    for (const [spelling = '', value = ''] of spellings) {
      if (choices.has(spelling)) throw badDeclaration(command, `the value ${spelling} belongs to two arguments`);
      choices.set(spelling, { argument, value });
    }
  }
  const rest = planned.find((argument) => argument.meta.written === 'rest');
  if (rest !== undefined && rest !== planned.at(-1))
    throw badDeclaration(command, `${rest.name} must be the last argument`);
  const positions = planned.filter(({ meta, choices: values }) => meta.written === 'position' && values.length === 0);
  if (positions.slice(0, -1).some((argument) => argument.list)) {
    throw badDeclaration(command, 'only the last position can take several values');
  }
  return {
    arguments: planned,
    byName: new Map(planned.map((argument) => [argument.name.toLowerCase(), argument])),
    choices,
    positions,
    written: [...positions, ...planned.filter((each) => !positions.includes(each)).sort((a, b) => rank(a) - rank(b))],
    rest,
  };
}

function rank({ list, meta }: PlannedArgument): number {
  return meta.written === 'rest' ? 2 : list ? 1 : 0;
}

function planArgument(command: string, name: string, schema: z.ZodType): PlannedArgument {
  const meta = schema.meta() as PlannedArgument['meta'] | undefined;
  if (meta?.written === undefined) throw badDeclaration(command, `${name} is not declared with argument()`);
  let optional = false;
  let inner = schema;
  while (inner.type === 'optional' || inner.type === 'default') {
    optional = true;
    inner = (inner as z.ZodOptional<z.ZodType> | z.ZodDefault<z.ZodType>).unwrap();
  }
  const list = inner.type === 'array';
  if (list) inner = (inner as z.ZodArray<z.ZodType>).element;
  const choices = inner.type === 'enum' ? (inner as z.ZodEnum).options.map(String) : [];
  const type = inner.type === 'number' || inner.type === 'boolean' ? inner.type : 'string';
  if (type === 'string' && inner.type !== 'string' && inner.type !== 'enum') {
    throw badDeclaration(command, `${name} has the type ${inner.type}, which cannot be typed`);
  }
  return { name, meta, list, optional, type, choices };
}

function badDeclaration(command: string, message: string): BotError {
  return new BotError('bad-declaration', `Command ${command}: ${message}.`);
}
