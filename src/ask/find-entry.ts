import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import { entryOf, type Row } from './entry-of.ts';
import type { Entry } from './understanding.ts';

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
