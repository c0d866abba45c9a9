import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Choice, completeOption, readCall } from '../../../../src/platforms/discord/events/slash-options.ts';
import { declareCommands } from '../../../../src/platforms/discord/registration/declare-commands.ts';
import { catalogue, openTestBot, requestFor } from '../../../commands/fixture.ts';
import { processorMsOf } from '../../../processor-time.ts';
import { propertyRuns } from '../../../property-runs.ts';
import { callData, leavesOf, typingData } from '../interaction-data.ts';

const { ask, services, storage } = await openTestBot();

const leaves = leavesOf(declareCommands(catalogue));
const completed = leaves.flatMap((leaf) =>
  leaf.options.filter((option) => 'autocomplete' in option).map(({ name }) => ({ leaf, name })),
);
const leafAt = (path: string) => {
  const leaf = leaves.find((each) => each.path.slice(1).join(' ') === path);
  if (leaf === undefined) throw new Error(`there is no ${path}`);
  return leaf;
};
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
