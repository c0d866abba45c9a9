import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPermitted, licencePage, lockedPackages } from '../../docs/licence-list.ts';

describe('licences', () => {
  it('are all known, of what runs and of what is only for development', () => {
    expect(lockedPackages().filter(({ licence }) => !isPermitted(licence))).toEqual([]);
    expect(lockedPackages().length).toBeGreaterThan(300);
  });

  it.each([
    '',
    'GPL-3.0',
    'SEE LICENSE IN LICENSE',
    'UNLICENSED',
    'MIT AND GPL-2.0',
    'BUSL-1.1',
    '(MIT AND (GPL-2.0 OR X))',
  ])('“%s” has to be looked at first', (licence) => {
    expect(isPermitted(licence)).toBe(false);
  });

  it.each(['MIT', '(MIT OR GPL-2.0)', 'Apache-2.0 AND BSD-3-Clause'])('“%s” may be used', (licence) => {
    expect(isPermitted(licence)).toBe(true);
  });

  it('finds a package without a licence, wherever it stands', () => {
    const packages = { '': {}, 'node_modules/a/node_modules/b': { version: '1.0.0' } };
    expect(lockedPackages(packages)).toEqual([{ name: 'b', version: '1.0.0', licence: '', dev: false }]);
  });

  it('stand in the docs as the lock file has them; `npm run docs` writes them anew', () => {
    expect(readFileSync(join(import.meta.dirname, '../../docs/licences.md'), 'utf8')).toBe(licencePage());
  });
});
