import { expect, it } from 'vitest';
import { judgedAs } from './judged-fixture.ts';
import { writeReport, writeUnseen } from './write-report.ts';

const bot = [
  judgedAs('right', { confidence: 1 }),
  judgedAs('wrong', { text: 'A wrong answer while tuning.', wrongPort: true }),
  judgedAs('wrongly declined', { part: 'report', text: 'A wrong answer nobody should tune on.', confidence: 0.5 }),
  judgedAs('right', { part: 'report', declines: true, confidence: 0.55 }),
];

it('lists failures with their texts for the part to tune on alone', () => {
  const report = writeReport(bot, bot, { all: false });
  expect(report).toContain('  wrong, wrong port: a reason');
  expect(report).toContain('  | A wrong answer while tuning.');
  expect(report).not.toContain('nobody should tune on');
  expect(report).not.toContain('a question of the part to report');
});

it('lists those of both parts where all are asked for', () => {
  expect(writeReport(bot, bot, { all: true })).toContain('  | A wrong answer nobody should tune on.');
});

it('shows both side by side, and how far the confidence can be trusted', () => {
  const [, report = ''] = writeReport(bot, [judgedAs('right', { part: 'report' })], { all: false }).split(
    /Part to report on\n=+\n\n/,
  );
  const lines = report.split('\n').map((line) => line.trim().split(/\s{2,}/));
  expect(lines.slice(1, 3)).toEqual([
    ['ask', '2', '1', '50.0%', '0', '1', '0', '0', '1/1 100.0%'],
    ['minisearch', '1', '1', '100.0%', '0', '0', '0', '0', '0/0 -'],
  ]);
  expect(lines).toContainEqual(['0.4 to 0.6', '2', '0.53', '0.50']);
  expect(lines).toContainEqual(['0.8 to 1.0', '0', '-', '-']);
});

it('shows a set that nobody tunes on by counts alone, unless all is asked for', () => {
  const set = { title: 'Fresh questions', bot, baseline: bot, by: ['kind'] as const };
  const report = writeUnseen(set, { all: false });
  expect(report).toMatch(/^Fresh questions\n=+\n/);
  expect(report).toMatch(/kind +asked +right/);
  expect(report).not.toContain('a question of the part');
  expect(writeUnseen(set, { all: true })).toContain('  | A wrong answer nobody should tune on.');
});
