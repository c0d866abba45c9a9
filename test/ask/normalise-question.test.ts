import { describe, expect, test } from 'vitest';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { createEntryIndex } from '../../src/ask/entry-index.ts';
import spoken from '../../src/ask/language/spoken.json' with { type: 'json' };
import { createNameFinder } from '../../src/ask/name-finder.ts';
import { createNormaliser, isRealWord, placesOf } from '../../src/ask/normalise-question.ts';
import { atOnce } from '../at-once.ts';
import { readLabelled } from './training/labelled.ts';
import { commonWords } from './training/pack-words.ts';

const knowledge = (await openKnowledge()).current();
const names = createNameFinder(knowledge);
const index = atOnce(createEntryIndex(knowledge, names));
const normalise = createNormaliser({ knowledge, names, isWord: index.isWord });
const written = (text: string) => normalise(text)?.text ?? text;

describe('numbers that were said', () => {
  test.each([
    ['which port is nine nine three', 'which port is 993'],
    ['what is port four forty three for', 'what is port 443 for'],
    ['is four oh six nine udp', 'is 4069 udp'],
    ['welcher port ist fünfundzwanzig', 'welcher port ist 25'],
    ['puerto quinientos ochenta y siete', 'puerto 587'],
    ['le port cinq cent quatre-vingt-sept', 'le port 587'],
    ['la porta novecentonovantatre', 'la porta 993'],
    ['poort vijfhonderdzevenentachtig', 'poort 587'],
    ['port pięćset osiemdziesiąt siedem', 'port 587'],
    ['porta quinhentos e oitenta e sete', 'porta 587'],
    ['version twenty five point oh point one', 'version 25.0.1'],
  ])('%s', (said, expected) => {
    expect(written(said)).toBe(expected);
  });

  test.each(['it took two minutes', 'restarts every twenty five minutes', 'one of them', 'three servers'])(
    '%s counts something, and stays',
    (text) => {
      expect(written(text)).toBe(text);
    },
  );
});

describe('words that were spelt, misheard or typed in haste', () => {
  test.each([
    ['ess em tee pee port', 'smtp port'],
    ['i m a p over s s l', 'imap over ssl'],
    ['why did world client dot exe stop', 'why did world client.exe stop'],
    ['active sink ports', 'activesync ports'],
    ['eye map port', 'imap port'],
    ['imao port', 'imap port'],
    ['wrldclnt port nmbr', 'worldclient port number'],
    ['openingg firewallports', 'opening firewall ports'],
    ['semafore files', 'semaphore files'],
    ['wat ports r open on the srv', 'what ports are open on the server'],
  ])('%s', (typed, expected) => {
    expect(written(typed)).toBe(expected);
  });

  test('marks stay where they are', () => {
    expect(written('Hi. Wat is nine nine three? Thx!')).toBe('hi. what is 993? thanks!');
  });

  test('what is put for something else is told', () => {
    expect(normalise('eye map on nine nine three')?.put).toEqual(['imap', '993']);
  });
});

describe('real words', () => {
  const words = commonWords();

  test('are those of the list, as it is installed', () => {
    expect(words.filter((word) => !isRealWord(word))).toEqual([]);
  });

  test('few others are taken for them', () => {
    const others = Array.from({ length: 5_000 }, (_, at) => `q${placesOf(String(at), 1, 1e9)[0]?.toString(36)}x`);
    expect(others.filter((word) => isRealWord(word)).length).toBeLessThan(100);
  });

  test('are never touched, whichever language the question is in', () => {
    const some = words.filter((word, at) => at % 11 === 0 && !(word in spoken.shorthand));
    const isNumber = (text: string) => /^\d/.test(text);
    expect(some.map(written).filter((text, at) => text !== some[at] && !isNumber(text))).toEqual([]);
  });
});

test('few questions that were written with care are changed at all', () => {
  const kept = readLabelled().filter(({ origin }) => origin === 'kept');
  const changed = kept.filter(({ q }) => normalise(q) !== undefined);
  expect(changed.length / kept.length).toBeLessThan(0.2);
});
