import { joinWords } from '../text/text.ts';
import type { Candidate } from './candidates/candidate.ts';
import type { Reading } from './reading.ts';

/** Remarks to put before an answer: first misspellings, then products it isn't about, then the candidate's own. */
export function remarksOn(reading: Reading, best: Candidate): string[] {
  const ids = new Set(best.about.map(({ row }) => row.id));
  const read = reading.mentions.flatMap(({ named, corrected }) => {
    const row = named.services[0] ?? named.processes[0];
    return corrected && row !== undefined && ids.has(row.id) ? [row.name] : [];
  });
  const foreign = reading.elsewhere.filter(({ kind }) => kind === 'product').map(({ subject }) => subject);
  return [
    ...(read.length === 0 ? [] : [`I read that as ${joinWords([...new Set(read)])}.`]),
    ...(foreign.length === 0 || best.by === 'text'
      ? []
      : [`Of ${joinWords([...new Set(foreign)])} I know nothing; this is for MDaemon.`]),
    ...best.remarks,
  ];
}
