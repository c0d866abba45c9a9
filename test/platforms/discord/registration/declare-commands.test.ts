import { ApplicationCommandOptionType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commands } from '../../../../commands/commands.ts';
import type { Services } from '../../../../commands/services.ts';
import { createCatalogue } from '../../../../src/bot/catalogue.ts';
import { argument, type Leaf } from '../../../../src/bot/command.ts';
import {
  checkCommands,
  commandLimits,
  countCommandCharacters,
  mostCharacters,
} from '../../../../src/platforms/discord/registration/command-limits.ts';
import {
  type DeclaredCommand,
  declareCommands,
  isRoot,
} from '../../../../src/platforms/discord/registration/declare-commands.ts';
import { leavesOf } from '../interaction-data.ts';

const catalogue = createCatalogue<Services>(commands);
const declared = declareCommands(catalogue);
/** What the documentation said until 2024. */
const olderLimit = 4_000;

const leafOf = (name: string, shape: z.ZodRawShape): Leaf<object> => ({
  name,
  summary: 'For a test',
  access: 'everyone',
  examples: [name],
  arguments: z.object(shape) as never,
  run: () => ({ title: '', lead: '', sections: [], sources: [] }),
});
const optionsOf = (shape: z.ZodRawShape) =>
  leavesOf(declareCommands(createCatalogue([leafOf('x', shape)])))[0]?.options ?? [];
const text = { written: 'keyword', description: 'A text' } as const;

describe('our commands for Discord', () => {
  it('are taken by Discord', () => {
    expect(checkCommands(declared)).toEqual([]);
  });

  it('stand below /mdaemon and /mdaemon-admin, which count less than 7,600 of 8,000 characters', () => {
    expect(declared.map(({ name }) => name)).toEqual(['mdaemon', 'mdaemon-admin']);
    expect(checkCommands(declared, mostCharacters)).toEqual([]);
    expect(mostCharacters).toBeLessThan(commandLimits.characters);
  });

  it('would be parted into commands that count less than the 4,000 of older documentation', () => {
    const parted = declareCommands(catalogue, { most: olderLimit });
    expect(checkCommands(parted, olderLimit)).toEqual([]);
    const [root, ...own] = parted.map(({ name }) => name);
    expect(root).toBe('mdaemon');
    expect(own).not.toEqual([]);
    // Nothing is lost, and nothing is there twice.
    const found = leavesOf(parted).map(({ path }) => path.filter((name) => !isRoot(name)).join(' '));
    expect(found.sort()).toEqual(catalogue.entries.map(({ name }) => name).sort());
  });

  it('have every command of the catalogue, at its own path', () => {
    const paths = leavesOf(declared).map(({ path }) => path.join(' '));
    const own = catalogue.entries.filter(({ forAdministrators }) => forAdministrators !== true);
    const admin = catalogue.entries.filter(({ forAdministrators }) => forAdministrators === true);
    expect(paths).toEqual([
      ...own.map(({ name }) => `mdaemon ${name}`),
      ...admin.map(({ name }) => `mdaemon-admin ${name}`),
    ]);
    expect(paths).toEqual(expect.arrayContaining(['mdaemon ports', 'mdaemon remind add', 'mdaemon-admin audit list']));
  });

  it('have every argument, what must be said first', () => {
    for (const { path, options } of leavesOf(declared)) {
      const entry = catalogue.at(path.slice(1));
      expect(options.map(({ name }) => name).sort()).toEqual(entry?.plan.arguments.map(({ name }) => name).sort());
    }
    const add = leavesOf(declared).find(({ path }) => path.join(' ') === 'mdaemon remind add');
    expect(add?.options[0]).toEqual({
      type: ApplicationCommandOptionType.String,
      name: 'line',
      description: 'When and what: in 2h check the queue',
      required: true,
      max_length: 3_000,
    });
  });

  it('are open to everybody, in servers and in direct messages: the router says who may', () => {
    // Somebody whom `admins add` named need not manage the server.
    for (const each of declared) {
      expect(each).toMatchObject({ type: 1, contexts: [0, 1], integration_types: [0] });
      expect(each).not.toHaveProperty('default_member_permissions');
    }
  });

  it('complete what people ask for by name', () => {
    const completed = leavesOf(declared).flatMap(({ path, options }) =>
      options.filter((option) => 'autocomplete' in option).map(({ name }) => [...path.slice(1), name].join(' ')),
    );
    for (const name of [
      'ports what',
      'process name',
      'firewall rules services',
      'firewall rules format',
      'remind show id',
      'remind add zone',
      'settings set zone',
      'settings set format',
      'deadlines done id',
      'help command',
    ]) {
      expect(completed).toContain(name);
    }
  });
});

describe('an argument as an option', () => {
  it.each([
    [z.boolean().optional(), { type: ApplicationCommandOptionType.Boolean }],
    [z.number().int().min(0).max(23), { type: 4, required: true, min_value: 0, max_value: 23 }],
    [z.number().int().optional(), { type: 4 }],
    [z.number().min(0.1).max(168).default(4), { type: 10, min_value: 0.1, max_value: 168 }],
    [z.string().min(3).max(120), { type: 3, required: true, min_length: 3, max_length: 120 }],
    [z.string().max(9_000).optional(), { type: 3, max_length: 6_000 }],
    [z.array(z.string().max(9)).max(3).default([]), { type: 3 }],
    [z.array(z.number()), { type: 3, required: true }],
  ])('%#', (schema, expected) => {
    const [option] = optionsOf({ a: argument(schema, text) });
    expect(option).toEqual({ name: 'a', description: 'A text', ...expected });
  });

  it('offers few values as choices, and completes many or long ones', () => {
    const [few] = optionsOf({ a: argument(z.enum(['then', 'now']).default('now'), text) });
    expect(few).toMatchObject({
      choices: [
        { name: 'then', value: 'then' },
        { name: 'now', value: 'now' },
      ],
    });
    expect(few).not.toHaveProperty('autocomplete');
    for (const values of [Array.from({ length: 26 }, (_, index) => `${index}`), ['a'.repeat(40), 'b'.repeat(40)]]) {
      const [many] = optionsOf({ a: argument(z.enum(values as [string]), text) });
      expect(many).toMatchObject({ autocomplete: true });
      expect(many).not.toHaveProperty('choices');
    }
  });
});

