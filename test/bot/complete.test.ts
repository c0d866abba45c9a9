import { describe, expect, it } from 'vitest';
import { completeArgument, completeLine } from '../../src/bot/complete.ts';
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
    ['note zone ', ['Europe/Berlin', 'UTC']],
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
