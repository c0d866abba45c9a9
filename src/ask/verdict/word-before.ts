import type { Article } from '../../../knowledge/knowledge.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { certain, holdsNumbers, namesOtherNumbers } from '../rank-candidates.ts';
import { type ReadingTools, readQuestion } from '../read-question.ts';
import type { Reading } from '../reading.ts';
import { unknownPorts } from '../remarks.ts';
import type { Verdict } from '../understanding.ts';
import { turnsAdvisory } from './advisory-verdict.ts';
import {
  answersYesOrNo,
  articleVerdict,
  enoughVerdict,
  isPutOtherwise,
  sentenceVerdict,
  subjectOf,
  versionVerdict,
  withoutWord,
  wordOf,
} from './article-verdict.ts';
import { asksOfHarm, closes, undoesClosing } from './polarity.ts';
import { isTurned } from './turned.ts';

/** An article that scores no more than this loses its yes or no, unless the classifier is sure of it. */
const leastForYesOrNo = 0.6;
const surelyItsClass = 0.9;
/** Below this, nothing that was worked out from rows goes before an answer. */
const leastForWorked = 0.45;
/** If a yes or no is less likely to be wanted than this, there is none. */
const leastAsked = 0.3;
/** What was learnt adds a word only if it is this sure, and takes a word of the rows away if it is this sure of another. */
const sureOfWord = 0.9;
const sureOfOther = 0.8;
/** `587 instead of 25?` asks for another thing than either of them. */
const insteadWords: ReadonlySet<string> = new Set(['instead', 'rather', 'statt', 'anstatt', 'vez']);

/** What goes before an answer. */
export interface WordBefore {
  readonly verdict: Verdict | undefined;
  /** The article's own yes or no is left out. */
  readonly plain: boolean;
}

/**
 * The Yes, No or It depends before an answer.
 *
 * @param reading the part of the text that the answer is to
 * @param whole the text as a whole, since a word around that part may turn it round
 */
export function wordBefore(best: Candidate, reading: Reading, whole: Reading, tools: ReadingTools): WordBefore {
  const strangers = unknownPorts(reading);
  const isGuess = isGuessed(best, reading);
  const worked = isDoubtful(best, whole)
    ? undefined
    : (best.verdict ?? (isGuess ? undefined : verdictOfRow(best, reading, tools)));
  // A yes would be one to the number that nobody knows as well.
  const verdict = strangers.length > 0 && worked?.says === 'yes' ? undefined : worked;
  const plain =
    verdict !== undefined ||
    strangers.length > 0 ||
    isGuess ||
    (reading.yesNo && namesVersion(reading)) ||
    !(reading.yesNo || whole.yesNo) ||
    isOtherwise(best, reading, tools);
  const byRows = { verdict, plain };
  const [first] = best.about;
  if (isGuess || strangers.length > 0 || best.verdict !== undefined || !isArticle(best) || first?.kind !== 'article')
    return byRows;
  return wordOfArticle(first.row, best, whole, byRows, tools);
}

function isArticle({ call }: Candidate): boolean {
  return call.path[0] === 'article';
}

/** The yes or no of an article that is a guess is none to the question. */
function isGuessed(best: Candidate, reading: Reading): boolean {
  return (
    isArticle(best) &&
    ((best.score <= leastForYesOrNo && (best.likelihood ?? 0) < surelyItsClass) ||
      reading.words.some((word) => insteadWords.has(word)) ||
      namesOtherNumbers(best, reading))
  );
}

/** A word worked out from the rows of a command, for a question whose yes may mean the opposite. */
function isDoubtful(best: Candidate, { text }: Reading): boolean {
  if (isArticle(best)) return false;
  const isAdvisory = best.call.path[0] === 'advisories';
  return best.score < leastForWorked || isTurned(text) || (isAdvisory && turnsAdvisory(text.split(/[^\p{L}]+/u)));
}

const none: WordBefore = { verdict: undefined, plain: true };

