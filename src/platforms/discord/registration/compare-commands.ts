import type { APIApplicationCommand } from 'discord.js';
import type { CommandPlace } from './commands-api.ts';
import type { DeclaredCommand } from './declare-commands.ts';

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
    // A slash command and a menu command may have the same name.
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

/** A command or option with everything said, so that two of them are equal where Discord means the same. */
interface PlainNode {
  readonly name: string;
  /** Every other field that matters, by Discord's name; what was left out has Discord's default. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly choices: readonly PlainChoice[];
  readonly options: readonly PlainNode[];
}

/** One of the values an option offers. */
interface PlainChoice {
  readonly name: string;
  readonly value: string | number;
  readonly nameLocalizations: unknown;
}

/** Only commands for everybody have them; Discord leaves them out, or null, in a server. */
const globalOnly = ['contexts', 'integration_types'];

/**
 * Fields of a command with what they are where they are left out. What Discord adds (ids, versions, the deprecated
 * `dm_permission`) is not among them, and so does not count. An `integration_types` that is left out means what the
 * application is set to, which is not ours to know: null.
 *
 * Source: https://discord.com/developers/docs/interactions/application-commands#application-command-object
 */
const commandDefaults = {
  type: 1,
  description: '',
  name_localizations: null,
  description_localizations: null,
  default_member_permissions: null,
  nsfw: false,
  contexts: null,
  integration_types: null,
} as const;

const optionDefaults = {
  type: undefined,
  description: '',
  name_localizations: null,
  description_localizations: null,
  required: false,
  autocomplete: false,
  channel_types: null,
  min_value: null,
  max_value: null,
  min_length: null,
  max_length: null,
} as const;

type Raw = Readonly<Record<string, unknown>>;

/** A command as declared or as Discord returns it, in the form that is compared. */
function normaliseCommand(command: DeclaredCommand | APIApplicationCommand, place: CommandPlace): PlainNode {
  const raw = command as unknown as Raw;
  const fields = fieldsOf(raw, commandDefaults);
  if (place.kind === 'guild') for (const name of globalOnly) delete fields[name];
  return { name: command.name, fields, choices: [], options: listOf(raw['options']).map(normaliseOption) };
}

function normaliseOption(raw: Raw): PlainNode {
  return {
    name: String(raw['name']),
    fields: fieldsOf(raw, optionDefaults),
    choices: listOf(raw['choices']).map(normaliseChoice),
    options: listOf(raw['options']).map(normaliseOption),
  };
}

function normaliseChoice(raw: Raw): PlainChoice {
  return {
    name: String(raw['name']),
    value: raw['value'] as string | number,
    nameLocalizations: plain(raw['name_localizations'] ?? null),
  };
}

function fieldsOf(raw: Raw, defaults: Raw): Record<string, unknown> {
  return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, plain(raw[name] ?? value)]));
}

/** Lists of numbers without their order, which means nothing; empty texts by language as none. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? null : [...value].sort();
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, text]) => text !== null);
  return entries.length === 0 ? null : Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function listOf(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value : [];
}

/** Changes as lines for a terminal: `+` added, `-` removed, `~` changed. */
export function changesInWords(changes: readonly CommandChange[]): string[] {
  return changes.map((change) => {
    if (change.kind !== 'changed') return `${change.kind === 'added' ? '+' : '-'} ${change.path}`;
    return `~ ${change.path}: ${change.field} ${change.from} -> ${change.to}`;
  });
}

/** How many changes of each kind, in a few words: `2 added, 1 removed`. */
export function countChanges(changes: readonly CommandChange[]): string {
  const words = (['added', 'changed', 'removed'] as const).flatMap((kind) => {
    const number = changes.filter((change) => change.kind === kind).length;
    return number === 0 ? [] : [`${number} ${kind}`];
  });
  return words.join(', ') || 'nothing to change';
}
