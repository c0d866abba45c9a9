import { longestQuestion } from './question-words.ts';

/** How many parts of a text are looked at, which bounds the time that a long one takes. */
const mostParts = 5;
/** Shorter parts say nothing by themselves: `P3`, `REQ`. */
const shortestPart = 2;

/** A sentence with fewer words is not divided. */
const shortestDivided = 8;

/** Marks that end a sentence. A colon is one, because people say who asks before it: `security team: may we …`. */
export const sentenceEnd = /(?<=[.!?;:])\s+|\n+/;

/** Where a question begins in the middle of a sentence, behind a mark or a word that joins. */
const asking =
  'what|which|whats|why|how|where|when|who|is|isnt|are|do|does|did|can|could|may|must|should|would|will|shall|has|have|was|welche[rsnm]?|wie|wo|warum|wieso|weshalb|wann|wer|wozu|wof[uü]r|kann|darf|muss|soll|ist|sind|braucht|brauche|qu[eé]|cu[aá]l(?:es)?|c[oó]mo|d[oó]nde|cu[aá]ndo|puedo|debo|necesito|hace falta|hay que|tengo que';
/** The same in the languages in which stories are not divided. */
const askingElsewhere =
  'quel(?:le)?s?|comment|pourquoi|quand|o[uù]|qui|est-ce que|faut-il|peut-on|qual[ei]?s?|come|perch[eé]|dove|quando|chi|devo|posso|serve|welke?|hoe|waarom|wanneer|waar|wie|wat|moet|mag|jak(?:i|a|ie)?|kt[oó]r[yae]|dlaczego|kiedy|gdzie|czy|co|quais|como|por que|onde|quem|preciso';
const joined = new RegExp(
  `(?:[,–—(]|\\s-+|\\b(?:and|but|so|und|aber|also|y|pero))\\s+(?:(?:and|but|so|then|also|now|und|aber|y|pero|on|auf|from|by|in|ab|f[uü]r|por|en) )?(?=(?:${asking})\\b)`,
  'giu',
);
const begins = new RegExp(`^\\s*(?:if |whether |ob |si )?(?:${asking})\\b`, 'iu');
/** Phrases that introduce someone else's question. */
const reported =
  /\b(?:wants? to know|would like to know|needs? to know|asks?(?: me| us)?|asked(?: me| us)?|is asking|are asking|wonders?|wondering|am not sure|confirm|tell me|explain|will wissen|wollen wissen|wissen will|m[oö]chte wissen|fragt(?: mich| uns)?|fragen|pregunta|preguntan|quiere saber|quieren saber)\b[\s,:]*/giu;

/**
 * The parts of a text that may be the question of a story, the likeliest first; none where it has but one part. People
 * tell what happened, who asks and what they have tried; a question mark, a word that asks, or the end shows the point.
 */
export function clausesOf(text: string): string[] {
  const whole = text.slice(0, longestQuestion);
  const sentences = joinShort(whole.split(sentenceEnd).filter((part) => part.trim() !== ''));
  const marked = sentences.filter((part) => part.includes('?'));
  const asked = marked.length > 0 ? marked : sentences.filter((part) => begins.test(part));
  const likely = (asked.length > 0 ? asked : sentences).slice(-3);
  const parts = [...likely.flatMap(withinSentence).filter(isLong), ...(sentences.length > 1 ? likely : [])];
  const unlike = new Set(parts.map((part) => part.trim()).filter((part) => part !== whole.trim()));
  return [...unlike].slice(0, mostParts);
}

/** A sentence from where its question begins, and the same up to the next comma. */
function withinSentence(sentence: string): string[] {
  const starts = [...sentence.matchAll(joined), ...sentence.matchAll(reported)]
    .map(({ index, 0: { length } }) => index + length)
    .sort((a, b) => a - b);
  const last = starts.at(-1);
  // A short one is a question as a whole.
  if (sentence.split(/\s+/).length < shortestDivided) return [];
  if (last === undefined) return beforeComma(sentence);
  const [first = last] = starts;
  return [...new Set([first, last])]
    .map((start) => sentence.slice(start).replace(/^\s*(?:if|ob|si)\b/i, 'whether'))
    .flatMap((part) => [part, ...beforeComma(part)]);
}

/** `is it safe to block it, we are on 21` */
function beforeComma(part: string): string[] {
  // The words after an `if` are part of the question.
  const comma = begins.test(part)
    ? part.search(/(?:,|\s-+)\s(?!\s*(?:if|when|as|unless|wenn|falls|sobald|si|cuando)\b)/i)
    : -1;
  return comma > 0 ? [`${part.slice(0, comma)}${part.includes('?') ? '?' : ''}`] : [];
}

/** The last sentences of a text that has several; people come to the point at the end. */
export function sentencesOf(text: string): string[] {
  const sentences = text
    .slice(0, longestQuestion)
    .split(sentenceEnd)
    .filter((part) => part.trim() !== '');
  return sentences.length < 2 ? [] : sentences.slice(-3);
}

/** `Customer's BlackBerry phones stopped. Reason?` is one question. */
function joinShort(sentences: readonly string[]): string[] {
  const joined: string[] = [];
  for (const sentence of sentences) {
    const before = joined.at(-1);
    if (before !== undefined && !isLong(sentence) && sentence.includes('?'))
      joined[joined.length - 1] = `${before} ${sentence}`;
    else joined.push(sentence);
  }
  return joined;
}

function isLong(part: string): boolean {
  return part.split(/\s+/).length > shortestPart;
}

/** Where a second question begins: behind a mark that ends one, or behind a word that joins it to the first. */
const joining = 'and|und|y|et|e|en|i|oraz|plus|also';
const anyAsking = `(?:${asking}|${askingElsewhere})\\b`;
const second = new RegExp(
  `([?])\\s+(?:(?:${joining}) )?|[,;–—]?\\s+(?:${joining})\\s+(?:also |then |auch |también |aussi |anche |ook |também )?(?=${anyAsking})|[,;]\\s+(?=${anyAsking})`,
  'iu',
);
const asksFirst = new RegExp(
  `^(?:(?:${joining}|so|hi|ok|mdaemon|,) )?(?:(?:for|from|since|until|on|by|in|at|auf|ab|seit|bis|für|en|por|desde|de|à|da|op|do|od|na) )?${anyAsking}`,
  'iu',
);
/** A question has a verb or a word that asks, and something it asks about. */
const shortestQuestion = 3;
const mostQuestions = 3;

/** The questions of a text that asks two or three things; none where it asks one, or tells something beside it. */
export function questionsOf(text: string): string[] {
  // Every other piece is the mark that ended the one before.
  const pieces = text.slice(0, longestQuestion).split(second);
  const parts = pieces.flatMap((piece = '', at) => {
    const isMarked = pieces[at + 1] === '?' || piece.trimEnd().endsWith('?');
    return at % 2 === 1 || piece.trim() === '' ? [] : [{ part: piece.trim(), isMarked }];
  });
  if (parts.length < 2 || parts.length > mostQuestions) return [];
  const isQuestion = ({ part, isMarked }: (typeof parts)[number]) =>
    part.split(/\s+/).length >= shortestQuestion && (isMarked || asksFirst.test(part));
  return parts.every(isQuestion) ? parts.map(({ part }) => (part.endsWith('?') ? part : `${part}?`)) : [];
}
