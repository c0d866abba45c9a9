import type { APIApplicationCommand } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../../commands/commands.ts';
import type { Services } from '../../../../commands/services.ts';
import { createCatalogue } from '../../../../src/bot/catalogue.ts';
import type { CommandPlace } from '../../../../src/platforms/discord/registration/commands-api.ts';
import {
  changesInWords,
  compareCommands,
  countChanges,
} from '../../../../src/platforms/discord/registration/compare-commands.ts';
import {
  type DeclaredCommand,
  declareCommands,
} from '../../../../src/platforms/discord/registration/declare-commands.ts';
import { caseStride } from '../../../property-runs.ts';
import { asDiscordReturns } from '../as-discord-returns.ts';

const everybody: CommandPlace = { kind: 'global' };
const server: CommandPlace = { kind: 'guild', guild: '700000000000000010' };
const ours = declareCommands(createCatalogue<Services>(commands));

// biome-ignore lint/suspicious/noExplicitAny: a command is made and changed field by field
type Loose = any;

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/);
const text = fc.stringMatching(/^[A-Z][a-z ]{0,30}$/);
const named = { name, description: text };
const choice = fc.record({ name: text, value: name });
const choices = fc.uniqueArray(choice, { maxLength: 4, selector: ({ value }) => value });
/** A field that may be left out, or be what Discord takes it for where it is. */
const some = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields, { requiredKeys: [] });

const argument = fc
  .oneof(
    fc.tuple(
      fc.record({ ...named, type: fc.constant(3) }),
      some({
        required: fc.boolean(),
        autocomplete: fc.boolean(),
        min_length: fc.nat(9),
        max_length: fc.integer({ min: 10, max: 6_000 }),
      }),
    ),
    fc.tuple(fc.record({ ...named, type: fc.constant(3), choices }), some({ required: fc.boolean() })),
    fc.tuple(
      fc.record({ ...named, type: fc.constantFrom(4, 10) }),
      some({
        required: fc.boolean(),
        min_value: fc.integer({ min: -9, max: 9 }),
        max_value: fc.integer({ min: 10, max: 99 }),
      }),
    ),
    fc.tuple(fc.record({ ...named, type: fc.constant(5) }), some({ required: fc.boolean(), choices: fc.constant([]) })),
  )
  .map(([must, may]) => ({ ...must, ...may }));
const listOf = (of: fc.Arbitrary<{ name: string }>, maxLength: number) =>
  fc.uniqueArray(of, { maxLength, selector: ({ name }) => name });
const leaf = fc.record({ ...named, type: fc.constant(1), options: listOf(argument, 4) });
const group = fc.record({ ...named, type: fc.constant(2), options: listOf(leaf, 3) });
const command: fc.Arbitrary<DeclaredCommand> = fc
  .tuple(
    fc.record({ ...named, options: listOf(fc.oneof(leaf, group), 4) }),
    some({
      type: fc.constant(1),
      nsfw: fc.constant(false),
      default_member_permissions: fc.constantFrom(null, '0', '32'),
      name_localizations: fc.constantFrom(null, {}, { de: 'anders' }),
    }),
    fc.record({ contexts: fc.constantFrom([0, 1], [1, 0], [0]), integration_types: fc.constantFrom([0], [1, 0]) }),
  )
  .map(([must, may, where]) => ({ ...must, ...may, ...where }) as unknown as DeclaredCommand);
const commandList = fc.uniqueArray(command, { maxLength: 3, selector: ({ name }) => name });

const returned = (list: readonly DeclaredCommand[], place: CommandPlace) =>
  list.map((each, index) => asDiscordReturns(each, place, `90000000000000000${index}`));

