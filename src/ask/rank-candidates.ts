import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import { advisoriesCandidates } from './candidates/advisories.ts';
import type { Candidate } from './candidates/candidate.ts';
import { firewallCandidates } from './candidates/firewall.ts';
import { foundCandidates } from './candidates/found.ts';
import { namedThings } from './candidates/named-things.ts';
import { portsCandidates } from './candidates/ports.ts';
import { releasesCandidates } from './candidates/releases.ts';
import type { FoundRow } from './entry-index.ts';
import type { Reading } from './reading.ts';
import { answersYesOrNo } from './verdict/article-verdict.ts';
import { weigh } from './weigh.ts';

/** From this on an answer is given without a doubt, unless another is as near. */
export const certain = 0.7;

/** A list of ports that leaves nothing of the question unexplained goes before what is found by its words. */
const plainLookUp = 0.895;
const behindLookUp = 0.88;
const lookUps: ReadonlySet<string> = new Set([
  'ports',
  'process',
  'renames',
  'deadlines',
  'advisories',
  'releases',
  'firewall',
  'updates',
  'why-restart',
]);
/** For a yes-or-no question, an article that answers with yes or no is preferred. */
const withoutYesOrNo = 0.88;

/** Every way to answer a question, best first. */
export function candidatesOf(reading: Reading, found: readonly FoundRow[], knowledge: KnowledgeBase): Candidate[] {
  const all = [
    ...advisoriesCandidates(reading, knowledge),
    ...releasesCandidates(reading, knowledge),
    ...namedThings(reading, knowledge),
    ...portsCandidates(reading, knowledge),
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
  // An answer that says it cannot be told counts as a yes or no.
  return (
    path === 'advisories' ||
    path === 'releases' ||
    path === 'why-restart' ||
    (path === 'process' && first !== undefined)
  );
}
