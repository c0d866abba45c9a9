import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFolder } from '../../commands/firewall/resolve-plan.ts';
import { formatIds } from '../../knowledge/firewall-formats.ts';
import { formats } from '../../src/firewall/formats/formats.ts';
import { quotePowershell } from '../../src/firewall/formats/powershell.ts';
import { quoteHcl } from '../../src/firewall/formats/terraform.ts';
import { makePlan } from '../../src/firewall/make-plan.ts';
import { cidrText, contains, networkText, parseHost, parseNetwork } from '../../src/firewall/network.ts';
import { asciiLine, commentLine } from '../../src/firewall/script-text.ts';
import { openTestBot } from '../commands/fixture.ts';
import { propertyRuns } from '../property-runs.ts';

const { ask, services } = await openTestBot();

const knowledge = services.knowledge.current();

describe('addresses', () => {
  it.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['10.0.0.0/255.255.0.0', '10.0.0.0/16'],
    ['192.0.2.7', '192.0.2.7'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['2001:db8::ffff/32', '2001:db8::/32'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['0.0.0.0/0', '0.0.0.0/0'],
  ])('%s is written %s', (text, written) => {
    const network = parseNetwork(text);
    expect(network && networkText(network)).toBe(written);
  });

  it.each([
    ['10.0.0.0/33'],
    ['10.0.0'],
    ['010.0.0.1'],
    ['0x0a000001'],
    ['167772161'],
    ['10.0.0.0/8/8'],
    ['10.0.0.0/255.0.255.0'],
    ['fe80::1%eth0'],
    ['2001:db8::/129'],
    ['::ffff:10.0.0.0/104;'],
    ['10.0.0.1; drop'],
    ['$(id)'],
    ['`id`'],
    ['example.com'],
    ['any'],
    [''],
    ['10.0.0.1\n-A INPUT -j ACCEPT'],
  ])('%j is no network', (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });

  it('never throws, and what it writes is read as the same network', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.ipV4(),
      fc.ipV6(),
      fc.ipV4Extended(),
      fc.tuple(fc.ipV4(), fc.nat(40)).map((pair) => pair.join('/')),
      fc.tuple(fc.ipV6(), fc.nat(140)).map((pair) => pair.join('/')),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const network = parseNetwork(text);
        if (network === undefined) return;
        expect(networkText(network)).toMatch(/^[\da-f.:]+(\/\d+)?$/);
        expect(parseNetwork(cidrText(network))).toEqual(network);
        expect(contains(network, network)).toBe(true);
      }),
      { numRuns: propertyRuns(3000) },
    );
  });

  it('of the server is one address', () => {
    expect(parseHost('192.0.2.0/24')).toBeUndefined();
    expect(parseHost('192.0.2.7/32')).toMatchObject({ address: '192.0.2.7' });
  });
});

describe('hostile words are refused with a sentence', () => {
  it.each([
    ['firewall imap from 10.0.0.0/33', /“10\.0\.0\.0\/33” isn’t a network: an IPv4 network has/],
    ['firewall imap from $(reboot)', /“\$\(reboot\)” isn’t a network/],
    ['firewall imap from "10.0.0.1; reboot"', /isn’t a network/],
    ['firewall imap from `id`', /“'id'” isn’t a network/],
    ['firewall from 10.0.0.0/8 imap', /“imap” isn’t a network/],
    ['firewall imap to mail.example.com', /“mail\.example\.com” is not an address/],
    ['firewall imap to 10.0.0.0/8', /is a network, not one address/],
    ['firewall imap 10.0.0.0/8', /is an address without/],
    ['firewall imap from 10.0.0.0/8 to 2001:db8::1', /one IP version/],
    ['firewall imap folder "C:\\a|b"', /isn’t a Windows folder/],
    ['firewall imap folder relative', /isn’t a Windows folder/],
    ['firewall imap format nftabels', /“nftabels” isn’t a service or format/],
    ['firewall imap --format nftabels', /“nftabels” isn’t valid here/],
    ['firewall imap nftabels', /“nftabels” isn’t a service or format/],
    ['firewall imap sftp', /“sftp” isn’t a service or format/],
    ['firewall', /You named no service/],
    ['firewall 12345', /12345 is not in my documents/],
    ['firewall remote administration', /There is no rule left for MDaemon Remote Administration/],
    ['firewall bes', /obsolete since 17\.5/],
    ['firewall imap outbound', /no outbound port to open for IMAP/],
    ['firewall diff imap', /no rules or ports to compare with/],
    ['firewall diff imap have nothing of use here', /I cannot read what was pasted/],
    ['firewall __proto__ constructor', /“__proto__”/],
  ])('%s', async (line, lead) => {
    const { outcome, answer } = await ask(line);
    expect(['usage', 'unknown']).toContain(outcome);
    expect(answer.lead).toMatch(lead);
    expect(answer.artifact).toBeUndefined();
  });

  it('names the nearest', async () => {
    const remedy = async (line: string) => JSON.stringify((await ask(line)).answer.sections[0]);
    expect(await remedy('firewall imap nftabels')).toContain('nftables');
    expect(await remedy('firewall imap format nftabels')).toContain('nftables');
    expect(await remedy('firewall imap --format nftabels')).toContain('Did you mean `nftables`');
    expect(await remedy('firewall from 10.0.0.0/8 imap')).toContain('name services before');
  });
});

