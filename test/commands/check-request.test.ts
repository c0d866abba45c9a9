import { expect, test } from 'vitest';
import { openTestBot } from './fixture.ts';

test.each([
  ['is 443 open on mail.example.org right now?', 'check mail.example.org 443'],
  ['is port 25 open on localhost', 'check localhost 25'],
  ['is imap working on 192.0.2.25?', 'check 192.0.2.25 imap'],
  ['is activesync reachable on mail.example.org', 'check mail.example.org activesync'],
  ['are smtp and imap up on mail.example.net', 'check mail.example.net smtp imap'],
  ['can you check mail.example.org for imap', 'check mail.example.org imap'],
  ['please test mail.example.org', 'check mail.example.org'],
  ['is pop3 blocked on mail.example.org?', 'check mail.example.org pop3'],
  ['ist 993 offen auf mail.example.org', 'check mail.example.org 993'],
])('%s', async (question, line) => {
  const { answer } = await (await openTestBot()).ask(`ask ${question}`);
  expect(answer.actions?.map(({ command }) => command)).toEqual([line]);
});

test.each([
  'can I open 443 on mail.example.org',
  'how do I open 443 on mail.example.org',
  'does it work with asp.net',
  'is 443 open by default',
  'are my ports open?',
  'does MDaemon.exe need 25 open',
])('asks for no look: %s', async (question) => {
  const { answer } = await (await openTestBot()).ask(`ask ${question}`);
  expect(answer.actions?.map(({ command }) => command) ?? []).not.toContainEqual(expect.stringMatching(/^check /));
});

test('a question about one’s own ports looks at the servers that were registered', async () => {
  const bot = await openTestBot();
  await bot.ask('hosts add mail.example.org');
  await bot.ask('hosts add mail2.example.org');
  const { answer } = await bot.ask('ask are mine open for activesync?');
  expect(answer.actions?.map(({ command }) => command)).toEqual([
    'check mail.example.org activesync',
    'check mail2.example.org activesync',
  ]);
});

test.each(['check localhost', 'check localhost imap'])(
  '%s is never taken for a question about localhost',
  async (line) => {
    const bot = await openTestBot();
    const inSlack = await bot.askAs({ id: 'U1', role: 'member' }, line);
    expect(inSlack).toMatchObject({ command: 'check', outcome: 'usage' });
    const why = '`localhost` has the address 127.0.0.1, which is this machine itself.';
    const check = async () => ({ kind: 'refused' as const, code: 'address-not-allowed' as const, why });
    Object.assign(bot.services.checks, { check });
    const { command, answer } = await bot.ask(line);
    expect(command).toBe('check');
    expect(answer).toMatchObject({ title: 'Refused', lead: why });
    expect(JSON.stringify(answer.sections)).toContain('CHECK_ALLOW=loopback');
    expect((await bot.ask('check which ports imap needs')).command).toBe('ask');
  },
);
