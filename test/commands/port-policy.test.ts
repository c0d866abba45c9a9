import { describe, expect, test } from 'vitest';
import { exposures } from '../../knowledge/port-policy.ts';
import { openTestBot } from './fixture.ts';

const { ask, services } = await openTestBot();
const { ports } = services.knowledge.current().rows;
/** Numbers with one inbound row today: of more, the answers speak of all. */
const single = ports.filter(
  (row) =>
    row.era === 'now' &&
    row.directions.includes('inbound') &&
    row.status !== 'obsolete' &&
    ports.filter((other) => other.era === 'now' && other.port === row.port).length === 1,
);

describe('the table, the verdict and the rules say the same of who reaches a port', () => {
  test.each(single.map((row) => [row.port, row] as const))('%i', async (port, row) => {
    const meaning = exposures[row.exposure];
    const table = (await ask(`ports ${port}`)).answer.sections.find(({ kind }) => kind === 'table');
    expect(table?.kind === 'table' ? table.rows[0]?.[3] : '').toBe(meaning.cell);
    const { lead } = (await ask(`ask may ${port} be open to the internet`)).answer;
    const word = { yes: /^Yes\./, no: /^(?:No\.|No\b)/, depends: /^It depends\./ }[meaning.says];
    expect(lead, lead).toMatch(word);
    const rules = await ask(`firewall ${port} inbound`);
    const isRefused = rules.outcome !== 'answered';
    expect(isRefused, rules.answer.lead).toBe(meaning.leftOut !== undefined);
    if (meaning.leftOut !== undefined) expect(rules.answer.lead).toContain(meaning.leftOut.split(':')[0]);
  });

  test('covers most inbound ports', () => {
    expect(single.length).toBeGreaterThan(9);
  });
});

describe('what mail clients need', () => {
  const clients = 'A mail client needs 587/tcp or 465/tcp inbound for sending, 993/tcp or 143/tcp inbound for IMAP';

  test.each(['ask which ports do mail clients need', 'ask outlook ports', 'ports thunderbird', 'ports mail-clients'])(
    '%s',
    async (line) => {
      const { lead } = (await ask(line)).answer;
      expect(lead).toContain(clients);
      expect(lead).toContain('995/tcp or 110/tcp inbound for POP3');
      expect(lead).not.toMatch(/\b25\/tcp/);
    },
  );

  test('is not what servers need among themselves', async () => {
    expect((await ask('ports mail')).answer.lead).toMatch(/needs 25\/tcp inbound and outbound, .*587\/tcp or 465\/tcp/);
    const all = (await ask('ask which ports for mail server, webmail and phones')).answer.lead;
    for (const port of ['25/tcp', '587/tcp', '443/tcp']) expect(all).toContain(port);
  });

  test('is met by one of the alternatives', async () => {
    expect((await ask('ask is 993 enough for imap')).answer.lead).toMatch(/^Yes\. IMAP needs no other/);
    expect((await ask('ask is 443 enough for activesync')).answer.lead).toMatch(
      /^It depends\. ActiveSync needs no other port, except for AutoDiscovery and some older clients \(80\/tcp\)/,
    );
  });
});

describe('what is said of a doubtful number', () => {
  test('carries the doubt into the sentence and the row', async () => {
    const { lead, sections } = (await ask('ports clustering')).answer;
    expect(lead).toBe('Clustering needs 445/tcp (my conclusion) outbound.');
    expect(JSON.stringify(sections)).toContain('my conclusion');
  });

  test('does not imply that the rest is confirmed', async () => {
    const { sections } = (await ask('ports')).answer;
    const table = sections.find(({ kind }) => kind === 'table');
    const cells = table?.kind === 'table' ? table.rows.map((row) => [row[0], row[1], row.at(-1)]) : [];
    for (const port of ['110', '143', '465', '587', '993', '995', '3000'])
      expect(cells.find(([label, way]) => label === `${port}/tcp` && way === 'in')?.[2], port).toBe(
        'list of 2008–2010',
      );
    expect(cells).toContainEqual(['25/tcp', 'in + out', 'in: list of 2008–2010, out: vendor']);
    expect(JSON.stringify(sections)).not.toMatch(/No vendor page confirms/);
  });
});

describe('port 53 of the list of 2008 to 2010', () => {
  test('is TCP there, and what we add is marked', async () => {
    expect((await ask('ask is udp 53 on the founding list')).answer.lead).toMatch(/^No\. 53 is TCP, not UDP\./);
    const { lead, sections } = (await ask('ports 53 then')).answer;
    expect(lead).toMatch(/^53\/tcp outbound is DNS\./);
    expect(JSON.stringify(sections)).toContain('DNS over UDP (not on the list, added)');
    expect(JSON.stringify(sections)).toContain("The vendor's version 8 manual speaks of the UDP port");
  });
});

test('a name keeps its capital at the beginning of a sentence', async () => {
  const lead = (await ask('ports 21 then')).answer.lead;
  expect(lead).toBe(
    '21/tcp outbound is FTP for virus definitions. SecurityPlus fetches virus definition updates by FTP.',
  );
});
