import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { configStatus, readConfig } from '../../src/config/config.ts';
import { filledInExample } from './filled-in-example.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe("systemd's unit", () => {
  const lines = read('packaging/systemd/mdaemon-bot.service')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const values = (name: string) =>
    lines.flatMap((line) => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []));

  it('restarts what failed, but not what its settings keep from starting', () => {
    expect(values('Restart')).toEqual(['on-failure']);
    expect(values('RestartPreventExitStatus')).toEqual([String(configStatus)]);
  });

  it('writes nothing but its own folders', () => {
    expect(values('ProtectSystem')).toEqual(['strict']);
    expect(values('ReadWritePaths')).toEqual([]);
    expect(values('Environment')).toContain(`DATA_DIR=/var/lib/${values('StateDirectory')[0]}`);
    expect(values('Environment')).toContain(`NODE_COMPILE_CACHE=/var/cache/${values('CacheDirectory')[0]}`);
  });

  it('keeps its own settings beside those of its file, which is a copy of the example with tokens', () => {
    // systemd.exec(5): settings from EnvironmentFile= override those from Environment=, also where they are empty.
    const environment = Object.fromEntries(values('Environment').map((line) => line.split('=') as [string, string]));
    const { storage } = readConfig({ ...environment, ...filledInExample() });
    expect(storage).toEqual({ directory: '/var/lib/mdaemon-bot' });
  });

  it('runs the package where the page says it is', () => {
    const [, program = ''] = values('ExecStart')[0]?.split(' ') ?? [];
    expect(program.endsWith('/bin/mdaemon-bot.mjs')).toBe(true);
    const { files } = JSON.parse(read('package.json')) as { files: readonly string[] };
    expect(files).toEqual(expect.arrayContaining(['bin', 'packaging/systemd', '.env.example']));
    const page = read('docs/install.md');
    expect(page).toContain(program.replace('/bin/mdaemon-bot.mjs', ''));
    expect(page).toContain(values('EnvironmentFile')[0]);
  });
});

describe('the script for Windows, by the grammar tree-sitter-powershell', () => {
  const script = read('packaging/windows/mdaemon-bot-service.ps1');
  let tree: Node;
  let parseText: (text: string) => Node;
  beforeAll(async () => {
    await Parser.init();
    const grammar = createRequire(import.meta.url).resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');
    const parser = new Parser();
    parser.setLanguage(await Language.load(readFileSync(grammar)));
    parseText = (text) => parser.parse(text)?.rootNode as Node;
    tree = parseText(script);
  });
  const texts = (kind: string) => tree.descendantsOfType(kind).map((node) => node?.text ?? '');

  it('has no error, and a quote left open would be one', () => {
    expect({ error: tree.hasError, wrong: texts('ERROR') }).toEqual({ error: false, wrong: [] });
    expect(parseText(script.replace("'mdaemon-bot'\n$account", "'mdaemon-bot\n$account")).hasError).toBe(true);
  });

  it('calls nothing but its own functions and what Windows has', () => {
    const own = new Set(texts('function_name'));
    expect(own.size).toBeGreaterThan(8);
    const cmdlets = new Set([
      ...['Join-Path', 'Get-Command', 'Test-Path', 'Get-Service', 'Stop-Service', 'Start-Service', 'Set-StrictMode'],
      ...['New-Item', 'Copy-Item', 'Move-Item', 'Remove-Item', 'Set-Content', 'Write-Host', 'Out-Host', 'Out-Null'],
    ]);
    const called = new Set(texts('command_name').filter((name) => /^[A-Z]\w+-\w+$/.test(name)));
    expect([...called].filter((name) => !own.has(name) && !cmdlets.has(name))).toEqual([]);
  });

  it('writes a file for WinSW that is well-formed, and starts the bot with its settings', async () => {
    const { XMLParser, XMLValidator } = await import('fast-xml-parser');
    const [, here = ''] = /@"\n(.*?)\n"@/s.exec(script) ?? [];
    const xml = here.replace(/\$\((?:[^()]|\([^()]*\))*\)/g, 'C:\\place').replaceAll('$service', 'mdaemon-bot');
    expect(XMLValidator.validate(xml)).toBe(true);
    const { service } = new XMLParser().parse(xml);
    expect(service).toMatchObject({ id: 'mdaemon-bot', executable: 'C:\\place', startmode: 'Automatic' });
    expect(service.arguments).toContain('--env-file');
  });

  it('takes the actions that the page names', () => {
    for (const [, action = ''] of read('docs/install.md').matchAll(/mdaemon-bot-service\.ps1 (\w+)/g)) {
      expect(script).toContain(`'${action}' {`);
    }
  });
});
