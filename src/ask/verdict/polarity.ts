import { sentenceEnd } from '../clauses.ts';
import words from '../language/polarity.json' with { type: 'json' };
import { isOpener, type Language } from '../lexicon.ts';

/** The side a question is put from: it asks for something, or against it. */
type Side = 1 | -1;

/**
 * What questions have two sides on: `reach` is on the internet or inside only, `manner` alone or together, `stay` open,
 * needed, used, or closed, removed, superfluous.
 */
const axes = ['reach', 'manner', 'stay', 'change', 'poll', 'same'] as const;
type Axis = (typeof axes)[number];
type Sides = Readonly<Partial<Record<Axis, Side>>>;

type Kind = keyof typeof words;

/** What a question asks of an article, beside what the article's own question does. */
export type Polarity = 'same' | 'opposite' | 'unknown';

/** A question as far as its polarity goes. */
interface Polar {
  /** Folded, with its marks. */
  readonly text: string;
  readonly language: Language;
  /** The text around it, folded, where it is a part of one. */
  readonly story?: string;
}

/** Whether a question is put as the article's own is, or the other way round. Where either side isn't known, neither is that. */
export function polarityOf(asked: Polar, own: string): Polarity {
  const ownSides = sidesOf({ text: own, language: 'english' });
  const sides = sidesOf(asked);
  if (ownSides === undefined || sides === undefined) return 'unknown';
  const [about] = axes.filter((each) => ownSides[each] !== undefined);
  // Who asks whether it may be open doesn't always say to whom.
  const axis = about === 'reach' && sides.reach === undefined ? 'stay' : about;
  if (axis === undefined || ownSides[axis] === undefined || sides[axis] === undefined) return 'unknown';
  if (ownSides[axis] === sides[axis]) return 'same';
  // What is so today may yet be turned off.
  const mayBe = factual.test(own) && finds('can', asked.text, asked.language).length > 0;
  return mayBe ? 'unknown' : 'opposite';
}

/** Asks what is so, and not what has to be or may be. */
const factual = /^(?:do|does|did|is there|are)\b/;

/** True for a question that says nothing of a side, and denies nothing. */
export function takesNoSide(asked: Polar): boolean {
  const sides = sidesOf(asked);
  return (
    sides !== undefined && Object.keys(sides).length === 0 && finds('not', asked.text, asked.language).length === 0
  );
}

/** True where one of the words for harm stands there that turn a question's sides round. */
export function asksOfHarm({ text, language }: Polar): boolean {
  return finds('bad', text, language).length > 0;
}

/** True where something is to be closed, blocked, dropped or left out. */
export function closes({ text, language }: Polar): boolean {
  return (['close', 'remove', 'useless'] as const).some((kind) => finds(kind, text, language).length > 0);
}

/** True where something that closes may be taken away: `we have a rule blocking it. Can I delete the rule?` */
export function undoesClosing({ text, language }: Polar): boolean {
  return finds('remove', text, language).length > 0 && finds('close', text, language).length > 0;
}

/** True where one is asked to be enough, and nothing is denied: `is TCP alone enough`. */
export function asksEnough({ text, language }: Polar): boolean {
  return finds('enough', text, language).length > 0 && finds('not', text, language).length === 0;
}

/** The sides of the sentence that asks; nothing where several ask for different things, or it can't be told. */
function sidesOf(asked: Polar): Sides | undefined {
  const sentences = sentencesOf(asked.text);
  const marked = sentences.filter((each) => each.includes('?'));
  const asking = marked.length > 0 ? marked : sentences.slice(-1);
  return agreedOn(asking.map((sentence) => sidesOfSentence(sentence, asked)));
}

/** A question of so few words is about what was said before. */
const mostBare = 2;

function sidesOfSentence(sentence: string, { text, story, language }: Polar): Sides | undefined {
  const has = (kind: Kind, part: string) => finds(kind, part, language).length > 0;
  const main = mainClause(sentence, language);
  const acts = actsOf(main, language);
  const others = [...sentencesOf(story ?? text), sentence.replace(main, ' ')].filter((each) => !each.includes(main));
  // `block 127.0.0.1 - allowed?`
  const isBare = main.split(/\s+/).length <= mostBare;
  const goesOn = !/\d/.test(main) && (isBare || has('back', main) || acts.some(({ kind }) => kind === 'remove'));
  if (goesOn) {
    const judges = has('good', main) || has('bad', main) || (acts.length > 0 && !has('must', main));
    if (judges && acts.every(({ kind }) => kind === 'permitted')) {
      // `we block 127.0.0.1. Is that allowed?` asks for the blocking.
      const told = others.filter((each) => actsOf(each, language).length > 0);
      const sides = told.map((each) => clauseSides(each, language));
      if (sides.length > 0) return judged(agreedOn(sides), main, language);
    }
    // `there is a rule that blocks it. Can I delete it?`
    if (acts.length > 0 && others.some((each) => has('close', each))) return undefined;
  }
  if (acts.length > 0 || telling.some((kind) => has(kind, main)))
    return judged(clauseSides(main, language), main, language);
  // `is it a problem if …`, `I wonder whether …`
  return judged(clauseSides(sentence, language), main, language);
}

