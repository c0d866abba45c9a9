import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNameIndex, foreignNames, normaliseName } from '../../knowledge/name-index.ts';

const rows = [
  { id: 'activesync', names: ['ActiveSync', 'EAS'], hidden: ['aktivsink'] },
  { id: 'smtp', names: ['SMTP', 'smtps'], hidden: [] },
  { id: 'pop3', names: ['POP3', 'pop3s'], hidden: [] },
  { id: 'webmail', names: ['MDaemon Webmail', 'WorldClient', 'web mail'], hidden: [] },
  { id: 'webadmin', names: ['WebAdmin', 'Remote Administration'], hidden: [] },
];
const index = createNameIndex(
  rows,
  (row) => row.names,
  (row) => row.hidden,
);

describe('a name index', () => {
  it.each([
    ['activesync', 'activesync'],
    ['Active-Sync', 'activesync'],
    ['eas', 'activesync'],
    ['REMOTE ADMINISTRATION', 'webadmin'],
    ['Wörldclient'.replace('ö', 'o'), 'webmail'],
  ])('%s is exact', (name, id) => {
    expect(index.find(name)).toMatchObject({ kind: 'exact', row: { id } });
  });

  it.each([
    ['activesnc', 'activesync', 'ActiveSync'],
    ['actviesync', 'activesync', 'ActiveSync'],
    ['aktivsink', 'activesync', 'ActiveSync'],
    ['wrldclient', 'webmail', 'WorldClient'],
    ['webadmn', 'webadmin', 'WebAdmin'],
    ['remote adminstration', 'webadmin', 'Remote Administration'],
  ])('%s is corrected', (typed, id, name) => {
    expect(index.find(typed)).toMatchObject({ kind: 'corrected', row: { id }, name });
  });

  it.each(['sftp', 'snmp', 'sntp', 'smpt', 'pop2s', 'pop4', 'imapx', 'web', 'x', '', '💥', 'constructor', '__proto__'])(
    '%s is not taken for anything',
    (typed) => {
      expect(index.find(typed).kind).toBe('none');
    },
  );

  it('offers farther names instead of taking them', () => {
    expect(index.find('webadmiral')).toEqual({ kind: 'none', near: ['WebAdmin'] });
  });

  it('never takes a well-known foreign name', () => {
    for (const name of foreignNames) expect(index.find(name).kind, name).toBe('none');
  });

  it('finds every name however it is written, and never throws', () => {
    const name = fc.constantFrom(...rows.flatMap((row) => row.names.map((each) => ({ each, row }))));
    fc.assert(
      fc.property(name, fc.constantFrom(' ', '-', '_', '.'), ({ each, row }, glue) => {
        expect(index.get(each.toUpperCase().split(' ').join(glue))).toBe(row);
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (typed) => index.find(typed).kind !== undefined));
  });
});

describe('normaliseName', () => {
  it.each([
    ['Über-Größe', 'ubergrosse'],
    ['MDaemon.exe', 'mdaemonexe'],
    ['  ', ''],
  ])('%s', (name, expected) => {
    expect(normaliseName(name)).toBe(expected);
  });
});