describe('what Discord makes of a list is no difference', () => {
  it.each([everybody, server])('for our commands: %j', (place) => {
    expect(compareCommands(ours, returned(ours, place), place)).toEqual([]);
  });

  it('for any commands, in any order', () => {
    fc.assert(
      fc.property(commandList, fc.constantFrom(everybody, server), fc.boolean(), (list, place, turned) => {
        const registered = returned(list, place);
        if (turned) registered.reverse();
        expect(compareCommands(list, registered, place)).toEqual([]);
      }),
    );
  });

  it('for fields that Discord may add one day', () => {
    const registered = returned(ours, everybody).map((each) => ({ ...each, popularity: 5, handler: 1 }));
    expect(compareCommands(ours, registered, everybody)).toEqual([]);
  });
});

/** Every node of a tree with the path it is told by. */
function nodesOf(path: string, node: Loose): { path: string; node: Loose; holder: Loose | undefined }[] {
  return (node.options ?? []).flatMap((option: Loose) => {
    const here = `${path} ${option.name}`;
    return [{ path: here, node: option, holder: node }, ...nodesOf(here, option)];
  });
}

const clone = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));

describe('each single change is found', () => {
  it('in any field of any option of ours', () => {
    const count = nodesOf('/mdaemon', ours[0]).length;
    expect(count).toBeGreaterThan(60);
    const changes: readonly [string, (node: Loose) => unknown][] = [
      ['description', ({ description }) => `${description}!`],
      ['type', ({ type }) => type + 5],
      ['name_localizations', () => ({ de: 'anders' })],
      ['description_localizations', () => ({ de: 'Anders' })],
      ['required', ({ required }) => required !== true],
      ['autocomplete', ({ autocomplete }) => autocomplete !== true],
      ['min_value', (node) => (node.min_value ?? 0) + 1],
      ['max_value', (node) => (node.max_value ?? 0) + 1],
      ['min_length', (node) => (node.min_length ?? 0) + 1],
      ['max_length', (node) => (node.max_length ?? 0) + 1],
      ['channel_types', () => [0]],
      ['choices', (node) => [...(node.choices ?? []), { name: 'x', value: 'y' }]],
    ];
    for (const [which, [field, change]] of changes.entries()) {
      for (let index = which % caseStride; index < count; index += caseStride) {
        const after = clone(ours);
        const { path, node } = nodesOf('/mdaemon', after[0])[index] as { path: string; node: Loose };
        node[field] = change(node);
        const found = compareCommands(after, returned(ours, everybody), everybody);
        expect(found, `${field} of ${path}`).toMatchObject([{ kind: 'changed', path, field }]);
        // And the other way round, where the change is taken back.
        expect(compareCommands(ours, returned(after, everybody), everybody)).toMatchObject([{ path, field }]);
      }
    }
  });

  it.each([
    ['description', 'Another'],
    ['name_localizations', { de: 'anders' }],
    ['description_localizations', { de: 'Anders' }],
    ['default_member_permissions', '0'],
    ['nsfw', true],
    ['contexts', [0]],
    ['integration_types', [0, 1]],
  ])('in the field %s of a command', (field, value) => {
    const after = [{ ...ours[0], [field]: value }, ...ours.slice(1)] as DeclaredCommand[];
    expect(compareCommands(after, returned(ours, everybody), everybody)).toMatchObject([
      { kind: 'changed', path: '/mdaemon', field },
    ]);
  });

  it('but where a command is offered, which is not said in a server', () => {
    const after = [{ ...ours[0], contexts: [0], integration_types: [0, 1] }, ...ours.slice(1)] as DeclaredCommand[];
    expect(compareCommands(after, returned(ours, server), server)).toEqual([]);
  });

  it('in choices: the name, the value, the order, one more or less', () => {
    const optionWith = (list: Loose) => [
      { name: 'x', description: 'X', options: [{ type: 3, name: 'a', description: 'A', choices: list }] },
    ];
    const before = [
      { name: 'one', value: 1 },
      { name: 'two', value: 2 },
    ];
    for (const after of [
      [
        { name: 'eins', value: 1 },
        { name: 'two', value: 2 },
      ],
      [
        { name: 'one', value: '1' },
        { name: 'two', value: 2 },
      ],
      [
        { name: 'two', value: 2 },
        { name: 'one', value: 1 },
      ],
      [{ name: 'one', value: 1 }],
      [...before, { name: 'three', value: 3 }],
      [
        { name: 'one', value: 1, name_localizations: { de: 'eins' } },
        { name: 'two', value: 2 },
      ],
      [],
    ]) {
      const found = compareCommands(optionWith(after) as Loose, returned(optionWith(before) as Loose, server), server);
      expect(found).toMatchObject([{ kind: 'changed', path: '/x a', field: 'choices' }]);
    }
  });

  it('in what is there: any option of any commands taken away, added, renamed or moved', () => {
    fc.assert(
      fc.property(commandList, fc.constantFrom(everybody, server), fc.nat(), fc.nat(3), (list, place, pick, how) => {
        const all = list.flatMap((each) => nodesOf(`/${each.name}`, each));
        fc.pre(all.length > 0);
        const before = clone(list);
        const nodes = before.flatMap((each) => nodesOf(`/${each.name}`, each));
        const { path, node, holder } = nodes[pick % nodes.length] as { path: string; node: Loose; holder: Loose };
        const others = holder.options.filter((option: Loose) => option !== node);
        if (how === 0) {
          // Registered without it: it is added.
          holder.options = others;
          expect(compareCommands(list, returned(before, place), place)).toEqual([{ kind: 'added', path }]);
        } else if (how === 1) {
          holder.options = others;
          expect(compareCommands(before, returned(list, place), place)).toEqual([{ kind: 'removed', path }]);
        } else if (how === 2) {
          node.name = 'renamed-to-this';
          const found = compareCommands(list, returned(before, place), place);
          expect(found.map(({ kind }) => kind).sort()).toEqual(['added', 'removed']);
        } else {
          fc.pre(others.length > 0);
          holder.options = holder.options[0] === node ? [...others, node] : [node, ...others];
          expect(compareCommands(list, returned(before, place), place)).toMatchObject([
            { kind: 'changed', field: 'order' },
          ]);
        }
      }),
    );
  });

  it('in whole commands', () => {
    const [first] = returned(ours, everybody);
    const other = { ...(first as APIApplicationCommand), name: 'other' };
    const menu = { ...(first as APIApplicationCommand), type: 3, name: 'mdaemon' };
    expect(compareCommands(ours, [], everybody)).toEqual([
      { kind: 'added', path: '/mdaemon' },
      { kind: 'added', path: '/mdaemon-admin' },
    ]);
    expect(compareCommands([], [other, menu], everybody)).toEqual([
      { kind: 'removed', path: '/other' },
      // What stands in a menu has no slash.
      { kind: 'removed', path: 'mdaemon' },
    ]);
  });
});