function agreedOn(all: readonly (Sides | undefined)[]): Sides | undefined {
  const [first] = all;
  return all.every((each) => JSON.stringify(each) === JSON.stringify(first)) ? first : undefined;
}

/** Words of a clause that is a question in itself. */
const telling = ['alone', 'together', 'change', 'fixed', 'poll', 'same', 'different', 'restrict'] as const;

/** `is it dangerous to open it` asks the other way round. */
function judged(sides: Sides | undefined, main: string, language: Language): Sides | undefined {
  if (sides === undefined || finds('bad', main, language).length === 0) return sides;
  return Object.fromEntries(Object.entries(sides).map(([axis, side]) => [axis, -side])) as Sides;
}

interface Act {
  readonly kind: Kind;
  readonly at: number;
  readonly end: number;
}

/** `aside` are phrases that have such a word and do nothing: `ports without encryption`. */
const actKinds = ['open', 'permitted', 'close', 'remove', 'useless', 'aside'] as const;

function actsOf(clause: string, language: Language): Act[] {
  const all = actKinds.flatMap((kind) => finds(kind, clause, language)).sort((a, b) => a.at - b.at || b.end - a.end);
  // Of two at one place, the longer.
  return all.filter(({ kind, at }, index) => kind !== 'aside' && all.slice(0, index).every(({ end }) => end <= at));
}

/** The sides of one clause. Nothing where its words pull in different ways. */
function clauseSides(clause: string, language: Language): Sides | undefined {
  const acts = actsOf(clause, language);
  const denials = finds('not', clause, language);
  const denied = denialOf(clause, denials, acts, language);
  if (denied === undefined) return undefined;
  const stay = acts.length === 0 ? undefined : joinedSide(acts, clause, language);
  if (acts.length > 0 && stay === undefined) return undefined;
  const has = (kind: Kind) => finds(kind, clause, language).length > 0;
  const inside = has('inside') || (has('restrict') && !has('outside') && acts.length === 0);
  if (inside && (has('outside') || acts.some(({ kind }) => kind === 'useless'))) return undefined;
  const two = (plus: Kind, minus: Kind): Side | undefined =>
    has(plus) === has(minus) ? undefined : has(plus) ? 1 : -1;
  const reach = inside ? reachInside(stay, has('restrict')) : has('outside') ? (stay ?? 1) : undefined;
  if (inside && reach === undefined) return undefined;
  const sides: Partial<Record<Axis, Side | undefined>> = {
    reach,
    manner: two('alone', 'together'),
    stay,
    change: two('change', 'fixed'),
    poll: has('poll') ? 1 : undefined,
    same: two('same', 'different'),
  };
  return Object.fromEntries(
    Object.entries(sides).flatMap(([axis, side]) => (side === undefined ? [] : [[axis, side * denied]])),
  ) as Sides;
}

/** What is only inside is not on the internet; what is closed inside is another thing. */
function reachInside(stay: Side | undefined, restricted: boolean): Side | undefined {
  return stay === -1 && !restricted ? undefined : -1;
}

/** -1 where a clause denies. Nothing where it can't be told what is denied. */
function denialOf(clause: string, denials: readonly Act[], acts: readonly Act[], language: Language): Side | undefined {
  const [first, ...more] = denials;
  if (first === undefined) return 1;
  // `isn't it needed?` expects a yes, and says not.
  if (clause.slice(0, first.at).trim() === '') return undefined;
  if (more.length > 0 && !deniesTwice.has(language)) return undefined;
  // `close a port that is not needed`
  const [act] = acts;
  const later = acts.some(({ at }) => at > first.at);
  if (act !== undefined && act.at < first.at && later && act.kind !== 'open' && act.kind !== 'permitted')
    return undefined;
  return -1;
}

/** In these, two denials are one. */
const deniesTwice: ReadonlySet<Language> = new Set(['spanish', 'italian', 'polish', 'portuguese', 'french']);

