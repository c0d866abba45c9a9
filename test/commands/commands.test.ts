import { describe, expect, it, test } from 'vitest';
import { completeLine } from '../../src/bot/complete.ts';
import { catalogue, openTestBot, requestFor } from './fixture.ts';

const { ask, askAs, askText, services } = await openTestBot();

const goldens = [
  'ports activesync',
  'ports imap smtp 587',
  'ports 80',
  'ports outbound',
  'ports then',
  'ports bes both',
  'ports 4069 tcp',
  'ports xmpp',
  'process',
  'process cfengine.exe',
  'updates',
  'updates both',
  'why-restart',
  'deadlines',
  'deadlines securityplus-4',
  'renames',
  'renames worldclient',
  'sources everything-mdaemon-ports',
  'about',
  'help',
  'help all',
  'help ports',
];

describe('help', () => {
  it('has each command in a group, once', async () => {
    const { answer } = await ask('help');
    const [table] = answer.sections;
    const listed = table?.kind === 'table' ? table.rows.flatMap(([, names = '']) => names.split(', ')) : [];
    expect(listed.toSorted()).toEqual(catalogue.commands.map(({ name }) => name).toSorted());
    expect(table?.kind === 'table' ? table.rows.map(([group]) => group) : []).not.toContain('Others');
  });
});

describe('answers', () => {
  it.each(goldens)('%s', async (command) => {
    const name = command.replaceAll(/[^a-z0-9]+/g, '-');
    await expect(`${await askText(command)}\n`).toMatchFileSnapshot(`../golden/terminal/${name}.txt`);
  });
});

test('why-restart says where to look before what its sources say', async () => {
  const { answer } = await ask('why-restart');
  expect(answer.sections.map(({ kind }) => kind)).toEqual(['steps', 'list']);
});

describe('ports', () => {
  it('does not deny that a port is in the list of 2008 to 2010, whatever it served there', async () => {
    const text = await askText('ports product-updates');
    expect(text).toMatch(/80\/tcp +out .*list of 2008–2010/);
    expect(text).toMatch(/In the list of 2008 to 2010: not 443\/tcp outbound\./);
  });

  it.each([
    [
      'ports activesync',
      'ActiveSync needs 443/tcp inbound, and 3000/tcp by default, which need not face the internet; optionally 80/tcp inbound for AutoDiscovery and some older clients.',
    ],
    [
      'port actviesync',
      'Showing ActiveSync: it needs 443/tcp inbound, and 3000/tcp by default, which need not face the internet; optionally 80/tcp inbound for AutoDiscovery and some older clients.',
    ],
    ['ports imap ssl', 'IMAP needs 993/tcp inbound.'],
    ['ports imaps', /needs 993\/tcp inbound\.$/],
    ['ports minger', 'Minger needs 4069/udp inbound and outbound.'],
    ['ports outlook connector', /^MDaemon Connector needs no port of its own: it goes through IMAP/],
    ['ports bes', /no longer needs a port: 3101\/tcp is obsolete since 17\.5\.$/],
    ['ports 80', /^80 has three meanings: inbound .*, outbound .* and outbound /],
    ['ports udp inbound', 'MDaemon uses inbound 4069/udp (TCP unless noted).'],
    [
      'ports active sync iphone',
      'ActiveSync needs 443/tcp inbound, and 3000/tcp by default, which need not face the internet; optionally 80/tcp inbound for AutoDiscovery and some older clients.',
    ],
    ['ports ４４３', /^443 has two meanings/],
    ['/mdaemon ports minger', 'Minger needs 4069/udp inbound and outbound.'],
    ['ports 4069 tcp', /no tcp port .*, only 4069\/udp inbound and outbound\.$/],
    ['ports imap outbound', /no outbound port .*, only /],
    [
      'ports remote administration imap',
      /Remote Administration uses 444\/tcp \(from third-party code\) and 1000\/tcp inbound by default.*IMAP needs/,
    ],
    ['ports clustering', /^Clustering needs 445\/tcp \(my conclusion\) outbound\.$/],
  ])('%s', async (command, lead) => {
    const { answer, outcome } = await ask(command);
    expect(outcome).toBe('answered');
    if (typeof lead === 'string') expect(answer.lead).toBe(lead);
    else expect(answer.lead).toMatch(lead);
  });

  it.each([
    ['ports sftp', 'unknown', /I don’t know any ports for “sftp”/],
    ['ports mysql', 'unknown', /“mysql”/],
    ['ports 12345', 'unknown', /12345 is not in my documents/],
    ['ports 70000', 'usage', /“70000” is not a port: ports go from 1 to 65535/],
    ['ports 0', 'usage', /“0” is not a port/],
    ['ports -5', 'usage', /“-5” is not a port/],
    ['ports 💥', 'unknown', /“💥”/],
    ['ports שלום', 'unknown', /שלום/],
    ['ports __proto__', 'unknown', /__proto__/],
    ['process foo', 'unknown', /“foo” is not in my documents/],
    ['process mdlaunch', 'unknown', /not in my documents/],
    ['deadlines nothing', 'unknown', /no deadline/],
    ['renames nothing', 'unknown', /don’t know another name/],
    ['sources nothing', 'unknown', /no source/],
    ['help nothing', 'usage', /no command/],
  ])('%s is %s', async (command, outcome, lead) => {
    const reply = await ask(command);
    expect(reply.outcome).toBe(outcome);
    expect(reply.answer.lead).toMatch(lead);
    expect(reply.answer.sections[0]).toMatchObject({ kind: 'note' });
  });

  it('answers a line without a command, and says which one it is', async () => {
    expect(await askText('imap')).toContain('Same as `ports imap`.');
    expect(await askText('port80')).not.toContain('Internal');
  });

  it('gives what it knows and names what it does not', async () => {
    const text = await askText('ports imap frobnicator');
    expect(text).toMatch(/IMAP needs/);
    expect(text).toMatch(/! Not in my documents: “frobnicator”/);
  });

  it('takes a line with several words that are no names for a sentence', async () => {
    expect(await ask('ports do I open for activesync at home')).toMatchObject({ command: 'ask', outcome: 'answered' });
    const refused = await ask('ports imap frobnicator xyzzy');
    expect(refused).toMatchObject({ command: 'ports', outcome: 'usage' });
    expect(refused.answer.lead).toBe('I can’t use “frobnicator” and “xyzzy” here.');
    expect(await askText('ports imap frobnicator xyzzy')).toContain('`ports imap`');
  });

  it('marks what rests on weak evidence', async () => {
    for (const port of ['444', '5222'])
      expect(await askText(`ports ${port}`)).toMatch(/! Check Setup > Server Settings > Ports/);
  });
});

