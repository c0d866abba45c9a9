import { cutCleanly } from './lines.ts';

/** A platform's rules for the names of files. */
interface FileNameRules {
  /** `ascii` drops accents, and makes hyphens of letters that are not ASCII; `any` keeps letters and digits of every script. */
  readonly letters: 'ascii' | 'any';
  /** Of the whole name with its ending, in UTF-16 units. */
  readonly maxLength: number;
  /** Lower-case names that other files of the same message have. The new name is none of them, and is added. */
  readonly taken?: Set<string>;
}

/**
 * A file's name that no platform, shell or person takes for more than a name: letters, digits, dots, hyphens and
 * underscores, not a path, and beginning with none of the marks. It keeps its ending. Where nothing else is left it
 * becomes `file`, with its own ending or `.txt`; where it is taken it gets a number.
 */
export function safeFileName(name: string, { letters, maxLength, taken = new Set() }: FileNameRules): string {
  const plain = (letters === 'ascii' ? asciiOnly(name) : name.normalize('NFC').replace(/[^\p{L}\p{N}._-]+/gu, '-'))
    .replace(/\.{2,}/g, '.')
    .replace(/^-+|[-.]+$/g, '');
  const [, stem = '', found = ''] = /^(.*?)(\.[A-Za-z0-9]{1,12})?$/.exec(plain) ?? [];
  const ending = plain === '' ? '.txt' : found;
  for (let number = 1; ; number += 1) {
    const suffix = `${number === 1 ? '' : `-${number}`}${ending}`;
    const base = cutCleanly(stem.replace(/^[-.]+/, ''), maxLength - suffix.length).replace(/[-.]+$/, '') || 'file';
    const candidate = `${base}${suffix}`;
    if (taken.has(candidate.toLowerCase())) continue;
    taken.add(candidate.toLowerCase());
    return candidate;
  }
}

function asciiOnly(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-');
}
