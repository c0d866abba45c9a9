import { describe, expect, test } from 'vitest';
import { clausesOf, sentencesOf } from '../../src/ask/clauses.ts';

describe('clausesOf', () => {
  test('finds where the question begins, behind who has it', () => {
    const text = 'the firewall people see something on 3101 and want to know if it is safe to block it, we are on 21';
    expect(clausesOf(text)).toContain('whether it is safe to block it, we are on 21');
  });

  test('looks at sentences that ask before others', () => {
    expect(clausesOf('Everything was changed on Friday. Which port has to be opened? My coffee is cold.')[0]).toBe(
      'Which port has to be opened?',
    );
  });

  test('joins a word that asks to what it asks about', () => {
    expect(clausesOf('It rained. The BlackBerry phones stopped after the upgrade. Reason?')).toEqual([
      'The BlackBerry phones stopped after the upgrade. Reason?',
    ]);
  });

  test('keeps a condition with its question', () => {
    expect(clausesOf('can I close the ports 110 and 143, if all of us use SSL?')).toEqual([]);
  });

  test('leaves a short question alone', () => {
    expect(clausesOf('imap, which port?')).toEqual([]);
  });

  test('looks at few parts of a long text', () => {
    expect(clausesOf('is it so, and is it not, and what is it? '.repeat(1000)).length).toBeLessThanOrEqual(5);
  });
});

test('sentencesOf gives the last ones', () => {
  expect(sentencesOf('One. Two! Three? Four: five')).toEqual(['Three?', 'Four:', 'five']);
  expect(sentencesOf('only one')).toEqual([]);
});
