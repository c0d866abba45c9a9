import {
  type Advisory,
  type Article,
  type Deadline,
  type KnowledgeBase,
  normaliseName,
  type Port,
  type Process,
  type Rename,
  type Service,
} from '../../knowledge/knowledge.ts';
import type { Entry, EntryKey, EntryKind } from './understanding.ts';

interface Rows {
  readonly service: Service;
  readonly port: Port;
  readonly process: Process;
  readonly article: Article;
  readonly deadline: Deadline;
  readonly rename: Rename;
  readonly advisory: Advisory;
}

/** A row of the knowledge with its kind. */
export type Row = { readonly [Kind in EntryKind]: { readonly kind: Kind; readonly row: Rows[Kind] } }[EntryKind];

/** Limits of a button: Discord holds 80 characters of text, Slack 75; 40 are read at a glance. */
const longestTitle = 40;
const longestLine = 60;

/** How an answer points to a row; `undefined` where its command would be too long for a button. */
export function entryOf(of: Row): Entry | undefined {
  const line = lineOf(of);
  if (line.length > longestLine) return undefined;
  return { kind: of.kind, id: of.row.id, title: shorten(titleOf(of)), line };
}

function lineOf(of: Row): string {
  switch (of.kind) {
    case 'service':
      return `ports ${of.row.id}`;
    case 'port':
      return `ports ${of.row.port}${of.row.era === 'then' ? ' then' : ''}`;
    case 'process':
      return `process ${of.row.name}`;
    case 'article':
      return `article ${of.row.id}`;
    case 'deadline':
      return `deadlines ${of.row.id}`;
    case 'advisory':
      return `advisories ${of.row.id}`;
    case 'rename':
      // An alias is a name and finds its row; what something was called may be a whole phrase.
      return `renames ${of.row.aliases[0] ?? of.row.from}`;
  }
}

function titleOf(of: Row): string {
  switch (of.kind) {
    case 'service':
      return `Ports: ${of.row.name}`;
    case 'port':
      return `${of.row.port}/${of.row.transports.join('+')}: ${of.row.name}`;
    case 'process':
      return of.row.name;
    case 'article':
      return of.row.question;
    case 'deadline':
      return of.row.title;
    case 'advisory':
      return `${of.row.name}: ${of.row.title}`;
    case 'rename':
      return `${of.row.from}, now ${of.row.to}`;
  }
}

/** Cuts at a word where it can. */
function shorten(text: string): string {
  if (text.length <= longestTitle) return text;
  const cut = text.slice(0, longestTitle - 1);
  const blank = cut.lastIndexOf(' ');
  return `${(blank > longestTitle / 2 ? cut.slice(0, blank) : cut).replace(/[\s,;:(]+$/, '').toWellFormed()}…`;
}

/**
 * Ids as one would type them. `mail` and `submission` side by side are the name of one service, so there an `and`
 * stands between them.
 */
export function writeNames(ids: readonly string[], knowledge: KnowledgeBase): string[] {
  const words: string[] = [];
  for (const id of ids) {
    const before = words.at(-1);
    const joins = before !== undefined && knowledge.services.get(normaliseName(before + id)) !== undefined;
    words.push(...(joins ? ['and'] : []), id);
  }
  return words;
}

/** An entry's key, such as `service:imap`: the log counts by it, and buttons carry it. */
export function entryKey({ kind, id }: Pick<Entry, 'kind' | 'id'>): EntryKey {
  return `${kind}:${id}`;
}

/** Finds the entry of a key such as `service:imap`; `undefined` where the knowledge has none, or no longer. */
export function findEntry(key: string, { rows }: KnowledgeBase): Entry | undefined {
  const colon = key.indexOf(':');
  const kind = key.slice(0, colon);
  const id = key.slice(colon + 1);
  const among = <Found extends { readonly id: string }>(list: readonly Found[]) => list.find((row) => row.id === id);
  let of: { readonly kind: string; readonly row: unknown } | undefined;
  if (kind === 'service') of = { kind, row: among(rows.services) };
  else if (kind === 'port') of = { kind, row: among(rows.ports) };
  else if (kind === 'process') of = { kind, row: among(rows.processes) };
  else if (kind === 'article') of = { kind, row: among(rows.articles) };
  else if (kind === 'deadline') of = { kind, row: among(rows.deadlines) };
  else if (kind === 'rename') of = { kind, row: among(rows.renames) };
  else if (kind === 'advisory') of = { kind, row: among(rows.advisories) };
  return of?.row === undefined ? undefined : entryOf(of as Row);
}
