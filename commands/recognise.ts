import { resolveTerms } from './parts/resolve-terms.ts';
import type { Services } from './services.ts';

/** Longer lines are sentences, not names. */
const mostWords = 6;

/**
 * Commands that a line without a command may have meant: `imap` is a service, so `ports imap`. Nearest first; empty
 * where nothing in the line is known.
 */
export function recogniseLine(words: readonly string[], { knowledge }: Services): readonly string[] {
  if (words.length > mostWords) return [];
  const base = knowledge.current();
  const text = words.join(' ').replaceAll(/[`"'?!.]+(?=\s|$)/g, '');
  const plain = text.split(' ').filter((word) => word !== '');
  const lines: string[] = [];
  try {
    const terms = resolveTerms(plain, base);
    const known = terms.every((term) => term.kind === 'service' || (term.kind === 'port' && term.rows.length > 0));
    if (terms.length > 0 && known) lines.push(`ports ${text}`);
  } catch {
    // A number no port can have: nothing to offer, and the line is refused as an unknown command anyway.
  }
  const process = base.processes.get(text);
  if (process !== undefined) lines.push(`process ${process.name}`);
  return lines;
}
