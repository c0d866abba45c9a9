import type { KnowledgeBase } from '../../knowledge/knowledge-base.ts';
import type { Candidate } from './candidates/candidate.ts';
import { deadlinesCandidates } from './candidates/deadlines.ts';
import { firewallCandidates } from './candidates/firewall.ts';
import { foundCandidates } from './candidates/found.ts';
import { portsCandidates } from './candidates/ports.ts';
import { processCandidates } from './candidates/process.ts';
import { renamesCandidates } from './candidates/renames.ts';
import { restartCandidates } from './candidates/restart.ts';
import { updatesCandidates } from './candidates/updates.ts';
import { refusal } from './decline.ts';
import type { EntryIndex, FoundRow } from './entry-index.ts';
import { entryOf } from './entry-of.ts';
import { nearPorts } from './near-ports.ts';
import { type ReadingTools, readQuestion } from './read-question.ts';
import type { Reading } from './reading.ts';
import { remarksOn } from './remarks.ts';
import type { Entry, Understanding } from './understanding.ts';
import { weigh } from './weigh.ts';

/** Below this an answer would be a guess. */
const threshold = 0.5;
/** From this on an answer is given without a doubt, unless another is as near. */
const certain = 0.7;
/** How much less likely the next candidate has to be. */
const margin = 0.06;
/** How many rows are looked at, and how like the question one has to be to be offered. */
const mostFound = 12;
const offered = 0.22;
const mostOthers = 3;

/** Understands one question. */
export function understandQuestion(text: string, tools: ReadingTools, index: EntryIndex): Understanding {
  const reading = readQuestion(text, tools);
  if (reading.words.length === 0) return { kind: 'declined', reason: 'empty', confidence: 1, others: [] };
  const found = index.search(reading.terms, mostFound);
  const candidates = candidatesOf(reading, found, tools.knowledge);
  const [best] = candidates;
  const refused = refusal(reading, best);
  if (refused !== undefined) {
    const near = refused.reason === 'elsewhere' || refused.reason === 'unknown' ? othersOf(found, []) : [];
    return { kind: 'declined', ...refused, others: near };
  }
  if (best === undefined || best.score < threshold) return notKnown(reading, best, found, tools.knowledge);
  const about = best.about.flatMap((of) => entryOf(of) ?? []);
  const next = candidates.find(({ call }) => call.line !== best.call.line);
  const remarks = remarksOn(reading, best);
  return {
    kind: 'understood',
    call: best.call,
    about,
    ...(best.verdict === undefined ? {} : { verdict: best.verdict }),
    remarks,
    confidence: Math.round(Math.min(best.score, 0.99) * 100) / 100,
    sure: best.score >= certain && (next === undefined || best.by === 'structure' || best.score - next.score >= margin),
    others: othersFrom(candidates.slice(1), found, [best.call.line, ...about.map(({ line }) => line)]),
  };
}

function candidatesOf(reading: Reading, found: readonly FoundRow[], knowledge: KnowledgeBase): Candidate[] {
  const all = [
    ...portsCandidates(reading, knowledge),
    ...processCandidates(reading, knowledge),
    ...restartCandidates(reading, knowledge),
    ...updatesCandidates(reading, knowledge),
    ...deadlinesCandidates(reading),
    ...renamesCandidates(reading),
    ...firewallCandidates(reading, knowledge),
    ...foundCandidates(reading, found),
  ];
  return all.map((candidate) => weigh(candidate, reading)).sort((a, b) => b.score - a.score);
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
