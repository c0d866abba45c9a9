import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PlannedArgument } from '../../../../src/bot/argument-plan.ts';
import { parseArguments } from '../../../../src/bot/parse-arguments.ts';
import { tokenize } from '../../../../src/bot/tokenize.ts';
import { type Choice, completeOption, readCall } from '../../../../src/platforms/discord/events/slash-options.ts';
import { declareCommands, isRoot } from '../../../../src/platforms/discord/registration/declare-commands.ts';
import { catalogue, openTestBot, requestFor } from '../../../commands/fixture.ts';
import { processorMs, processorMsOf } from '../../../processor-time.ts';
import { propertyRuns } from '../../../property-runs.ts';
import { callData, leavesOf, typingData } from '../interaction-data.ts';

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

const { ask, services, storage } = await openTestBot();

const completed = leaves.flatMap((leaf) =>
  leaf.options.filter((option) => 'autocomplete' in option).map(({ name }) => ({ leaf, name })),
);
const context = { catalogue, services, request: requestFor('') };
const choicesFor = (path: string, option: string, typed: string): Promise<Choice[]> =>
  completeOption(typingData(leafAt(path), option, typed), context);
const values = async (path: string, option: string, typed: string) =>
  (await choicesFor(path, option, typed)).map(({ value }) => value);

let reminder = '';
beforeAll(async () => {
  const made = await ask('remind add in 2h look at the (bad) “queue”\nand more');
  reminder = made.answer.title.replace('Reminder ', '');
});

describe('completing an option', () => {
  it.each([
    ['ports', 'what', 'actives', 'activesync'],
    ['ports', 'what', 'iph', 'iphone'],
    ['ports', 'what', '406', '4069'],
    ['process', 'name', 'cfe', 'CFEngine.exe'],
    ['firewall rules', 'services', '', 'all'],
    ['firewall rules', 'format', 'nft', 'nftables'],
    ['firewall rules', 'format', 'mikro', 'routeros'],
    ['settings set', 'zone', 'berlin', 'Europe/Berlin'],
    ['remind add', 'zone', 'new york', 'America/New_York'],
    ['deadlines done', 'id', 'sec', 'securityplus-4'],
    ['renames', 'name', 'worldc', 'WorldClient'],
    ['help', 'command', 'fire', 'firewall'],
    ['sources', 'what', 'everything', 'everything-mdaemon-ports'],
  ])('%s %s: %s', async (path, option, typed, expected) => {
    expect((await values(path, option, typed))[0]).toBe(expected);
  });

  it('finds a reminder by its text, and shows it as one line without brackets', async () => {
    expect(await choicesFor('remind show', 'id', 'bad')).toEqual([
      { name: `${reminder} (look at the bad ’queue’ and more)`, value: reminder },
    ]);
    expect(await values('remind resume', 'id', '')).toEqual([]);
  });

  it('goes on with a list: what stands before is kept, and not offered again', async () => {
    expect(await values('ports', 'what', 'imap smt')).toEqual(expect.arrayContaining(['imap smtp', 'imap smtps']));
    expect(await values('ports', 'what', 'imap,smt')).toContain('imap smtp');
    expect(await values('ports', 'what', '"instant messaging" smt')).toContain('"instant messaging" smtp');
    expect((await values('ports', 'what', 'imap '))[0]).toMatch(/^imap \S/);
    expect(await values('ports', 'what', 'imap ')).not.toContain('imap imap');
    expect(await values('ports', 'what', 'imap "instant mess')).toContain('imap "instant messaging"');
  });

  it('goes on behind a completion that a client left as its label', async () => {
    const [imap] = await choicesFor('ports', 'what', 'imap');
    expect(imap).toEqual({ name: 'imap (IMAP)', value: 'imap' });
    expect(await values('ports', 'what', `${imap?.name} smt`)).toContain('imap smtp');
    expect((await values('ports', 'what', `${imap?.name}`))[0]).toMatch(/^imap \S/);
    const [zone] = await choicesFor('settings set', 'zone', 'Europe/Ber');
    expect(zone?.name).toBe('Europe/Berlin (UTC+1)');
    expect(await values('settings set', 'zone', zone?.name ?? '')).toEqual(['Europe/Berlin']);
  });

  it('leaves out what would be longer than Discord takes', async () => {
    const long = Array.from({ length: 9 }, (_, index) => `mail-service-${index}`).join(' ');
    expect(long.length).toBeGreaterThan(100);
    expect(await values('ports', 'what', `${long} im`)).toEqual([]);
  });

  it('knows nothing of options and commands that are not there', async () => {
    const gone = { path: ['mdaemon', 'gone'], options: leafAt('ports').options };
    expect(await completeOption(typingData(gone, 'what', 'im'), context)).toEqual([]);
    const other = { path: leafAt('ports').path, options: leafAt('process').options };
    expect(await completeOption(typingData(other, 'name', 'im'), context)).toEqual([]);
    expect(await completeOption(callData(leafAt('ports'), { what: 'im' }) as never, context)).toEqual([]);
  });

  it('says so where the store cannot be read', async () => {
    const reminders = { ...services.reminders, list: () => Promise.reject(new Error('no store')) };
    const broken = { ...services, reminders };
    const data = typingData(leafAt('remind show'), 'id', '');
    await expect(completeOption(data, { ...context, services: broken })).rejects.toThrow('no store');
  });
});

