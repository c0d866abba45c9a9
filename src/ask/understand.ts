import { joinWords } from '../text/text.ts';
import { asksSecurity } from './candidates/advisories.ts';
import type { Candidate } from './candidates/candidate.ts';
import { candidateOfClass } from './candidates/from-class.ts';
import { isNegated } from './candidates/ports.ts';
import type { Likelihoods } from './classifier.ts';
import { questionsOf, sentencesOf } from './clauses.ts';
import { answerWith, declineUnknown } from './compose-understanding.ts';
import { entryKey } from './entries.ts';
import type { EntryIndex, FoundRow } from './entry-index.ts';
import { featuresOf } from './features.ts';
import { consider, inContext, namesIn, narrowDown } from './narrow-down.ts';
import { classOfLine, isDecline } from './question-class.ts';
import { cutUnwanted, longestQuestion, peel } from './question-words.ts';
import { certain, holdsPorts, holdsVersions, isNamed } from './rank-candidates.ts';
import { asksToMove, readAsked } from './read-ports.ts';
import { type ReadingTools, readQuestion } from './read-question.ts';
import { termOfElsewhere } from './read-terms.ts';
import type { Reading } from './reading.ts';
import { refusal } from './refusals.ts';
import { othersOf } from './remarks.ts';
import { takeVote } from './take-vote.ts';
import type { Refusal, Understanding, Understood } from './understanding.ts';
import { answersYesOrNo, subjectOf } from './verdict/article-verdict.ts';

/** Below this an answer would be a guess. */
const threshold = 0.54;
/** English words are compared with English texts, so more can be asked of them. */
const thresholdOfText = 0.57;
/** What rules and classifier together take to be less likely than that is not shown at all. */
const leastLikely = 0.18;
/** The threshold for a question with a negation: `without X` is easily answered with X. */
const certainOfNegation = 0.85;
/** How likely a class has to be for a question that names another product beside ours. */
const surelyOurs = 0.8;
/** How likely an article has to be to go before what the rows say of the ports it is about. */
const surelyMeant = 0.7;
/** How many candidates are voted on. */
const mostVoted = 12;

/**
 * Understands one question. Where it isn't understood surely as it was typed, it is read once more as it would be written
 * at leisure. A refusal of either reading stands.
 */
export function understandQuestion(typed: string, tools: ReadingTools, index: EntryIndex): Understanding {
  const whole = understandOnce(typed, tools, index);
  return severalIn(typed, whole, tools, index) ?? whole;
}

/**
 * `what is 366 for, and why did it restart`: two questions, each with its answer. They are taken for two only where one is
 * understood surely, the others are no guess, and the text as a whole doesn't come to both already. Orders and secrets in any part refuse all of it.
 */
function severalIn(
  typed: string,
  whole: Understanding,
  tools: ReadingTools,
  index: EntryIndex,
): Understanding | undefined {
  if (whole.kind === 'declined' && refusedWhole.has(whole.reason)) return undefined;
  const parts = questionsOf(peel(typed.slice(0, longestQuestion)));
  if (parts.length === 0) return undefined;
  const names = namesIn(readQuestion(parts[0] ?? '', tools));
  const asked = parts.map((part, at) => understandOnce(at === 0 ? part : withNames(part, names, tools), tools, index));
  const understood = asked.flatMap((each) =>
    each.kind === 'understood' && (each.sure || each.confidence >= fairly) ? [each] : [],
  );
  const [first, ...others] = understood;
  if (first === undefined || asked.some((each) => each.kind === 'declined' && refusedWhole.has(each.reason)))
    return undefined;
  const lines = new Set(understood.map(({ call, verdict }) => `${call.line} ${verdict?.says}`));
  if (understood.length < asked.length || lines.size < asked.length || !understood.some(({ sure }) => sure))
    return undefined;
  // `ports 366 1000` answers for both.
  if (whole.kind === 'understood' && covers(whole, understood)) return undefined;
  return { ...first, further: others };
}

