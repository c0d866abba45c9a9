import { describe, expect, it } from 'vitest';
import { completeArgument, completeLine, matchSuggestions } from '../../src/bot/complete.ts';
import { catalogue, requestOf } from './fixture.ts';

const context = { catalogue, services: {}, request: requestOf('') };
const complete = async (line: string) => (await completeLine(line, context)).map(({ value }) => value);

describe('completion', () => {
  it.each([
    ['', ['firewall', 'note', 'purge', 'broken', 'help', 'say', 'store']],
    ['fire', ['firewall']],
    ['firewall ', ['rules', 'nftables', 'ufw', 'json', 'inbound', 'outbound']],
    ['firewall rules nf', ['nftables']],
    ['firewall rules imap OUT', ['outbound']],
    ['firewall rules imap bound', ['inbound', 'outbound']],
    ['note ', ['zone']],
    ['note zo', ['zone']],
    // What is typed is a text: a keyword must not take its place.
    ['note tom', []],
    ['note zone ', ['Europe/Berlin', 'UTC']],
    ['note --z', ['--zone']],
    ['firewall rules imap --f', ['--format', '--from', '--force']],
    ['note --zone ber', ['Europe/Berlin']],
    ['note zone UTC ', ['zone']],
    ['note days 1 2 ', []],
    ['unknown x', []],
  ])('of %j', async (line, expected) => {
    expect(await complete(line)).toEqual(expected);
  });

  it('of one argument, as a native option asks for it', async () => {
    const entry = catalogue.at(['firewall', 'rules']);
    if (entry === undefined) throw new Error('the fixture has no firewall rules');
    expect(await completeArgument(entry, 'format', 'u', context)).toEqual([{ value: 'ufw' }]);
    expect(await completeArgument(entry, 'direction', 'in', context)).toEqual([{ value: 'inbound', hint: 'also in' }]);
    expect(await completeArgument(entry, 'nothing', '', context)).toEqual([]);
  });
});

const zones = [
  { value: 'America/New_York' },
  { value: 'Europe/Berlin', hint: 'Germany' },
  { value: 'Berlin-old' },
  { value: 'europe/berlin', hint: 'again' },
  { value: 'UTC', hint: 'not Berlin' },
];
const values = (typed: string, limit?: number) => matchSuggestions(typed, zones, limit).map(({ value }) => value);

describe('matchSuggestions', () => {
  it('puts beginnings before what only holds the text, and that before hints', () => {
    expect(values('BERLIN')).toEqual(['Berlin-old', 'Europe/Berlin', 'UTC']);
    expect(values('germ')).toEqual(['Europe/Berlin']);
    expect(values('mars')).toEqual([]);
  });

  it('offers everything once where nothing is typed, up to the limit', () => {
    expect(values('')).toEqual(['America/New_York', 'Europe/Berlin', 'Berlin-old', 'UTC']);
    expect(values('', 2)).toEqual(['America/New_York', 'Europe/Berlin']);
    expect(
      matchSuggestions(
        'x',
        new Array(60).fill(0).map((_, index) => ({ value: `x${index}` })),
      ),
    ).toHaveLength(25);
  });
});
