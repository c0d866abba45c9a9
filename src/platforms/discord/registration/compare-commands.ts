import type { APIApplicationCommand } from 'discord.js';
import type { CommandPlace } from './command-place.ts';
import type { DeclaredCommand } from './declared-command.ts';
import { normaliseCommand, type PlainNode } from './normalise-command.ts';

/** One difference between what is registered and what is declared. */
export type CommandChange =
  | { readonly kind: 'added' | 'removed'; readonly path: string }
  | {
      readonly kind: 'changed';
      readonly path: string;
      readonly field: string;
      readonly from: string;
      readonly to: string;
    };

/**
 * What registering would change, in the order of the declaration, removals last. Empty where Discord already has the
 * same; what Discord adds by itself, or means by leaving something out, is no difference.
 *
 * @param place in a server, what only commands for everybody have is not compared
 */
export function compareCommands(
  declared: readonly DeclaredCommand[],
  registered: readonly APIApplicationCommand[],
  place: CommandPlace,
): CommandChange[] {
  const plain = (command: DeclaredCommand | APIApplicationCommand) => {
    const node = normaliseCommand(command, place);
    // What people type, and what they find in menus, may have one name.
    return node.fields['type'] === 1 ? { ...node, name: `/${node.name}` } : node;
  };
  return compareNodes('', registered.map(plain), declared.map(plain), keyOfCommand);
}

type KeyOf = (node: PlainNode) => string;
const keyOfCommand: KeyOf = ({ name, fields }) => `${fields['type']} ${name}`;
const keyOfOption: KeyOf = ({ name }) => name;

function compareNodes(
  path: string,
  before: readonly PlainNode[],
  after: readonly PlainNode[],
  keyOf: KeyOf,
): CommandChange[] {
  const earlier = new Map(before.map((node) => [keyOf(node), node]));
  const later = new Set(after.map(keyOf));
  const at = (node: PlainNode) => (path === '' ? node.name : `${path} ${node.name}`);
  return [
    ...(keyOf === keyOfOption ? compareOrder(path, before, after) : []),
    ...after.flatMap((node) => {
      const known = earlier.get(keyOf(node));
      return known === undefined ? [{ kind: 'added' as const, path: at(node) }] : compareNode(at(node), known, node);
    }),
    ...before.flatMap((node) => (later.has(keyOf(node)) ? [] : [{ kind: 'removed' as const, path: at(node) }])),
  ];
}

function compareNode(path: string, before: PlainNode, after: PlainNode): CommandChange[] {
  const fields = Object.keys(after.fields).flatMap((field) =>
    changed(path, field, before.fields[field], after.fields[field]),
  );
  return [
    ...fields,
    ...changed(path, 'choices', before.choices, after.choices, namesOf(before.choices), namesOf(after.choices)),
    ...compareNodes(path, before.options, after.options, keyOfOption),
  ];
}

/** People see options in this order. */
function compareOrder(path: string, before: readonly PlainNode[], after: readonly PlainNode[]): CommandChange[] {
  const common = (of: readonly PlainNode[], other: readonly PlainNode[]) =>
    of.filter(({ name }) => other.some((each) => each.name === name)).map(({ name }) => name);
  const [from, to] = [common(before, after), common(after, before)];
  return changed(path, 'order', from, to, from.join(', '), to.join(', '));
}

function changed(
  path: string,
  field: string,
  before: unknown,
  after: unknown,
  from = wordsFor(before),
  to = wordsFor(after),
): CommandChange[] {
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ kind: 'changed', path, field, from, to }];
}

function wordsFor(value: unknown): string {
  return value === null || value === undefined ? 'none' : JSON.stringify(value);
}

function namesOf(choices: PlainNode['choices']): string {
  if (choices.length === 0) return 'none';
  return choices.map(({ name, value }) => (name === value ? name : `${name} = ${JSON.stringify(value)}`)).join(', ');
}