describe('deadlines', () => {
  it('are never called due once they have passed, in the zone of the team', async () => {
    const passed = await ask('deadlines securityplus-4', '2009-01-01T00:30:00Z');
    expect(passed.answer.lead).toMatch(/had to be done before 31 December 2008, 1 day ago; it is over\.$/);
    const coming = await ask('deadlines securityplus-4', '2009-01-01T00:30:00Z', 'America/New_York');
    expect(coming.answer.lead).toMatch(/is to be done before 31 December 2008, today\.$/);
    expect((await ask('deadlines securityplus-4', '2008-12-01T12:00:00Z')).answer.lead).toMatch(/in 30 days\.$/);
    expect(await askText('deadlines')).not.toMatch(/\bdue\b/);
  });

  it('names the next one where one lies ahead', async () => {
    expect((await ask('deadlines', '2008-12-01T12:00:00Z')).answer.lead).toMatch(/^Next: Upgrade MDAV.*in 30 days\.$/);
  });
});

describe('every command', () => {
  it.each(catalogue.entries.flatMap(({ leaf }) => leaf.examples))('example `%s` works', async (example) => {
    // The examples name a reminder and a deadline; here they are.
    const administrator = { id: 'U_ADMIN', role: 'administrator' } as const;
    const made = await askAs(administrator, 'remind add every day at 07:00 look');
    await askAs(administrator, 'deadlines add 2027-01-15 Renew the certificate');
    for (const host of ['mail.example.org', '192.0.2.25', 'mail2.example.org'])
      await askAs(administrator, `hosts add ${host}`);
    const id = made.answer.title.replace('Reminder ', '');
    if (example.startsWith('remind restore')) await askAs(administrator, `remind remove ${id}`);
    expect((await askAs(administrator, example.replace('r7k2', id))).outcome).toBe('answered');
  });

  it('offers only commands that work, with labels that fit', async () => {
    for (const command of goldens) {
      for (const action of (await ask(command)).answer.actions ?? []) {
        expect(action.label.length, action.label).toBeLessThanOrEqual(40);
        expect(action.command.length, action.command).toBeLessThanOrEqual(90);
        expect((await ask(action.command)).outcome, action.command).toBe('answered');
      }
    }
  });

  it('shows the common form of a command first, and every option behind `all`', async () => {
    const { answer } = await ask('help remind add');
    expect(answer.lead).toBe('`remind add <when what>`: Set a reminder: when and what.');
    expect(JSON.stringify(answer.sections)).toContain('`help remind add all` shows 8 more options.');
    const whole = await ask('help remind add all');
    expect(whole.answer.lead).toMatch(/\[catchup latest\|all\|skip\].*<when what>/);
    expect(JSON.stringify(whole.answer.sections)).not.toContain('more options');
    expect((await ask('help ports all')).answer.lead).toBe((await ask('help ports')).answer.lead);
  });

  it('keeps tables as wide as their headers', async () => {
    for (const command of goldens) {
      for (const section of (await ask(command)).answer.sections) {
        if (section.kind !== 'table') continue;
        for (const row of section.rows) expect(row).toHaveLength(section.columns.length);
      }
    }
  });
});

describe('completion', () => {
  const complete = async (line: string) =>
    (await completeLine(line, { catalogue, services, request: requestFor(line) })).map(({ value }) => value);

  it.each([
    ['', catalogue.commands.map(({ name }) => name)],
    ['po', ['ports']],
    ['ports inb', ['inbound']],
    ['process cf', ['CFEngine.exe']],
    ['help dea', ['deadlines']],
    ['nonsense x', []],
  ])('%j', async (line, expected) => {
    expect(await complete(line)).toEqual(expected);
  });

  it('knows services by id, by alias and by number', async () => {
    expect(await complete('ports act')).toContain('activesync');
    expect(await complete('ports worldc')).toContain('worldclient');
    expect(await complete('ports imap 58')).toContain('587');
    expect(await complete('deadlines sec')).toContain('securityplus-4');
  });

  it('knows aliases of several words, formats by their other names, and zones by their cities', async () => {
    expect(await complete('ports push')).toEqual(['push mail']);
    // Two letters begin too many names in too many languages.
    expect(await complete('firewall imap fi')).toEqual(['firewalld']);
    expect(await complete('ports filt')).toEqual(['filtro de spam']);
    expect(await complete('firewall mikrot')).toEqual(['routeros']);
    expect(await complete('settings set zone berlin')).toEqual(['Europe/Berlin']);
    expect(await complete('remind add zone new_y')).toEqual(['America/New_York']);
    expect((await complete('remind add zone ')).slice(0, 2)).toEqual(['UTC', 'Africa/Abidjan']);
  });
});