describe('the changes in words', () => {
  it('read as a person would write them down', () => {
    const before: Loose = [
      {
        name: 'mdaemon',
        description: 'Old',
        options: [
          { type: 1, name: 'ports', description: 'Ports', options: [{ type: 3, name: 'what', description: 'What' }] },
          { type: 1, name: 'gone', description: 'Gone' },
          {
            type: 1,
            name: 'era',
            description: 'Era',
            options: [{ type: 3, name: 'a', description: 'A', choices: [{ name: 'then', value: 'then' }] }],
          },
        ],
      },
    ];
    const after = clone(before);
    const [{ options }] = after;
    after[0].description = 'New';
    options[0].options[0].max_length = 100;
    options[2].options[0].choices = [
      { name: 'then', value: 'then' },
      { name: 'Now', value: 'now' },
    ];
    options.splice(1, 1);
    options.unshift({ type: 1, name: 'ask', description: 'Ask' });
    const changes = compareCommands(after, returned(before, server), server);
    expect(changesInWords(changes)).toEqual([
      '~ /mdaemon: description "Old" -> "New"',
      '+ /mdaemon ask',
      '~ /mdaemon ports what: max_length none -> 100',
      '~ /mdaemon era a: choices then -> then, Now = "now"',
      '- /mdaemon gone',
    ]);
    expect(countChanges(changes)).toBe('1 added, 3 changed, 1 removed');
    expect(countChanges([])).toBe('nothing to change');
  });
});
