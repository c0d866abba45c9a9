import { describe, expect, it } from 'vitest';
import type { Services } from '../../commands/commands.ts';
import type { Reply } from '../../src/bot/answer.ts';
import type { CatalogueEntry } from '../../src/bot/catalogue.ts';
import type { Actor } from '../../src/bot/request.ts';
import { catalogue, openTestBot } from './fixture.ts';

const { askAs, storage } = await openTestBot();
const team = 'slack:T1';

const administrator: Actor = { id: 'U_ADMIN', role: 'administrator' };
const maker: Actor = { id: 'U_MAKER', role: 'member' };
const member: Actor = { id: 'U_MEMBER', role: 'member' };
const appointed: Actor = { id: 'U_APPOINTED', role: 'member' };
const outsider: Actor = { id: 'U_OUTSIDER', role: 'outsider' };
/** The same person, seen from outside: as an administrator would be who left the workspace. */
const formerMaker: Actor = { id: 'U_MAKER', role: 'outsider' };

const people = { administrator, appointed, maker, member, outsider, formerMaker };
type Person = keyof typeof people;

/** Who may run a command by its declaration; the test does not ask the code under test. */
function allowed({ leaf }: CatalogueEntry<Services>, membersMayChange: boolean): ReadonlySet<Person> {
  const administrators: Person[] = ['administrator', 'appointed'];
  switch (leaf.access) {
    case 'everyone':
      return new Set(Object.keys(people) as Person[]);
    case 'member':
      return new Set([...administrators, 'maker', 'member']);
    case 'maker':
      return new Set([...administrators, 'maker', ...(membersMayChange ? (['member'] as const) : [])]);
    case 'administrator':
      return new Set([
        ...administrators,
        ...(membersMayChange && leaf.membersMayChange === true ? (['maker', 'member'] as const) : []),
      ]);
  }
}

/** Everything the team has, to see that a refusal changed nothing. */
async function snapshot() {
  const [reminders, deadlines, settings, profile, administrators, hosts, ownPorts] = await Promise.all([
    storage.ledger.list(team),
    storage.ledger.listDeadlines(team),
    storage.teams.settings(team),
    storage.teams.profile(team),
    storage.teams.administrators(team),
    storage.teams.hosts(team),
    storage.teams.ownPorts(team),
  ]);
  return { reminders, deadlines, settings, profile, administrators, hosts, ownPorts };
}

/** Things of the maker's that the examples name. Returns the reminder's id. */
async function prepare(example: string, membersMayChange: boolean): Promise<string> {
  const change = { by: administrator.id, at: new Date() };
  await storage.teams.saveSettings(team, { membersMayChange }, change);
  await storage.teams.appoint(team, appointed.id, change);
  for (const { id } of await storage.ledger.list(team)) await storage.ledger.remove(team, id);
  await storage.teams.addHost(team, 'mail.example.org', change);
  const made = await askAs(maker, 'remind add every day at 07:00 look');
  await storage.ledger.addDeadline({
    id: 'renew-the-certificate',
    team,
    title: 'Renew the certificate',
    date: '2027-01-15',
    createdBy: maker.id,
  });
  const id = made.answer.title.replace('Reminder ', '');
  if (example.startsWith('remind restore')) await askAs(maker, `remind remove ${id}`);
  return id;
}

const isRefused = ({ outcome, answer }: Reply) =>
  outcome === 'usage' &&
  /^(Only an administrator|Only the person who made|Only members of this team)/.test(answer.lead);

describe.each([false, true])('where members may change things: %s', (membersMayChange) => {
  describe.each(catalogue.entries.map((entry) => [entry.name, entry] as const))('`%s`', (_name, entry) => {
    const [example] = entry.leaf.examples;
    const may = allowed(entry, membersMayChange);

    it.each(Object.keys(people) as Person[])('by the %s', async (person) => {
      const id = await prepare(example, membersMayChange);
      const before = await snapshot();
      const reply = await askAs(people[person], example.replace('r7k2', id));
      expect(isRefused(reply), reply.answer.lead).toBe(!may.has(person));
      if (may.has(person)) expect(reply.outcome, reply.answer.lead).toBe('answered');
      else expect(await snapshot()).toEqual(before);
    });
  });
});

describe('an outsider', () => {
  const everyones = catalogue.entries.filter(({ leaf }) => leaf.access === 'everyone' && leaf.changes !== true);
  const answersOf = async (actor: Actor) => {
    const replies: Reply[] = [];
    for (const example of everyones.flatMap(({ leaf }) => leaf.examples)) replies.push(await askAs(actor, example));
    return replies;
  };
  const forget = async () => {
    const change = { by: administrator.id, at: new Date() };
    const nothing = { zone: undefined, firewallFormat: undefined, membersMayChange: undefined };
    await storage.teams.saveSettings(team, nothing, change);
    await storage.teams.saveProfile(team, { version: undefined, services: undefined, updatePolicy: undefined }, change);
    for (const { id } of await storage.ledger.listDeadlines(team)) await storage.ledger.removeDeadline(team, id);
    return change;
  };

  it('gets the same answers whatever the team has said about itself, and members do not', async () => {
    const change = await forget();
    const before = { outsider: await answersOf(outsider), member: await answersOf(member) };
    await storage.teams.saveSettings(team, { zone: 'Asia/Tokyo', firewallFormat: 'cisco' }, change);
    await storage.teams.saveProfile(team, { version: '24.5.0', services: ['pop3'] }, change);
    await storage.ledger.addDeadline({
      id: 'own',
      team,
      title: 'Our own secret deadline',
      date: '2027-01-15',
      createdBy: maker.id,
    });
    expect(await answersOf(outsider)).toEqual(before.outsider);
    expect(await answersOf(member)).not.toEqual(before.member);
  });
});
