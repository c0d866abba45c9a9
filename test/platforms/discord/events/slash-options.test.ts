import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../../commands/commands.ts';
import type { Services } from '../../../../commands/services.ts';
import type { PlannedArgument } from '../../../../src/bot/argument-plan.ts';
import { createCatalogue } from '../../../../src/bot/catalogue.ts';
import { parseArguments } from '../../../../src/bot/parse-arguments.ts';
import { tokenize } from '../../../../src/bot/tokenize.ts';
import { readCall } from '../../../../src/platforms/discord/events/slash-options.ts';
import { declareCommands, isRoot } from '../../../../src/platforms/discord/registration/declare-commands.ts';
import { processorMs } from '../../../processor-time.ts';
import { callData, leavesOf } from '../interaction-data.ts';

const catalogue = createCatalogue<Services>(commands);
const leaves = leavesOf(declareCommands(catalogue));
const parted = leavesOf(declareCommands(catalogue, { most: 0 }));
const leafAt = (path: string) => {
  const leaf = leaves.find((each) => each.path.slice(1).join(' ') === path);
  if (leaf === undefined) throw new Error(`there is no ${path}`);
  return leaf;
};
const read = (path: string, values: Parameters<typeof callData>[1]) =>
  readCall(callData(leafAt(path), values), catalogue);

describe('readCall', () => {
  it.each([
    ['imap smtp', ['imap', 'smtp']],
    [' imap,smtp ,  587 ', ['imap', 'smtp', '587']],
    ['"remote administration" imap', ['remote administration', 'imap']],
    ['“remote administration” imap', ['remote administration', 'imap']],
    ['imap "remote adm', ['imap', 'remote adm']],
    // What Discord's clients send where a person goes on typing behind a completion.
    ['imap (IMAP) smtp (SMTP server) ', ['imap', 'smtp']],
    ['"a (b)" (WorldClient, Webmail), smtp', ['a (b)', 'smtp']],
    ['imap (left open', ['imap', '(left', 'open']],
  ])('splits the list %j', (what, expected) => {
    expect(read('ports', { what })).toEqual({ kind: 'call', path: ['ports'], values: { what: expected } });
  });

  it('takes no longer for what opens any number of brackets than for other words', () => {
    const timeOf = (word: string) =>
      processorMs(() => {
        expect(read('ports', { what: `${word} `.repeat(20_000) }).values['what']).toHaveLength(20_000);
      });
    timeOf('a');
    // A look for the end of each would take hundreds of times as long.
    expect(timeOf('(')).toBeLessThan(20 * timeOf('a'));
  });

  it('leaves out what was not said, or is blank', () => {
    expect(read('ports', {}).values).toEqual({});
    expect(read('ports', { what: '  ' }).values).toEqual({});
    expect(read('remind snooze', { id: 'r7k2', until: ' ' }).values).toEqual({ id: 'r7k2' });
  });

  it('takes a word for the argument it belongs to, as in a line, unless it is quoted or that one is given', () => {
    expect(read('ports', { what: 'imap Out' }).values).toEqual({ what: ['imap'], direction: 'outbound' });
    expect(read('ports', { what: 'imap "out"' }).values).toEqual({ what: ['imap', 'out'] });
    expect(read('ports', { what: 'imap out', direction: 'inbound' }).values).toEqual({
      what: ['imap'],
      direction: 'inbound',
    });
    expect(read('ports', { what: 'out' }).values).toEqual({ direction: 'outbound' });
  });

  it('keeps numbers and switches as they are, and reads numbers in lists', () => {
    const given = { line: ' in 2h  look at "it" ', escalate: 0.5, everyone: true, days: '30, 7 1' };
    expect(read('remind add', given).values).toEqual({
      line: 'in 2h  look at "it"',
      escalate: 0.5,
      everyone: true,
      days: [30, 7, 1],
    });
  });

  it('knows the other spellings of a value, and the label of a completion', () => {
    expect(read('firewall rules', { services: 'imap', format: 'Mikrotik' }).values).toMatchObject({
      format: 'routeros',
    });
    expect(read('firewall rules', { format: 'routeros (also mikrotik)' }).values).toEqual({ format: 'routeros' });
    expect(read('remind show', { id: 'r7k2 (look at the bad queue)' }).values).toEqual({ id: 'r7k2' });
    expect(read('deadlines add', { date: '2027-01-15', title: '"Renew (both)"' }).values).toEqual({
      date: '2027-01-15',
      title: '"Renew (both)"',
    });
  });

  it('hands a command that is not there to the router as it is', () => {
    const data = callData({ path: ['mdaemon', 'gone', 'away'], options: [] }, {});
    expect(readCall(data, catalogue)).toEqual({ kind: 'call', path: ['gone', 'away'], values: {} });
    expect(readCall(callData({ path: ['other'], options: [] }, {}), catalogue).path).toEqual(['other']);
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...leaves), fc.string({ unit: 'grapheme', maxLength: 60 }), (leaf, typed) => {
        const values = Object.fromEntries(leaf.options.map(({ name }) => [name, typed]));
        const call = readCall(callData(leaf, values), catalogue);
        expect(call.path).toEqual(leaf.path.slice(1));
      }),
    );
  });
});

