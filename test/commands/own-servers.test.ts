import { expect, test } from 'vitest';
import { createCheckService } from '../../src/checks/checks.ts';
import { openTestBot } from './fixture.ts';

const lead = async (bot: Awaited<ReturnType<typeof openTestBot>>, line: string) => (await bot.ask(line)).answer.lead;

test('a port that goes back to the default on one host is said to be where it then is', async () => {
  const bot = await openTestBot();
  await bot.ask('hosts add mail2.example.org');
  expect(await lead(bot, 'profile port imap 1143')).toContain('On your server IMAP is on 1143 (143 by default).');
  expect(await lead(bot, 'profile port imap 143 on mail2.example.org')).toContain('is on 143 again, the default.');
  expect(await lead(bot, 'profile port imap default on mail2.example.org')).toContain(
    'On `mail2.example.org` IMAP is on 1143 (143 by default), as on all your servers.',
  );
  await bot.ask('profile port imap off');
  await bot.ask('profile port imap 2143 on MAIL2.example.org.');
  expect(await lead(bot, 'profile port imap default on mail2.example.org')).toContain(
    'is off, as on all your servers.',
  );
});

test('a host that keeps its own port is named where that of all is taken back', async () => {
  const bot = await openTestBot();
  await bot.ask('hosts add mail2.example.org');
  await bot.ask('profile port webmail-https 8443');
  await bot.ask('profile port webmail-https 9443 on mail2.example.org');
  expect(await lead(bot, 'profile port webmail-https default')).toContain(
    'On your server Webmail HTTPS is on 443 again, the default. `mail2.example.org` keeps its own: 9443.',
  );
});

test.each([
  ['webmail-https', '25', 'SMTP is on 25 as well'],
  ['imap', '993', 'IMAP over TLS is on 993 as well'],
  ['imap', '1143', undefined],
  ['imap', 'off', undefined],
  ['minger', '25', undefined],
])('%s on %s says what else is there: %s', async (name, number, said) => {
  const answer = await lead(await openTestBot(), `profile port ${name} ${number}`);
  if (said === undefined) expect(answer).not.toContain('as well');
  else expect(answer).toContain(said);
});

test('an address that may not be looked at is not said to be', async () => {
  const bot = await openTestBot();
  bot.services.checks.guard = createCheckService({ allowed: [] }).guard;
  for (const address of ['169.254.169.254', '10.0.0.5', '::1']) {
    const said = await lead(bot, `hosts add ${address}`);
    expect(said).toContain('I can’t look at it, though');
    expect(said).not.toContain('looks at it');
  }
  expect(await lead(bot, 'hosts add 8.8.8.8')).toBe('`8.8.8.8` is registered: `check 8.8.8.8` looks at it.');
  expect(await lead(bot, 'hosts add mail.example.org')).toContain('looks at it');
});

test('a port that one server has elsewhere is known by its number, and named with the others', async () => {
  const bot = await openTestBot();
  await bot.ask('hosts add mail2.example.org');
  await bot.ask('profile port webmail-https 9443 on mail2.example.org');
  await bot.ask('profile port imap off on mail2.example.org');
  for (const line of ['ports 9443', '9443', 'what is port 9443 for'])
    expect(await lead(bot, line), line).toContain('9443/tcp inbound is Webmail HTTPS on mail2.example.org.');
  const webmail = await lead(bot, 'ports webmail');
  expect(webmail).toContain('needs 443/tcp inbound');
  expect(webmail).toContain('On `mail2.example.org` Webmail HTTPS is on 9443.');
  expect(await lead(bot, 'ports imap')).toContain('On `mail2.example.org` IMAP is off.');
  const rules = await bot.askText('firewall 9443 inbound');
  expect(rules).toContain('9443');
  expect(rules).not.toMatch(/\b443\b/);
  expect(await bot.askText('firewall webmail inbound')).not.toContain('9443');
  // Where it was taken back, nobody speaks of it any more.
  await bot.ask('profile port webmail-https default on mail2.example.org');
  expect((await bot.ask('ports 9443')).outcome).not.toBe('answered');
  expect(await lead(bot, 'ports webmail')).not.toContain('mail2');
});

test('a server that has the number out of the box where all others moved it is named', async () => {
  const bot = await openTestBot();
  await bot.ask('hosts add mail2.example.org');
  await bot.ask('profile port webmail-https 8443');
  await bot.ask('profile port webmail-https 443 on mail2.example.org');
  expect(await lead(bot, 'ports webmail')).toContain(
    'Your Webmail HTTPS is on 8443 (443 by default). On `mail2.example.org` Webmail HTTPS is on 443.',
  );
  expect(await lead(bot, 'ports 443')).toContain('Webmail HTTPS on mail2.example.org');
});

test('services in a list are each taken, also where two of them together are a name of one', async () => {
  const bot = await openTestBot();
  await bot.ask('hosts add mail.example.org');
  const { answer } = await bot.ask('check mail.example.org smtp submission');
  expect(answer.data?.['services']).toMatchObject([{ id: 'smtp' }, { id: 'submission' }]);
  expect(await lead(bot, 'profile set services imap smtp submission')).toContain('services: imap, smtp and submission');
  expect(await bot.askText('firewall smtp submission inbound')).toMatch(/\b25\b/);
});
