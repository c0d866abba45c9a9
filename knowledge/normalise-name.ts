/**
 * Reduces a name to what matters when it is compared: lower case, accents and umlauts folded, everything but letters
 * and digits dropped. `Active-Sync`, `ActiveSync` and `active sync` are one name.
 */
export function normaliseName(text: string): string {
  if (/^[a-z0-9]*$/.test(text)) return text;
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
