import { expect, it } from 'vitest';
import { createNearness } from './near-duplicates.ts';

const isNear = createNearness([{ q: 'Which ports does the IMAP server need to be reached?' }, { q: 'pop3' }]);

it.each([
  'which ports does the imap server need to be reached',
  'Which ports does the IMAP server need to be reached!!',
  'so which ports does the imap server need to be reached',
  'POP3?',
])('%s is nearly one of them', (question) => {
  expect(isNear(question)).toBe(true);
});

it.each(['which ports does the smtp server need to be reached', 'pop3 port', 'imap', ''])(
  '%s is another',
  (question) => {
    expect(isNear(question)).toBe(false);
  },
);
