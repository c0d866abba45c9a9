import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { loadEnvironmentFile } from '../../src/config/config.ts';

const name = 'A_VARIABLE_OF_THIS_TEST';
const written: string[] = [];
const errors = { write: (text: string) => written.push(text) };

afterEach(() => {
  delete process.env[name];
  written.length = 0;
});

function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'environment-file-'));
  writeFileSync(join(folder, '.env'), text);
  return folder;
}

it('reads the .env of the checkout it was started in', () => {
  const checkout = folderWith(`${name}=here`);
  expect(loadEnvironmentFile({ argv: ['ports'], checkout, folder: `${checkout}/`, errors })).toEqual(['ports']);
  expect(process.env[name]).toBe('here');
});

it.each([
  ['an installed package', {}],
  ['a checkout elsewhere', { checkout: folderWith('') }],
])('leaves the .env of a folder alone for %s', (_what, checkout) => {
  loadEnvironmentFile({ argv: [], ...checkout, folder: folderWith(`${name}=stranger`), errors });
  expect(process.env[name]).toBeUndefined();
});

it('passes over a .env that cannot be read, and says so', () => {
  const checkout = mkdtempSync(join(tmpdir(), 'environment-file-'));
  mkdirSync(join(checkout, '.env'));
  loadEnvironmentFile({ argv: [], checkout, folder: checkout, errors });
  expect(written).toEqual([expect.stringMatching(/^\.env is not used: /)]);
});
