import type { EntryIndex } from './entry-index.ts';
import { featuresOf } from './features.ts';
import { consider } from './narrow-down.ts';
import { classOfLine, isDecline } from './question-class.ts';
import { peel } from './question-words.ts';
import { readAsked } from './read-ports.ts';
import type { ReadingTools } from './read-question.ts';
import type { Reading } from './reading.ts';
import { isUnsure, understandQuestion, understandText } from './understand.ts';
import type { Explanation, Understanding } from './understanding.ts';

const mostShown = 5;

/** Explains what is made of a question. It decides nothing by itself. */
export function explainQuestion(typed: string, tools: ReadingTools, index: EntryIndex): Explanation {
  const asTyped = understandText(typed, tools, index);
  const written = isUnsure(asTyped) ? tools.normalise(typed) : undefined;
  const { reading, candidates } = consider(peel(written?.text ?? typed), tools, index);
  const classes = tools.classifier.classify(featuresOf(reading)).best(mostShown);
  const scores = new Map(candidates.toReversed().map(({ call, score }) => [call.line, score]));
  const calls = [...scores]
    .map(([line, score]) => ({ line, score }))
    .sort((a, b) => b.score - a.score)
    .slice(0, mostShown);
  const understanding = understandQuestion(typed, tools, index);
  return {
    understanding,
    writtenOut: written?.text,
    language: reading.language,
    slots: slotsOf(reading),
    classes,
    calls,
    because: because(understanding, classes[0]?.of, calls[0]?.line),
  };
}

function slotsOf(reading: Reading): Explanation['slots'] {
  const { services, processes, ports, versions, foreign, elsewhere, mentions, yesNo } = reading;
  const slots: readonly (readonly [string, readonly string[]])[] = [
    ['services', services.map(({ name }) => name)],
    ['programs', processes.map(({ name }) => name)],
    ['ports', ports.filter((each) => each.rows.length > 0).map(({ port }) => String(port))],
    ['numbers I don’t know', ports.filter((each) => each.rows.length === 0).map(({ port }) => String(port))],
    ['versions', versions],
    ['versions of other products', foreign.map(({ of, version }) => `${of} ${version}`)],
    ['dates', mentions.flatMap(({ named: { deadlines } }) => deadlines.map(({ title }) => title))],
    ['advisories', mentions.flatMap(({ named: { advisories } }) => advisories.map(({ name }) => name))],
    ['other products', elsewhere.map(({ subject }) => subject)],
    ['limits', Object.values(readAsked(reading)).filter((limit) => limit !== undefined)],
    ['asks for', yesNo ? ['yes or no'] : []],
  ];
  return slots.flatMap(([kind, values]) => (values.length === 0 ? [] : [{ kind, values: [...new Set(values)] }]));
}

function because(understanding: Understanding, likeliest: string | undefined, first: string | undefined): string {
  if (understanding.kind === 'declined') {
    if (!isUnsure(understanding)) return `A rule refuses it (${understanding.reason}), and nothing outvotes a refusal.`;
    return likeliest !== undefined && isDecline(likeliest)
      ? 'The classifier thinks it is a question that I can’t answer.'
      : 'Neither the rules nor the classifier is sure enough of any answer.';
  }
  const chosen = understanding.call.line.replace(/ plain$/, '');
  const byRules = first === chosen;
  const byClassifier = likeliest === classOfLine(chosen);
  const sentence = byRules
    ? byClassifier
      ? 'The rules and the classifier agree on it'
      : 'Only the rules say so'
    : byClassifier
      ? 'Only the classifier says so'
      : 'The rules and the classifier together find it the most likely';
  return understanding.sure
    ? `${sentence}, and they are sure enough.`
    : `${sentence}, but not surely enough to answer without a warning.`;
}
