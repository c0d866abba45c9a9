import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Language, Parser } from 'web-tree-sitter';
import { findTool, isRequired, runTool } from '../firewall/tool.ts';
import { runProgram } from '../platforms/terminal/run-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'completion-'));
const program = join(import.meta.dirname, '../../bin/mdaemon-bot.mjs');
const scriptOf: Record<string, string> = {};

beforeAll(async () => {
  const command = join(folder, 'mdaemon-bot');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  chmodSync(command, 0o755);
  for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
    const { status, out, error } = await runProgram(['completion', shell]);
    expect({ status, error }).toEqual({ status: 0, error: '' });
    scriptOf[shell] = join(folder, `completion.${shell}`);
    writeFileSync(scriptOf[shell], out);
  }
});

/** Runs a script in a shell where `mdaemon-bot` is on the search path, and gives what it printed, in lines. */
function inShell(shell: string, args: readonly string[], input = ''): string[] {
  const env = {
    PATH: [folder, process.env['PATH']].join(delimiter),
    HOME: folder,
    DATA_DIR: join(folder, 'data'),
    TERM: 'xterm',
  };
  const { status, output } = runTool(shell, args, { input, env });
  expect(status, output).toBe(0);
  return output.trimEnd().split('\n');
}

/** What Tab is pressed behind, and what is then offered. A word with a blank comes as the shell writes it. */
const cases: readonly (readonly [line: string, offers: readonly string[]])[] = [
  ['po', ['ports']],
  ['ports minge', ['minger']],
  ['back', ['backup']],
  ['resto', ['restore']],
  ['remind p', ['preview', 'pause']],
  ['discord in', ['invite']],
  ['--vers', ['--version']],
  ['completion po', ['powershell']],
  ['nothing of the kind z', []],
];

describe.runIf(findTool('bash') !== undefined || isRequired('bash'))('bash', () => {
  const complete = (line: string) => {
    const words = ['mdaemon-bot', ...line.split(' ')].map((word) => `'${word}'`).join(' ');
    const script = [
      `source '${scriptOf['bash']}'`,
      `COMP_WORDS=(${words})`,
      `COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))`,
      `$(complete -p mdaemon-bot | sed 's/.*-F \\([^ ]*\\).*/\\1/') mdaemon-bot "\${COMP_WORDS[COMP_CWORD]}" ''`,
      `printf '%s\\n' "\${COMPREPLY[@]}"`,
    ].join('\n');
    return inShell('bash', ['--norc', '--noprofile'], script).filter((each) => each !== '');
  };

  it.each(cases)('%s', (line, offers) => expect(complete(line)).toEqual(offers));

  it('writes a blank as a shell reads it', () => {
    expect(complete('ports remote')).toContain('remote-administration');
  });
});

describe.runIf(findTool('zsh') !== undefined || isRequired('zsh'))('zsh', () => {
  /** Presses Tab in a real prompt, in a terminal that zsh itself makes, and reads the line that stands there then. */
  const typed = (line: string) => {
    const script = `
zmodload zsh/zpty
zpty -b shell 'PS1="> " zsh -f -i'
zpty -w shell "autoload -Uz compinit && compinit -D -u && source '${scriptOf['zsh']}' && PS1='READY> '"
zpty -r shell out '*READY> *'
zpty -w -n shell $'mdaemon-bot ${line}\\t'
zpty -w -n shell $'\\C-a echo "[\\C-e]"; echo DO""NE\\n'
zpty -r shell out '*DONE*'
print -r -- "$out"
`;
    return inShell('zsh', ['-f'], script).join('\n');
  };
  it('completes the only one that fits', () => {
    expect(typed('ports minge')).toContain('[mdaemon-bot ports minger]');
    expect(typed('discord in')).toContain('[mdaemon-bot discord invite]');
  });
});

describe.runIf(findTool('fish') !== undefined || isRequired('fish'))('fish', () => {
  const complete = (line: string) =>
    inShell('fish', ['--no-config', '-c', `source '${scriptOf['fish']}'; complete -C 'mdaemon-bot ${line}'`])
      .filter((each) => each !== '')
      .map((each) => each.split('\t')[0]);

  it.each(cases)('%s', (line, offers) => expect(complete(line)).toEqual(offers));
});

describe('PowerShell, by its grammar', () => {
  it('is one command without an error', async () => {
    await Parser.init();
    const grammar = createRequire(import.meta.url).resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');
    const parser = new Parser();
    parser.setLanguage(await Language.load(readFileSync(grammar)));
    const root = parser.parse(readFileSync(scriptOf['powershell'] ?? '', 'utf8'))?.rootNode;
    expect(root?.hasError).toBe(false);
    expect(root?.descendantsOfType('command_name').map((node) => node?.text)).toContain('Register-ArgumentCompleter');
    // So that the test can fail.
    expect(parser.parse('Register-ArgumentCompleter -ScriptBlock { param($a ')?.rootNode.hasError).toBe(true);
  });
});

it('refuses a shell it does not know, and names those it does', async () => {
  const { status, error } = await runProgram(['completion', 'tcsh']);
  expect(status).toBe(2);
  expect(error).toContain('bash|zsh|fish|powershell');
});
