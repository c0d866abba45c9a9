import type { Request } from '../../src/bot/bot.ts';

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
