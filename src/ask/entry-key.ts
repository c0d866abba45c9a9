import type { Entry, EntryKey } from './understanding.ts';

/** An entry's key, as the log counts it and buttons carry it. */
export function entryKey({ kind, id }: Pick<Entry, 'kind' | 'id'>): EntryKey {
  return `${kind}:${id}`;
}
