import type { Article, KnowledgeBase, Port } from '../../knowledge/knowledge.ts';
import { type NoteSection, quote } from '../../src/bot/bot.ts';
import { joinWords } from '../../src/text/text.ts';
import type { Term } from '../vocabulary/terms.ts';
import { portLabel } from './ports-table.ts';

/** More than two notes are not read. */
const mostNotes = 2;

interface PortsNotesInput {
  readonly knowledge: KnowledgeBase;
  readonly rows: readonly Port[];
  readonly terms: readonly Term[];
  /** The same question's rows in the list of 2008 to 2010, to say what differed. */
  readonly foundingRows?: readonly Port[];
  /** Ids of articles that go before the advice of single ports. */
  readonly first?: readonly string[];
  /** The same question's rows today, to say what has changed since. */
  readonly todaysRows?: readonly Port[];
}

/** The notes shown, and the articles they rest on. */
interface PortsNotes {
  readonly sections: readonly NoteSection[];
  readonly articles: readonly Article[];
}

/** Chooses at most two notes: what was not understood, what to check, what differs between the eras, then advice. */
export function portsNotes({
  knowledge,
  rows,
  terms,
  foundingRows,
  todaysRows,
  first = [],
}: PortsNotesInput): PortsNotes {
  const notes: NoteSection[] = [];
  const articles: Article[] = [];
  const add = (tone: NoteSection['tone'], text: string | undefined): boolean => {
    if (text === undefined || notes.length === mostNotes) return false;
    notes.push({ kind: 'note', tone, text });
    return true;
  };
  const all = (era: Port['era']) => knowledge.rows.ports.filter((row) => row.era === era);
  add('warning', unknownNote(terms));
  add('warning', checkNote(rows, terms.length > 0));
  if (foundingRows !== undefined)
    add('info', difference(rows, { asked: foundingRows, all: all('then') }, 'In the list of 2008 to 2010'));
  if (todaysRows !== undefined) add('warning', difference(rows, { asked: todaysRows, all: all('now') }, 'Today'));
  for (const id of [...first, ...rankNotes(rows)]) {
    const article = knowledge.article(id);
    if (article !== undefined && add('info', article.note ?? article.answer)) articles.push(article);
  }
  return { sections: notes, articles };
}

/** Advice to verify something on the server, and why a row is added; many such remarks become one. */
function checkNote(rows: readonly Port[], isNamed: boolean): string | undefined {
  // In the whole list the row itself says that it is added.
  const said = rows.flatMap(({ check, added }) => [check, isNamed ? added : undefined]);
  const checks = [...new Set(said.flatMap((each) => each ?? []))];
  if (checks.length < 2) return checks[0];
  return 'Each line ends with where its number comes from. If that isn’t the vendor, check Setup > Server Settings > Ports on your own server first.';
}

function unknownNote(terms: readonly Term[]): string | undefined {
  const unknown = terms.flatMap((term) => {
    if (term.kind === 'unknown') return [{ text: quote(term.text, 40), near: term.near }];
    return term.kind === 'port' && term.rows.length === 0 ? [{ text: String(term.port), near: [] }] : [];
  });
  if (unknown.length === 0) return undefined;
  const near = unknown.flatMap((term) => term.near).slice(0, 3);
  const hint = near.length === 0 ? '' : ` Did you mean ${joinWords(near, 'or')}?`;
  return `Not in my documents: ${joinWords(unknown.map(({ text }) => text))}.${hint}`;
}

/** The rows of the other era: those of what was asked about, and all. */
interface OtherEra {
  readonly asked: readonly Port[];
  readonly all: readonly Port[];
}

/** The difference to the other era, where a port may have served something else; `undefined` if there is none. */
function difference(rows: readonly Port[], { asked: others, all }: OtherEra, era: string): string | undefined {
  const here = openings(rows);
  const anyThere = openings(all);
  const there = new Set([...openings(others), ...[...here].filter((opening) => anyThere.has(opening))]);
  const more = groupOpenings([...there].filter((opening) => !here.has(opening)));
  const less = groupOpenings([...here].filter((opening) => !there.has(opening)));
  if (more.length === 0 && less.length === 0) return undefined;
  const ended = others.filter((row) => row.status === 'obsolete').map(portLabel);
  if (there.size === 0) return `${era}: ${ended.length === 0 ? 'none of these' : `${joinWords(ended)} obsolete`}.`;
  const parts = [
    ...(more.length === 0 ? [] : [`${here.size === 0 ? '' : 'also '}${joinWords(more)}`]),
    ...(less.length === 0 ? [] : [`not ${joinWords(less, 'or')}`]),
  ];
  return `${era}: ${parts.join('; ')}.`;
}

/** The ports that rows open, each with transport and direction: `53/udp outbound`. */
function openings(rows: readonly Port[]): ReadonlySet<string> {
  const current = rows.filter((row) => row.status !== 'obsolete').sort((a, b) => a.port - b.port);
  return new Set(
    current.flatMap(({ port, transports, directions }) =>
      transports.flatMap((transport) => directions.map((direction) => `${port}/${transport} ${direction}`)),
    ),
  );
}

/** `25/tcp inbound` and `25/tcp outbound` as one: `25/tcp inbound and outbound`. */
function groupOpenings(found: readonly string[]): string[] {
  const groups = Map.groupBy(found, (opening) => opening.split(' ')[0] ?? '');
  return [...groups].map(
    ([label, of]) => `${label} ${joinWords(of.map((opening) => opening.split(' ')[1] ?? '').sort())}`,
  );
}

/** The notes that rows ask for: those asked for by most rows first, then in the rows' own order. */
function rankNotes(rows: readonly Port[]): string[] {
  const weights = new Map<string, number>();
  for (const row of rows) {
    row.notes.forEach((id, place) => {
      weights.set(id, (weights.get(id) ?? 0) + 1 / (place + 1));
    });
  }
  return [...weights].sort((a, b) => b[1] - a[1]).map(([id]) => id);
}
