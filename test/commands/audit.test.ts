import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/bot/request.ts';
import { postDue, slackChat } from './chats.ts';
import { catalogue, openTestBot, type TestBot } from './fixture.ts';

const team = 'slack:T1';
const administrator: Actor = { id: 'U_ADMIN', role: 'administrator' };
const maker: Actor = { id: 'U_MAKER', role: 'member' };

/**
 * Commands that change something, though nothing of the team's or of somebody else's. A new one has to be thought about.
 * `recheck` has posts looked for again.
 */
const ofNobodyElse = ['remind add', 'remind recheck', 'remind import'];
/** Not asked of the code under test: which tables hold what a team has said, and reminders of others. */
const tables = ['teams', 'administrators', 'hosts', 'own_ports', 'deadlines', 'refused_senders', 'erasures'] as const;

async function dump({ storage: { db } }: TestBot): Promise<string> {
  const rows: unknown[] = [];
  for (const table of tables) rows.push(await db.selectFrom(table).selectAll().execute());
  const others = db.selectFrom('reminders').selectAll().where('created_by', '!=', administrator.id);
  rows.push(await others.execute(), await db.selectFrom('acknowledgements').selectAll().execute());
  return JSON.stringify(rows);
}

const entriesOf = async ({ storage }: TestBot, request: string) =>
  (await storage.audit.read(team, { limit: 1_000, order: 'oldest-first' })).entries.filter(
    (entry) => entry.request === request,
  );

/** A team in which every example has something to act on. */
async function prepared(example: string) {
  const bot = await openTestBot();
  const { storage, askAs } = bot;
  const change = { by: 'U_OTHER', at: bot.clock.now };
  if (!example.startsWith('hosts add')) await storage.teams.addHost(team, 'mail.example.org', change);
  await storage.teams.addHost(team, '192.0.2.25', change);
  await storage.teams.addHost(team, 'mail2.example.org', change);
  await storage.teams.setOwnPort(team, { row: 'imap-tls', port: 1_993 }, change);
  if (example.includes('remove') || example.includes('rm')) await storage.teams.appoint(team, 'U_ALICE', change);
  if (example.includes('unblock')) await storage.ledger.refuseMessages(team, administrator.id, 'U_ALICE');
  if (example.includes('inbox on')) await storage.ledger.refuseMessages(team, administrator.id, 'everybody');
  if (example.startsWith('privacy cancel')) {
    for (const line of ['me confirm erase-me', 'team confirm T1']) await askAs(administrator, `privacy erase ${line}`);
  }
  const made = await askAs(maker, 'remind add every day at 07:00 look');
  const id = made.answer.title.replace('Reminder ', '');
  if (example.startsWith('remind resume')) await askAs(maker, `remind pause ${id}`);
  if (example.startsWith('remind restore')) await askAs(maker, `remind remove ${id}`);
  await storage.ledger.addDeadline({
    id: 'renew-the-certificate',
    team,
    title: 'Renew the certificate',
    date: '2027-01-15',
    createdBy: maker.id,
  });
  return { ...bot, line: example.replaceAll('r7k2', id) };
}

describe('a command that changes what is the team’s', () => {
  const recorded = new Map<string, number>();

  it.each(catalogue.entries.map((entry) => [entry.name, entry] as const))('`%s` is on record', async (name, entry) => {
    for (const example of entry.leaf.examples) {
      const bot = await prepared(example);
      const before = await dump(bot);
      const reply = await bot.askAs(administrator, bot.line, { id: `request of ${example}` });
      expect(reply.outcome, reply.answer.lead).toBe('answered');
      for (const { mediaType, content } of reply.answer.files ?? []) {
        // Slack takes nothing else.
        expect(mediaType).toMatch(/^(?:text\/[\w.+-]+|application\/json)$/);
        expect(content).not.toBe('');
      }
      const isChanged = (await dump(bot)) !== before;
      const entries = await entriesOf(bot, `request of ${example}`);
      if (isChanged) {
        expect(entry.leaf.changes, `${example} does not say that it changes something`).toBe(true);
        expect(entries, `${example} left no record`).not.toEqual([]);
      }
      expect(entries.length > 0 && !isChanged && entry.leaf.exports !== true && name !== 'remind run-now').toBe(false);
      for (const each of entries) {
        expect(each).toMatchObject({ by: administrator.id, role: 'administrator', place: 'C1', act: name });
      }
      if (entry.leaf.exports === true) expect(entries.map(({ subject }) => subject.kind)).toEqual(['export']);
      recorded.set(name, (recorded.get(name) ?? 0) + entries.length);
      await bot.storage.close();
    }
  });

  it('leaves a record with at least one of its examples, whatever is declared later', () => {
    const silent = catalogue.entries
      .filter(({ name, leaf }) => (leaf.changes === true || leaf.exports === true) && (recorded.get(name) ?? 0) === 0)
      .map(({ name }) => name);
    expect(silent).toEqual(ofNobodyElse);
  });
});