const word = fc.stringMatching(/^[a-z0-9][a-z0-9./:-]{0,12}$/);
const phrase = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));

/** A value of an argument: as Discord's option has it, and as a person writes it in a line. */
function valueFor({
  type,
  choices,
  list,
  meta,
}: PlannedArgument): fc.Arbitrary<{ option: string | number | boolean; line: string }> {
  if (type === 'boolean') return fc.boolean().map((option) => ({ option, line: option ? 'yes' : 'no' }));
  if (type === 'number' && !list) {
    return fc
      .oneof(fc.integer({ min: -5, max: 4_000 }), fc.constantFrom(0.5, 2.25))
      .map((option) => ({ option, line: `${option}` }));
  }
  if (type === 'number') {
    const numbers = fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 1, maxLength: 5 });
    return numbers.map((days) => ({ option: days.join(' '), line: days.join(' ') }));
  }
  if (choices.length > 0) return fc.constantFrom(...choices).map((option) => ({ option, line: option }));
  if (meta.written === 'rest') return phrase.map((option) => ({ option, line: option }));
  const text = meta.placeholder === 'DATE' ? fc.constantFrom('2027-01-15', '2027-13-01') : phrase;
  if (!list) return text.map((option) => ({ option, line: `"${option}"` }));
  const quoted = fc
    .array(phrase, { minLength: 1, maxLength: 5 })
    .map((words) => words.map((each) => `"${each}"`).join(' '));
  return quoted.map((option) => ({ option, line: option }));
}

describe.each([
  ['below /mdaemon', leaves],
  ['as commands of their own', parted],
])('%s', (_where, all) => {
  it.each(all.map((leaf) => [leaf.path.join(' '), leaf] as const))('/%s says the same as a line', (_name, leaf) => {
    const path = isRoot(leaf.path[0] ?? '') ? leaf.path.slice(1) : leaf.path;
    const entry = catalogue.at(path);
    if (entry === undefined) throw new Error('the catalogue has no such command');
    const { plan } = entry;
    const given = fc.record(Object.fromEntries(plan.arguments.map((argument) => [argument.name, valueFor(argument)])), {
      requiredKeys: plan.arguments.filter(({ optional }) => !optional).map(({ name }) => name),
    });
    fc.assert(
      fc.property(given, (values) => {
        const options = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value?.option ?? '']));
        const call = readCall(callData(leaf, options), catalogue);
        const line = plan.arguments
          .flatMap(({ name, type }) => {
            const value = values[name];
            if (value === undefined) return [];
            return [type === 'boolean' ? `--${name}=${value.line}` : `--${name} ${value.line}`];
          })
          .join(' ');
        const said = parseArguments(plan, line, tokenize(line), 0);
        const parsed = (input: unknown) => entry.leaf.arguments.safeParse(input);
        expect(call.path).toEqual(path);
        expect(parsed(call.values).success).toBe(parsed(said).success);
        expect(parsed(call.values).data).toEqual(parsed(said).data);
      }),
      { numRuns: 30 },
    );
  });
});
