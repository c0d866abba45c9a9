import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import { joinWords } from '../text/text.ts';
import type { Candidate } from './candidates/candidate.ts';
import { entryOf } from './entries.ts';
import type { FoundRow } from './entry-index.ts';
import type { Reading } from './reading.ts';
import type { Entry } from './understanding.ts';

/** Numbers of a question that are no port of ours. One in a condition is not asked about. */
export function unknownPorts({ ports }: Reading): number[] {
  return [
    ...new Set(ports.filter(({ rows, conditional }) => rows.length === 0 && !conditional).map(({ port }) => port)),
  ];
}

/** That a record is not known here, which says nothing of whether it concerns anybody. */
export function unknownRecords({ records }: Reading): string[] {
  return records.map((record) => `I don’t know ${record.toUpperCase()}, but it may still exist.`);
}

/** Remarks to put before an answer: first unknown numbers, then misspellings, then products it isn't about, then the candidate's own. */
export function remarksOn(reading: Reading, best: Candidate): string[] {
  const ids = new Set(best.about.map(({ row }) => row.id));
  const read = reading.mentions.flatMap(({ named, corrected }) => {
    const row = named.services[0] ?? named.processes[0];
    return corrected && row !== undefined && ids.has(row.id) ? [row.name] : [];
  });
  const foreign = reading.elsewhere.filter(({ kind }) => kind === 'product').map(({ subject }) => subject);
  const strangers =
    best.call.path[0] === 'ports' || best.call.path[0] === 'article'
      ? unknownPorts(reading).filter((port) => !best.remarks.some((remark) => remark.includes(String(port))))
      : [];
  return [
    ...(strangers.length === 0 ? [] : [`I don't know ${joinWords(strangers.map(String))} as an MDaemon port.`]),
    ...(read.length === 0 ? [] : [`I read that as ${joinWords([...new Set(read)])}.`]),
    ...(foreign.length === 0 || best.by === 'text'
      ? []
      : [`I don't know about ${joinWords([...new Set(foreign)])}; this is for MDaemon.`]),
    ...best.remarks,
  ];
}

/** How like the question a row has to be to be offered beside an answer or in its place. */
const offered = 0.22;
/** How many are offered. */
export const mostOthers = 3;

/** Other possible meanings, listed below the answer. */
export function othersFrom(
  candidates: readonly Candidate[],
  found: readonly FoundRow[],
  taken: readonly string[],
): Entry[] {
  const near = candidates
    .filter(({ score }) => score >= offered)
    .flatMap(({ about }) => about.slice(0, 1).flatMap((of) => entryOf(of) ?? []));
  return unique([...near, ...othersOf(found, [])], taken);
}

/** The rows nearest to a question. */
export function othersOf(found: readonly FoundRow[], taken: readonly Entry[]): Entry[] {
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

const most = 2;

/** Ports that look like a number nobody has heard of: as buttons, never as an answer. */
export function nearPorts({ ports }: Reading, knowledge: KnowledgeBase): Entry[] {
  const unknown = ports.filter(({ rows }) => rows.length === 0).map(({ port }) => String(port));
  if (unknown.length === 0) return [];
  const current = knowledge.rows.ports.filter(({ era }) => era === 'now');
  const near = current.filter(({ port }) => unknown.some((number) => isNear(number, String(port))));
  return near.slice(0, most).flatMap((row) => entryOf({ kind: 'port', row }) ?? []);
}

/** How far a number may be off in counting. */
const farthest = 2;

/** One digit more, less or other, two digits swapped, or one of the next numbers. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(Number(a) - Number(b)) <= farthest) return true;
  if (Math.abs(a.length - b.length) > 1) return false;
  if (a.length === b.length) {
    const differ = [...a].flatMap((digit, at) => (digit === b[at] ? [] : [at]));
    const [first = 0, second = 0] = differ;
    return differ.length === 1 || (differ.length === 2 && a[first] === b[second] && a[second] === b[first]);
  }
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return [...long].some((_, at) => long.slice(0, at) + long.slice(at + 1) === short);
}