/** A question beside another has to be that likely to be answered as well. */
const fairly = 0.5;
/** Nothing of a text is answered that asks for one of these. */
const refusedWhole: ReadonlySet<string> = new Set(['act', 'secret', 'empty', 'chat']);

function covers({ call, about, verdict, sure }: Understood, parts: readonly Understood[]): boolean {
  const own = new Set(about.map(entryKey));
  const isSame = (part: Understood) =>
    part.call.path.join(' ') === call.path.join(' ') &&
    part.about.length > 0 &&
    part.about.every((entry) => own.has(entryKey(entry)));
  return sure && verdict === undefined && parts.every((part) => isSame(part) && part.verdict === undefined);
}

/** `and does it have to be open`: who names nothing goes on with what was named before. */
function withNames(part: string, names: readonly string[], tools: ReadingTools): string {
  const { services, ports, processes, words } = readQuestion(part, tools);
  const goesOn = words.some((word) => pronouns.has(word));
  return goesOn && services.length + ports.length + processes.length === 0
    ? `${part.replace(/\?$/, '')} ${names.join(' ')}?`
    : part;
}

const pronouns: ReadonlySet<string> = new Set(
  'it that this they them those es er sie das die lo la los las esto eso il elle ils ca cela esso essa het dat die to ono ele ela isso'.split(
    ' ',
  ),
);

function understandOnce(typed: string, tools: ReadingTools, index: EntryIndex): Understanding {
  const asTyped = understandText(typed, tools, index);
  if (!isUnsure(asTyped)) return asTyped;
  const written = tools.normalise(typed);
  if (written === undefined) return asTyped;
  const asWritten = understandText(written.text, tools, index);
  if (asWritten.kind === 'declined') return isUnsure(asWritten) ? asTyped : asWritten;
  if (asTyped.kind === 'understood' && asTyped.confidence >= asWritten.confidence) return asTyped;
  const unsaid = written.put.filter((word) => !asWritten.remarks.some((remark) => remark.toLowerCase().includes(word)));
  const read = unsaid.length === 0 ? [] : [`I read that as ${joinWords(unsaid)}.`];
  return { ...asWritten, remarks: [...read, ...asWritten.remarks] };
}

/** True where another reading may do better: nothing was found, or nothing surely. */
export function isUnsure(understanding: Understanding): boolean {
  return understanding.kind === 'declined' ? ['unknown', 'empty'].includes(understanding.reason) : !understanding.sure;
}

/** The meaning of a text as it stands, taken for one question. */
export function understandText(typed: string, tools: ReadingTools, index: EntryIndex): Understanding {
  const text = peel(cutUnwanted(typed.slice(0, longestQuestion)));
  const whole = consider(text, tools, index);
  if (whole.reading.words.length === 0) return { kind: 'declined', reason: 'empty', confidence: 1, others: [] };
  const { reading, found, candidates: all } = narrowDown(text, whole, tools, index);
  const candidates = all.filter((candidate) => holdsVersions(candidate, whole.reading));
  const best = likeliest(candidates, reading);
  const sentences = sentencesOf(text).map((sentence) => readQuestion(sentence, tools));
  const likely = tools.classifier.classify(featuresOf(whole.reading));
  const refused = refusal(
    inContext(reading, whole.reading),
    best,
    (subject) => isAbout(best, subject, found),
    sentences,
    likely,
  );
  const stranger = strangersVersion(whole.reading) ?? strangersNewest(whole.reading);
  if (stranger !== undefined) return { kind: 'declined', ...stranger, others: [] };
  if (refused !== undefined && !isOursAfterAll(refused, whole.reading, likely)) {
    const near = refused.reason === 'elsewhere' ? othersOf(found, []) : [];
    return { kind: 'declined', ...refused, others: near };
  }
  const { chosen, agreed } = vote(candidates, best, likely, reading, tools);
  if (chosen === undefined) return declineUnknown(reading, best, found, tools.knowledge);
  // A number that nobody knows may stand in another part of the text than the question.
  const strangers = reading === whole.reading ? [] : whole.reading.ports.filter(({ rows }) => rows.length === 0);
  const asked = { ...reading, ports: [...reading.ports, ...strangers] };
  return answerWith(chosen, agreed, { reading: asked, found, candidates }, whole.reading, tools);
}

