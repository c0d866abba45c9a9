import { type DiscordAnswer, type Json, refusal } from './call.ts';

/** Something in a body that Discord refuses, and where: `components.0.label`. */
export interface Problem {
  readonly at: string;
  readonly message: string;
}

/** The refusal of an invalid body, each problem at its place. Source: reference#error-messages */
export function invalidBody(problems: readonly Problem[]): DiscordAnswer {
  const errors: Json = {};
  for (const { at, message } of problems) {
    let place = errors;
    for (const step of at.split('.')) {
      place[step] ??= {};
      place = place[step];
    }
    place._errors = [{ code: 'BASE_TYPE_BAD_LENGTH', message }];
  }
  return refusal(400, 50_035, 'Invalid Form Body', { errors });
}

/** Collects the problems of one body. */
export function createProblems() {
  const found: Problem[] = [];
  const add = (at: string, message: string) => void found.push({ at, message });
  return {
    found,
    add,
    /** The length of a text, in UTF-16 units; a missing one is `lowest` long. */
    text(at: string, value: unknown, longest: number, shortest = 0) {
      const { length } = typeof value === 'string' ? value : '';
      if (length > longest) add(at, `Must be ${longest} or fewer in length.`);
      else if (length < shortest) add(at, 'This field is required');
    },
    count(at: string, value: unknown, most: number, least = 0) {
      const { length } = Array.isArray(value) ? value : [];
      if (length > most || length < least) add(at, `Must be between ${least} and ${most} in length.`);
    },
  };
}

/** Collects problems. */
export type Problems = ReturnType<typeof createProblems>;