/**
 * The word an article gives, by its rows and by what was learnt of questions to it. What was learnt surely adds a word where
 * the rows know none, and takes theirs away where it is another. An article that was not learnt has the rows alone.
 */
function wordOfArticle(
  article: Article,
  { score }: Candidate,
  whole: Reading,
  byRows: WordBefore,
  { stance }: ReadingTools,
): WordBefore {
  const { verdict, plain } = byRows;
  // Only the words for harm of some languages are known to turn a question round.
  if (isTurned(whole.text)) return verdict !== undefined && asksOfHarm(whole) && !namesVersion(whole) ? byRows : none;
  if (namesOtherPorts(article, whole)) return byRows;
  const heard = stance.wordOf(whole, article.id);
  if (heard === undefined) return byRows;
  if (stance.asksYesNo(whole) < leastAsked) return none;
  if (verdict?.says === 'depends') return byRows;
  const begins = wordOf(article);
  const known = verdict?.says ?? (plain ? undefined : begins);
  if (known !== undefined) {
    const isOther = heard.says !== known && heard.likelihood >= sureOfOther;
    return isOther || contradicts(known, article, whole) ? none : byRows;
  }
  // What is so from a version on is known by rows alone.
  if (namesVersion(whole)) return byRows;
  const isSure = heard.likelihood >= sureOfWord && score >= certain;
  if (!isSure || contradicts(heard.says, article, whole) || undoesClosing(whole)) return none;
  return heard.says === begins
    ? { verdict: undefined, plain: false }
    : { verdict: { says: heard.says, because: '' }, plain: true };
}

/** `Yes. Open both` to who wants to drop one, and `No, never block it` to who asks whether it has to stay, are none. */
function contradicts(says: Verdict['says'], { answer }: Article, whole: Reading): boolean {
  const told = withoutWord(answer);
  if (says === 'yes') return /^(?:open|allow|keep|leave|use)\b/i.test(told) && closes(whole);
  return says === 'no' && /^never (?:block|close)\b/i.test(told) && !closes(whole);
}

/** `is 587 needed if all use 465` is not answered by what is said of 25. */
function namesOtherPorts(article: Article, { ports }: Reading): boolean {
  const own = subjectOf(article);
  const asked = ports.filter(({ conditional }) => !conditional);
  return own !== undefined && asked.length > 0 && !asked.some(({ port }) => own === String(port));
}

/** True for a question that isn't put the way the article's own question is. */
function isOtherwise({ about: [first] }: Candidate, reading: Reading, tools: ReadingTools): boolean {
  return first?.kind === 'article' && isPutOtherwise(first.row, reading, readQuestion(first.row.question, tools));
}

/** True for a question about a version. */
function namesVersion({ versions, span, foreign }: Reading): boolean {
  return versions.length + foreign.length > 0 || span !== undefined;
}

/** The yes or no that the row itself gives, where the candidate brought none. */
function verdictOfRow({ call, about }: Candidate, reading: Reading, tools: ReadingTools): Verdict | undefined {
  const path = call.path[0];
  const [first] = about;
  if (first === undefined || !reading.yesNo || !ofRows.has(path ?? '')) return undefined;
  const read = (text: string) => readQuestion(text, tools);
  const article = first.kind === 'article' ? first.row : undefined;
  const byVersion = versionVerdict(first, reading, tools.knowledge.releases[0]?.id);
  // A sentence about one version is no evidence for another one.
  if (byVersion === undefined && namesVersion(reading)) return undefined;
  if (byVersion !== undefined) return byVersion;
  if (article !== undefined && answersYesOrNo(article)) return articleVerdict(article, reading, read(article.question));
  const byAmount = article === undefined ? undefined : enoughVerdict(article, reading);
  if (byAmount !== undefined) return byAmount;
  const articles = about.flatMap((of) => (of.kind === 'article' && holdsNumbers(of.row, reading) ? [of.row] : []));
  return articles.map((row) => sentenceVerdict(row, reading, read)).find((verdict) => verdict !== undefined);
}

const ofRows: ReadonlySet<string> = new Set(['article', 'deadlines', 'updates']);
