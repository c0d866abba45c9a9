import { joinWords } from '../text/text.ts';
import type { Candidate } from './candidates/candidate.ts';
import type { Reading } from './reading.ts';

/** Numbers of a question that are no port of ours. One in a condition is not asked about. */
export function unknownPorts({ ports }: Reading): number[] {
  return [
    ...new Set(ports.filter(({ rows, conditional }) => rows.length === 0 && !conditional).map(({ port }) => port)),
  ];
}

/** That a record is not known here, which says nothing of whether it concerns anybody. */
export function unknownRecords({ records }: Reading): string[] {
  return records.map((record) => `I know no advisory ${record.toUpperCase()}, which does not mean there is none.`);
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
    ...(strangers.length === 0 ? [] : [`I don't know ${joinWords(strangers.map(String))} as a port of MDaemon.`]),
    ...(read.length === 0 ? [] : [`I read that as ${joinWords([...new Set(read)])}.`]),
    ...(foreign.length === 0 || best.by === 'text'
      ? []
      : [`Of ${joinWords([...new Set(foreign)])} I know nothing; this is for MDaemon.`]),
    ...best.remarks,
  ];
}
