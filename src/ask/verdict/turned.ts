/**
 * Questions whose yes means the opposite of what their other words say: whether something does harm, works without a
 * thing, or stops. Folded, in eight languages.
 */
const turning = new RegExp(
  `(?<![\\p{L}\\d])(?:${[
    String.raw`hurts?|harm(?:s|ful|less)?|schade[tn]?|schadlich|kwaad|schaad\p{L}*|schadelijk|dan+[io]|dan[oi]s?|danneggi\p{L}*|nuoce|nocivo`,
    String.raw`(?:hace|faz|fait-il|fait|fa|faire|fare) (?:de )?mal[e]?|nuire|nuit|nuisible|perjudic\p{L}*|prejudic\p{L}*|za?szkod\p{L}*|szkod\p{L}*`,
    String.raw`do(?:es|ing)? without|verzicht\p{L}*|se passer d|passer de|fare a meno|a meno d\p{L}*|prescind\p{L}*|dispens\p{L}*|missen|oby[ct]\p{L}* sie|obejsc|obejdzie`,
    String.raw`stops? \p{L}+ing|hor(?:t|en) .{0,60} auf|dejan? de|cess\p{L}* d|smett\p{L}*|houd[t]? op|ophoud\p{L}*|przesta\p{L}*|para[m]? de|deixa[m]? de`,
  ].join('|')})(?![\\p{L}\\d])`,
  'u',
);

/** True where a word of rows or of what was learnt may be one to the opposite of what is asked. */
export function isTurned(folded: string): boolean {
  return turning.test(folded);
}