/** `is TLS 1.3 safe`: of versions of something else nothing is known here, and they are none of MDaemon's. */
function strangersVersion(reading: Reading): Refusal | undefined {
  const { foreign, versions, span, has } = reading;
  const [first] = foreign.filter(({ service }) => service === undefined || service.includes.length > 0);
  if (first === undefined || versions.length > 0 || span !== undefined) return undefined;
  // `when does support of Windows Server 2016 end`
  const asksDate = has('when', 'deadline', 'date') && !has('product');
  if (!asksSecurity(reading) && !has('safe', 'protected') && !asksDate) return undefined;
  return { reason: 'unknown', subject: `${first.of} ${first.version}`, confidence: 0.9 };
}

/** `what is the newest Outlook`: which versions there are of what counts its own is not known here. */
function strangersNewest({ has, mentions, words }: Reading): Refusal | undefined {
  const stranger = mentions.find(({ named }) => named.services[0]?.own_versions === true);
  if (stranger === undefined || !has('newest') || has('product', 'definitions', 'spamrules')) return undefined;
  const typed = words.slice(stranger.at, stranger.at + stranger.words).join(' ');
  const { name = typed } = stranger.named.services[0] ?? {};
  const subject = name.toLowerCase() === typed ? name : `${typed.charAt(0).toUpperCase()}${typed.slice(1)}`;
  return { reason: 'unknown', subject, confidence: 0.8 };
}

/** Another product that is only named beside MDaemon: `MDaemon stopped after a Windows update` is a question of ours. */
function isOursAfterAll({ reason }: Refusal, { has, ports }: Reading, likely: Likelihoods): boolean {
  const [first] = likely.best(1);
  return (
    reason === 'elsewhere' &&
    has('product') &&
    ports.length === 0 &&
    first !== undefined &&
    first.likelihood >= surelyOurs &&
    !isDecline(first.of) &&
    !first.of.startsWith('ports')
  );
}

/** What the rules and the classifier come to together; nothing where they rather decline. */
function vote(
  candidates: readonly Candidate[],
  best: Candidate | undefined,
  likely: Likelihoods,
  reading: Reading,
  tools: ReadingTools,
): { readonly chosen: Candidate | undefined; readonly agreed: boolean } {
  const { classifier, knowledge } = tools;
  const answers = best !== undefined && best.score >= leastFor(best, reading);
  // What comes from typed fields alone is outvoted by no likelihood, but an article on that very port tells more.
  if (answers && best.by === 'structure' && isTyped(best, reading)) {
    const told = articleOnPorts(likely, best, reading, tools);
    return { chosen: told ?? best, agreed: true };
  }
  const limited = Object.values(readAsked(reading)).some((limit) => limit !== undefined);
  const mayAnswer = (each: Candidate): boolean => {
    if (each === best && answers) return true;
    if (each.call.path[0] !== 'ports') return isNamed(each, reading) && holdsPorts(each, reading);
    // A list found by its words has none of the limits that a question sets: the direction, the era.
    if (each.by === 'text' && (answers || limited || !isNamed(each, reading))) return false;
    return answers ? each.score >= threshold : !reading.yesNo;
  };
  const ordered = [...(best === undefined ? [] : [best]), ...candidates.filter((each) => each !== best)]
    .filter(mayAnswer)
    .slice(0, mostVoted);
  const voted = ordered.map(({ about, call, score }) => ({
    of: classOfLine(call.line),
    score,
    unseen: about.some(({ kind, row }) => !classifier.knows(kind, row.id)),
  }));
  const outcome = takeVote(voted, answers, likely, (of) => {
    const possible = candidateOfClass(of, 0, knowledge);
    return possible !== undefined && holdsPorts(possible, reading);
  });
  switch (outcome.says) {
    case 'decline':
      return { chosen: undefined, agreed: false };
    case 'candidate': {
      const chosen = ordered[outcome.at];
      if (outcome.confidence < leastLikely) return { chosen: undefined, agreed: false };
      const { confidence: score, likelihood = 0 } = outcome;
      return { chosen: chosen && { ...chosen, score, likelihood }, agreed: outcome.agreed };
    }
    case 'class':
      return {
        chosen: candidateOfClass(outcome.of, outcome.confidence, knowledge, readAsked(reading)),
        agreed: false,
      };
  }
}

