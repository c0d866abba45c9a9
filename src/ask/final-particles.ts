import type { Concept, Language } from './lexicon.ts';

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
