import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openKnowledge } from '../../../knowledge/open-knowledge.ts';
import { type Model, openClassifier } from '../../../src/ask/classifier.ts';
import { buildAskTools } from '../../../src/ask/create-asker.ts';
import { isDecline } from '../../../src/ask/question-class.ts';
import type { ReadingTools } from '../../../src/ask/read-question.ts';
import learned from '../../../src/ask/trust.json' with { type: 'json' };
import type { Clues } from '../../../src/ask/trust.ts';
import { understandQuestion, understandText } from '../../../src/ask/understand.ts';
import { atOnce } from '../../at-once.ts';
import { showLine } from '../entry-answers.ts';
import { groupOf, judgeCall } from '../held-back.ts';
import { table } from '../write-report.ts';
import { fitTrust, type Trusted } from './fit-trust.ts';
import { readFolds } from './folds.ts';
import type { Labelled } from './labelled.ts';
import { defaults, type Training } from './train.ts';
import { askedOfArticles, createFeatureReader, type Lesson, lessonsOf, modelOf } from './training.ts';

// Cross-validation over the questions to train on: each fold is answered by an engine whose classifier has not seen it.
// Who works on the engine may look at what fails here; the test part stays a measure. Models are cached by what they were
// trained on. `--only 0,1` runs some folds, `--out FILE` writes each answer as a line of JSON.
const { values: options } = parseArgs({
  options: {
    folds: { type: 'string', default: '5' },
    only: { type: 'string' },
    out: { type: 'string' },
    train: { type: 'string', default: '{}' },
    least: { type: 'string' },
    models: { type: 'string' },
    fit: { type: 'boolean', default: false },
  },
});
const cache = new URL('../../../node_modules/.cache/ask-folds/', import.meta.url);
const training: Training = { ...defaults, ...JSON.parse(options.train) };
const knowledge = (await openKnowledge()).current();
const folds = readFolds(Number(options.folds));
const read = createFeatureReader(knowledge);
const lessons = folds.map((fold) => lessonsOf(fold, read, options.models === undefined ? undefined : 0));
const always = options.models !== undefined ? [] : lessonsOf(askedOfArticles(knowledge), read);
const chosen = options.only?.split(',').map(Number) ?? folds.map((_, index) => index);

const header = [
  '',
  'asked',
  'classifier',
  'right',
  'wrong',
  'w.ports',
  'w.declined',
  'declined',
  'sure',
  'of those wrong',
];
const reasons: ReadonlySet<string> = new Set(['unknown', 'elsewhere', 'act', 'secret', 'chat', 'empty']);
const shownBefore = new Map<string, ReturnType<typeof showLine>>();

interface Outcome extends Labelled {
  readonly fold: number;
  readonly says: ReturnType<typeof judgeCall>['says'];
  readonly wrongPort: boolean;
  readonly came: string;
  readonly sure: boolean;
  readonly confidence: number;
  readonly likeliest: string;
}

const trusted: Trusted[] = [];
const outcomes: Outcome[] = [];
for (const fold of chosen) outcomes.push(...(await askFold(fold)));
if (options.out !== undefined) writeFileSync(options.out, outcomes.map((each) => `${JSON.stringify(each)}\n`).join(''));
console.log(reportOf(outcomes.filter(({ origin }) => origin === 'written')));
const kept = outcomes.filter(({ origin }) => origin === 'kept');
console.log(`\nOf what the rules were written by:\n${table([header, rowOf('all', kept)])}\n\n${pointsOf(kept)}`);
if (options.fit)
  writeFileSync(
    new URL('../../../src/ask/trust.json', import.meta.url),
    `${JSON.stringify({ ...learned, ...fitTrust(trusted) }, null, 2)}\n`,
  );

async function askFold(fold: number): Promise<Outcome[]> {
  const classifier = await openClassifier(modelWithout(fold));
  const { tools: built, index } = atOnce(buildAskTools(knowledge, classifier));
  const least = options.least === undefined ? undefined : Number(options.least);
  const tools = least === undefined ? built : { ...built, least: { ports: least, others: least } };
  const answers: Outcome[] = [];
  for (const { labelled, examples } of lessons[fold] ?? []) {
    const understood = understandQuestion(labelled.q, tools, index);
    let first: { clues: Clues; line: string } | undefined;
    const onClues: NonNullable<ReadingTools['onClues']> = ({ clues, line }) => {
      first ??= { clues, line };
    };
    understandText(labelled.q, { ...tools, onClues }, index);
    if (first !== undefined) trusted.push({ clues: first.clues, right: await isRight(labelled, first.line) });
    const call = understood.kind === 'understood' ? understood.call.line : undefined;
    const shown = call === undefined ? undefined : await showOnce(call);
    const line = {
      question: labelled.q,
      answered: call !== undefined,
      command: call ?? null,
      text: shown?.text ?? '',
      sources: [],
      confidence: understood.confidence,
    };
    const { says, wrongPort } = judgeCall(labelled, line, knowledge);
    const [example] = examples;
    answers.push({
      ...labelled,
      fold,
      says,
      wrongPort,
      came: call ?? (understood.kind === 'declined' ? understood.reason : ''),
      sure: understood.kind === 'understood' && understood.sure,
      confidence: understood.confidence,
      likeliest: example === undefined ? '' : (classifier.classify(example.features).best(1)[0]?.of ?? ''),
    });
  }
  return answers;
}

