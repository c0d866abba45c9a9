import type { APIApplicationCommand } from 'discord.js';
import type { CommandPlace } from './command-place.ts';
import type { DeclaredCommand } from './declared-command.ts';

/** A command or option with everything said, so that two of them are equal where Discord means the same. */
export interface PlainNode {
  readonly name: string;
  /** Every other field that matters, by Discord's name; what was left out has Discord's default. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly choices: readonly PlainChoice[];
  readonly options: readonly PlainNode[];
}

/** One of the values an option offers. */
export interface PlainChoice {
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
export function normaliseCommand(command: DeclaredCommand | APIApplicationCommand, place: CommandPlace): PlainNode {
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
