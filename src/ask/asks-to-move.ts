import type { Reading } from './reading.ts';

const asksMay = /^(?:can|may|could|should|kann|darf|soll|puedo|podemos)$/;
const puts = /^(?:put|run|switch|host|serve|place|shift|legen|verlegen|umstellen|betreiben|poner|pasar)$/;
const targets: ReadonlySet<string> = new Set(['to', 'on', 'onto', 'auf', 'nach', 'a', 'al', 'en']);

/** `can I move it to 443`, `may I run it on 8080`; `does it run on 8080` asks for a fact. */
export function asksToMove({ has, words }: Pick<Reading, 'has' | 'words'>): boolean {
  return has('move') || (words.some((word) => asksMay.test(word)) && words.some((word) => puts.test(word)));
}

/** True for the number in `to 443` and `on port 443`. */
export function isTarget(words: readonly string[], at: number): boolean {
  return [1, 2].some((back) => targets.has(words[at - back] ?? ''));
}
