import type { Deadline } from '../../../knowledge/knowledge.ts';
import { entryOf } from '../entries.ts';
import type { FoundRow } from '../entry-index.ts';
import { kindWeight } from '../entry-index.ts';
import { usesOldName } from '../read-ports.ts';
import type { Reading } from '../reading.ts';
import { type Candidate, callOf } from './candidate.ts';
import { isNegated } from './ports.ts';

/** The rows that the full-text index found, as commands. */
export function foundCandidates(reading: Reading, found: readonly FoundRow[]): Candidate[] {
  return found.flatMap((each) => candidateOf(each, reading) ?? []);
}

/** One ordinary word in common is no evidence: `what is tcp` is not about our list because that has the word. */
const enoughEvidence = 2.1;
/** Unless it is the question itself, word for word. */
const same = 0.95;
const leastEvidence = 1.2;
/** The factor on the score for each term that other rows have and this one lacks. */
const missed = 0.88;
const mostMissed = 3;
const unheard = 0.97;
/** A name alone in common, beside words that are nowhere. */
const named = 0.6;
/** Topics on which today's articles have taken the place of the founding time's. */
const replaced: ReadonlySet<string> = new Set(['updates', 'restart']);
const replacedShare = 0.85;
const longOver = 0.8;

function candidateOf(
  { of, likeness, cover, evidence, missing, terms }: FoundRow,
  reading: Reading,
): Candidate | undefined {
  const entry = entryOf(of);
  if (entry === undefined) return undefined;
  // A word that is nowhere may be what the question is about.
  const strange = reading.language === 'english' ? unheard ** Math.min(reading.strange.length, 3) : 1;
  const raw =
    strange *
    (tellsOnlyNames(reading, terms) ? named : 1) *
    (0.75 * likeness + 0.25 * cover) *
    (evidence < (likeness < same ? enoughEvidence : leastEvidence) ? 0.6 : 1) *
    missed ** Math.min(missing, mostMissed);
  const base = { about: [of], by: 'text' as const, explains: [], remarks: [] };
  switch (of.kind) {
    case 'article': {
      const era = reading.has('past') || (of.row.era === 'then' && usesOldName(reading)) ? 'then' : 'now';
      return {
        ...base,
        call: callOf(['article'], { name: of.row.id }, [entry.line]),
        score: raw * (of.row.era === era ? 1 : replaced.has(of.row.topic) ? replacedShare : 0.985),
      };
    }
    case 'service':
      return {
        ...base,
        call: callOf(['ports'], { what: [of.row.id] }, [entry.line]),
        score: raw * portsFactor(reading),
      };
    case 'port': {
      const then = of.row.era === 'then';
      const score = raw * portsFactor(reading) * (then && !reading.has('past') ? 0.9 : 1);
      const values = { what: [String(of.row.port)], ...(then ? { era: 'then' } : {}) };
      return { ...base, call: callOf(['ports'], values, [entry.line]), score };
    }
    case 'process':
      return {
        ...base,
        call: callOf(['process'], { name: [of.row.name] }, [entry.line]),
        score: raw * (reading.has('process', 'exempt') ? 1 : 0.85),
      };
    case 'deadline':
      return {
        ...base,
        call: callOf(['deadlines', 'list'], { name: [of.row.id] }, [entry.line]),
        score: raw * (reading.has('deadline', 'when', 'date') ? 1 : 0.9) * (isLongOver(of.row, reading) ? longOver : 1),
      };
    case 'advisory':
      return {
        ...base,
        call: callOf(['advisories'], { what: [of.row.id] }, [entry.line]),
        score: raw * (reading.has('danger') ? 1 : 0.8),
      };
    case 'rename':
      return {
        ...base,
        call: callOf(['renames'], { name: [of.row.from] }, [entry.line]),
        score: raw * (reading.has('renamed', 'same') && !reading.has('port') ? 1 : 0.6),
      };
  }
}

/**
 * True where nothing but a name is in common, and the question says more that nobody knows: `how do I put a signature in
 * webmail`.
 */
function tellsOnlyNames({ strange, terms: asked }: Reading, terms: ReadonlySet<string>): boolean {
  return strange.length > 0 && !asked.some((term) => !term.startsWith('@') && kindWeight(term) >= 1 && terms.has(term));
}

/** A date of the time of the list of 2008 to 2010 that is not called by its name. */
function isLongOver(row: Deadline, { has, mentions }: Reading): boolean {
  return row.era === 'then' && !has('past') && !mentions.some(({ named: { deadlines } }) => deadlines.includes(row));
}

/** A question that doesn't ask for ports isn't answered with ports. */
function portsFactor(reading: Reading): number {
  if (isNegated(reading)) return 0;
  // `did mdaemon update` asks for no ports.
  if (reading.yesNo && !reading.has('port', 'firewall', 'inbound', 'outbound', 'open', 'close')) return 0.5;
  return reading.has('port', 'firewall', 'inbound', 'outbound') ? 1 : 0.7;
}
