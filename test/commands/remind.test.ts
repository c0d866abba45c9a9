import { beforeEach, describe, expect, it } from 'vitest';
import { completeLine } from '../../src/bot/complete.ts';
import { catalogue, openTestBot, requestFor } from './fixture.ts';

const { ask, askAs, askText, clock, connections, services, storage } = await openTestBot();

const team = 'terminal:local';
const idOf = async (line: string) => (await ask(line)).answer.title.replace('Reminder ', '');

beforeEach(async () => {
  clock.now = new Date('2026-11-22T12:00:00Z');
  for (const { id } of await storage.ledger.list(team)) await storage.ledger.remove(team, id);
  await storage.teams.saveSettings(team, { zone: undefined }, { by: 'test', at: clock.now });
});

describe('remind add', () => {
  it.each([
    ['remind add in 10s check the retry queue', /on Sun 22 Nov 2026, 12:00:10 UTC: “check the retry queue”/],
    ['remind in 2h check the retry queue', /14:00 UTC: “check the retry queue”/],
    ['remind add tomorrow 9am look', /Mon 23 Nov 2026, 09:00 UTC: “look”/],
    [
      'remind add every weekday at 09:00 look at the bad queue',
      /every weekday at 09:00 UTC, next Mon 23 Nov 2026, 09:00 UTC/,
    ],
    [
      'remind add --zone America/New_York every 1st Monday at 10:00 patch day',
      /10:00 America\/New_York, next Mon 7 Dec 2026, 10:00 EST/,
    ],
    ['remind add 0 7 * * 1-5 look', /next Mon 23 Nov 2026, 07:00 UTC/],
    ['remind add in 1d don\'t forget the "quotes', /“don't forget the "quotes”/],
  ])('%s', async (line, lead) => {
    const { outcome, answer } = await ask(line);
    expect(answer.lead).toMatch(lead);
    expect(outcome).toBe('answered');
    expect(answer.actions?.[0]).toMatchObject({ label: 'Undo' });
  });

  it('echoes the zone and the next three runs', async () => {
    const text = await askText('remind add every weekday at 09:00 look');
    expect(text).toMatch(/Mon 23 Nov 2026.*Tue 24 Nov 2026.*Wed 25 Nov 2026/s);
  });

  it('takes the zone of the team', async () => {
    await ask('settings set zone Europe/Berlin');
    expect((await ask('remind add tomorrow 9am look')).answer.lead).toMatch(/09:00 CET \(Europe\/Berlin\)/);
  });

  it.each([
    ['remind add tomorrow foo', /remind add tomorrow at 09:00 foo/],
    ['remind add 2027-02-30 09:00 foo', /remind add /],
    ['remind add in 10s', /remind add in 10s check/],
    ['remind add', /remind add/],
  ])('%s is answered with examples', async (line, remedy) => {
    const { outcome, answer } = await ask(line);
    expect(outcome).toBe('usage');
    expect(JSON.stringify(answer)).toMatch(remedy);
    expect(await storage.ledger.list(team)).toEqual([]);
  });

  it.each(['remind @bob tomorrow at 9 look', 'remind add --to #ops tomorrow at 9 look', 'remind add #ops in 1h look'])(
    '%s is refused in a terminal, which reaches nobody else',
    async (line) => {
      const { outcome, answer } = await ask(line);
      expect(outcome).toBe('usage');
      expect(answer.lead).toMatch(/^A terminal can remind only you/);
      expect(JSON.stringify(answer.sections)).toContain('in Slack or Discord');
      expect(await storage.ledger.list(team)).toEqual([]);
    },
  );

  it('reminds the operator in the terminal, as me, here, or without a name', async () => {
    for (const line of ['remind me in 1h look', 'remind add --to here in 1h look', 'remind add in 1h look']) {
      expect((await ask(line)).answer.lead).toMatch(/^I'll remind you in this terminal/);
    }
  });

  it('knows no zone that is none, and no one but an administrator pings everybody', async () => {
    expect((await ask('remind add --zone Mars/Olympus in 1h x')).answer.lead).toMatch(/isn’t a time zone/);
    const member = { id: 'U1', role: 'member' } as const;
    const line = 'remind add --everyone in 1h everybody look';
    expect((await askAs(member, line)).answer.lead).toMatch(/Only an administrator/);
  });
});

describe('remind, whom, when and what', () => {
  it.each([
    ['remind me to check the queue tomorrow at 9', /09:00 UTC: “check the queue”/],
    ['remind to check the queue tomorrow at 9', /09:00 UTC: “check the queue”/],
    ['remind me in 20 min to look at it', /12:20 UTC: “look at it”/],
    ['remind add skip the meeting tomorrow at 9', /“skip the meeting”/],
    ['remind add all in 2h', /“all”/],
    ['remind grace period ends tomorrow at 9', /“grace period ends”/],
    ['remind zone of the dns changes tomorrow at 9', /“zone of the dns changes”/],
    ['remind add grace 30 in 1h look', /“look”/],
    ['remind add catchup all in 1h look', /“look”/],
    [
      'remind add every other tuesday at 10 look',
      /every 2 weeks on Tuesday at 10:00 UTC, starting 24 November 2026; next Tue 24/,
    ],
  ])('%s', async (line, lead) => {
    const { outcome, answer } = await ask(line);
    expect(answer.lead).toMatch(lead);
    expect(outcome).toBe('answered');
  });

  it.each([
    'show the report',
    'list the open ports',
    'delete old logs',
    'block 10.0.0.5',
    'undo the change',
    'Preview the report',
  ])('offers a reminder for %s', async (text) => {
    const { outcome, answer } = await ask(`remind ${text} tomorrow at 9`);
    expect(outcome).toBe('usage');
    expect(await storage.ledger.list(team)).toEqual([]);
    const [, line = ''] = /write `(remind add [^`]+)`/.exec(JSON.stringify(answer)) ?? [];
    expect((await ask(line)).answer.lead).toContain(`“${text}”`);
  });

  it('stores nothing where a time is left in the text, and shows a line that works', async () => {
    const { outcome, answer } = await ask('remind me tomorrow at 9 to call bob at 10');
    expect(outcome).toBe('usage');
    expect(await storage.ledger.list(team)).toEqual([]);
    const [, line = ''] = /`(remind add [^`]+)`/.exec(JSON.stringify(answer).replaceAll('\\"', '"')) ?? [];
    expect((await ask(line)).answer.lead).toMatch(/“call bob at 10”/);
  });

  it('is edited in its when alone, its text alone, or both, and never keeps a time as text', async () => {
    const id = await idOf('remind add every weekday at 09:00 look');
    expect((await ask(`remind edit ${id} every day at 8 and 17:30`)).answer.lead).toMatch(/at 08:00 and 17:30.*“look”/);
    expect((await ask(`remind edit ${id} look twice`)).answer.lead).toMatch(/at 08:00 and 17:30.*“look twice”/);
    expect((await ask(`remind edit ${id} every second tuesday at 9 look`)).outcome).toBe('usage');
    expect((await ask(`remind edit ${id} tomorrow look`)).outcome).toBe('usage');
    expect((await ask(`remind edit ${id} "call at 9"`)).answer.lead).toMatch(/“call at 9”/);
    expect((await ask(`remind snooze ${id} every day at 9`)).outcome).toBe('usage');
    expect((await ask(`remind snooze ${id} tomorrow`)).answer.sections).toMatchObject([
      { text: expect.stringContaining(`remind snooze ${id} tomorrow at 09:00`) },
    ]);
  });

  it.each([
    ['can you remind me tomorrow at 9 to look?', 'remind add me tomorrow at 9 to look'],
    ['please remind me to look tomorrow at 9', 'remind add me to look tomorrow at 9'],
    ['set a reminder for friday at 9 to look', 'remind add friday at 9 to look'],
    ['erinnere mich morgen um 9 an den Anruf', '`remind add me morgen um 9 den Anruf`'],
  ])('is a command, and a question shows it: %s', async (question, line) => {
    const { outcome, answer } = await ask(question);
    expect(outcome).not.toBe('answered');
    expect(answer.lead).toMatch(/^Only a `remind` command sets a reminder/);
    expect(JSON.stringify(answer.sections)).toContain(line);
    expect(await storage.ledger.list(team)).toEqual([]);
  });
});

describe('a reminder', () => {
  it('is listed, shown, paused, resumed, edited, run, removed and restored', async () => {
    const id = await idOf('remind add every weekday at 09:00 look at the bad queue');
    expect(await askText('remind list')).toContain(id);
    expect((await ask(`remind show ${id}`)).answer.lead).toMatch(/^I remind/);
    expect((await ask(`remind pause ${id}`)).answer.lead).toMatch(/is paused/);
    expect(await askText('remind list')).toMatch(new RegExp(`${id}\\s+paused`));
    expect((await ask(`remind resume ${id}`)).answer.lead).toMatch(/^Resumed/);
    expect((await ask(`remind edit ${id} every day at 08:30 look again`)).answer.lead).toMatch(
      /every day at 08:30.*“look again”/,
    );
    expect((await ask(`remind edit ${id} only the text`)).answer.lead).toMatch(/every day at 08:30.*“only the text”/);
    expect((await ask(`remind run-now ${id}`)).answer.lead).toMatch(/is due now/);
    expect((await storage.ledger.status(team)).pending.count).toBe(1);
    expect((await ask(`remind remove ${id}`)).answer.actions?.[0]).toEqual({
      label: 'Undo',
      command: `remind restore ${id}`,
    });
    expect((await ask(`remind show ${id}`)).outcome).toBe('unknown');
    expect((await ask(`remind restore ${id}`)).outcome).toBe('answered');
    expect((await ask(`remind show ${id}`)).outcome).toBe('answered');
  });

  it('counts down to a deadline, and says that one has passed', async () => {
    await ask('deadlines add 2027-02-01 Patch the server');
    const made = await askText('remind add deadline patch-the-server');
    expect(made).toMatch(/1 February 2027|Feb 2027|Jan 2027/);
    const id = (await storage.ledger.list(team))[0]?.id ?? '';
    expect((await ask(`remind done ${id}`)).outcome).toBe('answered');
    expect((await storage.ledger.get(team, id))?.state).toBe('done');
  });

  it('counts down on the days that were named, and escalates', async () => {
    await ask('deadlines add 2027-03-01 Renew the licence');
    const made = await ask('remind add --days 10,2 escalate 2 escalate-to me deadline renew-the-licence');
    expect(made.answer.lead).toMatch(/next Fri 19 Feb 2027, 09:00 UTC/);
    const [reminder] = await storage.ledger.list(team);
    expect(reminder).toMatchObject({ schedule: { daysBefore: [10, 2] }, escalation: { afterHours: 2 } });
    expect((await ask('remind add --days many deadline renew-the-licence')).outcome).toBe('usage');
    expect((await ask('remind add grace 30 in 1h look')).outcome).toBe('answered');
  });

  it('is previewed in its own time, without posting', async () => {
    const text = await askText('remind preview securityplus-4 --from 2008-11-15 --to 2009-01-05');
    expect(text.match(/^\w{3} \d+ Dec 2008, 09:00 UTC/gm)).toHaveLength(6);
    expect(text).toMatch(/^6 posts from/m);
    expect((await storage.ledger.status(team)).pending.count).toBe(0);
  });
});

describe('the instants of an answer', () => {
  const instantsOf = async (line: string) => {
    const { answer } = await ask(line);
    const texts = JSON.stringify([answer.lead, answer.sections]);
    for (const { shown } of answer.instants ?? []) expect(texts).toContain(shown);
    return [...new Set((answer.instants ?? []).map(({ at }) => at.toISOString()))];
  };

  it('are all it shows, each with the words it is shown with', async () => {
    const days = ['2026-11-23', '2026-11-24', '2026-11-25'].map((day) => `${day}T09:00:00.000Z`);
    const id = await idOf('remind add every weekday at 09:00 look');
    expect(await instantsOf(`remind show ${id}`)).toEqual(days);
    expect(await instantsOf('remind list')).toEqual(days.slice(0, 1));
    expect(await instantsOf('remind preview --from 2026-11-23 --to 2026-11-25')).toEqual(days);
    expect(await instantsOf(`remind edit ${id} in 1h look again`)).toEqual(['2026-11-22T13:00:00.000Z']);
    expect(await instantsOf('remind add tomorrow 9am look')).toEqual(days.slice(0, 1));
    await ask(`remind run-now ${id}`);
    expect(await instantsOf(`remind snooze ${id} in 2h`)).toEqual(['2026-11-22T14:00:00.000Z']);
  });
});

describe('deadlines of the team', () => {
  it('are added, counted down to, changed, done and removed', async () => {
    expect((await ask('deadlines add 2027-01-15 Renew the certificate')).answer.title).toBe(
      'Deadline renew-the-certificate',
    );
    expect((await ask('deadlines')).answer.lead).toMatch(
      /^Next: Renew the certificate, before 15 January 2027, in 54 days/,
    );
    expect((await ask('remind add deadline renew-the-certificate')).answer.lead).toMatch(
      /next Wed 16 Dec 2026, 09:00 UTC/,
    );
    expect((await ask('deadlines edit renew-the-certificate date 2027-02-01')).answer.lead).toMatch(/1 February 2027/);
    expect((await ask('deadlines renew-the-certificate')).answer.lead).toMatch(/by 1 February 2027/);
    expect((await ask('deadlines done renew-the-certificate')).answer.lead).toMatch(
      /is done\. Its reminder ends with it/,
    );
    expect((await ask('deadlines remove renew-the-certificate')).outcome).toBe('answered');
    expect((await ask('deadlines remove securityplus-4')).outcome).toBe('unknown');
    expect((await ask('deadlines add 2027-02-30 Never')).outcome).toBe('usage');
  });

  it('are both kept where two people add one of the same title at once', async () => {
    const replies = await Promise.all([1, 2].map(() => ask('deadlines add 2027-03-01 Order new disks')));
    expect(replies.map(({ answer }) => answer.title).sort()).toEqual([
      'Deadline order-new-disks',
      'Deadline order-new-disks-2',
    ]);
    const own = await storage.ledger.listDeadlines('terminal:local');
    expect(own.filter(({ title }) => title === 'Order new disks')).toHaveLength(2);
    for (const { answer } of replies) await ask(answer.title.replace('Deadline', 'deadlines remove'));
  });

  it('are exported as a calendar', async () => {
    const { answer } = await ask('deadlines export');
    expect(answer.files?.[0]).toMatchObject({ name: 'deadlines.ics', mediaType: 'text/calendar' });
    expect(answer.files?.[0]?.content).toMatch(/DTSTART;VALUE=DATE:20081231/);
  });
});

describe('what a team says about itself', () => {
  it('is kept: settings and profile', async () => {
    expect((await ask('settings set zone Nowhere')).answer.lead).toMatch(/isn’t a time zone/);
    expect((await ask('settings set')).outcome).toBe('usage');
    expect((await ask('settings set zone europe/berlin format nftables')).answer.lead).toMatch(
      /Europe\/Berlin.*nftables/,
    );
    expect((await ask('profile set version v24.5.1c services imap, smtp')).answer.lead).toMatch(
      /MDaemon 24\.5\.1c; services: imap and smtp/,
    );
    expect((await ask('profile set services frobnicator')).outcome).toBe('unknown');
    expect((await ask('profile set version many')).outcome).toBe('usage');
  });

  it('shapes what is said about updates', async () => {
    expect((await ask('updates policy off')).answer.lead).toMatch(
      /updates are off, so I’ll remind you every Monday at 09:00/,
    );
    expect(await askText('why-restart')).toMatch(/automatic updates are off/);
    expect((await ask('updates policy on')).answer.lead).toMatch(/on. I’ll post the hour every Monday at 09:00 UTC/);
    const weekly = (await ask('updates policy on 3')).answer;
    expect(weekly.lead).toMatch(/on at 03:00. I’ll post the hour every Monday at 09:00 UTC/);
    expect(weekly.actions?.map(({ command }) => command)).toEqual(
      expect.arrayContaining(['updates policy on 3 windows', 'updates policy on 3 none']),
    );
    const policies = async () =>
      (await storage.ledger.list(team)).filter(({ purpose }) => purpose === 'update-policy').map(({ text }) => text);
    expect(await policies()).toEqual([expect.stringMatching(/^Updates: MDaemon installs new versions at 03:00/)]);
    expect((await ask('updates policy on 3 windows')).answer.lead).toMatch(/on at 03:00. I’ll post every day at 02:30/);
    expect(await policies()).toHaveLength(1);
    expect((await ask('updates policy on 3 none')).answer.lead).toBe(
      'Recorded: updates are on at 03:00, and I won’t post about them.',
    );
    expect(await policies()).toEqual([]);
    expect((await storage.teams.profile(team)).updatePolicy).toEqual({ mode: 'on', hour: 3 });
    expect((await ask('updates policy off none')).outcome).toBe('usage');
    expect(await askText('why-restart')).toMatch(/automatic updates are on at 03:00/);
    expect((await ask('updates policy on 25')).outcome).toBe('usage');
  });

  it('has ambiguous posts looked for again', async () => {
    expect((await ask('remind recheck')).answer.lead).toContain('there is nothing to look for');
    await ask(`remind run-now ${await idOf('remind add in 1h look at the queue')}`);
    const pending = storage.db.updateTable('deliveries').where('state', 'in', ['due', 'sending']);
    const { numUpdatedRows: count } = await pending
      .set({ state: 'ambiguous', wake_at: null })
      .executeTakeFirstOrThrow();
    const status = await ask('status');
    expect(status.answer.lead).toContain(`${count} ambiguous`);
    expect(status.answer.actions).toContainEqual({ label: 'Look again', command: 'remind recheck' });
    expect((await ask('remind recheck')).answer.lead).toMatch(
      new RegExp(`looking for (?:one post|${count} posts) again`),
    );
    expect((await ask('status')).answer.lead).not.toContain('ambiguous');
    expect((await storage.ledger.status(team)).pending.count).toBe(Number(count));
    await pending.set({ state: 'sent', wake_at: null }).execute();
  });

  it('has a status', async () => {
    await storage.ledger.markDelivering('test', ['terminal'], 30_000);
    expect((await ask('status')).answer.lead).toMatch(/^All is well: Slack connected, the store is writable, /);
    Object.assign(connections, { discord: 'standby' });
    expect((await ask('status')).answer.lead).toMatch(/^All is well: .*Discord connected by another process,/);
    Object.assign(connections, { slack: false, discord: true });
    expect((await ask('status')).answer.lead).toBe('Look at this: Slack not connected.');
    Object.assign(connections, { slack: true });
    delete connections['discord'];
  });
});

describe('completion of ids', () => {
  const complete = async (line: string) =>
    (await completeLine(line, { catalogue, services, request: requestFor(line) })).map(({ value }) => value);

  it('knows the reminders of the team, by what they say too', async () => {
    const queue = await idOf('remind add in 2h look at the retry queue');
    const patch = await idOf('remind add in 1h patch day');
    expect(await complete('remind show ')).toEqual([patch, queue]);
    expect(await complete('remind done retry')).toEqual([queue]);
    expect(await complete(`remind remove ${patch.slice(0, 2)}`)).toContain(patch);
    await ask(`remind pause ${queue}`);
    expect(await complete('remind pause ')).toEqual([patch]);
    expect(await complete('remind resume ')).toEqual([queue]);
    expect(await complete('remind preview ')).toEqual(expect.arrayContaining([patch, queue, 'securityplus-4']));
  });

  it("puts those of whoever asks first, and never shows another team's", async () => {
    const mine = await idOf('remind add in 9h mine');
    const [reminder] = await storage.ledger.list(team);
    if (reminder === undefined) throw new Error('nothing was made');
    const { text, schedule, target, catchUp, graceMs, pingsEveryone } = reminder;
    const draft = { text, schedule, target, catchUp, graceMs, pingsEveryone };
    await storage.ledger.importAll([
      {
        ...draft,
        team,
        schedule: { ...schedule, kind: 'once', at: new Date('2026-11-22T13:00:00Z') },
        createdBy: 'bob',
      },
      { ...draft, team: 'terminal:other', createdBy: 'tester' },
    ]);
    const offered = await complete('remind show ');
    expect(offered).toHaveLength(2);
    expect(offered[0]).toBe(mine);
  });

  it('knows the deadlines that can be changed', async () => {
    await ask('deadlines add 2027-01-15 Renew the certificate');
    expect(await complete('deadlines done ')).toEqual(
      expect.arrayContaining(['renew-the-certificate', 'securityplus-4']),
    );
    expect(await complete('deadlines edit certif')).toEqual(['renew-the-certificate']);
    expect(await complete('deadlines remove security')).toEqual([]);
    await ask('deadlines remove renew-the-certificate');
  });
});
