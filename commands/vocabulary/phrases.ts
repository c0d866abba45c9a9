import type { Request } from '../../src/bot/bot.ts';
import { joinWords } from '../../src/text/text.ts';

/** A count with its noun: `1 port`, `3 ports`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The text with a capital at its beginning. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A full hour of the day: `03:00`. */
export function clockHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** Asks about the names that are near to one that isn't known, or says what helps where none is. */
export function didYouMean(near: readonly string[], otherwise: string): string {
  return near.length === 0 ? otherwise : `Did you mean ${joinWords(near, 'or')}?`;
}

/** Writes people into an answer, and keeps who they were: for `Answer.people`. */
export interface PeopleWriter {
  /** `you`, or the platform's id behind an at-sign, which surfaces show as a name. */
  readonly name: (id: string) => string;
  /** Who was named so far. */
  readonly people: readonly string[];
}

/** Starts a writer for one answer. */
export function writePeople({ actor }: Pick<Request, 'actor'>): PeopleWriter {
  const people: string[] = [];
  return {
    people,
    name(id) {
      if (id === actor.id) return 'you';
      people.push(id);
      return `@${id}`;
    },
  };
}
