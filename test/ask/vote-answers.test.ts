import { expect, test } from 'vitest';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { openAsker } from '../../src/ask/create-asker.ts';

const asker = await openAsker((await openKnowledge()).current());

test('a number that nobody knows is said first, and never gets a yes', () => {
  const understood = asker.understand('remote administration sits on 8443 here, which port do we open');
  expect(understood).toMatchObject({
    kind: 'understood',
    call: { line: 'ports remote-administration' },
    remarks: [expect.stringContaining('8443')],
  });
  expect(understood).not.toHaveProperty('verdict');
});

test.each(['may 25 be reached from the internet', 'is it ok if 993 answers from outside'])(
  '%s is not answered with an article on other ports',
  (question) => {
    const understood = asker.understand(question);
    expect(understood.kind === 'understood' && understood.call.line).not.toContain('remote-administration');
  },
);

test.each([
  ['the isp of my people at home eats 25, what do they send with', 'article submission-587-isp'],
  ['MDaemon stopped after a Windows update', 'why-restart'],
  ['quel port pour imap', 'ports imap'],
  ['op welke poort draait webmail', 'ports webmail'],
  ['kto zrestartował serwer w nocy', 'why-restart'],
])('%s', (question, line) => {
  expect(asker.understand(question)).toMatchObject({ kind: 'understood', call: { line } });
});
