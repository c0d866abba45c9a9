import { callLine } from './call-line.ts';
import type { Catalogue } from './catalogue.ts';
import type { Input } from './request.ts';
import { tokenize } from './tokenize.ts';

/** What is known of a request before it is run. */
export interface Inspected {
  /** The line a person could type for it; nothing where there is none. */
  readonly line: string | undefined;
  /** Running it changes something, so it must not be run twice. */
  readonly changes: boolean;
}

/** Finds the command behind an input without running it. */
export function inspectInput<Services>(input: Input, catalogue: Catalogue<Services>): Inspected {
  if (input.kind === 'call') {
    const entry = catalogue.at(input.path);
    if (entry === undefined) return { line: undefined, changes: false };
    return { line: callLine(entry, input.values), changes: entry.leaf.changes === true };
  }
  const line = input.kind === 'text' ? input.text : input.words.join(' ');
  return { line, changes: catalogue.find(tokenize(line))?.entry.leaf.changes === true };
}
