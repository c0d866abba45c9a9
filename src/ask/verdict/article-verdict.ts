import type { Article } from '../../../knowledge/knowledge.ts';
import type { Concept } from '../lexicon.ts';
import type { Reading } from '../reading.ts';
import type { Verdict } from '../understanding.ts';

/** Asks whether something may go, and whether it has to stay: yes to the one is no to the other. */
const away: readonly Concept[] = ['close', 'unneeded', 'off'];
const stay: readonly Concept[] = ['need', 'open', 'use', 'exists', 'enabled'];

/** Asks whether all is well; what is hit by a vulnerability is not. */
const good: readonly Concept[] = ['safe', 'protected', 'enough'];

/** Answers that are neither yes nor no, by their first words. */
const hedged =
  /^(?:probably|very likely|likely|perhaps|it depends|the sources contradict|not as|not confirmed|in part|from \S+ on (?:yes|no)|both)\b/i;

/**
 * The yes or no of an article, for a question that asks for one. An article answers its own question; a question from the
 * other side gets the other word: where 25 is needed, it cannot be closed.
 *
 * @param side what the article's own question asks for, read as any question
 */
export function articleVerdict(
  row: Article,
  reading: Reading,
  side: Pick<Reading, 'has' | 'words' | 'concepts'>,
): Verdict | undefined {
  if (!reading.yesNo) return undefined;
  const said = firstSentence(row.note ?? row.answer);
  // The answer begins with this already.
  const rest = row.answer.replace(/^(?:yes|no)[,.;]? +/i, '').toLowerCase();
  const because = rest.startsWith(said.toLowerCase()) ? '' : said;
  if (/^none\b/i.test(row.answer)) return { says: 'no', because };
  const [, word] = /^(yes|no)[,.;]/i.exec(row.answer) ?? [];
  // `is filtering it a problem` is not answered by the No to `may it be filtered`.
  if (asksWorth(reading) !== asksWorth(side)) return undefined;
  if (word === undefined) {
    // The answer says it first.
    const own = /^it depends\b/i.test(row.answer) ? '' : because;
    return hedged.test(row.answer) ? { says: 'depends', because: own } : undefined;
  }
  const otherSide = sideOf(reading) !== undefined && sideOf(side) !== undefined && sideOf(reading) !== sideOf(side);
  // Hit by a vulnerability is not safe.
  const asksSafe = row.topic === 'security' && reading.has(...good) && !side.has(...good);
  // `should I hide it behind a VPN` is the other side of `is it safe on the internet`.
  const asksInside = reading.has('private', 'hide', 'restrict') && !reading.has('internet') && side.has('internet');
  const turned = otherSide || asksSafe || asksInside;
  // Else the article begins with the right word itself.
  return turned ? { says: word.toLowerCase() === 'yes' ? 'no' : 'yes', because } : undefined;
}

const negation =
  /\b(?:not|no|never|cannot|cant|isnt|arent|doesnt|dont|nothing|none|neither|without|kein\w*|nicht|nie|ohne|ni|nunca|sin|pas|jamais|sans|non|mai|senza|niet|geen|nooit|zonder|nigdy|bez|nao|sem)\b/g;
/** `is it a problem` asks what something is worth, and turns a yes or no round. */
const valued =
  /\b(?:problem|problems|bad|issue|trouble|harm|harmful|hurt|schlimm|problematisch|problema|problemas|probleme|grave|malo|probleem|zle)\b/;

/** True where a text denies something, or denies it an odd number of times. */
export function isDenied(text: string): boolean {
  return (text.match(negation) ?? []).length % 2 === 1;
}

/** True where a text asks what something is worth. */
export function asksWorth({ words }: Pick<Reading, 'words'>): boolean {
  return valued.test(words.join(' '));
}

/** True for an article whose answer begins with yes or no, or with a doubt in its place. */
export function answersYesOrNo({ answer }: Article): boolean {
  return /^(?:(?:yes|no)[,.;]|none\b)/i.test(answer) || hedged.test(answer);
}

/** `can I close a port that is not needed` asks for the first of the two. */
function sideOf({ has, words, concepts }: Pick<Reading, 'has' | 'words' | 'concepts'>): 'away' | 'stay' | undefined {
  if (has(...away)) return 'away';
  if (has(...stay)) return 'stay';
  // `a phone keeps sending the old password` keeps nothing.
  const [keep = -1] = concepts.get('keep') ?? [];
  return keep >= 0 && words[keep + 1]?.endsWith('ing') !== true ? 'stay' : undefined;
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s+[A-Z`]|$)/s.exec(text)?.[0] ?? text;
}
