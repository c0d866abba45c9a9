import { type Judged, percent, scoreOf } from './score.ts';

/** How much of the part that nobody tunes on is shown: only counts, unless all was asked for. */
export interface ReportOptions {
  readonly all: boolean;
}

/** A set of questions that nobody tunes on, answered by `ask` and by the plain search. */
export interface UnseenSet {
  readonly title: string;
  readonly bot: readonly Judged[];
  readonly baseline: readonly Judged[];
  /** What it is counted by. */
  readonly by: readonly Counted[];
}

type Counted = 'topic' | 'language' | 'kind';

const parts = ['tune', 'report'] as const;
const bins = [0, 0.2, 0.4, 0.6, 0.8] as const;
const longestText = 400;

/** The evaluation as text: totals, topics, languages, how far its own confidence can be trusted, and the failures. */
export function writeReport(bot: readonly Judged[], baseline: readonly Judged[], { all }: ReportOptions): string {
  const of = (judged: readonly Judged[], part: string) => judged.filter(({ question }) => question.part === part);
  const sections = parts.flatMap((part) => [
    heading(part === 'tune' ? 'Part to tune on' : 'Part to report on'),
    totals(of(bot, part), of(baseline, part)),
    grouped('topic', of(bot, part), of(baseline, part)),
    grouped('language', of(bot, part), of(baseline, part)),
    calibration(of(bot, part)),
  ]);
  const shown = all ? bot : of(bot, 'tune');
  const where = all ? 'both parts' : 'the part to tune on; --all lists those of the other too';
  return [...sections, heading(`Failures of ${where}`), failures(shown)].join('\n\n');
}

/** The counts of one such set, with its failures where all were asked for. */
export function writeUnseen({ title, bot, baseline, by }: UnseenSet, { all }: ReportOptions): string {
  const shown = all ? [heading(`Failures: ${title}`), failures(bot)] : [];
  const groups = by.map((each) => grouped(each, bot, baseline));
  return [heading(title), totals(bot, baseline), ...groups, calibration(bot), ...shown].join('\n\n');
}

const columns = ['asked', 'right', '', 'wrong', 'w.declined', 'w.answered', 'w.ports'];

function totals(bot: readonly Judged[], baseline: readonly Judged[]): string {
  const line = (name: string, judged: readonly Judged[]) => [name, ...cells(judged), declinedOf(judged)];
  return table([['', ...columns, 'declined'], line('ask', bot), line('minisearch', baseline)]);
}

function grouped(by: Counted, bot: readonly Judged[], baseline: readonly Judged[]): string {
  const rows = [...new Set(bot.map(({ question }) => question[by] ?? ''))].map((value) => {
    const own = (judged: readonly Judged[]) => judged.filter(({ question }) => (question[by] ?? '') === value);
    const { asked, right } = scoreOf(own(baseline));
    return [value, ...cells(own(bot)), declinedOf(own(bot)), percent(right, asked)];
  });
  return table([[by, ...columns, 'declined', 'minisearch'], ...rows]);
}

/** Of what is out of scope, how much was declined. */
function declinedOf(judged: readonly Judged[]): string {
  const { outOfScope, declined } = scoreOf(judged);
  return `${declined}/${outOfScope} ${percent(declined, outOfScope)}`;
}

function cells(judged: readonly Judged[]): string[] {
  const { asked, right, wrong, wronglyDeclined, wronglyAnswered, wrongPorts } = scoreOf(judged);
  return [asked, right, percent(right, asked), wrong, wronglyDeclined, wronglyAnswered, wrongPorts].map(String);
}

/** In five bins of confidence: what it claims on average, and how often it is right. */
function calibration(judged: readonly Judged[]): string {
  const rows = bins.map((from, index) => {
    const to = bins[index + 1] ?? 1.01;
    const inside = judged.filter(({ line }) => line.confidence >= from && line.confidence < to);
    const mean = inside.reduce((sum, { line }) => sum + line.confidence, 0) / inside.length;
    const { right } = scoreOf(inside);
    return [
      `${from.toFixed(1)} to ${Math.min(1, to).toFixed(1)}`,
      `${inside.length}`,
      inside.length === 0 ? '-' : mean.toFixed(2),
      inside.length === 0 ? '-' : (right / inside.length).toFixed(2),
    ];
  });
  return table([['confidence', 'asked', 'mean', 'right'], ...rows]);
}

function failures(judged: readonly Judged[]): string {
  const failed = judged.filter(({ judgement }) => judgement.says !== 'right');
  if (failed.length === 0) return 'none';
  return failed
    .map(({ question, line, judgement }) => {
      const text = line.text.length > longestText ? `${line.text.slice(0, longestText)}…` : line.text;
      return [
        `${question.id}  ${question.question}`,
        `  ${judgement.says}${judgement.wrongPort ? ', wrong port' : ''}: ${judgement.reasons.join('; ')}`,
        `  by ${line.command ?? 'no command'}, confidence ${line.confidence.toFixed(2)}`,
        ...text.split('\n').map((each) => `  | ${each}`.trimEnd()),
      ].join('\n');
    })
    .join('\n\n');
}

function heading(text: string): string {
  return `${text}\n${'='.repeat(text.length)}`;
}

/** Columns of text; the first to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
