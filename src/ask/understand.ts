import type { KnowledgeBase } from '../../knowledge/knowledge-base.ts';
import { type Candidate, callOf } from './candidates/candidate.ts';
import { deadlinesCandidates } from './candidates/deadlines.ts';
import { firewallCandidates } from './candidates/firewall.ts';
import { foundCandidates } from './candidates/found.ts';
import { intentCandidates } from './candidates/intent-articles.ts';
import { isNegated, portsCandidates } from './candidates/ports.ts';
import { processCandidates } from './candidates/process.ts';
import { renamesCandidates } from './candidates/renames.ts';
import { restartCandidates } from './candidates/restart.ts';
import { updatesCandidates } from './candidates/updates.ts';
import { refusal } from './decline.ts';
import type { EntryIndex, FoundRow } from './entry-index.ts';
import { entryOf } from './entry-of.ts';
import { longestQuestion } from './fold.ts';
import type { Concept } from './lexicon/english.ts';
import { nearPorts } from './near-ports.ts';
import { type ReadingTools, readQuestion } from './read-question.ts';
import { termOfElsewhere } from './read-terms.ts';
import type { Reading } from './reading.ts';
import { remarksOn } from './remarks.ts';
import type { AskCall, Entry, Understanding, Verdict } from './understanding.ts';
import { answersYesOrNo, articleVerdict } from './verdict/article-verdict.ts';
import { weigh } from './weigh.ts';

/** A list of ports that leaves nothing of the question unexplained goes before what is found by its words. */
const plainLookUp = 0.9;
const behindLookUp = 0.88;
const lookUps: ReadonlySet<string> = new Set([
  'ports',
  'process',
  'renames',
  'deadlines',
  'firewall',
  'updates',
  'why-restart',
]);
/** Who asks for a yes or a no is rather given one. */
const withoutYesOrNo = 0.88;
/** Below this an answer would be a guess. */
const threshold = 0.54;
/** English words are compared with English texts, so more can be asked of them. */
const thresholdOfText = 0.57;
/** What is asked for without something is easily answered with it. */
const certainOfNegation = 0.85;
/** From this on an answer is given without a doubt, unless another is as near. */
const certain = 0.7;
/** How much less likely the next candidate has to be. */
const margin = 0.06;
/** From this on a question is clear as a whole; else its sentences are looked at one by one. */
const clear = 0.78;
const mostSentences = 3;
/** An answer to a part of a question is that much less sure. */
const partShare = 0.95;
/** How many rows are looked at, and how like the question one has to be to be offered. */
const mostFound = 12;
const offered = 0.22;
const mostOthers = 3;

/** Understands one question. */
export function understandQuestion(text: string, tools: ReadingTools, index: EntryIndex): Understanding {
  const whole = consider(text, tools, index);
  if (whole.reading.words.length === 0) return { kind: 'declined', reason: 'empty', confidence: 1, others: [] };
  const { reading, found, candidates } = narrowDown(text, whole, tools, index);
  const [best] = candidates;
  const isAbout = (candidate: Candidate, subject: string) =>
    candidate.about.some(({ row }) =>
      found.some(({ of, terms, name }) => {
        if (of.row !== row) return false;
        const term = termOfElsewhere(subject);
        // What only mentions another product tells nothing of it; what is called so does.
        return of.kind === 'service' || of.kind === 'port' ? name.includes(term) : terms.has(term);
      }),
    );
  const refused = refusal(inContext(reading, whole.reading), best, isAbout);
  if (refused !== undefined) {
    const near = refused.reason === 'elsewhere' ? othersOf(found, []) : [];
    return { kind: 'declined', ...refused, others: near };
  }
  const byText = reading.language === 'english' ? thresholdOfText : threshold;
  const least = best?.by !== 'text' ? threshold : isNegated(reading) ? certainOfNegation : byText;
  if (best === undefined || best.score < least) return notKnown(reading, best, found, tools.knowledge);
  const about = best.about.flatMap((of) => entryOf(of) ?? []);
  const next = candidates.find(({ call }) => call.line !== best.call.line);
  const verdict = best.verdict ?? verdictOfArticle(best, reading, tools);
  return {
    kind: 'understood',
    call:
      best.call.path[0] === 'article' && ((!reading.yesNo && reading.has(...asking)) || verdict !== undefined)
        ? plainly(best, tools)
        : best.call,
    about,
    ...(verdict === undefined ? {} : { verdict }),
    remarks: remarksOn(reading, best),
    confidence: Math.round(Math.min(best.score, 0.99) * 100) / 100,
    sure: best.score >= certain && (next === undefined || best.by === 'structure' || best.score - next.score >= margin),
    others: othersFrom(candidates.slice(1), found, [best.call.line, ...about.map(({ line }) => line)]),
  };
}

/** Words of questions that no yes or no answers. */
const asking: readonly Concept[] = ['what', 'which', 'why', 'how', 'when', 'where', 'who'];

/** An article's own yes or no is left out where none is asked for, or the question is put the other way round. */
function plainly({ call, about: [first] }: Candidate, { knowledge }: ReadingTools): AskCall {
  const row = first?.kind === 'article' ? knowledge.article(first.row.id) : undefined;
  if (row === undefined || !/^(?:yes|no)\b/i.test(row.answer)) return call;
  return callOf(call.path, { ...call.values, form: 'plain' }, [call.line, 'plain']);
}

interface Considered {
  readonly reading: Reading;
  readonly found: readonly FoundRow[];
  /** Best first. */
  readonly candidates: readonly Candidate[];
}

function consider(text: string, tools: ReadingTools, index: EntryIndex): Considered {
  const reading = readQuestion(text, tools);
  const found = index.search(reading.terms, mostFound);
  return { reading, found, candidates: candidatesOf(reading, found, tools.knowledge) };
}

