import type { Concept } from './lexicon/english.ts';

/** Verbs that begin a question which is answered with yes or no. */
const openers: ReadonlySet<string> = new Set(
  `is are was were do does did can could may must should shall will would has have am isnt arent doesnt dont cant need
  needs ist sind war kann können konnen darf dürfen durfen muss mussen muß müssen soll sollte sollen hat haben braucht brauche
  brauchen braucht läuft lauft benutzt nutzt verwendet geht gibt gilt reicht bleibt wird lauscht es esta puedo puede
  debo debe necesito necesita tengo hay usa utiliza sirve funciona soy son están estan podemos hace`.split(/\s+/),
);

/** What may stand before the verb. */
const before: ReadonlySet<string> = new Set(
  `hi hey hello so and but ok well please sorry hallo hola also und y o pero mdaemon then question quick just guys boss sag
  mal bitte oye thing admin team frage por favor`.split(/\s+/),
);

const wh: readonly Concept[] = ['what', 'which', 'why', 'when', 'how', 'where', 'who'];
const copulas: ReadonlySet<string> = new Set('is are ist sind es son uses benutzt usa'.split(' '));

/** True for a question that a yes or a no answers. `is it tcp or udp` is none: it asks which. */
export function asksYesNo(
  words: readonly string[],
  concepts: ReadonlyMap<Concept, readonly number[]>,
  folded: string,
): boolean {
  if (concepts.has('tcp') && concepts.has('udp')) return false;
  if (concepts.has('inbound') && concepts.has('outbound') && !words.includes('both')) return false;
  const start = words.findIndex((word) => !before.has(word));
  const first = words[start] ?? '';
  if (openers.has(first)) return true;
  const asked = wh.some((concept) => (concepts.get(concept)?.[0] ?? Number.POSITIVE_INFINITY) <= start + 3);
  if (asked) return false;
  // `4069 is udp, right?`, `4069 es tcp?`, `do i …` behind a clause.
  if (/\b(?:right|correct|stimmt|oder|verdad|cierto|no) ?\?*\s*$/.test(folded)) return true;
  // `BES port still needed?`, `las actualizaciones están activadas?`
  const anyAsked = wh.some((concept) => concepts.has(concept));
  const verb =
    words.some((word) => copulas.has(word) || openers.has(word)) || concepts.has('need') || concepts.has('open');
  if (/[?？]/.test(folded) && !anyAsked && words.length > 2 && verb) return true;
  return /\b(?:can|could|may|must|should|do|does|is|are) (?:i|we|it|mdaemon|the|port|that|there|you|users|all)\b|\b(?:kann|darf|muss|soll|brauche) (?:ich|man|wir)\b/.test(
    folded,
  );
}
