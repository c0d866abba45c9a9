import type { Article } from '../../knowledge/knowledge.ts';
import type { Candidate } from './candidates/candidate.ts';
import type { Reading } from './reading.ts';

/** An article that holds none of the ports that are asked about answers for others: 25 is not what 1000 is. */
export function holdsPorts({ about: [of] }: Candidate, { ports }: Reading): boolean {
  const named = ports.filter(({ rows, conditional }) => rows.length > 0 && !conditional);
  if (of?.kind !== 'article' || named.length === 0) return true;
  const { question, answer, note, details, steps } = of.row;
  const held = new Set([question, answer, note ?? '', ...details, ...steps].join(' ').match(/\d+/g));
  return named.some(({ port }) => held.has(String(port)));
}

/** `64 bit` is not what an article on 32 bits says yes or no to. */
export function namesOtherNumbers({ about: [of] }: Candidate, { words, versions }: Reading): boolean {
  const own = new Set<string>(of?.kind === 'article' ? of.row.question.match(/\d{2,}/g) : []);
  const asked = words
    .filter((word) => !versions.includes(word.replace(/^v/, '')))
    .flatMap((word): string[] => (word === 'x64' ? ['64'] : (word.match(/^\d{2,}/g) ?? [])));
  return own.size > 0 && asked.length > 0 && !asked.some((each) => own.has(each));
}

/** A yes or no to `in 22` is none from an article that has no 22 in it. Versions are judged by themselves. */
export function holdsNumbers(
  { question, answer, note, details, steps }: Article,
  { words, versions }: Reading,
): boolean {
  const held = new Set([question, answer, note ?? '', ...details, ...steps].join(' ').match(/\d+/g));
  return words.filter((word) => /^\d+$/.test(word) && !versions.includes(word)).every((word) => held.has(word));
}

/** What says nothing of TLS 1.3 is no answer to what is asked about it. */
export function holdsVersions({ about, call }: Candidate, { foreign }: Reading): boolean {
  const asked = foreign.filter(({ service, isPlatform }) => service === undefined && !isPlatform);
  if (asked.length === 0 || call.path[0] !== 'article') return true;
  const [of] = about;
  if (of?.kind !== 'article') return true;
  const { question, answer, note, details, steps } = of.row;
  const text = [question, answer, note ?? '', ...details, ...steps].join(' ');
  return asked.every(({ version }) => text.includes(version));
}

/** True where the question names what a candidate is about; an article is found by what it says. */
export function isNamed({ about, by, call }: Candidate, { mentions, services, processes, ports }: Reading): boolean {
  if (by === 'structure' || call.path[0] === 'article') return true;
  const rows = new Set<unknown>([
    ...services,
    ...processes,
    ...ports.flatMap(({ rows: each }) => each),
    ...mentions.flatMap(({ named }) => [
      ...named.services,
      ...named.processes,
      ...named.deadlines,
      ...named.renames,
      ...named.advisories,
    ]),
  ]);
  return about.every(({ row }) => rows.has(row));
}