async function isRight(labelled: Labelled, line: string): Promise<boolean> {
  const { text } = await showOnce(line);
  const shown = { question: labelled.q, answered: true, command: line, further: [], text, sources: [], confidence: 1 };
  return judgeCall(labelled, shown, knowledge).says === 'right';
}

/** Trains on all folds but one, unless that was done before. */
function modelWithout(fold: number): Model {
  if (options.models !== undefined) return JSON.parse(readFileSync(`${options.models}/fold${fold}.json`, 'utf8'));
  const learned = [...lessons.filter((_, index) => index !== fold).flat(), ...always];
  const hash = hashOf(learned);
  const file = new URL(`${hash}.json`, cache);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const model = modelOf(learned, hash, knowledge, training);
  mkdirSync(cache, { recursive: true });
  writeFileSync(file, JSON.stringify(model));
  return model;
}

function hashOf(learned: readonly Lesson[]): string {
  const hash = createHash('sha256').update(JSON.stringify(training));
  for (const { examples } of learned)
    for (const { features, class: of, share } of examples)
      hash.update(`${of} ${share}`).update(features.at).update(features.weights);
  return hash.digest('hex').slice(0, 24);
}

function showOnce(line: string): ReturnType<typeof showLine> {
  const once = shownBefore.get(line) ?? showLine(line);
  shownBefore.set(line, once);
  return once;
}

function reportOf(all: readonly Outcome[]): string {
  const groups = (by: (each: Outcome) => string) =>
    [...Map.groupBy(all, by)].sort(([a], [b]) => a.localeCompare(b)).map(([name, some]) => rowOf(name, some));
  const confused = [
    ...Map.groupBy(
      all.filter(({ says }) => /^wrong(?:ly answered)?$/.test(says)),
      ({ class: of, came }) => `${of} <- ${came}`,
    ),
  ]
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, 40)
    .map(([name, some]) => `${String(some.length).padStart(4)}  ${name}`);
  const bins = [0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((from, index, each) => {
    const to = each[index + 1] ?? 1.01;
    const inside = all.filter(({ confidence }) => confidence >= from && confidence < to);
    const right = inside.filter(({ says }) => says === 'right').length;
    return [from.toFixed(1), String(inside.length), share(right, inside.length)];
  });
  return [
    table([header, rowOf('all', all), ...groups(({ class: of }) => groupOf(of)), ...groups(({ lang }) => lang)]),
    table([['confidence from', 'asked', 'right'], ...bins]),
    pointsOf(all),
    confused.join('\n'),
  ].join('\n\n');
}

function rowOf(name: string, some: readonly Outcome[]): string[] {
  const count = (fits: (each: Outcome) => boolean) => some.filter(fits).length;
  const outOfScope = some.filter(({ class: of }) => isDecline(of));
  const sure = some.filter((each) => each.sure);
  return [
    name,
    String(some.length),
    share(
      count(({ class: of, likeliest }) => of === likeliest),
      some.length,
    ),
    share(
      count(({ says }) => says === 'right'),
      some.length,
    ),
    share(
      count(({ says }) => says === 'wrong' || says === 'wrongly answered'),
      some.length,
    ),
    String(count(({ wrongPort }) => wrongPort)),
    share(
      count(({ says }) => says === 'wrongly declined'),
      some.length,
    ),
    share(outOfScope.filter(({ says }) => says === 'right').length, outOfScope.length),
    share(sure.length, some.length),
    share(sure.filter(({ says }) => says !== 'right').length, sure.length),
  ];
}

/** A share in percent, with its standard error. */
function share(part: number, whole: number): string {
  if (whole === 0) return '-';
  const p = part / whole;
  return `${(100 * p).toFixed(1)}±${(100 * Math.sqrt((p * (1 - p)) / whole)).toFixed(1)}`;
}

/** What would come of it if only what can be trusted so far were answered. */
function pointsOf(all: readonly Outcome[]): string {
  const points = [0, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7].map((least) => {
    const isAnswered = ({ says, came, confidence }: Outcome) =>
      says !== 'wrongly declined' && !(says === 'right' && reasons.has(came)) && confidence >= least;
    const right = all.filter((each) => (isAnswered(each) ? each.says === 'right' : isDecline(each.class)));
    const wrong = all.filter((each) => isAnswered(each) && each.says !== 'right');
    const ports = wrong.filter(({ wrongPort }) => wrongPort).length;
    return [least.toFixed(2), share(right.length, all.length), share(wrong.length, all.length), String(ports)];
  });
  return table([['answered from', 'right', 'wrong', 'w.ports'], ...points]);
}
