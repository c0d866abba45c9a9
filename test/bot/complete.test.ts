import { describe, expect, it } from 'vitest';
import { completeArgument, completeLine } from '../../src/bot/complete.ts';
import { catalogue, requestOf } from './fixture.ts';

const context = { catalogue, services: {}, request: requestOf('') };
const complete = (line: string) => completeLine(line, context).map(({ value }) => value);

describe('completion', () => {
  it.each([
    ['', ['firewall', 'note', 'purge', 'broken', 'help', 'say', 'store']],
    ['fire', ['firewall']],
    ['firewall ', ['rules', 'nftables', 'ufw', 'json', 'inbound', 'outbound']],
    ['firewall rules nf', ['nftables']],
    ['firewall rules imap OUT', ['outbound']],
    ['unknown x', []],
  ])('of %j', (line, expected) => {
    expect(complete(line)).toEqual(expected);
  });

  it('of one argument, as a native option asks for it', () => {
    const entry = catalogue.at(['firewall', 'rules']);
    if (entry === undefined) throw new Error('the fixture has no firewall rules');
    expect(completeArgument(entry, 'format', 'u', context)).toEqual([{ value: 'ufw' }]);
    expect(completeArgument(entry, 'nothing', '', context)).toEqual([]);
  });
});
