import { z } from 'zod';
import type { Era, KnowledgeBase, Port, Service } from '../../knowledge/knowledge.ts';
import {
  argument,
  matchSuggestions,
  quote,
  type SuggestContext,
  type Suggestion,
  UserError,
} from '../../src/bot/bot.ts';
import type { Services } from '../services.ts';

/** One thing a person named when asking for ports. */
export type Term =
  | {
      readonly kind: 'port';
      readonly port: number;
      readonly transport: 'tcp' | 'udp' | undefined;
      readonly rows: readonly Port[];
    }
  | {
      readonly kind: 'service';
      readonly service: Service;
      /** The misspelling that was typed; absent if there was none. */
      readonly misspelt: string | undefined;
    }
  | { readonly kind: 'unknown'; readonly text: string; readonly near: readonly string[] };

/** The most words a service's name has. */
const longestName = 5;
const filler = new Set(['and', 'port', 'ports', 'for', 'of', 'the', '+', '&', 'or']);

/**
 * Reads words as port numbers (`587`, `4069/udp`, `:443`) and names of services, the longest name first, so that
 * `remote administration imap` is two things.
 *
 * @throws {UserError} `port-out-of-range` for numbers no port can have.
 */
export function resolveTerms(typed: readonly string[], knowledge: KnowledgeBase): Term[] {
  // Full-width digits and letters mean what the plain ones do.
  const words = typed.map((word) => word.normalize('NFKC'));
  const terms: Term[] = [];
  let index = 0;
  while (index < words.length) {
    const number = readPort(words[index] ?? '');
    if (number !== undefined) {
      terms.push({ kind: 'port', ...number, rows: knowledge.portsByNumber(number.port) });
      index += 1;
      continue;
    }
    const { term, used } = readName(words, index, knowledge);
    if (term !== undefined && !isNamed(term, terms)) terms.push(term);
    index += used;
  }
  return terms;
}

/** `ActiveSync` and `iphone` are one service: saying it twice asks once. */
function isNamed(term: Term, terms: readonly Term[]): boolean {
  return term.kind === 'service' && terms.some((each) => each.kind === 'service' && each.service === term.service);
}

function readPort(word: string): { port: number; transport: 'tcp' | 'udp' | undefined } | undefined {
  const match = /^:?(?:(?<before>tcp|udp)[/:]?)?(?<digits>[+-]?\d+)(?:[/:-]?(?<after>tcp|udp))?$/i.exec(word);
  if (!match?.groups) return undefined;
  const port = Number(match.groups['digits']);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UserError({
      code: 'port-out-of-range',
      message: `${quote(word)} is not a port: ports go from 1 to 65535.`,
      remedy: 'Ask for a number such as `ports 587`, or for a service such as `ports imap`.',
    });
  }
  const transport = (match.groups['before'] ?? match.groups['after'])?.toLowerCase();
  return { port, transport: transport === 'tcp' || transport === 'udp' ? transport : undefined };
}

function readName(words: readonly string[], from: number, knowledge: KnowledgeBase): { term?: Term; used: number } {
  const longest = Math.min(longestName, words.length - from);
  for (let used = longest; used > 0; used -= 1) {
    const taken = words.slice(from, from + used);
    const service = knowledge.services.get(taken.join(' '));
    // Ids, as completion writes them, are a list: `smtp submission` is two services, though it is also a name of the second.
    const isList = used > 1 && taken.every((word) => knowledge.service(word.toLowerCase()) !== undefined);
    if (service && !isList) return { term: { kind: 'service', service, misspelt: undefined }, used };
  }
  const word = words[from] ?? '';
  if (filler.has(word.toLowerCase())) return { used: 1 };
  for (let used = Math.min(3, longest); used > 0; used -= 1) {
    const text = words.slice(from, from + used).join(' ');
    const match = knowledge.services.find(text);
    if (match.kind === 'corrected') return { term: { kind: 'service', service: match.row, misspelt: text }, used };
  }
  const match = knowledge.services.find(word);
  return { term: { kind: 'unknown', text: word, near: match.kind === 'none' ? match.near : [] }, used: 1 };
}

/** A term's name in an answer. */
export function termLabel(term: Term): string {
  if (term.kind === 'service') return term.service.name;
  if (term.kind === 'unknown') return quote(term.text, 40);
  return term.transport === undefined ? String(term.port) : `${term.port}/${term.transport}`;
}

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

/** With fewer letters, names in eight languages would hide what is meant. */
const fewestLetters = 3;

/** The other name by which a service is meant, where its id does not say it: one, so that each service comes once. */
function fittingAlias({ id, name, aliases, former }: Service, typed: string): Suggestion[] {
  if (typed.length < fewestLetters || id.includes(typed.toLowerCase())) return [];
  const others = [...aliases, ...former].map((value) => ({ value: value.toLowerCase(), hint: name }));
  return matchSuggestions(typed, others, 1);
}

/** Which era a question is about; `now` unless said. */
export const eraArgument = argument(z.enum(['then', 'now', 'both']).default('now'), {
  written: 'position',
  description: 'The list of 2008 to 2010 (then), today (now) or both',
});

/** An era's name in an answer. */
export const eraNames: Readonly<Record<Era, string>> = {
  // biome-ignore lint/suspicious/noThenProperty: it is the name of an era, and nothing awaits this table
  then: 'the list of 2008 to 2010',
  now: 'MDaemon today',
};

/** The eras a choice stands for, the current one first. */
export function erasOf(choice: Era | 'both'): readonly [Era, ...Era[]] {
  return choice === 'both' ? ['now', 'then'] : [choice];
}