/** `stop blocking` opens, `stop using` closes, and of `close one and open the other` nobody knows. */
function joinedSide(acts: readonly Act[], clause: string, language: Language): Side | undefined {
  const against = acts.filter(({ kind }) => kind !== 'open' && kind !== 'permitted');
  if (against.length === 0) return 1;
  const between = (a: Act, b: Act) => clause.slice(a.end, b.at);
  const joined = acts.some((act, index) => {
    const next = acts[index + 1];
    return next !== undefined && finds('joining', between(act, next), language).length > 0;
  });
  const [first, second, third] = against;
  if (joined) return against.length === acts.length ? -1 : undefined;
  if (second === undefined) return -1;
  return first?.kind === 'remove' && second.kind === 'close' && third === undefined ? 1 : undefined;
}

function sentencesOf(text: string): string[] {
  return text.split(sentenceEnd).filter((each) => /[\p{L}\d]/u.test(each));
}

/** The part of a sentence that asks, without its conditions. */
function mainClause(sentence: string, language: Language): string {
  // `they want to know if …`
  const reported = finds('reporting', sentence, language).at(-1);
  const direct = reported === undefined ? sentence : sentence.slice(reported.end);
  const parts = direct
    .split(/[,()–—]|\s-+\s|(?=¿)/u)
    .flatMap((part) => fromVerb(part, language))
    .map((part) => part.trim().replace(/^¿\s*/, ''))
    .filter((part) => part !== '');
  const beginsWith = (part: string, kind: Kind) => finds(kind, part, language)[0]?.at === 0;
  const own = parts.filter((part) => !beginsWith(part, 'condition'));
  const asking = own.filter((part) => asks(part, language));
  // `we have none, le 3101 peut-il être fermé ?`
  const last = own.slice(-1);
  const judges = own.some((part) => finds('good', part, language).length + finds('bad', part, language).length > 0);
  const acts = last.some((part) => actsOf(part, language).length > 0);
  const inverted = direct.includes('¿') || (direct.includes('?') && acts && !judges) ? last : own;
  const main = (asking.length > 0 ? asking : inverted).join(', ') || direct;
  const condition = finds('condition', main, language).find(({ at }) => at > 0);
  return condition === undefined ? main : main.slice(0, condition.at).trim();
}

/** `everybody uses 587 so can I close 25`: two parts. */
function fromVerb(part: string, language: Language): string[] {
  if (finds('condition', part, language)[0]?.at === 0) {
    // `if nobody has one can I delete it`
    const verb = [...part.matchAll(/\s(?=[\p{L}'])/gu)].findLast(({ index }) => asks(part.slice(index + 1), language));
    return verb === undefined ? [part] : [part.slice(0, verb.index), part.slice(verb.index + 1)];
  }
  const at = [...part.matchAll(/\s(\p{L}+)\s(?=[\p{L}']+)/gu)].find(
    ({ 0: { length }, 1: word = '', index }) => joiners.has(word) && asks(part.slice(index + length), language),
  )?.index;
  return at === undefined ? [part] : [part.slice(0, at), part.slice(at + 1)];
}

/** `so is 25 superfluous` */
function asks(part: string, language: Language): boolean {
  const [first = '', second = ''] = part.split(/[^\p{L}'-]+/u).filter((word) => word !== '');
  const opens = (word: string) => isOpener(word, language) || isOpener(word, 'english');
  return opens(first) || (joiners.has(first) && opens(second));
}

const joiners: ReadonlySet<string> = new Set(
  'so and but then now und aber also y pero et mais e ma en maar i ale mas'.split(' '),
);

const patterns = new Map<string, RegExp>();

/** Where words of a kind stand: those of the question's language, and, of what is done, English ones. */
function finds(kind: Kind, text: string, language: Language): Act[] {
  const key = `${kind} ${language}`;
  let pattern = patterns.get(key);
  if (pattern === undefined) {
    pattern = patternOf(kind, language);
    patterns.set(key, pattern);
  }
  return [...text.matchAll(pattern)].map(({ 0: { length }, index }) => ({ kind, at: index, end: index + length }));
}

/** Words that hold sentences together are another thing in each language. */
const ofOneLanguage: ReadonlySet<Kind> = new Set<Kind>([
  'reporting',
  'not',
  'condition',
  'joining',
  'enough',
  'restrict',
  'good',
  'back',
  'must',
]);

function patternOf(kind: Kind, language: Language): RegExp {
  const lists = ofOneLanguage.has(kind) ? [words[kind][language]] : [words[kind][language], words[kind].english];
  const alternatives = lists
    .flatMap((list) => list.split(', '))
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replaceAll('*', '\\p{L}*').replace('$', '(?=[\\s?!.]*$)'));
  return new RegExp(`(?<![\\p{L}\\d])(?:${alternatives.join('|')})(?![\\p{L}\\d])`, 'gu');
}
