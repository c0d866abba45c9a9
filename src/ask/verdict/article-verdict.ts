import type { Article } from '../../../knowledge/schema.ts';
import type { Concept } from '../lexicon/english.ts';
import type { Reading } from '../reading.ts';
import { kindWeight } from '../term-weights.ts';
import type { Verdict } from '../understanding.ts';
import { compareVersions } from './compare-versions.ts';

/** Asks whether something may go, and whether it has to stay: yes to the one is no to the other. */
const away: readonly Concept[] = ['close', 'unneeded', 'off'];
const stay: readonly Concept[] = ['need', 'open', 'keep', 'use', 'exists', 'enabled'];

const good: readonly Concept[] = ['safe', 'protected', 'suffice'];

/** Answers that are neither yes nor no, by their first words. */
const hedged =
  /^(?:probably|very likely|likely|perhaps|it depends|the sources contradict|not as|not confirmed|in part|from \S+ on (?:yes|no)|both)\b/i;

/**
 * The yes or no of an article, for a question that asks for one. An article answers its own question; a question from the
 * other side gets the other word: where 25 is needed, it cannot be closed.
 *
 * @param read reads a text of the article as a question is read
 */
export function articleVerdict(row: Article, reading: Reading, read: (text: string) => Reading): Verdict | undefined {
  if (!reading.yesNo) return undefined;
  const side = read(row.question);
  const because = firstSentence(row.note ?? row.answer);
  const [own] = /^(?:yes|no)\b/i.exec(row.answer) ?? [];
  const byVersion = versionVerdict(row, reading);
  // Where the article begins with the same word nothing has to be said before it.
  const sameQuestion = row.topic !== 'security' || !reading.has(...good);
  if (byVersion !== undefined) return sameQuestion && byVersion.says === own?.toLowerCase() ? undefined : byVersion;
  if (/^none\b/i.test(row.answer)) return { says: 'no', because };
  const [, word] = /^(yes|no)\b/i.exec(row.answer) ?? [];
  if (word === undefined) {
    return hedged.test(row.answer) ? { says: 'depends', because } : statedVerdict(row, reading, side, read);
  }
  const otherSide = sideOf(reading) !== undefined && sideOf(side) !== undefined && sideOf(reading) !== sideOf(side);
  // Hit by a vulnerability is not safe.
  const asksSafe = row.topic === 'security' && reading.has(...good) && !side.has(...good);
  const turned = otherSide || asksSafe;
  // Else the article begins with the right word itself.
  return turned ? { says: word.toLowerCase() === 'yes' ? 'no' : 'yes', because } : undefined;
}

/**
 * A question that names a version, and an article that says since when: what holds since 20.0.0 does not in 19.5. Of a
 * vulnerability it is the version that has it no longer.
 */
function versionVerdict({ answer, since, topic }: Article, { versions, has }: Reading): Verdict | undefined {
  const [version] = versions.filter((each) => /^v?\d/.test(each));
  if (since === undefined || version === undefined || versions.length > 1) return undefined;
  const older = compareVersions(version, since) < 0;
  const [, word] = /^(yes|no)\b/i.exec(answer) ?? [];
  const because = older ? `${version} is older than ${since}.` : `${version} is not older than ${since}.`;
  if (topic === 'security') {
    if (word === undefined) return undefined;
    return { says: older !== has(...good) ? 'yes' : 'no', because };
  }
  const holds = word?.toLowerCase() !== 'no';
  return { says: older !== holds ? 'yes' : 'no', because };
}

/** True for an article whose answer begins with yes or no, or with a doubt in its place. */
export function answersYesOrNo({ answer }: Article): boolean {
  return /^(?:yes|no|none)\b/i.test(answer) || hedged.test(answer);
}

/** What turns a statement round, or weakens it. */
const doubtful =
  /\b(?:no|not|none|never|nothing|neither|without|cannot|unless|if|whether|probably|may|might|believed|unknown|inferred|reading|contradict|only)\b/i;

/**
 * Yes, where one sentence of the article says plainly all that the question asks: `does every node need a licence`. What
 * is said with a not, an if or a perhaps is left to the reader.
 */
function statedVerdict(
  row: Article,
  reading: Reading,
  subject: Reading,
  read: (text: string) => Reading,
): Verdict | undefined {
  // A name that is an ordinary word as well is said by that word.
  const words = new Set(
    reading.mentions.flatMap(({ named, concept }) =>
      concept === undefined ? [] : named.services.map(({ id }) => `@${id}`),
    ),
  );
  const telling = reading.terms.filter(
    (term) => kindWeight(term) >= tellingWeight && !subject.terms.includes(term) && !words.has(term),
  );
  if (telling.length === 0 || reading.has('never', 'unneeded', 'amount', 'difference')) return undefined;
  const stated = [row.note ?? '', row.answer, ...row.details].flatMap(sentencesOf).find((sentence) => {
    if (doubtful.test(sentence)) return false;
    const said = new Set(read(sentence).terms);
    return telling.every((term) => said.has(term));
  });
  return stated === undefined ? undefined : { says: 'yes', because: stated };
}

/** Terms that weigh less are words of asking. */
const tellingWeight = 0.5;

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+(?=[A-Z`])/).filter((sentence) => sentence !== '');
}

/** `can I close a port that is not needed` asks for the first of the two. */
function sideOf({ has }: Pick<Reading, 'has'>): 'away' | 'stay' | undefined {
  if (has(...away)) return 'away';
  return has(...stay) ? 'stay' : undefined;
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s+[A-Z`]|$)/s.exec(text)?.[0] ?? text;
}
