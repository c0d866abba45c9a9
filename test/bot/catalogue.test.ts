import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createCatalogue } from '../../src/bot/catalogue.ts';
import { argument } from '../../src/bot/command.ts';
import { catalogue, commands, rules } from './fixture.ts';

describe('a catalogue', () => {
  it('finds what is hidden and lists it nowhere', () => {
    expect(catalogue.at(['pressed'])?.name).toBe('pressed');
    expect(catalogue.at(['store', 'pressed'])?.name).toBe('store pressed');
    expect(catalogue.entries.map(({ name }) => name)).not.toContain('pressed');
    expect(JSON.stringify(catalogue.commands)).not.toContain('pressed');
    expect(catalogue.nearest('presed')).toEqual([]);
  });

  it('finds groups, children and aliases', () => {
    expect(catalogue.at(['firewall'])?.name).toBe('firewall rules');
    expect(catalogue.at(['firewall', 'list'])?.name).toBe('firewall rules');
    expect(catalogue.at(['nothing'])).toBeUndefined();
    expect(catalogue.nearest('firewal')).toEqual(['firewall']);
  });

  it.each([
    ['a name twice', [...commands, ...commands]],
    ['a name no platform accepts', [{ ...rules, name: 'Not A Name' }]],
    ['a summary that is too long', [{ ...rules, summary: 'x'.repeat(101) }]],
    ['a default child that is not there', [{ name: 'g', summary: 's', defaultChild: 'none', children: [rules] }]],
    ['an argument without its meta', [{ ...rules, arguments: z.object({ bare: z.string() }) as never }]],
    [
      'a word that means two arguments',
      [
        {
          ...rules,
          arguments: z.object({
            a: argument(z.enum(['x']), { written: 'position', description: 'a' }),
            b: argument(z.enum(['x']), { written: 'position', description: 'b' }),
          }) as never,
        },
      ],
    ],
    [
      'a rest that is not the last',
      [
        {
          ...rules,
          arguments: z.object({
            a: argument(z.string(), { written: 'rest', description: 'a' }),
            b: argument(z.string(), { written: 'keyword', description: 'b' }),
          }) as never,
        },
      ],
    ],
    [
      'a date, which cannot be typed',
      [
        {
          ...rules,
          arguments: z.object({ a: argument(z.date(), { written: 'position', description: 'a' }) }) as never,
        },
      ],
    ],
  ])('refuses %s', (_what, declared) => {
    expect(() => createCatalogue(declared)).toThrow(expect.objectContaining({ code: 'bad-declaration' }));
  });
});