describe('folders', () => {
  it.each([
    ["C:\\O'Brien & Söhne\\MDaemon 24", "C:\\O'Brien & Söhne\\MDaemon 24"],
    ['D:/Mail/MDaemon/', 'D:\\Mail\\MDaemon'],
    ['\\\\server\\share\\MDaemon', '\\\\server\\share\\MDaemon'],
    ['E:\\', 'E:'],
  ])('%s is %s', (text, folder) => {
    expect(readFolder(text)).toBe(folder);
  });

  it.each(['C:\\a"b', 'C:\\a\nb', 'C:\\a\u2028b', 'C:\\a<b', 'C:\\a\u202eb', '/opt/mdaemon', 'C:mdaemon', ''])(
    '%j is refused',
    (text) => {
      expect(() => readFolder(text)).toThrow(/Windows folder/);
    },
  );
});

describe('quoting', () => {
  it('PowerShell: no text ends its string early, whatever quotes it has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const quoted = quotePowershell(text);
        expect(quoted).toMatch(/^[\x20-\x7e]*$/);
        const pieces = quoted.replace(/^\((.*)\)$/, '$1').split(/('(?:[^']|'')*'|\[char\]::ConvertFromUtf32\(\d+\))/);
        // Between the strings and characters there is nothing but plus signs.
        expect(pieces.filter((_, index) => index % 2 === 0).every((piece) => /^( \+ )?$/.test(piece))).toBe(true);
        const back = pieces
          .filter((_, index) => index % 2 === 1)
          .map((piece) =>
            piece.startsWith("'")
              ? piece.slice(1, -1).replaceAll("''", "'")
              : String.fromCodePoint(Number(piece.replace(/\D+32\(|\)/g, ''))),
          );
        expect(back.join('')).toBe(text);
      }),
    );
  });

  it('HCL: no template begins and no string ends', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const quoted = quoteHcl(text);
        expect(quoted.replace(/\\["\\]/g, '')).not.toMatch(/["\\]/);
        expect(quoted.replace(/\$\$\{|%%\{/g, '')).not.toMatch(/[$%]\{/);
      }),
    );
  });

  it('comments: one line, whatever is in the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
        expect(commentLine(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029`]/);
        expect(asciiLine(text)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});

describe('hostile knowledge of an operator changes no line of code', () => {
  const evil = `"; reboot #' $(reboot) \`reboot\` \${reboot} %PATH% & reboot\n-A INPUT -j ACCEPT\r\nreboot\u2028*/ --> 日本`;
  const row = knowledge.port('imap-143-now');
  const planOf = (text: string) =>
    makePlan({
      rows: row === undefined ? [] : [{ ...row, name: text, purpose: text, check: text, sources: [text] }],
      programs: knowledge.rows.processes.filter(({ exempt }) => exempt).map((each) => ({ ...each, purpose: text })),
      era: 'now',
      knowledgeVersion: text,
      subjects: [{ id: 'imap', name: text }],
      from: [],
      article: () => undefined,
      writeIds: (ids) => ids.join(' '),
    });

  it.each(formatIds.filter((id) => id !== 'json' && id !== 'csv'))('%s', (id) => {
    const code = (text: string) =>
      formats[id]
        .render(planOf(text))
        .split('\n')
        .filter((line) => !/^\s*(#|rem |! ?)/.test(line))
        // What may be text: the quoted descriptions.
        .map((line) =>
          line.replace(/(comment|description|-DisplayName|-Description|--comment)([ =]+)("[^"]*"|'[^']*')/g, '$1'),
        );
    expect(code(evil)).toEqual(code('IMAP'));
    expect(formats[id].render(planOf(evil))).not.toMatch(/^reboot|^-A INPUT/m);
  });
});

it.each([
  'pay \u202egnp.exe\u202c \u2066isolated\u2069 now',
  '{ "nftables": [ { "rule": "\u202e" } ] }',
  'table inet \u202efilter { chain \u202einput { \u202e } }',
  '*filter\n-A INPUT \u202e -j \u202e\nCOMMIT',
  '25 80 \u202e',
])('repeats nothing that turns text around: %j', async (text) => {
  const bot = await openTestBot();
  const reply = await bot.askAs({ id: 'U1', role: 'member' }, 'firewall diff imap', {
    attachments: [{ name: 'rules', content: text }],
  });
  expect(JSON.stringify(reply)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
});
