import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/bot/request.ts';
import { readTeamState } from '../../src/storage/audit-log.ts';
import type { AuditEntry } from '../../src/teams/teams.ts';
import { createRandom } from '../crash/random.ts';
import { postDue } from './chats.ts';
import { openTestBot, type TestBot } from './fixture.ts';

const team = 'slack:T1';
const administrators: readonly Actor[] = ['U_ADMIN', 'U_CHIEF'].map((id) => ({ id, role: 'administrator' }));
const members: readonly Actor[] = ['U_ANN', 'U_BOB', 'U_EVE'].map((id) => ({ id, role: 'member' }));
const makers: readonly Actor[] = ['U_MAKER', 'U_MADE'].map((id) => ({ id, role: 'member' }));

/** Lines that somebody may type in a day; `ID` is a reminder's and `DEADLINE` a deadline's. Many are refused. */
const lines = [
  'settings set zone Europe/Berlin',
  'settings set zone America/Chicago',
  'settings set format nftables',
  'settings set members may-change',
  'settings set members may-not-change',
  'profile set version 24.5.1c',
  'profile set services smtp imap',
  'profile port webmail-https 8443',
  'profile port imap off',
  'profile port imap default',
  'profile port webmail-https 9443 on mail.example.org',
  'hosts add mail.example.org',
  'hosts remove mail.example.org',
  'hosts add 192.0.2.7',
  'admins add @alice',
  'admins remove @alice',
  'updates policy off',
  'updates policy on at 3',
  'deadlines add 2027-01-15 Renew the certificate',
  'deadlines add 2027-03-01 Pay the bill',
  'deadlines edit DEADLINE date 2027-05-05',
  'deadlines done DEADLINE',
  'deadlines remove DEADLINE',
  'remind edit ID every tuesday at 08:00 look again',
  'remind pause ID',
  'remind resume ID',
  'remind remove ID',
  'remind restore ID',
  'remind snooze ID in 2h',
  'remind done ID',
  'remind run-now ID',
  'remind block @alice',
  'remind unblock @alice',
  'remind inbox off',
  'remind inbox on',
  'remind export',
  'deadlines export',
  'audit export',
  'ports imap',
];

/** What the store holds of the team, without what only its makers' own acts may have changed. */
async function stored({ storage }: TestBot): Promise<Map<string, unknown>> {
  const state = await readTeamState(storage.db, team, 'team');
  return new Map([...state].map(([key, { value }]) => [key, JSON.parse(value) as unknown]));
}

/** Does again what the record says, and holds that each entry begins where the one before ended. */
function replay(from: ReadonlyMap<string, unknown>, entries: readonly AuditEntry[]): Map<string, unknown> {
  const state = new Map(from);
  for (const { subject, before, after, number } of entries) {
    if (['answer', 'export', 'privacy'].includes(subject.kind)) continue;
    const key = `${subject.kind} ${subject.id}`;
    // Posted once more, and otherwise as it was.
    if (before === undefined && after === undefined) continue;
    expect(state.get(key), `entry ${number}`).toEqual(before);
    if (after === undefined) state.delete(key);
    else state.set(key, after);
  }
  return state;
}

describe('a day of random acts', () => {
  it.each([1, 2, 3])('replayed from the audit gives the stored state (seed %i)', async (seed) => {
    const bot = await openTestBot();
    const random = createRandom(seed);
    const pick = <Item>(items: readonly Item[]): Item => items[random.between(0, items.length - 1)] as Item;
    const reminders: string[] = [];
    for (const by of [...makers, ...makers]) {
      const made = await bot.askAs(by, `remind add every day at 07:00 look ${seed}`);
      reminders.push(made.answer.title.replace('Reminder ', ''));
    }
    await postDue(bot, reminders[0] ?? '');
    const begun = await stored(bot);
    const outcomes = new Map<string, number>();
    for (let act = 0; act < 250; act += 1) {
      bot.clock.now = new Date(bot.clock.now.getTime() + 60_000);
      const deadlines = (await bot.storage.ledger.listDeadlines(team)).map(({ id }) => id);
      const line = pick(lines)
        .replace('ID', pick(reminders))
        .replace('DEADLINE', pick(deadlines.length === 0 ? ['none'] : deadlines));
      const { outcome } = await bot.askAs(pick([...administrators, ...members]), line, { id: `act-${act}` });
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(outcomes.get('failed')).toBeUndefined();
    expect(outcomes.get('answered')).toBeGreaterThan(80);
    const { entries, total } = await bot.storage.audit.read(team, { limit: 10_000, order: 'oldest-first' });
    expect(entries).toHaveLength(total);
    expect(entries.length).toBeGreaterThan(60);
    expect(new Set(entries.map(({ subject }) => subject.kind)).size).toBeGreaterThan(8);
    expect(replay(begun, entries)).toEqual(await stored(bot));
    await bot.storage.close();
  });
});
