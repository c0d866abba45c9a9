import { expect, it } from 'vitest';
import { judgedAs, lineOf, questionOf } from './judged-fixture.ts';
import { askAll, missedAims, percent, scoreOf } from './score.ts';

const many = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

it('asks each question in order and judges its answer', async () => {
  const questions = [questionOf('imap port', { ports: [143] }), questionOf('mysql port', { declines: true })];
  const asked: string[] = [];
  const judged = await askAll(questions, async (question) => {
    asked.push(question);
    return lineOf('IMAP needs 143/tcp.');
  });
  expect(asked).toEqual(['imap port', 'mysql port']);
  expect(judged.map(({ judgement }) => judgement.says)).toEqual(['right', 'wrongly answered']);
});

it('counts every way to be wrong, and how much of what is out of scope was declined', () => {
  const judged = [
    judgedAs('right'),
    judgedAs('wrong', { wrongPort: true }),
    judgedAs('wrongly declined'),
    judgedAs('right', { declines: true }),
    judgedAs('wrongly answered', { declines: true, wrongPort: true }),
  ];
  expect(scoreOf(judged)).toEqual({
    asked: 5,
    right: 2,
    wrong: 1,
    wronglyDeclined: 1,
    wronglyAnswered: 1,
    wrongPorts: 2,
    outOfScope: 2,
    declined: 1,
  });
});

it('misses an aim only below it, and says which', () => {
  const enough = [...many(97, judgedAs('right')), ...many(3, judgedAs('wrongly declined'))];
  expect(missedAims(scoreOf(enough))).toEqual([]);
  const tooFew = [...many(96, judgedAs('right')), ...many(4, judgedAs('wrong'))];
  expect(missedAims(scoreOf(tooFew))).toEqual(['96 of 100 right, aim 97.0%']);
  const onePort = [...many(99, judgedAs('right')), judgedAs('wrong', { wrongPort: true })];
  expect(missedAims(scoreOf(onePort))).toEqual(['1 wrong ports, aim 0']);
  const declines = [
    ...many(900, judgedAs('right')),
    ...many(97, judgedAs('right', { declines: true })),
    ...many(3, judgedAs('wrongly answered', { declines: true })),
  ];
  expect(missedAims(scoreOf(declines))).toEqual(['97 of 100 out-of-scope questions declined, aim 98.0%']);
});

it('writes shares with one digit', () => {
  expect([percent(973, 1000), percent(0, 3), percent(0, 0)]).toEqual(['97.3%', '0.0%', '-']);
});
