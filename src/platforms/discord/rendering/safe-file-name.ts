/** Without its ending. */
const longest = 60;

/**
 * A name Discord takes as it is, so that `attachment://NAME` finds the file: it replaces what it does not like itself,
 * and then the two would differ.
 *
 * @param taken names other files of the message have; the new one is none of them, and is added
 */
export function safeFileName(name: string, taken: Set<string>): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.');
  const [, first = '', ending = ''] = /^(.*?)(\.[A-Za-z0-9]{1,12})?$/.exec(plain) ?? [];
  const base = first.slice(0, longest).replace(/^[-.]+|[-.]+$/g, '') || 'file';
  for (let number = 1; ; number += 1) {
    const candidate = `${base}${number === 1 ? '' : `-${number}`}${ending}`;
    if (taken.has(candidate.toLowerCase())) continue;
    taken.add(candidate.toLowerCase());
    return candidate;
  }
}
