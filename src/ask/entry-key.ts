import type { Entry, EntryKey } from './understanding.ts';

/** An entry's key, such as `service:imap`: the log counts by it, and buttons carry it. */
export function entryKey({ kind, id }: Pick<Entry, 'kind' | 'id'>): EntryKey {
  return `${kind}:${id}`;
}
