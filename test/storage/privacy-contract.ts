import { CompiledQuery, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deed } from '../../src/bot/bot.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { platformDeed } from '../../src/teams/teams.ts';
import { createTestClock, every, type TestClock } from '../reminders/fixture.ts';
import { deliverOne, type OpenStore } from './ledger-contract.ts';

const team = 'slack:T1';
const other = 'slack:T2';
const person = 'U4LICE';
const dayMs = 86_400_000;
// biome-ignore lint/suspicious/noThenProperty: the contract's word for what comes after; nobody awaits it
const escalation = { afterHours: 1, then: { kind: 'person', id: person } } as const;

/**
 * Every column of every table. Whoever adds one says here whether it may tell who somebody is (`person`), whose it is (`team`),
 * what somebody typed (`text`) or nothing of the kind, and gives `src/storage/privacy-store.ts` a rule for it.
 */
const columns: Readonly<Record<string, string>> = {
  acknowledgements: 'occurrence how team:team reminder delivery by_whom:person at until',
  administrators: 'team:team person:person appointed_by:person appointed_at',
  audit_contents: 'event team:team at before:text after:text',
  audit_events: 'number team:team at by_whom:person role place act request subject_kind subject:person has_content',
  audit_releases: 'team before_at',
  channels: 'team:team target_kind target_id:person open_at',
  counted_messages: 'team:team sender:person recipient:person asked_at',
  deadlines: 'team:team id title:text date note:text created_by:person created_at done_by:person done_at',
  deliveries:
    'id team:team platform target_kind target_id:person due_at part state not_before wake_at attempts looks must_reconcile attempt_started_at fencing_token lease_owner posted_at message_id reason',
  erasures: 'team:team person:person asked_by:person role place request asked_at due_at why',
  hosts: 'team:team host:text added_by:person added_at',
  kept_answers: 'team:team request reply:text kept_at',
  leases: 'name owner token until',
  occurrences: 'id team:team reminder kind scheduled_for delivery skipped_reason stage created_at',
  own_ports: 'team:team port_row host:text port changed_by:person changed_at',
  question_counts: 'team:team day why entry wanted count last_at',
  question_texts: 'team:team why entry text:text count last_at',
  refused_senders: 'team:team recipient:person sender:person refused_at',
  reminders:
    'team:team id platform text:text schedule deadline target_kind target_id:person catch_up grace_ms escalation:person pings_everyone created_by:person created_at state parked_reason next_due_at is_private purpose uid:text changed_by:person',
  seen_events: 'team:team key seen_at',
  teams: 'team:team settings profile changed_by:person changed_at',
};

