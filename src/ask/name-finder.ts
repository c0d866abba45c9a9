import {
  type Advisory,
  type Deadline,
  type KnowledgeBase,
  normaliseName,
  type Process,
  type Rename,
  type Service,
} from '../../knowledge/knowledge.ts';
import names from './language/names.json' with { type: 'json' };
import { fold, readWords } from './question-words.ts';

/** Everything that goes by one name. */
export interface Named {
  readonly services: Service[];
  readonly processes: Process[];
  readonly deadlines: Deadline[];
  readonly renames: Rename[];
  readonly advisories: Advisory[];
  /** The name itself, where what was found is a common misspelling of it. */
  misspellingOf: string | undefined;
}

/** Finds names of rows in a run of words. */
export interface NameFinder {
  /** The longest name that begins at a word. */
  at(words: readonly string[], at: number): { readonly named: Named; readonly words: number } | undefined;
  /** Every word of a name, and every name as one word, for the spelling of others. */
  readonly words: ReadonlySet<string>;
}

/** Longer titles are sentences, which nobody types as a name. */
const mostWords = 6;

/** The product's own name stands in every other question and names no row. */
const productName = 'mdaemon';

/** Indexes every name, old name and misspelling of the rows. */
export function createNameFinder({ rows }: KnowledgeBase): NameFinder {
  const byName = new Map<string, Named>();
  const longest = new Map<string, number>();
  const words = new Set<string>();

  const named = (name: string, misspellingOf?: string): Named | undefined => {
    const parts = readWords(fold(name));
    const key = parts.map(normaliseName).join('');
    if (key.length < 2 || key === productName || parts.length > mostWords) return undefined;
    let found = byName.get(key);
    if (found === undefined) {
      found = { services: [], processes: [], deadlines: [], renames: [], advisories: [], misspellingOf };
      byName.set(key, found);
    } else if (misspellingOf === undefined) found.misspellingOf = undefined;
    for (const part of misspellingOf === undefined ? [...parts, key] : [parts.join('')]) words.add(part);
    // A name may be typed in more words than it has: `active sync`.
    noteLength(parts[0] ?? '', parts.length);
    return found;
  };
  const noteLength = (first: string, length: number) =>
    longest.set(first, Math.max(longest.get(first) ?? 0, Math.min(length + 1, mostWords)));
  const add = <Row>(row: Row, into: Row[] | undefined) => {
    if (into !== undefined && !into.includes(row)) into.push(row);
  };

  for (const row of rows.services) {
    for (const name of [row.name, row.id, ...row.aliases, ...row.former, ...row.later]) add(row, named(name)?.services);
    for (const name of row.misspellings) add(row, named(name, row.name)?.services);
    for (const name of namesIn(row.id)) if (!byName.has(keyOfName(name))) add(row, named(name)?.services);
  }
  for (const row of rows.processes) {
    for (const name of [row.name, row.name.replace(/\.exe$/i, ''), ...row.aliases]) add(row, named(name)?.processes);
  }
  for (const row of rows.deadlines)
    for (const name of [row.title, row.id, ...row.aliases]) add(row, named(name)?.deadlines);
  for (const row of rows.advisories)
    for (const name of [row.name, row.id, ...row.aliases]) add(row, named(name)?.advisories);
  for (const row of rows.renames) for (const name of [row.from, row.to, ...row.aliases]) add(row, named(name)?.renames);

  return {
    at(all, at) {
      const first = all[at] ?? '';
      // Names typed in more words than they have begin with a piece of a name: `world client`.
      const most = Math.min(Math.max(longest.get(first) ?? 0, 3), all.length - at);
      for (let length = most; length > 0; length -= 1) {
        const found = byName.get(keyOf(all, at, length));
        if (found !== undefined) return { named: found, words: length };
      }
      return undefined;
    },
    words,
  };
}

/** What a service is called in other languages. */
function namesIn(id: string): string[] {
  const translated: Readonly<Record<string, string>> = names;
  return translated[id]?.split(', ') ?? [];
}

function keyOfName(name: string): string {
  return readWords(fold(name)).map(normaliseName).join('');
}

/** Most words are letters and digits only, and are their own key. */
function keyOf(words: readonly string[], at: number, length: number): string {
  const joined = length === 1 ? (words[at] ?? '') : words.slice(at, at + length).join('');
  return /[.\-/_]/.test(joined) ? joined.replaceAll(/[.\-/_]/g, '') : joined;
}
