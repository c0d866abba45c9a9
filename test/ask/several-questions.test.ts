import { expect, test } from 'vitest';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { questionsOf } from '../../src/ask/clauses.ts';
import { openAsker } from '../../src/ask/create-asker.ts';
import type { Understanding } from '../../src/ask/understanding.ts';
import { createBotAsker } from './ask-bot.ts';

const asker = await openAsker((await openKnowledge()).current());

function linesOf(understanding: Understanding): string[] {
  if (understanding.kind === 'declined') return [understanding.reason];
  return [understanding, ...(understanding.further ?? [])].map(
    ({ call, verdict }) => `${call.line}${verdict === undefined ? '' : ` ! ${verdict.says}`}`,
  );
}

test.each([
  ['which port is imap and why did mdaemon restart last night', ['ports imap', 'why-restart']],
  ['is 4069 udp and does it have to be open to the internet?', ['ports 4069 ! yes', 'ports 4069 ! depends']],
  ['welche ports braucht imap und wie heißt worldclient heute?', ['ports imap', 'renames worldclient']],
  ['when was 25.0.1 released, and is 24.5 vulnerable?', ['releases 25.0.1', 'advisories 24.5 ! yes']],
  ['does minger need tcp, and is 3101 still needed?', ['ports minger ! no', 'ports 3101 ! no']],
])('%s is two questions', (text, expected) => {
  expect(linesOf(asker.understand(text))).toEqual(expected);
});

test.each([
  // One list answers for both.
  ['what is 366 for, and who needs 1000?', ['ports 366 1000']],
  ['what are the ports for imap and pop3', ['ports imap pop3']],
  ['is imap on 993 and everything works but the boss complains', ['unknown']],
])('%s is one', (text, expected) => {
  expect(linesOf(asker.understand(text))).toEqual(expected);
});

test('a secret beside a question refuses both', () => {
  expect(linesOf(asker.understand('what is the imap port and what is the admin password'))).toEqual(['secret']);
});

test('a long text is divided into three at most, or not at all', () => {
  expect(questionsOf('which port is imap? '.repeat(30))).toEqual([]);
});

test('both are answered, the first one first', async () => {
  const { answered, text } = await createBotAsker()('is 4069 udp and why did mdaemon restart last night');
  expect(answered).toBe(true);
  expect(text).toMatch(/Yes\. 4069 is UDP[\s\S]*As for the second question: [\s\S]*restart/);
});

test('two questions about the same ports are answered without a repetition', async () => {
  const { text } = await createBotAsker()('which ports does the remote admin need and should they be public');
  expect(text.match(/uses 444\/tcp/g)).toHaveLength(1);
  expect(text.match(/private network/g)).toHaveLength(1);
  expect(text).toContain('Same as');
});

test('no title turns the verdict below it round', async () => {
  const { text } = await createBotAsker()('can I close port 25');
  expect(text).not.toMatch(/still needed if/);
  expect(text).toMatch(/No\. Keep 25 open/);
});

test('the answer on closing plain ports names them, and its lead has the exception', async () => {
  for (const question of ['can i close 143 if everybody uses 993', 'which ports can I close if everyone uses TLS']) {
    const { text } = await createBotAsker()(question);
    expect(text).toMatch(/leave them active, that is 25, 587, 110 and 143: .* If every client is set to 995 and 993/is);
  }
});