/** What hits a version, which of two is newer, and what a port is that is to be closed, restricted, moved or exposed. */
function isTyped({ call, verdict }: Candidate, reading: Reading): boolean {
  const { ports, has, yesNo } = reading;
  const [path] = call.path;
  return (
    path === 'advisories' ||
    path === 'releases' ||
    (path === 'ports' &&
      ports.length > 0 &&
      (has('restrict') || asksToMove(reading) || (yesNo && verdict !== undefined && has('close'))))
  );
}

/**
 * `can I close 25 if all use 587`: an article tells of that, and the classifier is sure that it is meant. One that asks about that
 * very port may say Yes; another one that tells of all the ports may not, since its Yes would be one to its own question.
 */
function articleOnPorts(
  likely: Likelihoods,
  { verdict }: Candidate,
  reading: Reading,
  { knowledge, stance }: ReadingTools,
): Candidate | undefined {
  const [first] = likely.best(1);
  const asked = reading.ports.filter(({ conditional }) => !conditional);
  if (first === undefined || first.likelihood < surelyMeant || asked.length === 0) return undefined;
  const candidate = candidateOfClass(first.of, first.likelihood, knowledge);
  const [of] = candidate?.about ?? [];
  if (of?.kind !== 'article') return undefined;
  const own = subjectOf(of.row);
  if (reading.yesNo && answersYesOrNo(of.row) && asked.every(({ port }) => own === String(port))) return candidate;
  // Its word for just this question is known.
  const isOpen =
    verdict === undefined || (verdict.says === 'depends' && reading.unused.length === 0 && !isNegated(reading));
  const heard = reading.yesNo && isOpen ? stance.wordOf(reading, of.row.id) : undefined;
  const isItsPort = asked.some(({ port }) => own === String(port));
  if (isItsPort && first.likelihood >= surelyOurs && heard !== undefined && heard.likelihood >= surelyOurs)
    return candidate;
  const tells = asked.every((port) => port.rows.length > 0 && holdsPorts({ about: [of] }, { ports: [port] }));
  return tells && (verdict === undefined || verdict.says === 'depends') && !/^yes\b/i.test(of.row.answer)
    ? candidate
    : undefined;
}

/** The first; but what is asked for without something rather gets what was worked out than what was found by its words. */
function likeliest(candidates: readonly Candidate[], reading: Reading): Candidate | undefined {
  const [first] = candidates;
  if (first === undefined || first.score >= leastFor(first, reading) || !isNegated(reading)) return first;
  return candidates.find(({ by, score }) => by === 'structure' && score >= certain) ?? first;
}

/** Below this an answer would be a guess. */
function leastFor({ by }: Candidate, reading: Reading): number {
  if (by === 'structure') return threshold;
  if (isNegated(reading)) return certainOfNegation;
  return reading.language === 'english' ? thresholdOfText : threshold;
}

/** True where a candidate is about another product as well. What only mentions it tells nothing of it; what is called so does. */
function isAbout(candidate: Candidate | undefined, subject: string, found: readonly FoundRow[]): boolean {
  const term = termOfElsewhere(subject);
  const rows = new Set(candidate?.about.map(({ row }) => row));
  return found.some(({ of, terms, name }) => {
    if (!rows.has(of.row)) return false;
    return of.kind === 'service' || of.kind === 'port' ? name.includes(term) : terms.has(term);
  });
}