describe('the audit', () => {
  const member: Actor = { id: 'U_MEMBER', role: 'member' };
  const told = async (bot: TestBot, line: string, actor = administrator) => (await bot.askAs(actor, line)).answer;

  it('shows administrators who did what, filters it, and gives all of it as JSON Lines', async () => {
    const bot = await openTestBot();
    await bot.askAs(administrator, 'settings set zone Europe/Berlin', { id: 'one' });
    await bot.askAs(administrator, 'hosts add mail.example.org', { id: 'two' });
    const { lead, sections } = await told(bot, 'audit');
    expect(lead).toBe('2 entries since 2026-10-23.');
    expect(sections).toMatchObject([
      {
        rows: [
          [
            '2026-11-22 12:00',
            'you (administrator)',
            'hosts add',
            'host mail.example.org',
            'made: addedBy U_ADMIN',
            'C1',
          ],
          ['2026-11-22 12:00', 'you (administrator)', 'settings set', 'settings', 'made: zone Europe/Berlin', 'C1'],
        ],
      },
    ]);
    expect((await told(bot, 'audit of hosts')).lead).toBe('1 entry to host since 2026-10-23.');
    expect((await told(bot, 'audit by @alice since 7d')).lead).toBe(
      'Nothing by that person is on record since 2026-11-15.',
    );
    const { files } = await told(bot, 'audit export');
    const entries = String(files?.[0]?.content)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(entries).toMatchObject([{ request: 'one' }, { request: 'two' }, { act: 'audit export' }]);
    expect((await told(bot, 'audit export since 1d of settings by @alice')).files).toBeUndefined();
    expect((await bot.askAs(member, 'audit')).outcome).toBe('usage');
    await bot.storage.close();
  });

  it('says where others read along only that a reminder of another channel was changed', async () => {
    const bot = await openTestBot();
    const made = await bot.askAs(maker, 'remind add every day at 07:00 look into the merger');
    await bot.askAs(administrator, `remind remove ${made.answer.title.replace('Reminder ', '')}`);
    const overheard: Actor = { ...administrator, overheard: true };
    const elsewhere = { conversation: { id: 'C2', private: false } };
    for (const line of ['audit', 'audit export']) {
      expect(JSON.stringify(await told(bot, line))).toContain('merger');
      expect(JSON.stringify(await told(bot, line, overheard))).toContain('merger');
      const hidden = JSON.stringify((await bot.askAs(overheard, line, elsewhere)).answer);
      expect(hidden).not.toContain('merger');
      expect(hidden).toContain('remind remove');
    }
    await bot.storage.close();
  });

  it.each(['done', 'snooze'] as const)('has %s, pressed below a post of somebody else’s', async (control) => {
    const bot = await openTestBot();
    const presser = { id: 'PRESSER', kind: 'member' } as const;
    const chat = slackChat(bot, [presser]);
    const made = await bot.askAs(maker, 'remind add every day at 07:00 look');
    const reminder = made.answer.title.replace('Reminder ', '');
    const delivery = await postDue(bot, reminder);
    await chat.use(control, { by: presser, delivery, reminder, line: '', nonce: '7' });
    expect(chat.failures()).toBe(0);
    const { entries } = await bot.storage.audit.read(team, { limit: 9, order: 'oldest-first' });
    expect(entries).toMatchObject([
      {
        by: 'UPRESSER',
        role: 'member',
        act: `press ${control}`,
        subject: { kind: 'answer', id: reminder },
        after: { how: control, by: 'UPRESSER' },
      },
    ]);
    expect(entries[0]?.request).toMatch(/^request-/);
    await bot.storage.close();
  });
});
