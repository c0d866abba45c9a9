import { expect, test } from 'vitest';
import { cutTag } from '../../src/ask/question-words.ts';

test.each([
  ["pop3 is 143, isn't it?", 'pop3 is 143?'],
  ['4069 is udp, right?', '4069 is udp?'],
  ['imap ist 993, oder?', 'imap ist 993?'],
  ['imap es 993, ¿verdad?', 'imap es 993?'],
  ['is 25 still needed or not?', 'is 25 still needed?'],
  ['dns is only udp, no?', 'dns is only udp?'],
])('%s asks for a yes or no', (text, body) => {
  expect(cutTag(text)).toEqual({ text: body, tagged: true });
});

test.each(['is it tcp?', 'which port is right', 'tcp or udp?', 'what can i not close', 'no'])(
  '%s has no tag',
  (text) => {
    expect(cutTag(text)).toEqual({ text, tagged: false });
  },
);