describe('parting', () => {
  const group = (name: string, letters: number) => ({
    name,
    summary: 'A group',
    defaultChild: 'do',
    children: [{ ...leafOf('do', {}), summary: 'x'.repeat(letters) }],
  });

  it('takes the largest group first, and only as many as it must', () => {
    const some = createCatalogue([group('small', 10), group('large', 90), group('middle', 50), leafOf('leaf', {})]);
    const namesAt = (most: number) => declareCommands(some, { most }).map(({ name }) => name);
    const [whole] = declareCommands(some);
    const size = countCommandCharacters(whole as DeclaredCommand);
    expect(namesAt(size)).toEqual(['mdaemon']);
    expect(namesAt(size - 1)).toEqual(['mdaemon', 'large']);
    expect(namesAt(size - 110)).toEqual(['mdaemon', 'large', 'middle']);
    expect(namesAt(0)).toEqual(['mdaemon', 'large', 'middle', 'small']);
  });

  it('happens too where there are more than 25 entries', () => {
    const leaves = Array.from({ length: 24 }, (_, index) => leafOf(`leaf-${index}`, {}));
    const many = createCatalogue([...leaves, group('one', 5), group('two', 9)]);
    expect(declareCommands(many).map(({ name }) => name)).toEqual(['mdaemon', 'two']);
  });
});

describe('counting', () => {
  it('adds names, descriptions and both sides of choices, all the way down', () => {
    const command = {
      name: 'abc',
      description: 'de',
      options: [
        {
          type: 1,
          name: 'f',
          description: 'gh',
          options: [
            { type: 3, name: 'i', description: 'j', choices: [{ name: 'kl', value: 'mno' }] },
            { type: 4, name: 'p', description: 'q', choices: [{ name: 'r', value: 12 }] },
          ],
        },
      ],
    } as DeclaredCommand;
    expect(countCommandCharacters(command)).toBe(3 + 2 + 1 + 2 + (1 + 1 + 2 + 3) + (1 + 1 + 1 + 2));
  });
});

describe('checking finds', () => {
  const option = (more: object) => ({ type: 3, name: 'a', description: 'A', ...more });
  const command = (more: object): DeclaredCommand => ({ name: 'x', description: 'X', ...more }) as DeclaredCommand;
  const repeat = (count: number, make: (index: number) => object) =>
    Array.from({ length: count }, (_, index) => make(index));
  const sub = (more: object) => option({ type: 1, ...more });

  it.each([
    [
      'a long description',
      command({ options: [option({ description: 'x'.repeat(101) })] }),
      /^\/x a: .*101 characters/,
    ],
    ['no description', command({ description: '' }), /^\/x: .*0 characters/],
    ['a capital', command({ options: [option({ name: 'aB' })] }), /^\/x aB: isn’t a name/],
    ['a blank in a name', command({ name: 'a b' }), /isn’t a name/],
    ['a long name', command({ name: 'a'.repeat(33) }), /isn’t a name/],
    ['26 options', command({ options: repeat(26, (index) => option({ name: `a${index}` })) }), /26 entries/],
    ['26 subcommands', command({ options: repeat(26, (index) => sub({ name: `a${index}` })) }), /26 entries/],
    [
      '26 choices',
      command({ options: [option({ choices: repeat(26, (value) => ({ name: `${value}`, value: `${value}` })) })] }),
      /26 choices/,
    ],
    [
      'a long choice',
      command({ options: [option({ choices: [{ name: 'n', value: 'v'.repeat(101) }] })] }),
      /choice n… is too long/,
    ],
    [
      'choices beside completion',
      command({ options: [option({ autocomplete: true, choices: [{ name: 'n', value: 'v' }] })] }),
      /both choices and completion/,
    ],
    ['one name twice', command({ options: [option({}), option({})] }), /two called a/],
    [
      'a required option behind another',
      command({ options: [option({}), option({ name: 'b', required: true })] }),
      /^\/x b: is required/,
    ],
    ['subcommands beside options', command({ options: [sub({}), option({ name: 'b' })] }), /mixes/],
    ['subcommands below one', command({ options: [sub({ options: [sub({})] })] }), /nested too deep/],
    ['groups below one', command({ options: [sub({ type: 2, options: [sub({ type: 2 })] })] }), /nested too deep/],
    [
      'more than 8,000 characters',
      command({
        options: repeat(25, (index) =>
          option({
            name: `a${index}`,
            description: 'd'.repeat(100),
            choices: repeat(2, (value) => ({ name: `${'n'.repeat(54)}${value}`, value: `${'v'.repeat(54)}${value}` })),
          }),
        ),
      }),
      /counts 80\d\d characters, and may 8000/,
    ],
  ])('%s', (_what, wrong, problem) => {
    const problems = checkCommands([wrong]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  it('101 commands, and two of one name', () => {
    expect(checkCommands(repeat(101, (index) => command({ name: `c${index}` })) as DeclaredCommand[])).toEqual([
      'All: has 101 entries, and may have 100',
    ]);
    expect(checkCommands([command({}), command({})])).toEqual(['All: has two called x']);
  });
});
