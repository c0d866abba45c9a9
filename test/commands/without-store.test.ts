import { beforeAll, expect, test } from 'vitest';
import { createBotRouter } from '../../src/program/build-bot.ts';
import { tellStoreFailures } from '../../src/program/store-failures.ts';
import { StorageError } from '../../src/storage/store-health.ts';
import { createMemoryTeamStore, type TeamStore } from '../../src/teams/teams.ts';
import { catalogue, openTestBot, requestFor, type TestBot } from './fixture.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await openTestBot();
});

/** A chat whose store is away. */
function askWithoutStore(line: string) {
  const away = async () => {
    throw new StorageError('unreachable', 'The database of DATABASE_URL cannot be used: it cannot be reached.');
  };
  const names = Object.keys(createMemoryTeamStore());
  const teams = tellStoreFailures(Object.fromEntries(names.map((name) => [name, away])) as unknown as TeamStore);
  const router = createBotRouter({ catalogue, services: { ...bot.services, teams }, nowMs: () => 0 });
  return router.dispatch({ ...requestFor(line), team: 'slack:T1', actor: { id: 'U1', role: 'member' } });
}

test.each([
  ['ports imap', '993'],
  ['which ports does imap need', '993'],
  ['firewall imap', 'Opens'],
  ['firewall imap nftables', 'Opens'],
  ['firewall undo imap', 'Removes'],
  ['advisories', 'advisories'],
  ['is 24.5.0 vulnerable', '24.5.0'],
  ['why-restart', 'restart'],
  ['why did the server restart', 'restart'],
])('%s is answered while the store is away', async (line, said) => {
  const { outcome, answer } = await askWithoutStore(line);
  expect(outcome).toBe('answered');
  expect(answer.lead).toContain(said);
});

test('says that what the team has set does not count in the answer', async () => {
  for (const line of ['ports imap', 'firewall imap nftables', 'which ports does imap need', 'why-restart']) {
    const { answer } = await askWithoutStore(line);
    const warnings = answer.sections.filter((section) => section.kind === 'note' && section.tone === 'warning');
    expect(warnings, line).toContainEqual(
      expect.objectContaining({
        text: expect.stringMatching(/^I can’t read what this team has set.*cannot be reached/),
      }),
    );
  }
  const { answer } = await bot.ask('ports imap');
  expect(JSON.stringify(answer.sections)).not.toContain('what this team has set');
});

test.each(['settings', 'profile', 'firewall diff imap have 143 993'])(
  '%s is about the team’s own server, so it is refused, with the reason',
  async (line) => {
    const { outcome, answer } = await askWithoutStore(line);
    expect(outcome).toBe('failed');
    expect(answer.lead).toContain('cannot be reached');
    expect(JSON.stringify(answer.sections)).toContain('I still answer questions about MDaemon');
  },
);