/** People tell a story around their question: where the whole is not clear, the clearest sentence is taken for it. */
function narrowDown(text: string, whole: Considered, tools: ReadingTools, index: EntryIndex): Considered {
  const scoreOf = ({ candidates }: Considered) => candidates[0]?.score ?? 0;
  if (scoreOf(whole) >= clear) return whole;
  const sentences = sentencesOf(text);
  if (sentences.length < 2) return whole;
  const parts = likeliest(sentences).map((part) => consider(part, tools, index));
  const best = parts.reduce((a, b) => (scoreOf(b) > scoreOf(a) ? b : a));
  return scoreOf(best) * partShare > scoreOf(whole) ? best : whole;
}

function sentencesOf(text: string): string[] {
  const cut = text.slice(0, longestQuestion);
  return cut.split(/(?<=[.!?;:])\s+|\n+/).filter((part) => part.trim() !== '');
}

/** Those with a question mark, else the last ones: people come to the point at the end. */
function likeliest(sentences: readonly string[]): string[] {
  const asking = sentences.filter((part) => part.includes('?'));
  return (asking.length > 0 ? asking : sentences).slice(-mostSentences);
}

/** A sentence with what the rest of the text says about whose matters it is. */
function inContext(part: Reading, whole: Reading): Reading {
  if (part === whole) return whole;
  const products = whole.elsewhere.filter(({ kind }) => kind === 'product');
  const concepts = new Map([...part.concepts, ...[...whole.concepts].filter(([concept]) => contextual.has(concept))]);
  return {
    ...part,
    elsewhere: products,
    concepts,
    words: whole.words,
    has: (...any) => any.some((concept) => concepts.has(concept)),
  };
}

/** What may stand in another sentence than the question. */
const contextual: ReadonlySet<Concept> = new Set(['product', 'migrate', 'secret']);

function verdictOfArticle(
  { call, about: [first] }: Candidate,
  reading: Reading,
  tools: ReadingTools,
): Verdict | undefined {
  if (call.path[0] !== 'article' || first?.kind !== 'article') return undefined;
  return articleVerdict(first.row, reading, readQuestion(first.row.question, tools));
}

function candidatesOf(reading: Reading, found: readonly FoundRow[], knowledge: KnowledgeBase): Candidate[] {
  const all = [
    ...portsCandidates(reading, knowledge),
    ...processCandidates(reading, knowledge),
    ...restartCandidates(reading, knowledge),
    ...updatesCandidates(reading, knowledge),
    ...deadlinesCandidates(reading, knowledge),
    ...intentCandidates(reading, knowledge),
    ...renamesCandidates(reading),
    ...firewallCandidates(reading, knowledge),
    ...foundCandidates(reading, found),
  ];
  const weighed = all.map((candidate) => weigh(candidate, reading));
  // Where ports alone are asked for, and all of the question is explained by that, the list of ports says it best.
  const lookUp = weighed.some(
    ({ call, score, by }) => by === 'structure' && lookUps.has(call.path[0] ?? '') && score >= plainLookUp,
  );
  const settled = weighed.some((candidate) => candidate.settled === true && candidate.score >= certain);
  const comparing = reading.ports.length > 1 && (reading.choice || reading.has('difference'));
  const rank = (candidate: Candidate) => {
    if (reading.yesNo) {
      const factor = settled && candidate.by === 'text' ? behindLookUp : 1;
      return candidate.score * factor * (saysYesOrNo(candidate) ? 1 : withoutYesOrNo);
    }
    // Yes is no answer to `25 or 587`.
    if (reading.choice && candidate.by === 'text' && saysYesOrNo(candidate)) return candidate.score * withoutYesOrNo;
    if (comparing) return candidate.score;
    return candidate.score * (lookUp && candidate.by === 'text' ? behindLookUp : 1);
  };
  return weighed.sort((a, b) => rank(b) - rank(a));
}

/** It has a verdict, or is an article that begins with one, or gives the doubt that stands in its place. */
function saysYesOrNo({ verdict, call, about: [first] }: Candidate): boolean {
  if (verdict !== undefined) return true;
  const path = call.path[0];
  if (path === 'article' && first?.kind === 'article') return answersYesOrNo(first.row);
  return path === 'why-restart' || (path === 'process' && first !== undefined);
}

function notKnown(
  reading: Reading,
  best: Candidate | undefined,
  found: readonly FoundRow[],
  knowledge: KnowledgeBase,
): Understanding {
  const numbers = nearPorts(reading, knowledge);
  const others = [...numbers, ...othersOf(found, numbers)].slice(0, mostOthers);
  return {
    kind: 'declined',
    reason: 'unknown',
    confidence: Math.round((1 - (best?.score ?? 0)) * 100) / 100,
    others,
  };
}

function othersFrom(candidates: readonly Candidate[], found: readonly FoundRow[], taken: readonly string[]): Entry[] {
  const near = candidates
    .filter(({ score }) => score >= offered)
    .flatMap(({ about }) => about.slice(0, 1).flatMap((of) => entryOf(of) ?? []));
  return unique([...near, ...othersOf(found, [])], taken);
}

function othersOf(found: readonly FoundRow[], taken: readonly Entry[]): Entry[] {
  const near = found.filter(({ likeness, cover }) => likeness >= offered && cover >= offered);
  return unique(
    near.flatMap(({ of }) => entryOf(of) ?? []),
    taken.map(({ line }) => line),
  );
}

function unique(entries: readonly Entry[], taken: readonly string[]): Entry[] {
  const byLine = new Map(entries.map((entry) => [entry.line, entry]));
  for (const line of taken) byLine.delete(line);
  return [...byLine.values()].slice(0, mostOthers);
}
