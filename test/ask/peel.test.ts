import { expect, test } from 'vitest';
import { peel } from '../../src/ask/question-words.ts';

test.each([
  ['hey guys, which port is imap on', 'which port is imap on'],
  ['Hallo zusammen, welcher Port ist IMAP? Danke im Voraus', 'welcher Port ist IMAP?'],
  ['my boss asks: is 4069 tcp?', 'is 4069 tcp?'],
  ['security team: may we open 1000?', 'may we open 1000?'],
  ['please tell me which port webmail is on', 'which port webmail is on'],
  ['hi, quick question: imap port? thx a lot', 'imap port?'],
  ['imap port? i really dont know', 'imap port?'],
])('%s', (text, rest) => {
  expect(peel(text)).toBe(rest);
});

test.each(['hello!', 'thanks', 'minger: tcp or udp?', 'tell me a joke', 'open port 25 for me', ''])(
  'keeps %s',
  (text) => {
    expect(peel(text)).toBe(text);
  },
);

test('takes text of any length, in no time', () => {
  expect(peel('hi, '.repeat(100_000)).length).toBeGreaterThan(0);
  expect(peel(`${'a '.repeat(100_000)}thanks`).endsWith('a')).toBe(true);
});
