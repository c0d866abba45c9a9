import type { Port } from '../../../knowledge/knowledge.ts';
import { joinWords } from '../../text/text.ts';
import type { Verdict } from '../understanding.ts';

/** One verdict of several: what holds for some only depends. */
export function verdictOf(each: readonly Verdict['says'][], because: string): Verdict {
  const says = new Set(each);
  const [only = 'depends'] = says;
  return { says: says.size === 1 ? only : 'depends', because };
}

/** `993/tcp inbound is IMAP over TLS`, several joined. */
export function describeRows(rows: readonly Port[]): string {
  return joinWords(
    rows.map(
      (row) => `${row.port}/${row.transports.join('+')} ${joinWords([...row.directions].sort())} is ${row.name}`,
    ),
  );
}

const withoutWords: ReadonlySet<string> = new Set(['without', 'ohne', 'sin']);

/** True for `80` in `without 80`, and with three words between in `without the port 80`. */
export function isBehindWithout(words: readonly string[], at: number, within = 3): boolean {
  return words.slice(Math.max(0, at - within), at).some((word) => withoutWords.has(word));
}

/** A name in the middle of a sentence; capitals of names stay. */
export function lowerFirst(text: string): string {
  return /^(?:Mail|Mails|Name|Instant)\b/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** `143 starts in clear; 993 is encrypted.` Rows that say the same are said once. */
export function describeEach(rows: readonly Port[], say: (row: Port) => string): string {
  const parts = [...Map.groupBy(rows, say)].map(([words, same]) => {
    const numbers = [...new Set(same.map(({ port }) => String(port)))];
    const plural = words.replace(/^is /, 'are ').replace(/^starts /, 'start ');
    return `${joinWords(numbers)} ${numbers.length > 1 ? plural : words}`;
  });
  return `${parts.join('; ')}.`;
}
