import { asksToAct } from './asks-to-act.ts';
import type { Candidate } from './candidates/candidate.ts';
import { chat } from './lexicon/acts.ts';
import type { Concept } from './lexicon/english.ts';
import { genericServices } from './lexicon/generic-services.ts';
import type { Reading } from './reading.ts';
import type { DeclineReason } from './understanding.ts';

/** Why a question is not to be answered, whatever was found. */
export interface Refusal {
  readonly reason: DeclineReason;
  readonly subject?: string;
  /** How sure that is, from 0 to 1. */
  readonly confidence: number;
}

/** How like a question an article has to be to be the answer although other things speak against it. */
const speaksForItself = 0.72;

/**
 * Refuses what is not to be answered with the best candidate: orders, secrets, small talk, other products' matters.
 */
export function refusal(reading: Reading, best: Candidate | undefined): Refusal | undefined {
  const { has } = reading;
  const told = best !== undefined && best.by === 'text' && best.call.path[0] === 'article' ? best.score : 0;
  const order = asksToAct(reading);
  if (order === 'yes' || (order === 'maybe' && told < speaksForItself && !isHowTo(reading, best))) {
    return { reason: 'act', confidence: order === 'yes' ? 0.95 : 0.8 };
  }
  if (has('secret') && told < speaksForItself) return { reason: 'secret', confidence: 0.9 };
  const foreign = refuseElsewhere(reading, told);
  if (foreign !== undefined) return foreign;
  if (isChat(reading)) return { reason: 'chat', confidence: 0.9 };
  return undefined;
}

/** `turn off automatic updates` is a search as often as an order, and nothing is done either way. */
function isHowTo({ has }: Reading, best: Candidate | undefined): boolean {
  return best !== undefined && has('autoupdate') && has('off') && best.call.path[0] === 'updates';
}

/** Concepts that a question about moving to MDaemon has. */
const moving: readonly Concept[] = ['migrate', 'move', 'difference'];

function refuseElsewhere(reading: Reading, told: number): Refusal | undefined {
  const foreign = reading.elsewhere.filter(({ kind }) => kind !== 'around');
  const [first] = foreign;
  if (first === undefined || told >= speaksForItself) return undefined;
  // Names of ours that the same words are, such as a deadline's.
  const products = foreign.every(({ kind }) => kind === 'product');
  const ours = reading.has('product') || namesOwn(reading);
  const explicit = reading.services.length + reading.ports.length + reading.processes.length > 0;
  if (ours && products && (explicit || reading.has(...moving))) return undefined;
  return { reason: 'elsewhere', subject: first.subject, confidence: ours ? 0.75 : 0.95 };
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

function isChat({ words, mentions, ports, terms }: Reading): boolean {
  if (mentions.length + ports.length > 0) return false;
  const tells = terms.some((term) => term.startsWith('c:') && !smallTalk.has(term.slice(2) as Concept));
  return !tells && words.some((word) => chat.has(word));
}

const smallTalk: ReadonlySet<Concept> = new Set([
  'what',
  'how',
  'who',
  'now',
  'night',
  'when',
  'find',
  'only',
  'product',
  'need',
  'which',
  'why',
]);
