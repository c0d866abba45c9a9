import type { TwinMessage, TwinState } from '../peers/discord-twin.ts';

/** Who and where there is, by name. */
export type Names = Pick<TwinState, 'bot' | 'channels' | 'users' | 'direct'>;

/** A button, or one entry of a menu. */
export interface Control {
  readonly label: string;
  readonly id: string;
  /** Of a menu's entry. */
  readonly value?: string;
}

interface Option {
  readonly label: string;
  readonly value: string;
}

/** Whatever a message or a form is made of; only what is shown is named. */
interface Component {
  readonly type?: number;
  readonly content?: string;
  readonly label?: string;
  readonly custom_id?: string;
  readonly disabled?: boolean;
  readonly required?: boolean;
  readonly placeholder?: string;
  readonly options?: readonly Option[];
  readonly file?: { readonly url: string };
  readonly components?: readonly Component[];
  readonly accessory?: Component;
  readonly component?: Component;
}

/** A message as far as it is shown. */
type Shown = Pick<TwinMessage, 'components' | 'channel' | 'flags'>;

/** Every component, in the order it is read; a button beside a text comes after that text. */
function* walk(components: readonly Component[]): Generator<Component> {
  for (const each of components) {
    yield each;
    yield* walk(each.components ?? []);
    yield* walk([each.accessory, each.component].filter((inner) => inner !== undefined));
  }
}

const partsOf = ({ components }: Pick<TwinMessage, 'components'>) => [
  ...walk(components as unknown as readonly Component[]),
];

/** What can be pressed below a message, in the order it is read. */
export function controlsOf(message: Pick<TwinMessage, 'components'>): readonly Control[] {
  return partsOf(message).flatMap(({ custom_id: id, label, options, disabled }): Control[] => {
    if (id === undefined || disabled === true) return [];
    if (options !== undefined) return options.map((option) => ({ label: option.label, id, value: option.value }));
    return label === undefined ? [] : [{ label, id }];
  });
}

/** The button or the entry of a menu with this label, on the latest message that has one. */
export function findControl<Message extends Pick<TwinMessage, 'components'>>(
  messages: readonly Message[],
  label: string,
): { readonly message: Message; readonly control: Control } | undefined {
  const wanted = label
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
  for (const message of messages.toReversed()) {
    const control = controlsOf(message).find((each) => each.label.toLowerCase() === wanted);
    if (control !== undefined) return { message, control };
  }
  return undefined;
}

/**
 * A message as text: where it stands, what it says, and in square brackets what can be pressed.
 *
 * @param before the same message before it was edited; if only its buttons have changed, its text is not shown again
 */
export function showMessage(message: Shown, names: Names, { now = new Date(), before }: ShowOptions = {}): string {
  const labels = controlsOf(message).map(({ label }) => `[${label}]`);
  const only = (message.flags & 64) === 64 ? ['(only you see this)'] : [];
  const texts = textsOf(message);
  const isSame = before !== undefined && textsOf(before).join('\n') === texts.join('\n');
  const place = `${placeOf(message.channel, names)}${before === undefined ? '' : ', edited'}`;
  const shown = isSame ? [`${texts.join('\n').split('\n').slice(0, 2).join('\n')} …`] : texts;
  return [place, ...shown.map((text) => readable(text, names, now)), [...labels, ...only].join(' ')]
    .join('\n')
    .trimEnd();
}

interface ShowOptions {
  readonly now?: Date;
  readonly before?: Shown | undefined;
}

function textsOf(message: Shown): string[] {
  return partsOf(message).flatMap(({ content, file }) => [
    ...(content === undefined ? [] : [content]),
    ...(file === undefined ? [] : [`(file ${file.url.replace('attachment://', '')})`]),
  ]);
}

function placeOf(id: string, { channels, direct }: Names): string {
  const person = nameOf(direct, id);
  return person === undefined ? `#${nameOf(channels, id) ?? id}` : `Direct message to @${person}`;
}

