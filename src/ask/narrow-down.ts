import type { Candidate } from './candidates/candidate.ts';
import { clausesOf } from './clauses.ts';
import type { EntryIndex, FoundRow } from './entry-index.ts';
import { type Concept, concepts } from './lexicon.ts';
import { candidatesOf } from './rank-candidates.ts';
import { type ReadingTools, readQuestion } from './read-question.ts';
import type { Mention, Reading } from './reading.ts';

/** A text, or a part of it, with what it may come to. */
export interface Considered {
  readonly reading: Reading;
  readonly found: readonly FoundRow[];
  /** Best first. */
  readonly candidates: readonly Candidate[];
}

/** From this on a question is clear as a whole; else its parts are looked at one by one. */
const clear = 0.78;
/** An answer to a part of a question is that much less sure. */
const partShare = 0.95;
/** How many rows are looked at. */
const mostFound = 12;
/** More names than this belong to no single question. */
const mostNames = 4;

/** The possible results for a text. */
export function consider(text: string, tools: ReadingTools, index: EntryIndex): Considered {
  return considerRead(readQuestion(text, tools), tools, index);
}

function considerRead(reading: Reading, tools: ReadingTools, index: EntryIndex): Considered {
  const found = index.search(reading.terms, mostFound);
  return { reading, found, candidates: candidatesOf(reading, found, tools.knowledge) };
}

/** People tell a story around their question: where the whole is not clear, the clearest part is taken for it. */
export function narrowDown(text: string, whole: Considered, tools: ReadingTools, index: EntryIndex): Considered {
  if (scoreOf(whole) >= clear) return whole;
  const names = namesIn(whole.reading);
  const parts = clausesOf(text).map((part) => considerPart(part, names, whole.reading, tools, index));
  const [first] = parts;
  if (first === undefined) return whole;
  const best = parts.reduce((a, b) => (scoreOf(b) > scoreOf(a) ? b : a), first);
  return scoreOf(best) * partShare > scoreOf(whole) ? best : whole;
}

function scoreOf({ candidates }: Considered): number {
  return candidates[0]?.score ?? 0;
}

/** `IMAP is dead from outside. Which ports must I open?` asks for those of IMAP: a part without a name has the text's. */
function considerPart(
  part: string,
  names: readonly string[],
  { versions, text: story }: Reading,
  tools: ReadingTools,
  index: EntryIndex,
): Considered {
  const about = readQuestion(part, tools);
  // A text that asks nothing doesn't become a question because of a name in it.
  const asks = about.asks || about.yesNo || about.has(...asking);
  const named = !asks || about.services.length + about.ports.length + about.processes.length > 0 || namesRow(about);
  const carried =
    named || names.length === 0
      ? considerRead(about, tools, index)
      : consider(`${part} ${names.join(' ')}`, tools, index);
  return {
    ...carried,
    reading: {
      ...carried.reading,
      text: about.text,
      story,
      versions: about.versions.length > 0 ? about.versions : versions,
    },
  };
}

function namesRow({ mentions }: Reading): boolean {
  return mentions.some(
    ({ named, concept }) => concept === undefined && named.deadlines.length + named.renames.length > 0,
  );
}

/** Names in a text, as typed; none if there are so many that the question can't be about any of them. */
export function namesIn({ mentions, ports, words, said }: Reading): string[] {
  const typed = (some: readonly Mention[]) =>
    some.map(({ at, words: length }) => words.slice(at, at + length).join(' '));
  const naming = mentions.filter(
    ({ named }) => named.services.length + named.processes.length + named.deadlines.length > 0,
  );
  const own = naming.filter(({ concept }) => concept === undefined);
  const numbers = ports.filter(({ rows }) => rows.length > 0).map(({ port }) => String(port));
  const weak = naming.filter(({ concept }) => concept !== undefined && topics.has(concept));
  const told = [...said].flatMap(([concept, text]) =>
    topics.has(concept) || (concept === 'port' && own.length > 0) ? [text] : [],
  );
  const names = [...new Set([...typed(own.length > 0 ? own : weak), ...numbers, ...told])];
  return names.length > mostNames ? [] : names;
}

/** Concepts of a part that asks. */
const asking = concepts('what which why when how where who port find need');

/** Possible subjects of a story that names nothing of MDaemon's: `the server restarted. Could it be an update?` */
const topics: ReadonlySet<Concept> = new Set(
  concepts(
    `restart phone quarantine locked localhost cluster bits basicauth definitions spamrules duplicate fake licence
  expired archive unasked`,
  ),
);

/** A part with what the rest of the text says about whose matters it is. */
export function inContext(part: Reading, whole: Reading): Reading {
  if (part === whole) return whole;
  const own = new Set(part.elsewhere.map(({ subject }) => subject));
  // Where it stands in the rest says nothing of what it belongs to here.
  const products = whole.elsewhere
    .filter(({ kind, subject }) => kind === 'product' && !own.has(subject))
    .map((each) => ({ ...each, at: Number.NEGATIVE_INFINITY }));
  const elsewhere = [...part.elsewhere, ...products];
  const concepts = new Map([...part.concepts, ...[...whole.concepts].filter(([concept]) => contextual.has(concept))]);
  return {
    ...part,
    elsewhere,
    concepts,
    has: (...any) => any.some((concept) => concepts.has(concept)),
  };
}

/** Concepts that may come from another sentence than the question. */
const contextual: ReadonlySet<Concept> = new Set(['product', 'migrate', 'secret']);
