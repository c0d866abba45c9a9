import { type Article, compareVersions, type KnowledgeBase } from '../../knowledge/knowledge.ts';
import { type Candidate, callOf } from './candidates/candidate.ts';
import { entryOf } from './entries.ts';
import type { FoundRow } from './entry-index.ts';
import type { Considered } from './narrow-down.ts';
import { certain, holdsNumbers, namesOtherNumbers } from './rank-candidates.ts';
import { type ReadingTools, readQuestion } from './read-question.ts';
import type { Reading } from './reading.ts';
import { mostOthers, nearPorts, othersFrom, othersOf, remarksOn, unknownPorts, unknownRecords } from './remarks.ts';
import type { AskCall, Understanding, Verdict } from './understanding.ts';
import { turnsAdvisory } from './verdict/advisory-verdict.ts';
import {
  answersYesOrNo,
  articleVerdict,
  enoughVerdict,
  isPutOtherwise,
  sentenceVerdict,
  versionVerdict,
  wordOf,
} from './verdict/article-verdict.ts';
import { asksOfHarm, closes, undoesClosing } from './verdict/polarity.ts';
import { isTurned } from './verdict/turned.ts';

/** Below this an article is shown without its yes or no. */
const leastForYesOrNo = 0.6;
/** Below this nothing that was worked out is said before an answer. */
const leastForWorked = 0.45;
/** Unless the classifier is as sure of it as that. */
const surelyItsClass = 0.9;
/** `587 instead of 25?` asks for another thing than either of them. */
const insteadWords: ReadonlySet<string> = new Set(['instead', 'rather', 'statt', 'anstatt', 'vez']);
/** From this on an answer is given without a doubt that only one of the two gives. Of such, 95 in 100 are right. */
const certainAlone = 0.72;
/** The classifier alone is not sure of less. */
const fewestWords = 3;
/** How much less likely the next candidate has to be. */
const margin = 0.06;

/** A candidate as the meaning of a question. */
export function answerWith(
  best: Candidate,
  agreed: boolean,
  { reading, found, candidates }: Considered,
  whole: Reading,
  tools: ReadingTools,
): Understanding {
  const about = best.about.flatMap((of) => entryOf(of) ?? []);
  const next = candidates.find(({ call }) => call.line !== best.call.line);
  const strangers = unknownPorts(reading);
  const agrees =
    agreed &&
    best.score >= certain &&
    (next === undefined || best.by === 'structure' || best.score - next.score >= margin);
  // A word or two may be the name of a command that is not to be had here.
  const sure = agrees || (!agreed && best.score >= certainAlone && reading.words.length >= fewestWords);
  // Where the article is a guess, its yes or no is none to the question.
  const isGuess =
    best.call.path[0] === 'article' &&
    ((best.score <= leastForYesOrNo && (best.likelihood ?? 0) < surelyItsClass) ||
      reading.words.some((word) => insteadWords.has(word)) ||
      namesOtherNumbers(best, reading));
  const [path] = best.call.path;
  const isDoubtful =
    path !== 'article' &&
    (isTurned(whole.text) ||
      best.score < leastForWorked ||
      (path === 'advisories' && turnsAdvisory(whole.text.split(/[^\p{L}]+/u))));
  const byRow = isDoubtful ? undefined : (best.verdict ?? (isGuess ? undefined : verdictOfRow(best, reading, tools)));
  // A yes would be one to the number that nobody knows as well.
  const known = strangers.length > 0 && byRow?.says === 'yes' ? undefined : byRow;
  const plain =
    known !== undefined ||
    strangers.length > 0 ||
    isGuess ||
    (reading.yesNo && namesVersion(reading)) ||
    !(reading.yesNo || whole.yesNo) ||
    isOtherwise(best, reading, tools);
  const own = { verdict: known, plain };
  const said = isGuess || strangers.length > 0 ? own : saidBy(best, whole, known, own, tools);
  const { verdict } = said;
  return {
    kind: 'understood',
    call: said.plain ? plainly(best) : best.call,
    about,
    ...(verdict === undefined ? {} : { verdict }),
    remarks: [...newerVersions(reading, best, tools.knowledge), ...remarksOn(reading, best)],
    confidence: Math.round(Math.min(best.score, 0.99) * 100) / 100,
    sure,
    others: othersFrom(
      candidates.filter(({ call }) => call.line !== best.call.line),
      found,
      [best.call.line, ...about.map(({ line }) => line)],
    ),
  };
}

/** An article's own yes or no is left out where none is asked for, or the question is put the other way round. */
function plainly({ call, about: [first] }: Candidate): AskCall {
  if (call.path[0] !== 'article' || first?.kind !== 'article' || !/^(?:yes|no)[,.;]/i.test(first.row.answer))
    return call;
  return callOf(call.path, { ...call.values, form: 'plain' }, [call.line, 'plain']);
}

