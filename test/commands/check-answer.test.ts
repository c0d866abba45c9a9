import { expect, test } from 'vitest';
import type { ProbeResult } from '../../src/checks/checks.ts';
import { goodCertificate } from '../checks/good-certificate.ts';
import { everythingOpen, openTestBot } from './fixture.ts';

/** The answer to `check … activesync` where 443 was found so. */
async function answerFor(found: Partial<ProbeResult>, others: ProbeResult['state'] = 'open', line = 'activesync') {
  const bot = await openTestBot();
  const seen = everythingOpen(() => new Date('2026-11-29'));
  bot.services.checks.check = async (request) => {
    const outcome = await seen.check(request);
    if (outcome.kind !== 'checked') return outcome;
    const results = outcome.check.results.map((result) =>
      result.probe.id === 'webmail-443-now' ? { ...result, ...found } : { ...result, state: others },
    );
    return { kind: 'checked', check: { ...outcome.check, results } };
  };
  await bot.ask('hosts add mail.example.org');
  const { answer } = await bot.ask(`check mail.example.org ${line}`);
  const list = answer.sections.find((section) => section.kind === 'list' && section.title === 'To do');
  return { answer, toDo: list?.kind === 'list' ? list.items.join('\n') : '' };
}

test.each<[string, Partial<ProbeResult>, 'yes' | 'no' | 'cannot-tell', string]>([
  ['filtered', { state: 'filtered' }, 'no', 'drops it.'],
  ['closed', { state: 'closed' }, 'no', 'Check that the service is on'],
  ['not TLS', { tlsFailure: 'it does not speak TLS' }, 'no', 'Check that TLS is on'],
  [
    'expired',
    { tls: { protocol: 'TLSv1.3', certificate: { ...goodCertificate, daysLeft: -3 } } },
    'no',
    'new certificate',
  ],
  [
    'for another name',
    { tls: { protocol: 'TLSv1.3', certificate: { ...goodCertificate, matchesName: false } } },
    'no',
    'Use the name that is in it',
  ],
  [
    'without a chain',
    { tls: { protocol: 'TLSv1.3', certificate: { ...goodCertificate, chainProblem: 'an intermediate is missing' } } },
    'cannot-tell',
    'intermediate certificates',
  ],
  [
    'without ActiveSync',
    { paths: [{ method: 'OPTIONS', path: '/Microsoft-Server-ActiveSync', status: 404, answers: false, detail: '' }] },
    'no',
    'Check that ActiveSync is on',
  ],
  ['silent', { doubt: 'it says nothing' }, 'cannot-tell', 'read its log'],
])('a port that is %s has its verdict, and a next step', async (_what, found, verdict, step) => {
  const { answer, toDo } = await answerFor(found);
  expect(answer.verdict).toBe(verdict);
  expect(toDo).toContain(step);
});

test.each([
  [
    'smtp submission smtps',
    /^465 and 587 are only for mail clients, so they may stay closed if nobody uses one from outside\. Other servers deliver on 25\.$/m,
  ],
  ['imaps', /993 is only for mail clients, so it may stay closed if nobody uses one from outside\.$/m],
])('a closed port that only clients need may stay closed: %s', async (line, says) => {
  const { toDo } = await answerFor({}, 'closed', line);
  expect(toDo).toMatch(says);
});

test('a closed port that other servers need has to be opened', async () => {
  const { toDo } = await answerFor({}, 'closed', 'smtp');
  expect(toDo).not.toContain('may stay closed');
});

test('Webmail does not depend on ActiveSync', async () => {
  const paths = [
    { method: 'OPTIONS' as const, path: '/Microsoft-Server-ActiveSync', status: 404, answers: false, detail: '' },
  ];
  const { answer, toDo } = await answerFor({ paths }, 'open', 'webmail');
  expect(answer.verdict).toBe('yes');
  expect(toDo).toBe('');
});

test('the machine may be down only where nothing answers', async () => {
  expect((await answerFor({ state: 'filtered' }, 'open')).toDo).not.toContain('machine is down');
  expect((await answerFor({ state: 'filtered' }, 'filtered')).toDo).toContain('machine is down');
});

test('the button makes rules for the filtered ports of that server', async () => {
  const { answer } = await answerFor({ state: 'filtered' });
  expect(answer.actions?.map(({ command }) => command)).toContain('firewall 443 inbound');
});
