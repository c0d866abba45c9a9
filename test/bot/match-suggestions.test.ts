import { describe, expect, it } from 'vitest';
import { matchSuggestions } from '../../src/bot/match-suggestions.ts';

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