/** The text without Discord's markup, with names for ids, and times as its client shows them. */
function readable(text: string, { bot, users, channels }: Names, now: Date): string {
  return text
    .replace(/<@!?(\d+)>/g, (whole, id: string) => (id === bot ? '@mdaemon' : named('@', users, id) || whole))
    .replace(/@(\d{17,})/g, (whole, id: string) => named('@', users, id) || whole)
    .replace(/#(\d{17,})/g, (whole, id: string) => named('#', channels, id) || whole)
    .replace(/<#(\d+)>/g, (whole, id: string) => named('#', channels, id) || whole)
    .replace(/<t:(\d+)(?::(\w))?>/g, (_, seconds: string, style = 'f') => timeOf(Number(seconds) * 1_000, style, now))
    .replace(/^-# /gm, '')
    .replace(/\[([^\]\n]+)\]\(https?:[^)\s]*\)/g, '$1')
    .replace(/\*\*(.+?)\*\*/gs, '$1')
    .replace(/\\([\\*_~`|>#.+()[\]-])/g, '$1')
    .replace(/[\u200b\u2060]/g, '');
}

function named(mark: string, ids: Readonly<Record<string, string>>, id: string): string {
  const name = nameOf(ids, id);
  return name === undefined ? '' : `${mark}${name}`;
}

function nameOf(ids: Readonly<Record<string, string>>, id: string): string | undefined {
  return Object.keys(ids).find((name) => ids[name] === id);
}

const spans = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

function timeOf(at: number, style: string, now: Date): string {
  if (style === 'R') {
    const away = at - now.getTime();
    const [unit, ms] = spans.find(([, length]) => Math.abs(away) >= length) ?? ['second', 1_000];
    return new Intl.RelativeTimeFormat('en').format(Math.round(away / ms), unit);
  }
  const date = { dateStyle: 'long' } as const;
  const time = { timeStyle: 'short' } as const;
  const shown = /d/i.test(style) ? date : /t/i.test(style) ? time : { ...date, ...time };
  return new Intl.DateTimeFormat('en-GB', shown).format(at);
}

/** The line with the ids of the people and channels it names, as Discord's client sends them. */
export function withIds(line: string, { bot, users, channels }: Names): string {
  return line
    .replace(/(?<=^|[\s:])@([\w-]+)/g, (whole, name: string) => {
      const id = name === 'mdaemon' ? bot : users[name];
      return id === undefined ? whole : `<@${id}>`;
    })
    .replace(/(?<=^|[\s:])#([\w-]+)/g, (whole, name: string) =>
      channels[name] === undefined ? whole : `<#${channels[name]}>`,
    );
}

/** A field of a form. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  /** True where people or channels are picked rather than typed. */
  readonly picked: boolean;
}

/** Discord's number for a field that is typed into. */
const textInput = 4;

/** The fields of a form, in their order. */
export function fieldsOf(form: object): readonly FormField[] {
  const { components = [] } = form as { readonly components?: readonly Component[] };
  return components.flatMap(({ label = '', component }) =>
    component?.custom_id === undefined
      ? []
      : [
          {
            name: component.custom_id,
            label,
            hint: [component.required === false ? 'optional' : '', component.placeholder ?? '']
              .filter((part) => part !== '')
              .join('; '),
            picked: component.type !== textInput,
          },
        ],
  );
}

/** A form as text, with the line that fills it in. */
export function showForm(form: object): string {
  const fields = fieldsOf(form);
  const { title = '' } = form as { readonly title?: string };
  return [
    `The form “${title}” opens. Fill it in with a line such as:`,
    '',
    `form ${fields.map(({ name }) => `${name}:…`).join(' ')}`,
    '',
    ...fields.map(({ name, label, hint }) => `${name}: ${label}${hint === '' ? '' : ` (${hint})`}`),
  ].join('\n');
}

/**
 * Reads a line that fills in a form, `form when:in 3h what:look`.
 *
 * @throws {Error} that says which fields there are
 */
export function readForm(
  line: string,
  fields: readonly FormField[],
  names: Names,
): Readonly<Record<string, string | readonly string[]>> {
  const named = [...line.matchAll(/(?<=\s)([a-z][\w-]*):/g)];
  const marks = named.filter(([, name]) => fields.some((field) => field.name === name));
  const there = `It has ${fields.map(({ name }) => `${name}:`).join(' ')}`;
  const [first] = named;
  if (first !== undefined && first !== marks[0]) throw new Error(`The form has no field “${first[1]}”. ${there}`);
  if (marks.length === 0) throw new Error(`Write each field of the form with its name. ${there}`);
  return Object.fromEntries(
    marks.map((mark, index) => {
      const [, name = ''] = mark;
      const value = line.slice(mark.index + mark[0].length, marks[index + 1]?.index).trim();
      const { picked } = fields.find((field) => field.name === name) ?? { picked: false };
      return [name, picked ? (withIds(value, names).match(/\d+/g)?.slice(0, 1) ?? []) : value];
    }),
  );
}
