import type { KnowledgeBase } from '../../../knowledge/knowledge.ts';
import { asksToMove } from '../asks-to-move.ts';
import { readAsked } from '../read-asked.ts';
import type { Reading } from '../reading.ts';
import { allPorts } from './all-ports.ts';
import type { Candidate } from './candidate.ts';
import { namedPorts } from './named-ports.ts';

/** The ports of what is named, or of everything. */
export function portsCandidates(reading: Reading, knowledge: KnowledgeBase): Candidate[] {
  const all = reading.ports.filter(({ rows }) => rows.length > 0);
  // `can I close 25 if all use 587` is about 25.
  const main = all.filter(({ conditional }) => !conditional);
  const known = main.length > 0 ? main : all;
  const unknown = reading.ports.filter(({ rows }) => rows.length === 0);
  // `can I move Webmail to 8443` asks about Webmail.
  const moves = asksToMove(reading) && unknown.length === 1 && reading.services.length > 0;
  if (known.length === 0 && unknown.length > 0 && !moves) return [];
  const asked = readAsked(reading);
  if (known.length + reading.services.length === 0) return allPorts(reading, asked, knowledge);
  if (isNegated(reading)) return [];
  // Beside numbers, a service is what the numbers are asked about: `is 993 imap`.
  const services = known.length > 0 ? [] : reading.services;
  return [namedPorts(reading, asked, known, services, unknown, knowledge)];
}

const nobody: ReadonlySet<string> = new Set(['nobody', 'noone', 'keiner', 'niemand', 'nadie', 'ninguno']);

/** `which port goes without activesync`: the answer is not what ActiveSync needs. */
export function isNegated({ words, mentions, services, ports, yesNo, has }: Reading): boolean {
  // `what can I close if nobody uses POP`
  const unused = has('use') && has('close', 'unneeded', 'need') && words.some((word) => nobody.has(word));
  if (services.length > 0 && ports.length === 0 && !yesNo && unused) return true;
  return mentions.some(
    ({ at, named }) =>
      named.services.length > 0 &&
      /^(?:without|except|not|no|ohne|ausser|nicht|kein|keine|sin|excepto)$/.test(words[at - 1] ?? ''),
  );
}
