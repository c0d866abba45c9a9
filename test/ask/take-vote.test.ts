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
  test('are sure where they agree', () => {
    const vote = takeVote([{ of: 'ports', score: 0.9 }], true, likely({ ports: 0.8, updates: 0.2 }), withoutName);
    expect(vote).toEqual({ says: 'candidate', at: 0, confidence: 0.9, agreed: true, likelihood: 0.8 });
  });

  test('come to what the classifier says where the rules only think of it', () => {
    const candidates = [
      { of: 'ports', score: 0.9 },
      { of: 'article:port-25-still-needed', score: 0.5 },
    ];
    const of = likely({ ports: 0.1, 'article:port-25-still-needed': 0.9 });
    expect(takeVote(candidates, true, of, withoutName)).toMatchObject({ says: 'candidate', at: 1, agreed: false });
  });

  test('find a class that the rules did not think of', () => {
    expect(takeVote([], false, likely({ 'why-restart': 0.9 }), withoutName)).toMatchObject({ of: 'why-restart' });
  });

  test('never answer with a class that needs a name, where none is named', () => {
    expect(takeVote([], false, likely({ ports: 0.9, updates: 0.1 }), withoutName)).toEqual({ says: 'decline' });
  });

  test('decline what is likely to be out of scope', () => {
    const of = likely({ ports: 0.1, 'decline:unknown': 0.5, 'decline:elsewhere': 0.4 });
    expect(takeVote([{ of: 'ports', score: 0.6 }], true, of, withoutName)).toEqual({ says: 'decline' });
  });

  test('leave a row that the model has not seen to the rules', () => {
    const of = likely({ 'decline:unknown': 1, ports: 0 });
    const candidates = [{ of: 'ports', score: 0.8, unseen: true }];
    expect(takeVote(candidates, true, of, withoutName)).toMatchObject({ says: 'candidate', at: 0, agreed: true });
    expect(takeVote([{ of: 'article:own', score: 0.8 }], true, of, withoutName)).toMatchObject({ at: 0 });
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
