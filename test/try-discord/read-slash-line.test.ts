import { expect, it } from 'vitest';
import { commands } from '../../commands/commands.ts';
import type { Services } from '../../commands/services.ts';
import { createCatalogue } from '../../src/bot/catalogue.ts';
import { declareCommands } from '../../src/platforms/discord/registration/declare-commands.ts';
import { offerNames, pressTab } from './read-slash-line.ts';

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
