import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPager } from '../../../src/platforms/terminal/pager.ts';
import { findTool, runTool } from '../../firewall/tool.ts';
import { runProgram } from './run-program.ts';

const program = join(import.meta.dirname, '../../../bin/mdaemon-bot.mjs');

/** A pager that keeps what it is given and how it is called. */
function createRecorder() {
  const folder = mkdtempSync(join(tmpdir(), 'pager-'));
  const pager = join(folder, 'pager');
  writeFileSync(pager, `#!/bin/sh\necho "LESS=$LESS" > '${folder}/called'\ncat > '${folder}/read'\n`);
  chmodSync(pager, 0o755);
  const read = (name: string) => {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch {
      return undefined;
    }
  };
  return { pager, text: () => read('read'), called: () => read('called') };
}

/** A terminal of ten rows, as far as a pager cares. */
function createOutput() {
  let written = '';
  const output = { isTTY: true, rows: 10, write: (text: string) => (written += text) };
  return { output: output as unknown as NodeJS.WriteStream, written: () => written };
}

const path = { PATH: process.env['PATH'] };
const long = Array.from({ length: 12 }, (_, index) => `line ${index}\n`).join('');

describe('a long answer in a terminal', () => {
  it('goes to the pager, which is called as git calls less', async () => {
    const { pager, text, called } = createRecorder();
    const { output, written } = createOutput();
    let suspended = 0;
    await createPager(output, { ...path, PAGER: pager })(long, () => {
      suspended += 1;
      return () => {
        suspended += 10;
      };
    });
    expect({ text: text(), called: called(), written: written(), suspended }).toEqual({
      text: long,
      called: 'LESS=FRX\n',
      written: '',
      suspended: 11,
    });
  });

  it.each([
    ['fits', long.slice(0, 60), {}],
    ['NO_PAGER is set', long, { NO_PAGER: '1' }],
    ['PAGER is cat', long, { PAGER: 'cat' }],
    ['the terminal is dumb', long, { TERM: 'dumb' }],
    ['the pager is not there', long, { PAGER: '/nowhere/pager' }],
  ])('is written as it is where it %s', async (_when, text, environment) => {
    const { pager, text: read } = createRecorder();
    const { output, written } = createOutput();
    await createPager(output, { ...path, PAGER: pager, ...environment })(text);
    expect({ written: written(), read: read() }).toEqual({ written: text, read: undefined });
  });

  it('may be left before its end', async () => {
    const { output, written } = createOutput();
    await createPager(output, { ...path, PAGER: 'head -1 > /dev/null' })('x\n'.repeat(200_000));
    expect(written()).toBe('');
  });
});

it('nothing that is piped goes to a pager', async () => {
  const { pager, called } = createRecorder();
  const { status, out } = await runProgram(['ports'], { env: { PAGER: pager } });
  expect(status).toBe(0);
  expect(out.split('\n').length).toBeGreaterThan(30);
  expect(called()).toBeUndefined();
});

describe.runIf(findTool('script') !== undefined)('the program in a terminal of the system', () => {
  it('pages a long answer, and no short one', () => {
    const { pager, text } = createRecorder();
    const ask = (line: string) =>
      runTool('script', ['-qec', `stty rows 24 cols 80; '${process.execPath}' '${program}' ${line}`, '/dev/null'], {
        env: { PAGER: pager, TERM: 'xterm', HOME: tmpdir(), DATA_DIR: mkdtempSync(join(tmpdir(), 'pager-data-')) },
      });
    ask('releases 25.0.1');
    expect(text()).toBeUndefined();
    ask('ports');
    expect(text()).toContain('Ports: all');
  });
});
