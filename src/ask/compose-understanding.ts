import { compareVersions, type KnowledgeBase } from '../../knowledge/knowledge.ts';
import { type Candidate, callOf } from './candidates/candidate.ts';
import { entryOf } from './entries.ts';
import type { FoundRow } from './entry-index.ts';
import { concepts } from './lexicon.ts';
import type { Considered } from './narrow-down.ts';
import { certain, holdsNumbers, namesOtherNumbers } from './rank-candidates.ts';
import { type ReadingTools, readQuestion } from './read-question.ts';
import type { Reading } from './reading.ts';
import { mostOthers, nearPorts, othersFrom, othersOf, remarksOn, unknownPorts, unknownRecords } from './remarks.ts';
import type { AskCall, Understanding, Verdict } from './understanding.ts';
import {
  answersYesOrNo,
  articleVerdict,
  enoughVerdict,
  isPutOtherwise,
  sentenceVerdict,
  versionVerdict,
} from './verdict/article-verdict.ts';

/** Below this an article is shown without its yes or no. */
const leastForYesOrNo = 0.6;
/** `587 instead of 25?` asks for another thing than either of them. */
const insteadWords: ReadonlySet<string> = new Set(['instead', 'rather', 'statt', 'anstatt', 'vez']);
/** From this on an answer is given without a doubt that only one of the two gives. Of such, 95 in 100 are right. */
const certainAlone = 0.72;
/** How much less likely the next candidate has to be. */
const margin = 0.06;

/** A candidate as the meaning of a question. */
export function answerWith(
  best: Candidate,
  agreed: boolean,
  { reading, found, candidates }: Considered,
  tools: ReadingTools,
): Understanding {
  const about = best.about.flatMap((of) => entryOf(of) ?? []);
  const next = candidates.find(({ call }) => call.line !== best.call.line);
  const strangers = unknownPorts(reading);
  const agrees =
    agreed &&
    best.score >= certain &&
    (next === undefined || best.by === 'structure' || best.score - next.score >= margin);
  const sure = agrees || (!agreed && best.score >= certainAlone);
  // Where the article is a guess, its yes or no is none to the question.
  const isGuess =
    best.call.path[0] === 'article' &&
    (best.score < leastForYesOrNo ||
      reading.words.some((word) => insteadWords.has(word)) ||
      namesOtherNumbers(best, reading));
  const worked = best.verdict ?? (isGuess ? undefined : verdictOfRow(best, reading, tools));
  // A yes would be one to the number that nobody knows as well.
  const verdict = strangers.length > 0 && worked?.says === 'yes' ? undefined : worked;
  return {
    kind: 'understood',
    call:
      verdict !== undefined ||
      strangers.length > 0 ||
      isGuess ||
      (reading.yesNo && namesVersion(reading)) ||
      (!reading.yesNo && reading.has(...asking)) ||
      isOtherwise(best, reading, tools)
        ? plainly(best)
        : best.call,
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

/** Words of questions that no yes or no answers. */
const asking = concepts('what which why how when where who amount');

/** An article's own yes or no is left out where none is asked for, or the question is put the other way round. */
function plainly({ call, about: [first] }: Candidate): AskCall {
  if (call.path[0] !== 'article' || first?.kind !== 'article' || !/^(?:yes|no)[,.;]/i.test(first.row.answer))
    return call;
  return callOf(call.path, { ...call.values, form: 'plain' }, [call.line, 'plain']);
}

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
