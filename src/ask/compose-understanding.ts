import { compareVersions, type KnowledgeBase } from '../../knowledge/knowledge.ts';
import { type Candidate, callOf } from './candidates/candidate.ts';
import { entryOf } from './entries.ts';
import type { FoundRow } from './entry-index.ts';
import type { Considered } from './narrow-down.ts';
import { certain } from './rank-candidates.ts';
import type { ReadingTools } from './read-question.ts';
import type { Reading } from './reading.ts';
import { mostOthers, nearPorts, othersFrom, othersOf, remarksOn, unknownRecords } from './remarks.ts';
import type { AskCall, Understanding } from './understanding.ts';
import { wordOf } from './verdict/article-verdict.ts';
import { wordBefore } from './verdict/word-before.ts';

/** From this on an answer is given without a doubt that only one of the two gives. Of such, 95 in 100 are right. */
const certainAlone = 0.72;
/** The classifier alone is never sure of a shorter question. */
const fewestWords = 3;
/** The next candidate must score at least this much less. */
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
  const agrees =
    agreed &&
    best.score >= certain &&
    (next === undefined || best.by === 'structure' || best.score - next.score >= margin);
  // A word or two may be the name of a command that is not to be had here.
  const sure = agrees || (!agreed && best.score >= certainAlone && reading.words.length >= fewestWords);
  const { verdict, plain } = wordBefore(best, reading, whole, tools);
  return {
    kind: 'understood',
    call: plain ? plainly(best) : best.call,
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
  if (call.path[0] !== 'article' || first?.kind !== 'article' || wordOf(first.row) === undefined) return call;
  return callOf(call.path, { ...call.values, form: 'plain' }, [call.line, 'plain']);
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
