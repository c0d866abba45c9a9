import { type Concept, concepts, isOpener, type Language } from './lexicon.ts';

const verbs = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Verbs that no other language has. */
const plainly = verbs('ist sind kann darf muss soll sollte braucht brauche gibt puedo debo necesito');

/** Words that may precede the verb. */
const before: ReadonlySet<string> = new Set(
  `hi hey hello so and but ok well please sorry hallo hola also und y o pero mdaemon then question quick just guys boss sag
  mal bitte oye thing admin team frage por favor`.split(/\s+/),
);

const wh = concepts('what which why when how where who');
const copulas: ReadonlySet<string> = new Set('is are ist sind es son uses benutzt usa'.split(' '));

const modals: ReadonlySet<string> = new Set(
  'can may must should kann darf muss soll sollte puedo debo puede'.split(' '),
);

/** True where a verb stands first behind the politeness. */
export function beginsWithVerb(words: readonly string[], language: Language): boolean {
  const first = words.find((word) => !before.has(word)) ?? '';
  // Numbers and names say little of the language: `ist 993 tcp`.
  return isOpener(first, language) || plainly.has(first);
}

/** Evidence that a question asks for a yes or a no. */
export interface YesNoInput {
  readonly words: readonly string[];
  readonly concepts: ReadonlyMap<Concept, readonly number[]>;
  readonly folded: string;
  readonly language: Language;
  /** How many ports and names it has. */
  readonly things: number;
}

/** `move remote administration to 443?` asks how to do it, or what it would mean; no row says yes or no to that. */
const instructions = verbs(
  `restrict limit move change put run set switch relocate place hide disable enable migrate turn`,
);

/** True for a question that a yes or a no answers. `is it tcp or udp` is none: it asks which. */
export function asksYesNo(input: YesNoInput): boolean {
  const { words, concepts, folded, language, things } = input;
  const has = (...any: readonly Concept[]) => any.some((concept) => concepts.has(concept));
  if (asksWhichOf(input)) return false;
  // `wants to know whether …`
  if (words.some((word) => word === 'whether' || word === 'ob')) return true;
  // `our Outlook should send with STARTTLS, port?`
  if (/[,.:;-] *(?:which |what |welcher |que |cual )?(?:port|ports|puerto|puertos) *[?？]*\s*$/.test(folded))
    return false;
  const start = words.findIndex((word) => !before.has(word));
  if (beginsWithVerb(words, language)) return true;
  if (instructions.has(words[start] ?? '')) return false;
  const asked = wh.some((concept) => (concepts.get(concept)?.[0] ?? Number.POSITIVE_INFINITY) <= start + 3);
  if (asked) return false;
  // `cyren is gone, is antivirus still working`
  if (
    /[,;:–-] *(?:(?:so|then|and|but|und|also|y) )?(?:is|are|do|does|did|can|may|must|should|will|would|has|have|isnt|ist|sind|kann|darf|muss|soll|brauche|braucht|puedo|debo|necesito|hay) /.test(
      folded,
    )
  )
    return true;
  // `4069 is udp, right?`, `4069 es tcp?`, `do i …` behind a clause.
  if (/\b(?:right|correct|stimmt|oder|verdad|cierto|no) ?\?*\s*$/.test(folded)) return true;
  if (/[?？]/.test(folded) && !has(...wh)) {
    if (words.length > 2 && words.some((word) => copulas.has(word) || isOpener(word, language))) return true;
    // `BES port still needed?`, `4069 tcp?`
    if (things > 0 && has('need', 'open', 'unneeded', 'same', 'ownport')) return true;
    if (things > 0 && has('tcp', 'udp', 'inbound', 'outbound')) return true;
    if (things > 0 && has('tls', 'starttls', 'plain') && words.some((word) => /^\d{2,5}$/.test(word))) return true;
  }
  if (has(...wh)) return false;
  if (words.some((word) => modals.has(word))) return true;
  // `starttls on 993?`; a bare `imap port?` only looks up.
  if (/[?？]/.test(folded) && words.length > 2 && !has('port')) return true;
  return /\b(?:can|could|may|must|should|do|does|is|are) (?:i|we|it|mdaemon|the|port|that|there|you|users|all)\b|\b(?:kann|darf|muss|soll|brauche) (?:ich|man|wir)\b/.test(
    folded,
  );
}

const choices: ReadonlySet<string> = new Set(['or', 'oder', 'o', 'vs', 'versus']);

/** `tcp or udp`, `25 or 587`, `STARTTLS or SSL` ask which of the two. */
export function asksWhichOf({ words, concepts, things }: Omit<YesNoInput, 'folded' | 'language'>): boolean {
  if (concepts.has('same')) return false;
  const both = (a: Concept, b: Concept) => concepts.has(a) && concepts.has(b) && !words.includes('both');
  if (both('tcp', 'udp') || both('inbound', 'outbound')) return true;
  if (/\b(?:in or out|out or in|rein oder raus)\b/.test(words.join(' '))) return true;
  if (!words.some((word) => choices.has(word))) return false;
  return things > 1 || both('tls', 'starttls') || both('tls', 'plain') || both('starttls', 'plain');
}

/** German puts half of a verb at the end: `Kann Port 25 zu?`, `Muss 25 auf sein?` So does `smtp out`. */
export function finalParticles(words: readonly string[], language: Language): { concept: Concept; at: number }[] {
  if (language === 'english') {
    const last = words.length - 1;
    if (last > 0 && words[last] === 'out') return [{ concept: 'outbound', at: last }];
    // `what was webadmin on`
    if (words[last] === 'on' && ['what', 'where'].some((word) => words.includes(word)))
      return [{ concept: 'port', at: last }];
    // `what about webmail then` goes on with a talk.
    const goesOn = words[1] === 'about' || words[0] === 'and';
    return last > 0 && words[last] === 'then' && !goesOn ? [{ concept: 'past', at: last }] : [];
  }
  if (language !== 'german') return [];
  return words.flatMap((word, at): { concept: Concept; at: number }[] => {
    const next = words[at + 1];
    const final = next === undefined || ['wenn', 'falls', 'weil', 'sobald', 'sein', 'bleiben', 'werden'].includes(next);
    if (!final || at === 0) return [];
    if (word === 'zu' || word === 'dicht') return [{ concept: 'close', at }];
    return word === 'auf' ? [{ concept: 'open', at }] : [];
  });
}
