import type { Candidate } from './candidates/candidate.ts';
import { genericServices } from './lexicon/generic-services.ts';
import type { Concept } from './lexicon.ts';
import type { ElsewhereMention, Reading } from './reading.ts';
import type { Refusal } from './understanding.ts';

/** How like a question an article has to be that has the other product's name in it. */
export const related = 0.6;
/** The same for a matter of its own and not only a name: `install windows`. */
const ownMatter = 0.72;

/** Concepts that a question about moving to MDaemon has. */
const moving: readonly Concept[] = ['migrate', 'move', 'difference'];
const comingFrom: ReadonlySet<string> = new Set(['from', 'von', 'vom', 'de', 'desde', 'statt', 'than']);

/** Refuses what is another product's matter, or one of computing in general. */
export function refuseElsewhere(
  reading: Reading,
  best: Candidate | undefined,
  isAbout: (subject: string) => boolean,
): Refusal | undefined {
  const foreign = reading.elsewhere.filter(({ kind }) => kind !== 'around');
  const [first] = foreign;
  if (first === undefined) return refuseAround(reading, best);
  if (foreign.some((each) => each.kind === 'product' && ownsWhatIsAsked(each, reading))) {
    return { reason: 'elsewhere', subject: first.subject, confidence: 0.85 };
  }
  // Articles and dates that are about the other product too: `multipop to office 365 stopped collecting`.
  const path = best?.call.path[0];
  const reads =
    path === 'article' || path === 'ports' || (!reading.has('port') && (path === 'deadlines' || path === 'renames'));
  const together = best !== undefined && foreign.every(({ subject }) => isAbout(subject));
  const matter = foreign.some(({ kind, words }) => kind === 'general' && words > 1);
  if (together && reads && best.score >= (matter ? ownMatter : related)) return undefined;
  const products = foreign.every(({ kind }) => kind === 'product');
  const ours = reading.has('product') || namesOwn(reading);
  const explicit = reading.services.length + reading.ports.length + reading.processes.length > 0;
  const from = foreign.every(({ behind }) => comingFrom.has(behind));
  if (products && from && reading.has('migrate')) return undefined;
  if (ours && products && (explicit || from || reading.has(...moving))) return undefined;
  return { reason: 'elsewhere', subject: first.subject, confidence: ours ? 0.75 : 0.95 };
}

/** Words by which a thing belongs to the product behind them. */
const belonging: ReadonlySet<string> = new Set(['of', 'on', 'in', 'bei', 'en']);
/** Words behind which the product stands that somebody wants to leave for. */
const leaving: ReadonlySet<string> = new Set(['to', 'zu', 'nach', 'a', 'hacia']);

/** `icewarp webadmin`, `the webmail port of smartermail`, `from mdaemon to office 365`: the other product's own matters. */
function ownsWhatIsAsked({ at, words: length, behind }: ElsewhereMention, { mentions, has }: Reading): boolean {
  if (has('migrate') && leaving.has(behind)) return true;
  const named = mentions.filter(({ named: { services } }) => services.length > 0);
  if (named.some((each) => each.at === at + length)) return true;
  return belonging.has(behind) && named.some((each) => each.at < at);
}

/** `iis default port`, `sophos web admin`: what stands beside MDaemon is meant itself, and not MDaemon with it. */
function refuseAround(
  { elsewhere, has, mentions, words, services }: Reading,
  best: Candidate | undefined,
): Refusal | undefined {
  const [first] = elsewhere;
  const path = best?.call.path[0];
  if (first === undefined || best === undefined || has('product') || (path !== 'ports' && path !== 'firewall'))
    return undefined;
  const admin = mentions.some(
    ({ named, at }) => named.services[0]?.id === 'remote-administration' && at === first.at + first.words,
  );
  const own = services.length === 0 && best.about.length === 0 && !has('firewall', 'open', 'need', 'rule');
  // `how do I forward a port on a fritzbox`
  const howTo = has('how') && services.length === 0 && best.about.length === 0;
  return admin || howTo || (own && words.length < 6)
    ? { reason: 'elsewhere', subject: first.subject, confidence: 0.8 }
    : undefined;
}

/** True where something is named that nobody else has: `worldclient`, `minger`. */
export function namesOwn({ mentions, words }: Reading): boolean {
  return mentions.some(({ named, at, words: length, concept }) => {
    if (concept !== undefined) return false;
    const typed = words.slice(at, at + length).join('');
    if (typed.includes('mdaemon')) return true;
    if (named.processes.length > 0 && typed.endsWith('.exe')) return true;
    return named.services.some(
      ({ id, former }) =>
        !genericServices.has(id) || former.some((name) => name.toLowerCase().replaceAll(' ', '') === typed),
    );
  });
}
