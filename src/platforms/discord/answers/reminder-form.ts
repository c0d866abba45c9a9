import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmitInteraction,
  ChannelType,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { Reference } from '../../../bot/bot.ts';
import { formatCustomId } from '../rendering/custom-id.ts';
import { nameAsWord } from './decode-text.ts';

/** What somebody filled into the form for a new reminder. */
export interface ReminderFields {
  readonly when: string;
  readonly what: string;
  readonly zone: string;
  readonly channel?: Reference;
  readonly person?: Reference;
}

/** What the form is made with. */
export interface ReminderFormOptions {
  /** The zone that counts where none is written. */
  readonly zone: string;
  /** In a server a reminder can go to another channel, or to a person. */
  readonly inServer: boolean;
  /** What was written before. */
  readonly draft?: ReminderFields | undefined;
}

/** The longest when and what; together with the rest they stay within what `remind add` takes. */
const maxWhen = 100;
const maxWhat = 1_500;
const maxZone = 60;

/** The form for a new reminder. A form holds at most five fields, and these are they. */
export function reminderForm({ zone, inServer, draft }: ReminderFormOptions): APIModalInteractionResponseCallbackData {
  const channelTypes = [
    ChannelType.GuildText,
    ChannelType.GuildAnnouncement,
    ChannelType.PublicThread,
    ChannelType.PrivateThread,
  ];
  const picked = (reference: Reference | undefined, type: 'channel' | 'user') =>
    reference === undefined ? {} : { default_values: [{ id: reference.id, type }] };
  const targets: APILabelComponent[] = [
    label('Channel', 'Leave it empty for this one', {
      type: ComponentType.ChannelSelect,
      custom_id: 'channel',
      channel_types: channelTypes,
      required: false,
      min_values: 0,
      max_values: 1,
      ...(picked(draft?.channel, 'channel') as object),
    }),
    label('Person', 'Instead of a channel: a direct message', {
      type: ComponentType.UserSelect,
      custom_id: 'person',
      required: false,
      min_values: 0,
      max_values: 1,
      ...(picked(draft?.person, 'user') as object),
    }),
  ];
  return {
    custom_id: formatCustomId({ kind: 'reminder-form' }) ?? '',
    title: 'New reminder',
    components: [
      label('When', 'Once or again and again', {
        ...text('when', maxWhen, draft?.when),
        placeholder: 'tomorrow 9am, in 2h, every weekday at 09:00',
      }),
      label('What', undefined, {
        ...text('what', maxWhat, draft?.what),
        style: TextInputStyle.Paragraph,
        placeholder: 'look at the bad queue',
      }),
      ...(inServer ? targets : []),
      label('Time zone', undefined, { ...text('zone', maxZone, draft?.zone), required: false, placeholder: zone }),
    ],
  };
}

/** Reads a form that was sent. Fields that are not there are empty. */
export function readReminderForm({ data }: Pick<APIModalSubmitInteraction, 'data'>): ReminderFields {
  const fields = new Map(
    data.components
      .flatMap((row) => ('component' in row ? [row.component] : 'components' in row ? row.components : []))
      .flatMap((field) => ('custom_id' in field ? [[field.custom_id, field] as const] : [])),
  );
  const written = (name: string) => {
    const field = fields.get(name);
    return field !== undefined && 'value' in field && typeof field.value === 'string' ? field.value.trim() : '';
  };
  const picked = (name: string) => {
    const field = fields.get(name);
    return field !== undefined && 'values' in field ? field.values[0] : undefined;
  };
  const channel = picked('channel');
  const person = picked('person');
  const { channels = {}, users = {} } = data.resolved ?? {};
  return {
    when: written('when'),
    what: written('what'),
    zone: written('zone'),
    ...(channel === undefined ? {} : { channel: reference('channel', channel, '#', channels[channel]?.name) }),
    ...(person === undefined ? {} : { person: reference('person', person, '@', users[person]?.username) }),
  };
}

function reference(kind: Reference['kind'], id: string, mark: string, name: string | null | undefined): Reference {
  return { kind, id, shown: `${mark}${nameAsWord(name ?? '') || id}` };
}

function text(name: string, longest: number, value = '') {
  const field = {
    type: ComponentType.TextInput,
    custom_id: name,
    style: TextInputStyle.Short,
    max_length: longest,
  } as const;
  return value === '' ? field : { ...field, value };
}

function label(
  title: string,
  description: string | undefined,
  component: APILabelComponent['component'],
): APILabelComponent {
  return { type: ComponentType.Label, label: title, component, ...(description === undefined ? {} : { description }) };
}
