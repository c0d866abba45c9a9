import { describe, expect, test } from 'vitest';
import { classOfLine } from '../../src/ask/question-class.ts';
import { takeVote } from '../../src/ask/take-vote.ts';

const likely = (of: Readonly<Record<string, number>>) => ({
  of: (name: string) => of[name],
  best: (count: number) =>
    Object.entries(of)
      .map(([name, likelihood]) => ({ of: name, likelihood }))
      .sort((a, b) => b.likelihood - a.likelihood)
      .slice(0, count),
});
const withoutName = (of: string) => of !== 'ports';

describe('rules and classifier', () => {
  test('come to what both say', () => {
    const vote = takeVote([{ of: 'ports', score: 0.9 }], true, likely({ ports: 0.8, updates: 0.2 }), withoutName);
    expect(vote).toMatchObject({
      winner: { at: 0 },
      evidence: { likelihood: 0.8, rival: 0.2, score: 0.9, first: true, outvoted: false, likeliest: true },
    });
  });

  test('come to what the classifier says where the rules only think of it', () => {
    const candidates = [
      { of: 'ports', score: 0.9 },
      { of: 'article:port-25-still-needed', score: 0.5 },
    ];
    const of = likely({ ports: 0.1, 'article:port-25-still-needed': 0.9 });
    expect(takeVote(candidates, true, of, withoutName)).toMatchObject({
      winner: { at: 1 },
      evidence: { first: false, outvoted: true, next: 0.9 },
    });
  });

  test('find a class that the rules did not think of', () => {
    const vote = takeVote([], false, likely({ 'why-restart': 0.9 }), withoutName);
    expect(vote).toMatchObject({ winner: { of: 'why-restart' }, evidence: { score: 0, outvoted: false } });
  });

  test('never come to a class that needs a name, where none is named', () => {
    expect(takeVote([], false, likely({ ports: 0.9, 'decline:act': 0.1 }), withoutName)).toBeUndefined();
  });

  test('never come to a class that is declined: that speaks against the answer', () => {
    const of = likely({ ports: 0.1, 'decline:unknown': 0.5, 'decline:elsewhere': 0.4 });
    expect(takeVote([{ of: 'ports', score: 0.6 }], true, of, withoutName)).toMatchObject({
      winner: { at: 0 },
      evidence: { declines: 0.9, likeliest: false },
    });
  });

  test('leave a row that the model has not seen to the rules', () => {
    const of = likely({ 'decline:unknown': 1, ports: 0 });
    const candidates = [{ of: 'ports', score: 0.8, unseen: true }];
    const expected = { winner: { at: 0 }, evidence: { first: true, unseen: true } };
    expect(takeVote(candidates, true, of, withoutName)).toMatchObject(expected);
    expect(takeVote([{ of: 'article:own', score: 0.8 }], true, of, withoutName)).toMatchObject(expected);
  });
});

test.each([
  ['ports imap inbound', 'ports'],
  ['ports inbound', 'ports:inbound'],
  ['ports', 'ports:all'],
  ['article localhost-rule plain', 'article:localhost-rule'],
  ['process', 'processes'],
  ['process MDSpamD.exe', 'process'],
  ['deadlines cyren-ikarus', 'deadline'],
  ['renames', 'renames'],
  ['why-restart', 'why-restart'],
])('the class of %s is %s', (line, of) => {
  expect(classOfLine(line)).toBe(of);
});
