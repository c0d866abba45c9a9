import { expect, it } from 'vitest';
import { commands } from '../../commands/commands.ts';
import type { Services } from '../../commands/services.ts';
import { createCatalogue } from '../../src/bot/catalogue.ts';
import { declareCommands } from '../../src/platforms/discord/registration/declare-commands.ts';
import { offerNames, offerOptions, pressTab, readSlashLine, requireOptions } from './read-slash-line.ts';

const declared = declareCommands(createCatalogue<Services>(commands));

/** What stands in the line after one Tab. */
const press = (line: string) => pressTab(line, offerNames(line, declared) ?? []);

it('one Tab completes a name that is clear, and lists the names that are not', () => {
  expect(press('/mdaemon po')).toEqual({ line: '/mdaemon ports ', choices: [] });
  expect(press('/mdaemon rem').line).toBe('/mdaemon remind ');
  expect(press('/mdaemon remind p')).toEqual({
    line: '/mdaemon remind p',
    choices: expect.arrayContaining(['pause', 'preview']),
  });
  expect(offerNames('/mdaemon ports what:act', declared)).toBeUndefined();
  expect(offerNames('/mdaemon ports ', declared)).toBeUndefined();
});

it('one Tab lists the values that Discord would offer, or goes on with what they have in common', () => {
  const line = '/mdaemon ports what:act';
  const offered = ['activesync', 'activation'].map((value) => `/mdaemon ports what:${value}`);
  expect(pressTab(line, offered)).toEqual({ line: '/mdaemon ports what:activ', choices: [] });
  expect(pressTab('/mdaemon ports what:activ', offered).choices).toEqual(['what:activesync', 'what:activation']);
  expect(pressTab(line, offered.slice(0, 1)).line).toBe('/mdaemon ports what:activesync');
  expect(pressTab(line, [])).toEqual({ line, choices: [] });
});

it('refuses what Discord would not send, and says what there is', () => {
  const read = (line: string) => readSlashLine(line, declared, false);
  expect(() => read('/mdaemon ports wat:imap')).toThrow(/no option “wat:”.*what: direction:/);
  expect(() => read('/mdaemon ports what:imap direktion:inbound')).toThrow(/no option “direktion:”/);
  expect(() => read('/mdaemon ports what:imap direction:sideways')).toThrow(/“direction:” takes inbound/);
  expect(() => read('/mdaemon about what:imap')).toThrow(/this command has no options/);
  expect(() => requireOptions('/mdaemon remind add', declared)).toThrow(/Fill in “line:” \(When and what/);
  expect(() => requireOptions('/mdaemon remind add in 2h look', declared)).not.toThrow();
  expect(read('/mdaemon why-restart').options).toEqual([{ name: 'why-restart', type: 1, options: [] }]);
  expect(() => read('/mdaemon remind add line:in 2h look everyone:perhaps')).toThrow(/true or false/);
  expect(() => read('/mdaemon remind add line:in 2h look grace:soon')).toThrow(/number/);
  expect(() => read('/mdaemno ports')).toThrow(/There is no \/mdaemno, but \/mdaemon/);
  expect(() => read('/mdaemon prots')).toThrow(/After “mdaemon” write one of .*ports/);
});

it('leaves colons alone in a text, an address and a time', () => {
  const valuesOf = (line: string) => JSON.stringify(readSlashLine(line, declared, false).options);
  expect(valuesOf('/mdaemon remind add line:at 16:00 look at note: the queue')).toContain(
    'at 16:00 look at note: the queue',
  );
  expect(valuesOf('/mdaemon remind add in 2h see https://example.com')).toContain('in 2h see https://example.com');
  expect(valuesOf('/mdaemon firewall rules services:imap from:fd12::/48')).toContain('fd12::/48');
  expect(valuesOf('/mdaemon ports imap direction:inbound')).toMatch(/"imap".*"inbound"/);
});

it('one Tab offers the options of a command, and the values that Discord knows', () => {
  const offer = (line: string) => offerOptions(line, declared);
  expect(offer('/mdaemon ports ')).toEqual(
    expect.arrayContaining(['/mdaemon ports what:', '/mdaemon ports direction:', '/mdaemon ports era:']),
  );
  expect(pressTab('/mdaemon ports d', offer('/mdaemon ports d')).line).toBe('/mdaemon ports direction:');
  expect(offer('/mdaemon ports direction:in')).toEqual(['/mdaemon ports direction:inbound ']);
  expect(offer('/mdaemon ports what:imap ')).not.toContain('/mdaemon ports what:imap what:');
  expect(offer('/mdaemon remind add line:in 2h ')).toEqual([]);
  expect(offer('/mdaemon ports what:act')).toEqual([]);
});
