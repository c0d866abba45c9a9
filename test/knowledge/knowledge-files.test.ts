import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { knowledgeKinds } from '../../knowledge/knowledge-base.ts';
import { checkReferences, readKnowledgeFiles } from '../../knowledge/knowledge-files.ts';
import type { Service } from '../../knowledge/schema.ts';
import { changesBetween } from '../../src/text/text.ts';

const directory = 'knowledge/mdaemon';
const { data, origins } = readKnowledgeFiles(directory);
const raw = readdirSync(directory).map((file) => ({ file, text: readFileSync(join(directory, file), 'utf8') }));
const sourceKinds = new Map(data.sources.map((source) => [source.id, source.kind]));
const articles = new Map(data.articles.map((article) => [article.id, article]));

const normalise = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
const namesOf = (row: Service): string[] => [row.name, ...row.aliases, ...row.former, ...row.later];

describe('the files', () => {
  test('pass the schema, and every id a row names exists', () => {
    expect(() => checkReferences(data, origins)).not.toThrow();
    expect(data.version).toBe('2026.11.22');
    for (const kind of knowledgeKinds) expect(data[kind].length, kind).toBeGreaterThan(0);
  });

  test('cite every source they list', () => {
    const cited = new Set(
      knowledgeKinds.flatMap((kind) => data[kind].flatMap((row) => ('sources' in row ? row.sources : []))),
    );
    expect(data.sources.map((source) => source.id).filter((id) => !cited.has(id))).toEqual([]);
  });

  test('have an address for every source but third-party rules and mails', () => {
    const bare = data.sources.filter((source) => source.url === undefined);
    expect(bare.filter((source) => source.kind !== 'tool')).toEqual([]);
  });

  test.each(raw)('$file: balanced backticks, no other markup, no note for writers', ({ text }) => {
    for (const line of text.split('\n').filter((candidate) => !candidate.startsWith('#'))) {
      expect(line, line).not.toMatch(/\*\*|\]\(|<[a-z]+\|/);
    }
    expect(text).not.toMatch(/\[(recall|official|inferred|tool|seed|blog|checked)/i);
    expect(text.split('`').length % 2).toBe(1);
  });
});

describe('what is only remembered stays out', () => {
  const numbers = [389, 636, 783, 5223, 5269, 7070, 7443];
  const words = ['MDLaunch', 'MDStats', 'LDaemon', 'clamd', 'MDAirSync', 'letsencrypt.ps1', 'RFC 8314'];
  const dates = ['2022-05-30', '2023-10-10', '2025-06-09', '2027-01-12', '2029-01-09', '2031-10-14'];

  test.each(numbers)('port %i', (number) => {
    expect(data.ports.filter((row) => row.port === number)).toEqual([]);
    for (const { file, text } of raw) expect(text, file).not.toMatch(new RegExp(`(?<![\\d.-])${number}(?![\\d.-])`));
  });

  test.each([...words, ...dates])('%s', (word) => {
    for (const { file, text } of raw) expect(text.toLowerCase().includes(word.toLowerCase()), file).toBe(false);
  });
});

describe('ports', () => {
  test('whose number only third-party code gives are 444 and 5222, and each says what to check', () => {
    const weak = data.ports.filter((row) => row.confidence === 'tool');
    expect(weak.map((row) => row.port).sort()).toEqual([444, 5222]);
    for (const row of weak) expect(row.check, row.id).toMatch(/^Check Setup > Server Settings > Ports/);
  });

  test('never rest on a better source than they cite', () => {
    const wanted = { official: ['official'], founding: ['founding'], blog: ['blog'], tool: ['tool'], inferred: [] };
    for (const kind of ['ports', 'processes', 'articles', 'deadlines', 'services', 'renames'] as const) {
      for (const row of data[kind]) {
        const kinds = row.sources.map((id) => sourceKinds.get(id));
        const needed: readonly string[] = wanted[row.confidence];
        expect(needed.length === 0 || kinds.some((have) => have && needed.includes(have)), `${kind}/${row.id}`).toBe(
          true,
        );
      }
    }
  });

  test('of the current product say what changed, above all new and obsolete ones', () => {
    for (const row of data.ports.filter((candidate) => candidate.era === 'now')) {
      expect(row.changed, row.id).toBeDefined();
      if (row.status === 'new') expect(row.changed, row.id).toMatch(/^New/);
      if (row.status === 'obsolete') expect(row.changed, row.id).toMatch(/obsolete/i);
    }
    const withStatus = (status: string) => data.ports.filter((row) => row.status === status).map((row) => row.port);
    expect(withStatus('obsolete').sort()).toEqual([21, 3101]);
    expect(withStatus('new')).toEqual(expect.arrayContaining([444, 5222]));
    expect(data.ports.filter((row) => row.era === 'then' && row.status !== 'current')).toEqual([]);
  });

  test('of one era never collide on port, transport, direction and service', () => {
    const seen = new Map<string, string>();
    for (const row of data.ports) {
      for (const transport of row.transports) {
        for (const direction of row.directions) {
          for (const { id } of row.services) {
            const key = `${row.era} ${row.port}/${transport} ${direction} ${id}`;
            expect(seen.get(key), `${row.id}: ${key}`).toBeUndefined();
            seen.set(key, row.id);
          }
        }
      }
    }
    expect(seen.size).toBeGreaterThan(data.ports.length);
  });

  test('are exposed to nobody where they only go out, and never to the internet where that is dangerous', () => {
    for (const row of data.ports) {
      if (row.exposure === 'outbound-only') expect(row.directions, row.id).toEqual(['outbound']);
      if (row.exposure === 'internet' || row.exposure === 'if-used')
        expect(row.directions, row.id).toContain('inbound');
    }
    const exposure = (id: string) => data.ports.find((row) => row.id === id)?.exposure;
    expect(exposure('remote-administration-1000-now')).toBe('private-network');
    expect(exposure('remote-administration-444-now')).toBe('private-network');
    expect(exposure('cluster-share-445-now')).toBe('private-network');
    expect(exposure('minger-4069-now')).toBe('peers');
  });

  test('show only notes that have a short form', () => {
    for (const row of data.ports) {
      for (const id of row.notes) expect(articles.get(id)?.note, `${row.id}: ${id}`).toBeDefined();
    }
  });

  test.each(['then', 'now'] as const)(
    'of ActiveSync, %s: 443 required, 80 for some clients, 3000 by default',
    (era) => {
      const needs = data.ports
        .filter((row) => row.era === era && row.directions.includes('inbound'))
        .flatMap((row) => row.services.filter((used) => used.id === 'activesync').map((used) => [row.port, used.need]));
      expect(Object.fromEntries(needs)).toEqual({ 80: 'optional', 443: 'required', 3000: 'default' });
    },
  );

  test.each([
    ['smtp', [25, 465, 587]],
    ['imap', [143, 993]],
    ['imaps', [993]],
    ['pop3', [110, 995]],
    ['pop3s', [995]],
    ['multipop', [110, 995]],
    ['dns', [53]],
    ['minger', [4069]],
    ['remote-administration', [444, 1000]],
  ])('of %s today', (service, ports) => {
    const rows = data.ports.filter((row) => row.era === 'now' && row.services.some((used) => used.id === service));
    expect(rows.map((row) => row.port).sort((left, right) => left - right)).toEqual(ports);
  });

  test('that only collect mail are not inbound', () => {
    const rows = data.ports.filter((row) => row.era === 'now' && row.services.some((used) => used.id === 'multipop'));
    for (const row of rows) expect(row.directions, row.id).toEqual(['outbound']);
  });
});

describe('services', () => {
  test('have ports in each of their eras, stand for others or ride on others', () => {
    for (const row of data.services) {
      if (row.includes.length + row.rides_on.length > 0) continue;
      for (const era of row.eras) {
        const ports = data.ports.filter((port) => port.era === era && port.services.some((used) => used.id === row.id));
        expect(ports.length, `${row.id} ${era}`).toBeGreaterThan(0);
      }
    }
  });

  test('have no ports in an era that is not theirs', () => {
    const eras = new Map(data.services.map((row) => [row.id, row.eras]));
    for (const port of data.ports) {
      for (const used of port.services) expect(eras.get(used.id), `${port.id}: ${used.id}`).toContain(port.era);
    }
  });

  test('share no name, and repeat none', () => {
    const owners = new Map<string, string>();
    const twice: string[] = [];
    for (const row of data.services) {
      for (const name of [...namesOf(row), ...row.misspellings]) {
        const owner = owners.get(normalise(name));
        if (owner !== undefined) twice.push(`${name}: ${owner} and ${row.id}`);
        owners.set(normalise(name), row.id);
      }
    }
    for (const row of data.services) {
      const owner = owners.get(normalise(row.id)) ?? row.id;
      if (owner !== row.id) twice.push(`id ${row.id}: a name of ${owner}`);
    }
    expect(twice).toEqual([]);
  });

  test('answer to no foreign name', () => {
    const foreign =
      'sftp ftp ftps tftp snmp nntp ntp rdp ssh telnet mysql mssql postgres ldap smb nfs vnc sip mapi dhcp';
    const names = new Set(
      data.services.flatMap((row) => [row.id, ...namesOf(row), ...row.misspellings].map(normalise)),
    );
    expect(foreign.split(' ').filter((name) => names.has(name))).toEqual([]);
  });

  test('list only misspellings that a small edit distance does not find', () => {
    const found: string[] = [];
    for (const row of data.services) {
      const long = namesOf(row)
        .map(normalise)
        .filter((name) => name.length >= 5);
      for (const wrong of row.misspellings.map(normalise)) {
        const near = long.filter((name) => changesBetween(wrong, name) <= (name.length >= 9 ? 2 : 1));
        found.push(...near.map((name) => `${row.id}: ${wrong} is near ${name}`));
      }
    }
    expect(found).toEqual([]);
  });

  test.each([
    ['EAS', 'activesync'],
    ['World Client', 'webmail'],
    ['worldclient', 'webmail'],
    ['web admin', 'remote-administration'],
    ['MDRA', 'remote-administration'],
    ['OC', 'mdaemon-connector'],
    ['Outlook Connector', 'mdaemon-connector'],
    ['Security Plus', 'antivirus'],
    ['MSA', 'submission'],
    ['SSL SMTP', 'smtps'],
    ['smtp ssl', 'smtps'],
    ['blackberry', 'bes'],
    ['AutoDiscovery', 'autodiscover'],
    ['smpt', 'smtp'],
  ])('%s is %s', (name, id) => {
    const found = data.services.filter((row) =>
      [...namesOf(row), ...row.misspellings].some((own) => normalise(own) === normalise(name)),
    );
    expect(found.map((row) => row.id)).toEqual([id]);
  });
});

test('commands find the articles they show', () => {
  const wanted = [
    ['auto-update-then', 'then'],
    ['auto-update-off-cost', 'then'],
    ['auto-update-now', 'now'],
    ['auto-update-off-now', 'now'],
    ['auto-update-default-contradiction', 'now'],
    ['why-restart-then', 'then'],
    ['why-restart-dep-then', 'then'],
    ['why-restart-now', 'now'],
    ['localhost-rule', 'then'],
    ['firewall-processes', 'then'],
    ['starttls-plain-ports', 'then'],
  ] as const;
  for (const [id, era] of wanted) {
    expect(articles.get(id)?.era, id).toBe(era);
    expect(articles.get(id)?.note, id).toBeDefined();
  }
});
