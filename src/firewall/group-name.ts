import { createHash } from 'node:crypto';
import type { Era } from '../../knowledge/knowledge.ts';
import { cidrText, type Network } from './network.ts';
import type { Direction } from './plan.ts';

/** The longest group name; the shortest limit of any format's field that holds it. */
const longest = 40;

/** What makes one set of rules another than the next. */
export interface GroupParts {
  /** Ids of what was asked for, sorted. */
  readonly ids: readonly string[];
  readonly era: Era;
  readonly direction: Direction | undefined;
  readonly from: readonly Network[];
  readonly host: Network | undefined;
}

/**
 * The name a set of rules is found again by: lower-case letters, digits and hyphens, at most 40 characters. Readable
 * where the question is short; addresses and long lists become six hexadecimal digits.
 */
export function groupName({ ids, era, direction, from, host }: GroupParts): string {
  const words = [...ids, ...(direction === undefined ? [] : [direction]), ...(era === 'then' ? ['then'] : [])];
  const addresses = [...from.map(cidrText), ...(host === undefined ? [] : [`to ${cidrText(host)}`])];
  const readable = `mdaemon-${words.join('-')}`.replaceAll(/[^a-z0-9]+/g, '-');
  if (addresses.length === 0 && readable.length <= longest) return readable;
  const digits = shortDigest([...words, ...addresses].join('\n'));
  return readable.length + 7 <= longest ? `${readable}-${digits}` : `mdaemon-${digits}`;
}

/** Six hexadecimal digits that stand for a text. */
export function shortDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}
