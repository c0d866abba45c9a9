import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CatalogueEntry } from '../../src/bot/catalogue.ts';
import { callLine } from '../../src/bot/command-lines.ts';
import { parseArguments } from '../../src/bot/parse-arguments.ts';
import { tokenize } from '../../src/bot/tokenize.ts';
import { catalogue as realCatalogue } from '../commands/fixture.ts';
import { propertyRuns } from '../property-runs.ts';
import { catalogue } from './fixture.ts';

const entryAt = (...path: string[]) => {
  const entry = catalogue.at(path);
  if (entry === undefined) throw new Error(`No command ${path}`);
  return entry;
};

describe('is written as a person would', () => {
  test.each([
    [['firewall', 'rules'], {}, 'firewall rules'],
    [['firewall', 'rules'], { services: ['imap', 'smtp'] }, 'firewall rules imap smtp'],
    [
      ['firewall', 'rules'],
      { services: ['imap'], format: 'json', direction: 'inbound', from: ['10.0.0.0/8', '::1'] },
      'firewall rules imap json inbound from 10.0.0.0/8 ::1',
    ],
    [['firewall', 'rules'], { services: ['remote admin'], limit: 3 }, 'firewall rules "remote admin" limit 3'],
    [['firewall', 'rules'], { force: true, to: 'a"b' }, "firewall rules to 'a\"b' force"],
    [['firewall', 'rules'], { force: false }, 'firewall rules --force=no'],
    [
      ['note'],
      { zone: 'Europe/Berlin', text: 'in 2h look, it’s late' },
      'note zone Europe/Berlin in 2h look, it’s late',
    ],
    [['note'], { days: [30, 7, 1], text: 'renew' }, 'note days 30,7,1 renew'],
  ])('%s %j', (path, values, line) => {
    expect(callLine(entryAt(...path), values)).toBe(line);
  });
});

describe('leaves nothing open that could be taken for something else', () => {
  test.each([
    [['firewall', 'rules'], { services: ['from'] }, 'firewall rules "from"'],
    [['firewall', 'rules'], { services: ['a,b', 'json'] }, 'firewall rules "a,b" "json"'],
    [['note'], { text: 'zone of the server' }, 'note --text zone of the server'],
    [['note'], { days: [1], text: '7 days' }, 'note --days 1 --text 7 days'],
  ])('%s %j', (path, values, line) => {
    expect(callLine(entryAt(...path), values)).toBe(line);
  });
});

test('gives nothing where no line reads the same', () => {
  expect(callLine(entryAt('firewall', 'rules'), { to: 'a\u200bb' })).toBeUndefined();
  expect(callLine(entryAt('firewall', 'rules'), { to: '"\'”»' })).toBeUndefined();
  expect(callLine(entryAt('note'), { text: '  blanks around ' })).toBeUndefined();
  expect(callLine(entryAt('note'), { unknown: 1 })).toBeUndefined();
});

const word = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'abcXYZ019#@/:.+_-=,*äß '), minLength: 1, maxLength: 20 }),
  fc.constantFrom(
    'from',
    '--from',
    'json',
    'in',
    'inbound',
    'text',
    'zone',
    '-1',
    'a=b',
    "it's",
    'say "hi"',
    'and',
    '#ops',
  ),
);

/** Values as a native command or a tool would give them. */
function valuesFor(entry: CatalogueEntry<never>): fc.Arbitrary<Record<string, unknown>> {
  const fields = entry.plan.arguments.map(({ name, list, type, choices, meta }) => {
    const one: fc.Arbitrary<unknown> =
      choices.length > 0
        ? fc.constantFrom(...choices)
        : type === 'number'
          ? fc.integer({ min: -10_000, max: 10_000 })
          : type === 'boolean'
            ? fc.boolean()
            : meta.written === 'rest'
              ? fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' ').trim() || 'x')
              : word;
    return [name, list ? fc.array(one, { minLength: 1, maxLength: 4 }) : one] as const;
  });
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] });
}

describe('reading the line gives the same values', () => {
  const entries = [...catalogue.entries, ...realCatalogue.entries] as CatalogueEntry<never>[];
  test.each(entries.map((entry) => [entry.name, entry] as const))('%s', (_name, entry) => {
    const own = realCatalogue.entries.includes(entry as never) ? realCatalogue : catalogue;
    fc.assert(
      fc.property(valuesFor(entry), (values) => {
        const line = callLine(entry, values);
        expect(line, JSON.stringify(values)).toBeDefined();
        if (line === undefined) return;
        const tokens = tokenize(line);
        const found = own.find(tokens);
        expect(found?.entry).toBe(entry);
        expect(parseArguments(entry.plan, line, tokens, found?.words ?? 0)).toEqual(values);
      }),
      { numRuns: propertyRuns(200) },
    );
  });
});
