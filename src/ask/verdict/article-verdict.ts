import { type Article, compareVersions } from '../../../knowledge/knowledge.ts';
import type { Row } from '../entries.ts';
import type { Reading } from '../reading.ts';
import type { Verdict } from '../understanding.ts';
import { asksEnough, type Polarity, polarityOf, takesNoSide } from './polarity.ts';

/** Answers that are neither yes nor no, by their first words. */
const hedged =
  /^(?:probably|very likely|likely|perhaps|it depends|the sources contradict|not as|not confirmed|in part|from \S+ on (?:yes|no)|both)\b/i;

/**
 * The yes or no of an article, for a question that asks for one. An article answers its own question; a question from the
 * other side gets the other word: where 25 is needed, it cannot be closed. A question whose side isn't known gets none.
 */
export function articleVerdict(row: Article, reading: Reading, own: Reading): Verdict | undefined {
  if (!reading.yesNo) return undefined;
  const said = firstSentence(withoutWord(row.note ?? row.answer));
  // The answer begins with this already.
  const because = withoutWord(row.answer).toLowerCase().startsWith(said.toLowerCase()) ? '' : said;
  const word = wordOf(row);
  // `None of my documents says` is no No.
  if (/^none\b(?! of my\b)/i.test(row.answer)) return { says: 'no', because };
  if (word === undefined) {
    if (asksWorth(reading)) return undefined;
    // The answer says it first.
    const own = /^it depends\b/i.test(row.answer) ? '' : because;
    return hedged.test(row.answer) ? { says: 'depends', because: own } : undefined;
  }
  // Else the article begins with the right word itself, or has none for this question.
  return articlePolarity(row, reading, own) === 'opposite'
    ? { says: word === 'yes' ? 'no' : 'yes', because }
    : undefined;
}

/** Says that it takes two things. */
const takesBoth = /^(?:open|allow|use|keep) both\b/i;

/** `is TCP alone enough`: no, where an article says that it takes both. */
export function enoughVerdict({ answer }: Article, reading: Reading): Verdict | undefined {
  const namesBoth = reading.has('tcp') === reading.has('udp');
  return reading.yesNo && !namesBoth && takesBoth.test(answer) && asksEnough(reading)
    ? { says: 'no', because: '' }
    : undefined;
}

/** How a question is put, beside the one that an article answers with its yes or no. */
function articlePolarity(row: Article, reading: Reading, own: Reading): Polarity {
  // `is 587 needed if all use 465` is not answered by what is said of 25.
  const ports = subjects(own);
  const asked = subjects(reading);
  if (ports.length > 0 && asked.length > 0 && !asked.some((port) => ports.includes(port))) return 'unknown';
  const polarity = polarityOf(reading, own.text);
  if (polarity === 'unknown' && addsNothing(reading, own)) return 'same';
  // What can be closed may as well stay open.
  return polarity === 'opposite' && /^(?:can|could)\b/i.test(row.question) && wordOf(row) === 'yes'
    ? 'unknown'
    : polarity;
}

function subjects({ ports }: Reading): number[] {
  return ports.flatMap(({ port, conditional }) => (conditional ? [] : [port]));
}

/** True where the yes or no that an article begins with would be read as the answer to a question that it is none to. */
export function isPutOtherwise(row: Article, reading: Reading, own: Reading): boolean {
  if (wordOf(row) === undefined) return false;
  const polarity = articlePolarity(row, reading, own);
  return (
    polarity === 'opposite' ||
    (polarity === 'unknown' && (reading.yesNo || reading.asks || reading.story?.includes('?') === true))
  );
}

/** Who asks with an article's own words, and takes no side, asks the same: `securityplus = antivirus?`. */
function addsNothing(reading: Reading, own: Reading): boolean {
  const terms = reading.terms.filter((term) => !unsaid.has(term));
  return (
    terms.length >= fewestTerms &&
    reading.strange.length === 0 &&
    terms.every((term) => own.terms.includes(term)) &&
    takesNoSide(reading)
  );
}

/** What an article is about, of the numbers in its question: the first. Others are in its condition. */
export function subjectOf({ question }: Article): string | undefined {
  return /\d+/.exec(question)?.[0];
}

/** A text without the yes or no that it begins with. */
export function withoutWord(text: string): string {
  return text.replace(/^(?:yes|no)[,.;] +/i, '');
}