it('leaves out quotation marks around nothing', async () => {
  const ports = completed.find(({ leaf, name }) => leaf.path.at(-1) === 'ports' && name === 'what');
  if (ports === undefined) throw new Error('ports has no completed option');
  const [first] = await completeOption(typingData(ports.leaf, ports.name, '"" ima'), context);
  expect(first?.value).toBe('imap');
});

it('stays within what Discord takes, whatever is typed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...completed),
      fc.oneof(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.stringMatching(/^[a-z0-9 ,"()]{0,30}$/)),
      async ({ leaf, name }, typed) => {
        const choices = await completeOption(typingData(leaf, name, typed), context);
        expect(choices.length).toBeLessThanOrEqual(25);
        expect(new Set(choices.map(({ value }) => value)).size).toBe(choices.length);
        for (const { name: label, value } of choices) {
          expect(label.length).toBeLessThanOrEqual(100);
          expect(label.trim()).toBe(label);
          expect(label).not.toBe('');
          expect(String(value).length).toBeLessThanOrEqual(100);
          expect(label.isWellFormed()).toBe(true);
        }
      },
    ),
    { numRuns: propertyRuns(300) },
  );
});

it('is read the same, whether a client sends the value or its label', async () => {
  for (const { leaf, name } of completed) {
    for (const typed of ['', 'a', 'se', 'imap ', 'euro']) {
      for (const choice of await completeOption(typingData(leaf, name, typed), context)) {
        const read = (sent: string) => readCall(callData(leaf, { [name]: sent }), catalogue).values;
        expect(read(choice.name), `${leaf.path.join(' ')} ${name}: ${choice.name}`).toEqual(read(String(choice.value)));
      }
    }
  }
});

it('takes a few milliseconds, with 500 reminders too', async () => {
  const [first] = await storage.ledger.list('terminal:local');
  if (first === undefined) throw new Error('there is no reminder');
  const { id: _id, createdAt: _at, state: _state, nextDueAt: _due, ...draft } = first;
  await storage.ledger.importAll(Array.from({ length: 500 }, (_, index) => ({ ...draft, text: `reminder ${index}` })));
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    for (const { leaf, name } of completed) {
      const typing = typingData(leaf, name, round % 2 === 0 ? '' : 'r');
      times.push(await processorMsOf(() => completeOption(typing, context)));
    }
  }
  times.sort((a, b) => a - b);
  const at = (part: number) => times[Math.floor(times.length * part)] ?? 0;
  expect(at(0.5)).toBeLessThan(50);
});
