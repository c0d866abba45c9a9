import type { CommandChange } from './compare-commands.ts';

/** Changes as lines for a terminal: `+` added, `-` removed, `~` changed. */
export function changesInWords(changes: readonly CommandChange[]): string[] {
  return changes.map((change) => {
    if (change.kind !== 'changed') return `${change.kind === 'added' ? '+' : '-'} ${change.path}`;
    return `~ ${change.path}: ${change.field} ${change.from} -> ${change.to}`;
  });
}

/** How many changes of each kind, in a few words: `2 added, 1 removed`. */
export function countChanges(changes: readonly CommandChange[]): string {
  const words = (['added', 'changed', 'removed'] as const).flatMap((kind) => {
    const number = changes.filter((change) => change.kind === kind).length;
    return number === 0 ? [] : [`${number} ${kind}`];
  });
  return words.join(', ') || 'nothing to change';
}
