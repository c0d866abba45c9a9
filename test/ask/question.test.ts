import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { readFresh } from './question.ts';

const folder = mkdtempSync(join(tmpdir(), 'fresh-'));
afterAll(() => rmSync(folder, { recursive: true }));
const url = pathToFileURL(`${folder}/`);
const line = {
  id: 'ports-01',
  question: 'poort voor imap',
  topic: 'ports',
  language: 'nl',
  kind: 'hurried',
  expects: { ports: [143, 993] },
};

it('reads fresh questions, which may say nothing of the rows they are about', () => {
  writeFileSync(join(folder, 'a.jsonl'), `${JSON.stringify(line)}\n${JSON.stringify({ ...line, about: [] })}\n`);
  expect(readFresh(url)).toEqual([line, { ...line, about: [] }]);
});

it('reads none where there are none', () => {
  expect(readFresh(new URL('none/', url))).toEqual([]);
});

it('names the file and the line of one that is wrong', () => {
  writeFileSync(join(folder, 'b.jsonl'), `\n${JSON.stringify({ ...line, kind: 'sung' })}\n`);
  expect(() => readFresh(url)).toThrow('b.jsonl, line 2 is not right');
});