/** What every store does about what it holds of people and teams, whatever is below it. */
export function describePrivacy(name: string, prepare: () => Promise<OpenStore>): void {
  describe(`privacy on ${name}`, () => {
    let clock: TestClock;
    let storage: Storage;
    beforeEach(async () => {
      clock = createTestClock();
      const open = await prepare();
      storage = await open({ now: clock.now, limits: { eraseAfterDays: 7 } });
    });
    afterEach(() => storage.close());

    const deed = (act: string, of: typeof team | typeof other = team, by = 'U_ADMIN'): Deed => ({
      team: of,
      by,
      role: 'administrator',
      place: 'C1',
      act,
      request: 'r1',
    });
    const tablesNow = async () =>
      (await storage.db.introspection.getTables())
        .filter((table) => !table.name.startsWith('kysely_') && table.name !== 'audit_events_number_seq')
        .map((table) => ({ name: table.name, columns: table.columns.map((column) => column.name) }));
    const dump = async (): Promise<Map<string, string[]>> => {
      const rows = new Map<string, string[]>();
      for (const table of Object.keys(columns)) {
        const { rows: found } = await sql`select * from ${sql.table(table)}`.execute(storage.db);
        rows.set(
          table,
          found.map((row) => JSON.stringify(row)),
        );
      }
      return rows;
    };
    const tablesWith = async (text: string) =>
      [...(await dump())].flatMap(([table, rows]) => (rows.some((row) => row.includes(text)) ? [table] : []));

    /** A team in which this person, and others, have done whatever there is to do. */
    const fill = async (of: typeof team | typeof other) => {
      const change = { by: person, at: clock.now() };
      const { teams, ledger } = storage.actingFor(deed('fill', of, person));
      await teams.saveSettings(of, { zone: 'Europe/Berlin' }, change);
      await teams.saveProfile(of, { version: '24.5.1' }, change);
      await teams.appoint(of, person, { ...change, by: 'U_ADMIN' });
      await teams.appoint(of, 'U_NEW', change);
      await teams.addHost(of, 'mail.example.org', change);
      await teams.setOwnPort(of, { row: 'imap', port: 1_143 }, change);
      await ledger.addDeadline({ id: 'own', team: of, title: 'Ours', date: '2030-01-15', createdBy: person });
      await ledger.finishDeadline(of, 'own', person);
      await ledger.refuseMessages(of, person, 'U_BOB');
      await ledger.refuseMessages(of, 'U_BOB', person);
      await ledger.countMessages(of, person, ['U_EVE'], { recipients: 9, each: 9 });
      const drafts = [
        { createdBy: person, text: 'for all' },
        { createdBy: person, text: 'for me', isPrivate: true, target: { kind: 'person', id: person } },
        { createdBy: person, text: 'for Bob', target: { kind: 'person', id: 'U_BOB' } },
        { createdBy: 'U_BOB', text: 'for Alice', target: { kind: 'person', id: person } },
        { createdBy: 'U_BOB', text: 'of Bob', escalation },
      ] as const;
      const made: string[] = [];
      for (const draft of drafts) {
        const result = await ledger.create(every(3_600_000, { team: of, ...draft }));
        if (result.kind === 'created') made.push(result.reminder.id);
      }
      await ledger.update(of, made[4] ?? '', { text: 'of Bob, changed' });
      await ledger.acknowledge({ team: of, reminder: made[4] ?? '', how: 'done', by: person });
      await storage.questions.add(of, { why: 'unknown', nearest: undefined }, 'which port');
      const section = { kind: 'note', tone: 'info', text: `@${person} made this` } as const;
      await storage.answers.keepAnswer(of, 'r0', {
        command: 'x',
        outcome: 'answered',
        answer: { title: '', lead: '', sections: [section], sources: [], people: [person] },
      });
      await storage.ledger.firstTime(of, 'event');
      return made;
    };

    it('knows every column of every table', async () => {
      const known = Object.entries(columns).map(([table, all]) => ({
        name: table,
        columns: all.split(' ').map((column) => column.replace(/:.*/, '')),
      }));
      const byName = (all: { name: string; columns: string[] }[]) =>
        Object.fromEntries(all.map((each) => [each.name, [...each.columns].sort()]));
      expect(byName(await tablesNow())).toEqual(byName(known));
    });

    it('erases a person once the grace period is over, and not before', async () => {
      const made = await fill(team);
      await fill(other);
      await deliverOne(storage, clock);
      const before = await tablesWith(person);
      // The test would prove nothing of a table that is empty.
      expect(before.sort()).toEqual(
        Object.keys(columns)
          .filter((table) => /:person|reply:/.test(columns[table] ?? ''))
          .filter((table) => !['erasures', 'channels', 'deliveries'].includes(table))
          .concat('audit_contents')
          .sort(),
      );
      const { dueAt } = await storage.privacy.planErasure(deed('privacy erase'), person);
      expect(dueAt).toEqual(new Date(clock.now().getTime() + 7 * dayMs));
      clock.advance(7 * dayMs - 1);
      expect(await storage.privacy.eraseDue()).toEqual([]);
      clock.advance(1);
      expect(await storage.privacy.eraseDue()).toMatchObject([{ team, person }]);
      const rows = await dump();
      const left = [...rows].flatMap(([table, all]) =>
        all.filter((row) => row.includes(team) && row.includes(person)).map((row) => `${table} ${row}`),
      );
      expect(left.filter((row) => !row.startsWith('audit_events '))).toEqual([]);
      expect((await storage.ledger.list(team)).map(({ text, createdBy }) => [text, createdBy]).sort()).toEqual([
        ['check the retry queue', 'U1'],
        ['for all', 'erased'],
        ['of Bob, changed', 'U_BOB'],
      ]);
      expect(await storage.ledger.get(team, made[4] ?? '')).toMatchObject({ escalation: { afterHours: 1 } });
      expect(await storage.teams.settings(team)).toEqual({ zone: 'Europe/Berlin' });
      // Another team is another matter.
      expect(
        (await dump()).get('reminders')?.filter((row) => row.includes(other) && row.includes(person)),
      ).toHaveLength(5);
      const { entries } = await storage.audit.read(team, { of: 'privacy', limit: 9, order: 'oldest-first' });
      expect(entries.map(({ act, by, subject }) => [act, by, subject.id])).toEqual([
        ['privacy erase', 'U_ADMIN', person],
        ['privacy erased', 'U_ADMIN', person],
      ]);
    });

    it('erases a team and keeps that it happened, alone', async () => {
      await fill(team);
      await fill(other);
      const others = (await dump()).get('reminders')?.filter((row) => row.includes(other));
      await storage.privacy.planErasure(platformDeed(team, 'bot removed'), undefined, 'removed');
      clock.advance(7 * dayMs);
      expect(await storage.privacy.eraseDue()).toMatchObject([{ team, why: 'removed' }]);
      expect(await tablesWith(`"${team}"`)).toEqual(['audit_events']);
      const { entries } = await storage.audit.read(team, { limit: 9, order: 'oldest-first' });
      expect(entries.map(({ act, by }) => [act, by])).toEqual([
        ['bot removed', 'slack'],
        ['privacy erased', 'slack'],
      ]);
      expect((await dump()).get('reminders')?.filter((row) => row.includes(other))).toEqual(others);
      expect(await storage.teams.ownPorts(team)).toEqual([]);
      expect(await storage.privacy.eraseDue()).toEqual([]);
    });

    it('is called off by whoever may, and by the bot where it is added again', async () => {
      await fill(team);
      await storage.privacy.planErasure(deed('privacy erase'), person);
      await storage.privacy.planErasure(platformDeed(team, 'bot removed'), undefined, 'removed');
      expect(await storage.privacy.plannedErasures(team)).toHaveLength(2);
      expect(await storage.privacy.cancelErasure(platformDeed(team, 'bot added again'), undefined, 'removed')).toBe(
        true,
      );
      expect(await storage.privacy.cancelErasure(deed('privacy cancel'), person)).toBe(true);
      expect(await storage.privacy.cancelErasure(deed('privacy cancel'), person)).toBe(false);
      clock.advance(30 * dayMs);
      expect(await storage.privacy.eraseDue()).toEqual([]);
      expect(await storage.ledger.list(team)).toHaveLength(5);
    });

    it('leaves an erasure that somebody asked for when the bot is added again', async () => {
      await storage.privacy.planErasure(deed('privacy erase'));
      expect(await storage.privacy.cancelErasure(platformDeed(team, 'bot added again'), undefined, 'removed')).toBe(
        false,
      );
      const again = await storage.privacy.planErasure(platformDeed(team, 'bot removed'), undefined, 'removed');
      expect(again).toMatchObject({ why: 'asked', askedBy: 'U_ADMIN' });
    });

    it('erases all or nothing: what fails half-way is whole, and is erased the next time', async () => {
      await fill(team);
      await storage.privacy.planErasure(deed('privacy erase'));
      clock.advance(8 * dayMs);
      const before = await dump();
      const refuse =
        name === 'PostgreSQL'
          ? [
              "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$",
              'create trigger refusing before delete on teams for each row execute function refuse()',
            ]
          : ["create trigger refusing before delete on teams begin select raise(abort, 'the disk is full'); end"];
      for (const statement of refuse) await storage.db.executeQuery(CompiledQuery.raw(statement));
      await expect(storage.privacy.eraseDue()).rejects.toThrow('the disk is full');
      expect(await dump()).toEqual(before);
      const allow = name === 'PostgreSQL' ? 'drop trigger refusing on teams' : 'drop trigger refusing';
      await storage.db.executeQuery(CompiledQuery.raw(allow));
      const [one, two] = await Promise.all([storage.privacy.eraseDue(), storage.privacy.eraseDue()]);
      expect([...one, ...two]).toHaveLength(1);
      expect(await tablesWith(`"${team}"`)).toEqual(['audit_events']);
    });

    it('hands out what is about a person, and of the team nothing that is private to its members', async () => {
      await fill(team);
      const mine = await storage.privacy.collect(team, person);
      expect(Object.keys(mine).sort()).toEqual(
        [
          ...['acknowledgements', 'administrators', 'audit_contents', 'audit_events', 'counted_messages', 'deadlines'],
          ...['hosts', 'own_ports', 'refused_senders', 'reminders', 'teams'],
        ].sort(),
      );
      expect(mine['reminders']).toHaveLength(5);
      // That Bob refuses her messages is Bob's to tell.
      expect(mine['refused_senders']).toMatchObject([{ recipient: person, sender: 'U_BOB' }]);
      const all = JSON.stringify(await storage.privacy.collect(team));
      expect(all).toContain('for all');
      expect(all).not.toMatch(/for me|for Bob|for Alice/);
      expect(all).not.toContain(other);
    });

    it('names the teams of a platform that have anything stored', async () => {
      await fill(team);
      await storage.teams.addHost('discord:7', 'mail.example.org', { by: 'U1', at: clock.now() });
      expect(await storage.privacy.teamsOn('slack')).toEqual([team]);
      expect(await storage.privacy.teamsOn('discord')).toEqual(['discord:7']);
    });
  });
}
