import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseToObject } from 'hcl2-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { Language, type Node, Parser } from 'web-tree-sitter';
import type { FormatId } from '../../knowledge/firewall-formats.ts';
import { formats } from '../../src/firewall/formats/formats.ts';
import { csvColumns } from '../../src/firewall/formats/json-csv.ts';
import { planFor, type Question } from './plan-for.ts';

const questions: readonly Question[] = [
  { services: ['all'], from: ['10.0.0.0/8', '2001:db8:7::/48'] },
  { services: ['all'], era: 'then', from: ['198.51.100.7'] },
  { services: ['all'], to: '192.0.2.25' },
  { services: ['activesync', 'imap'], direction: 'inbound' },
  { services: ['dns'], direction: 'outbound', to: '2001:db8::25' },
  { services: ['imap'], folder: "D:\\Mail's $(calc) `x` Datén; 日本\\MDaemon" },
];
const plans = await Promise.all(questions.map(planFor));
const scripts = (id: FormatId) => plans.flatMap((plan) => [formats[id].render(plan), formats[id].undo(plan)]);

describe('PowerShell, by the grammar tree-sitter-powershell', () => {
  let parser: Parser;
  beforeAll(async () => {
    const require = createRequire(import.meta.url);
    await Parser.init();
    const grammar = require.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');
    parser = new Parser();
    parser.setLanguage(await Language.load(readFileSync(grammar)));
  });

  const parse = (script: string): Node => {
    const tree = parser.parse(script);
    if (tree === null) throw new Error('not parsed');
    return tree.rootNode;
  };

  it('finds no error in any script', () => {
    for (const script of scripts('powershell')) {
      const root = parse(script);
      const wrong = root.descendantsOfType('ERROR').map((node) => node?.text);
      expect({ error: root.hasError, wrong }, script).toEqual({ error: false, wrong: [] });
    }
  });

  it('finds an error where a quote is left open, so that the test can fail', () => {
    expect(parse(formats.powershell.render(plans[0] as never).replace("-Direction Inbound'", "'")).hasError).toBe(
      false,
    );
    expect(parse("New-NetFirewallRule -Name 'open").hasError).toBe(true);
  });

  it('sees the same commands whatever the folder is called: nothing in it is run', () => {
    const commands = (script: string) =>
      parse(script)
        .descendantsOfType('command_name')
        .map((node) => node?.text)
        .join(' ');
    const [plain, hostile] = [{ ...(plans[5] as never as object), installFolder: 'C:\\MDaemon' }, plans[5]].map(
      (plan) => formats.powershell.render(plan as never),
    );
    expect(commands(hostile ?? '')).toBe(commands(plain ?? ''));
  });
});

describe('Terraform, by hcl2-parser', () => {
  it.each(['terraform-aws', 'terraform-azure'] as const)('%s is parsed to as many rules as were asked for', (id) => {
    for (const plan of plans) {
      const [document, problems] = parseToObject(formats[id].render(plan)) as [Record<string, unknown>, unknown];
      expect(problems).toBeNull();
      const resources = document['resource'] as Record<string, Record<string, unknown>>;
      const ports = Object.entries(resources)
        .filter(([kind]) => kind.endsWith('_rule'))
        .flatMap(([, of]) => Object.values(of).flat() as Record<string, unknown>[])
        .map((rule) => Number(rule['from_port'] ?? rule['destination_port_range']));
      expect(new Set(ports)).toEqual(new Set(plan.rules.map(({ port }) => port)));
    }
  });

  it('gives every rule of a network security group a priority of its own', () => {
    const priorities = [...formats['terraform-azure'].render(plans[0] as never).matchAll(/priority\s+= (\d+)/g)].map(
      (match) => match[1],
    );
    expect(new Set(priorities).size).toBe(priorities.length);
    expect(priorities.every((priority) => Number(priority) >= 100 && Number(priority) <= 4096)).toBe(true);
  });
});

describe('JSON and CSV', () => {
  it('are parsed back', () => {
    for (const plan of plans) {
      const document = JSON.parse(formats.json.render(plan));
      expect(document.rules).toHaveLength(plan.rules.length);
      expect(document).toMatchObject({
        group: plan.group,
        era: plan.era,
        review: expect.any(String),
        localhost: { address: '127.0.0.1' },
      });
      const rows = parseCsv(formats.csv.render(plan));
      expect(rows[0]).toEqual([...csvColumns]);
      expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([csvColumns.length]));
      expect(rows.filter(([kind, , , , port]) => kind === 'rule' && port !== '')).toHaveLength(plan.rules.length);
    }
  });
});

// No parser of these four is to be had here: each line must fit the part of the manual's grammar that we use.
const address = String.raw`(?:[\d.]+|[\da-f:.]+)(?:\/\d+)?`;
const grammars: readonly (readonly [FormatId, RegExp])[] = [
  [
    'pf',
    new RegExp(
      String.raw`^(#.*|pass quick on lo0 all|pass( in| out)? quick proto (tcp|udp) from (any|${address}|\{ ${address}(, ${address})* \}) to (any|${address}|\{ ${address}(, ${address})* \}) port \d+ (flags S\/SA )?keep state label "[a-z0-9-]{1,63}"|pfctl -a [a-z0-9-]+ -F rules|)$`,
    ),
  ],
  [
    'cisco',
    new RegExp(
      String.raw`^(!.*|(no )?(ip access-list extended|ipv6 access-list) [A-Z0-9-]{1,64}| permit (tcp|udp) (any|host ${address}|[\d.]+ [\d.]+|${address})( eq \d+)? (any|host ${address}|[\d.]+ [\d.]+|${address})( eq \d+| established| gt 1023)|)$`,
    ),
  ],
  [
    'routeros',
    new RegExp(
      String.raw`^(#.*|\/(ip|ipv6) firewall filter (remove \[find comment~"\^[a-z0-9-]+:"\]|add chain=forward action=accept (connection-state=established,related|protocol=(tcp|udp) dst-port=\d+)( src-address=${address})?( dst-address=${address})? comment="[^"\\$?;]+")|)$`,
    ),
  ],
  [
    'netsh',
    /^(@echo off|setlocal DisableDelayedExpansion|chcp 65001 >nul|set "MDAEMON=[^"]*"|rem( [^%^&|<>!]*)?|netsh advfirewall firewall delete rule name="[a-z0-9-]+" >nul 2>&1|(if \/i "%~1"=="exempt-inbound" )?(for \/r "%MDAEMON%" %%F in \([A-Za-z0-9.]+\) do if exist "%%F" )?netsh advfirewall firewall add rule name="[a-z0-9-]+" description="[^"%^&|<>!]*" dir=(in|out) action=allow( protocol=(TCP|UDP) (localport|remoteport)=\d+)?( localip=[\da-f:.]+)?( remoteip=[\da-f:.,/]+)?( program="%%F")?( >nul \|\| echo [A-Za-z0-9. ]+)?|)$/,
  ],
];

describe.each(grammars)('%s, line by line', (id, grammar) => {
  it('fits the grammar', () => {
    for (const script of scripts(id)) {
      for (const line of script.replace(/^#!.*\n/, '').split('\n')) expect(line).toMatch(grammar);
    }
  });
});

/** RFC 4180: quoted cells may hold commas, line ends and doubled quotes. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (const line of text.split('\r\n').filter((each) => each !== '')) {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)];
    rows.push(cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''));
  }
  return rows;
}