/** The yes or no that an article's answer begins with. */
export function wordOf({ answer }: Article): 'yes' | 'no' | undefined {
  const [, word] = /^(yes|no)[,.;]/i.exec(answer) ?? [];
  return word === undefined ? undefined : word.toLowerCase() === 'yes' ? 'yes' : 'no';
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
function asksWorth({ words }: Pick<Reading, 'words'>): boolean {
  return valued.test(words.join(' '));
}

/** True for an article whose answer begins with yes or no, or with a doubt in its place. */
export function answersYesOrNo({ answer }: Article): boolean {
  return /^(?:(?:yes|no)[,.;]|none\b)/i.test(answer) || hedged.test(answer);
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s+[A-Z`]|$)/s.exec(text)?.[0] ?? text;
}

/** One word in common is no statement. */
const fewestTerms = 2;

/** A hedged statement gets no verdict; the reader has to judge it. */
const doubtful = /\b(?:unless|if|whether|probably|may|might|believed|unknown|inferred|reading|contradict)\b/i;

/** Concepts of asking that a statement does not repeat. */
const unsaid: ReadonlySet<string> = new Set(['c:what', 'c:product', 'c:now', 'c:server']);

/**
 * The yes or no of an article that tells it in passing: `does every node need a licence` is answered by a sentence that
 * says `Every node needs its own licence key`. The sentence has to say all that is asked, and of the same subject: a yes
 * to most of a question is a guess. Where the one denies and the other does not, it is a no.
 *
 * @param read takes a sentence apart as a question is
 */
export function sentenceVerdict(
  { answer, note, details }: Article,
  reading: Reading,
  read: (sentence: string) => Reading,
): Verdict | undefined {
  // What a statement is worth, none says of itself: `is an expired licence a problem`.
  if (asksWorth(reading) || reading.strange.length > 0) return undefined;
  const asked = termsOf(reading).filter((term) => !unsaid.has(term));
  if (asked.length < fewestTerms) return undefined;
  const sentence = [answer, note ?? '', ...details].flatMap(sentencesOf).find((each) => {
    if (doubtful.test(each)) return false;
    const told = termsOf(read(each)).filter((term) => !unsaid.has(term));
    return asked.every((term) => told.includes(term)) && sameSubject(asked, told);
  });
  if (sentence === undefined) return undefined;
  const denied = isDenied(reading.words.join(' ')) !== isDenied(sentence.toLowerCase());
  // The answer begins with it.
  const because = answer.startsWith(sentence) ? '' : sentence;
  return { says: denied ? 'no' : 'yes', because };
}

/** `does A need B` is not answered by what B needs, nor `do I need B`: names and the verb stand in the same order. */
function sameSubject(asked: readonly string[], told: readonly string[]): boolean {
  const [verb] = asked;
  if ((verb === 'c:need' || verb === 'c:use') && told.find((term) => asked.includes(term)) !== verb) return false;
  const names = (terms: readonly string[]) => terms.filter((term) => term.startsWith('@') && asked.includes(term));
  return names(asked)[0] === names(told)[0];
}

/** Of a word that is a name as well, the word; what updates itself is an update. */
function termsOf({ terms, mentions }: Reading): string[] {
  const words = new Set(
    mentions.flatMap(({ named, concept }) => (concept === undefined ? [] : named.services.map(({ id }) => `@${id}`))),
  );
  return [
    ...new Set(
      terms
        .filter((term) => !words.has(term))
        .flatMap((term) => (term === 'c:autoupdate' ? ['c:update', 'c:automatic'] : [term])),
    ),
  ];
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?;])\s+/).filter((part) => part !== '');
}

/**
 * A version in a question that asks for a yes or a no, compared with the one its answer turns on. Only typed fields count:
 * a version in a sentence proves nothing.
 */
export function versionVerdict(of: Row, reading: Reading, newest?: string): Verdict | undefined {
  const { yesNo, versions, span, foreign, has } = reading;
  const [version, ...others] = versions;
  if (!yesNo || version === undefined || others.length > 0 || span !== undefined || foreign.length > 0)
    return undefined;
  const turn = turnOf(of);
  if (turn === undefined) return undefined;
  // Nobody here knows what a version brings that is newer than any known one.
  if (newest !== undefined && compareVersions(version, newest) > 0) return undefined;
  if (turn.from !== undefined && compareVersions(version, turn.from) < 0) return undefined;
  const older = compareVersions(version, turn.version) < 0;
  const because = older ? `${version} is older than ${turn.version}.` : `${version} is ${turn.version} or later.`;
  const good = turn.what === 'ends' ? older : !older;
  return { says: good === has('gone', 'unneeded', 'close') ? 'no' : 'yes', because };
}

interface Turn {
  readonly version: string;
  readonly what: 'begins' | 'ends';
  readonly from?: string | undefined;
}

function turnOf(of: Row): Turn | undefined {
  if (of.kind !== 'article' && of.kind !== 'deadline') return undefined;
  if (of.row.turns !== undefined || of.kind === 'deadline') return of.row.turns;
  const { since, answer } = of.row;
  // An article that denies something since a version has to say in `turns` what ends with it.
  return since === undefined || /^no\b/i.test(answer) ? undefined : { version: since, what: 'begins' };
}