interface Said {
  readonly verdict: Verdict | undefined;
  /** The article's own yes or no is left out. */
  readonly plain: boolean;
}

/**
 * The word that an article gives to a question, by its rows and by what was learnt of such questions. What was learnt surely
 * adds a word where the rows know none, and takes theirs away where it is another. An article that was not learnt has the rows alone.
 */
function saidBy(best: Candidate, whole: Reading, byRow: Verdict | undefined, own: Said, tools: ReadingTools): Said {
  const [first] = best.about;
  if (best.call.path[0] !== 'article' || first?.kind !== 'article' || best.verdict !== undefined) return own;
  const heard = tools.stance.wordOf(whole, first.row.id);
  // Only the words for harm of some languages are known to turn a question round.
  if (isTurned(whole.text))
    return byRow !== undefined && asksOfHarm(whole) && !namesVersion(whole) ? own : { verdict: undefined, plain: true };
  if (heard === undefined || namesOtherPorts(first.row, whole)) return own;
  if (tools.stance.asksYesNo(whole) < leastAsked) return { verdict: undefined, plain: true };
  const begins = wordOf(first.row);
  if (byRow?.says === 'depends') return own;
  const byRules = byRow?.says ?? (own.plain ? undefined : begins);
  const says = byRules ?? heard.says;
  const isSure =
    heard.says === says
      ? byRules !== undefined || heard.likelihood >= sureOfWord
      : byRules !== undefined && heard.likelihood < sureOfOther;
  // What is so from a version on is known by rows alone.
  if (byRules === undefined && namesVersion(whole)) return own;
  if (
    !isSure ||
    contradicts(says, first.row, whole) ||
    (byRules === undefined && (best.score < certain || undoesClosing(whole)))
  )
    return { verdict: undefined, plain: true };
  if (says === begins && byRow === undefined) return { verdict: undefined, plain: false };
  return { verdict: byRow ?? { says, because: '' }, plain: true };
}

/** `Yes. Open both` to who wants to drop one, and `No, never block it` to who asks whether it has to stay, are none. */
function contradicts(says: Verdict['says'], { answer }: Article, whole: Reading): boolean {
  const told = answer.replace(/^(?:yes|no)[,.;] +/i, '');
  if (says === 'yes') return /^(?:open|allow|keep|leave|use)\b/i.test(told) && closes(whole);
  return says === 'no' && /^never (?:block|close)\b/i.test(told) && !closes(whole);
}

/** `is 587 needed if all use 465` is not answered by what is said of 25. */
function namesOtherPorts({ question }: Article, { ports }: Reading): boolean {
  // What stands first is what it is about; others are in its condition.
  const [own] = question.match(/\d+/) ?? [];
  const asked = ports.filter(({ conditional }) => !conditional);
  return own !== undefined && asked.length > 0 && !asked.some(({ port }) => own === String(port));
}

/** How likely a question has to ask for a word at all. */
const leastAsked = 0.3;
/** How likely a word has to be that the rows don't give, and one that is another than theirs. */
const sureOfWord = 0.9;
const sureOfOther = 0.8;

/** True for a question that isn't put the way the article's own question is. */
function isOtherwise({ about: [first] }: Candidate, reading: Reading, tools: ReadingTools): boolean {
  return first?.kind === 'article' && isPutOtherwise(first.row, reading, readQuestion(first.row.question, tools));
}

/** True for a question about a version. */
function namesVersion({ versions, span, foreign }: Reading): boolean {
  return versions.length + foreign.length > 0 || span !== undefined;
}

/** Said first of a version that is newer than any known one; commands about versions say it themselves. */
function newerVersions(reading: Reading, { call }: Candidate, knowledge: KnowledgeBase): string[] {
  return ['advisories', 'releases'].includes(call.path[0] ?? '') ? [] : newerThanAny(reading, knowledge);
}

function newerThanAny({ versions }: Reading, { releases: [newest] }: KnowledgeBase): string[] {
  if (newest === undefined) return [];
  return versions
    .filter((version) => compareVersions(version, newest.id) > 0)
    .map((version) => `${version} is newer than the newest release I know, ${newest.id}.`);
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

/** What is said where nothing answers a question: what of it is not known, and what is near. */
export function declineUnknown(
  reading: Reading,
  best: Candidate | undefined,
  found: readonly FoundRow[],
  knowledge: KnowledgeBase,
): Understanding {
  const numbers = nearPorts(reading, knowledge);
  const remarks = [...newerThanAny(reading, knowledge), ...unknownRecords(reading)];
  const others = [...numbers, ...othersOf(found, numbers)].slice(0, mostOthers);
  return {
    kind: 'declined',
    reason: 'unknown',
    ...(remarks.length === 0 ? {} : { remarks }),
    confidence: Math.round((1 - (best?.score ?? 0)) * 100) / 100,
    others,
  };
}
